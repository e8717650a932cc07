// From a mask picture to the cells that may be painted anew. White means: repaint.
#pragma once

#include "core/base/image_buffer.h"
#include "core/base/result.h"
#include "core/doc/token_grid.h"

namespace unmask {

/// Every cell of a grid of `rows` by `columns`, spread evenly over the mask, that a white pixel touches.
/// White is at least half bright; transparent counts as black. BadInput when no cell is selected.
Result<CellMask> cellsTouched(const ImageBuffer& mask, int rows, int columns);

/// The reference's literal way (7.4): Lanczos straight to the grid, grey, at least half bright. Thin strokes
/// vanish. A grid whose sides are no multiples of `pixelsPerCell` is Unsupported: the reference floors the
/// mask there and fails.
Result<CellMask> cellsAsReference(const ImageBuffer& mask, int rows, int columns, int pixelsPerCell);

}  // namespace unmask
