// How sure a run was of the cells it drew.
#pragma once

#include "ui/recording.h"

namespace unmask {

/// The cells the run fixed with the least probability, `share` of those it drew (0 … 1), at least one, ties
/// by place. All empty when it drew none; cells given from the start are never among them.
CellMask leastConfident(const Recording& recording, double share);

/// How many cells the run drew.
int drawnCount(const Recording& recording);

}  // namespace unmask
