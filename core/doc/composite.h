// Outside the mask, nothing changes (design section 4).
#pragma once

#include "core/base/image_buffer.h"
#include "core/doc/token_grid.h"

namespace unmask {

/// `made` over `original` through the cells that may have changed. Pixels of all other cells are the
/// original's own bytes; the blend lies only inside the changed cells, `bandPixels` wide along edges to kept
/// cells. Both RGB, same size, a whole number of cells.
ImageBuffer compositeCells(const ImageBuffer& original, const ImageBuffer& made, const CellMask& changed,
                           int pixelsPerCell, int bandPixels);

/// Pixels outside the changed cells that differ between the two pictures.
int64_t pixelsChangedOutside(const ImageBuffer& before, const ImageBuffer& after, const CellMask& changed,
                             int pixelsPerCell);

}  // namespace unmask
