// Between a mask as painted and the cells it selects. A grid of `rows` by `columns` cells is spread evenly
// over the mask; where the sizes do not divide, cells share the pixels on their seams.
#pragma once

#include "core/doc/pixel_mask.h"
#include "core/doc/token_grid.h"

namespace unmask {

/// When a painted mask selects a cell.
enum class CellRule {
  AnyTouch,  ///< one painted pixel is enough
  Majority,  ///< at least half of its pixels are painted
};

PixelRect pixelsOfCell(Cell cell, int rows, int columns, int width, int height);
CellMask cellsOf(const PixelMask& mask, int rows, int columns, CellRule rule = CellRule::AnyTouch);
/// The same, for the cells that share pixels with `area` alone: `cells` is brought up to date with a mask
/// that changed there and nowhere else. How many cells were looked at.
int updateCells(CellMask& cells, const PixelMask& mask, const PixelRect& area,
                CellRule rule = CellRule::AnyTouch);
/// Paints all pixels of these cells; returns a rectangle around them.
PixelRect paintCells(PixelMask& mask, const CellMask& cells, bool on = true);

// Sets of cells from sets of cells.
CellMask inverted(const CellMask& cells);
CellMask grown(const CellMask& cells);  ///< with the eight neighbours of every cell
CellMask shrunk(
    const CellMask& cells);  ///< without cells that touch one outside; the grid's edge counts as inside
CellMask without(const CellMask& cells, const CellMask& others);  ///< `others` empty: all of `cells`
/// The cells that hang together with `start` by their sides and are in or out of the set like it.
CellMask connectedTo(Cell start, const CellMask& cells);
/// The same set on another grid: a cell is in when the middle of it was.
CellMask scaledCells(const CellMask& cells, int rows, int columns);

}  // namespace unmask
