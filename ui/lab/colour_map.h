// Numbers as colours: cividis, even in lightness and alike for colour-blind eyes (Nuñez, Anderton and Renslow
// 2018).
#pragma once

#include <QColor>
#include <QImage>

#include "core/doc/cell_maps.h"

namespace unmask {

/// `share` 0 … 1, clamped; NaN is 0.
QColor mapColour(double share);

/// One pixel a cell, Format_ARGB32: known cells in the map's colours with that opacity, unknown ones clear.
QImage imageOfMap(const CellMap& map, double opacity);

}  // namespace unmask
