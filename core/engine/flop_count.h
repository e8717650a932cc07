// How much arithmetic a run is: multiplications and additions of its matrix products, as this program does
// them.
#pragma once

#include "core/model/config.h"

namespace unmask {

/// 10⁹ floating-point operations of all steps of one picture, counting 2 for each multiply-add. What is done
/// once per run (keys and values of the text, modulations) is left out, and the head runs on masked cells
/// only, so this is the work that remains and not the reference's. `guided` doubles it.
double stepsGigaflop(const TransformerConfig& config, int gridHeight, int gridWidth, int steps, bool guided,
                     int textTokens);

}  // namespace unmask
