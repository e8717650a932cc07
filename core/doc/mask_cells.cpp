#include "core/doc/mask_cells.h"

#include <algorithm>
#include <cstring>

namespace unmask {
namespace {

// First pixel that a cell shares with the mask, and the one after its last.
int seamBefore(int cell, int cells, int pixels) {
  return static_cast<int>(int64_t{cell} * pixels / cells);
}
int seamAfter(int cell, int cells, int pixels) {
  return static_cast<int>((int64_t{cell + 1} * pixels + cells - 1) / cells);
}

bool isTouched(const PixelMask& mask, const PixelRect& area) {
  for (int y = area.top; y < area.bottom; ++y) {
    if (std::memchr(mask.row(y) + area.left, 1, static_cast<size_t>(area.width())) != nullptr) return true;
  }
  return false;
}

bool isHalfPainted(const PixelMask& mask, const PixelRect& area) {
  int64_t painted = 0;
  for (int y = area.top; y < area.bottom; ++y) {
    painted += std::count(mask.row(y) + area.left, mask.row(y) + area.right, uint8_t{1});
  }
  return 2 * painted >= int64_t{area.width()} * area.height();
}

template <typename Decide>
CellMask madeBy(int rows, int columns, Decide&& isIn) {
  CellMask out(rows, columns);
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) out.set({row, column}, isIn(Cell{row, column}));
  }
  return out;
}

/// Whether any of the eight neighbours inside the grid is (or is not) in the set.
bool hasNeighbour(const CellMask& cells, Cell cell, bool inSet) {
  for (int row = std::max(0, cell.row - 1); row <= std::min(cells.height - 1, cell.row + 1); ++row) {
    for (int column = std::max(0, cell.column - 1); column <= std::min(cells.width - 1, cell.column + 1);
         ++column) {
      if (cells.contains({row, column}) == inSet) return true;
    }
  }
  return false;
}

}  // namespace

PixelRect pixelsOfCell(Cell cell, int rows, int columns, int width, int height) {
  return {seamBefore(cell.column, columns, width), seamBefore(cell.row, rows, height),
          seamAfter(cell.column, columns, width), seamAfter(cell.row, rows, height)};
}

CellMask cellsOf(const PixelMask& mask, int rows, int columns, CellRule rule) {
  CellMask cells(rows, columns);
  updateCells(cells, mask, mask.bounds(), rule);
  return cells;
}

int updateCells(CellMask& cells, const PixelMask& mask, const PixelRect& area, CellRule rule) {
  const PixelRect inside = area.intersected(mask.bounds());
  if (inside.empty() || cells.empty()) return 0;
  // Which cells share a pixel is the same question as which pixels share a cell.
  const PixelRect first =
      pixelsOfCell({inside.top, inside.left}, mask.height, mask.width, cells.width, cells.height);
  const PixelRect last =
      pixelsOfCell({inside.bottom - 1, inside.right - 1}, mask.height, mask.width, cells.width, cells.height);
  for (int row = first.top; row < last.bottom; ++row) {
    for (int column = first.left; column < last.right; ++column) {
      const PixelRect own = pixelsOfCell({row, column}, cells.height, cells.width, mask.width, mask.height);
      cells.set({row, column}, rule == CellRule::AnyTouch ? isTouched(mask, own) : isHalfPainted(mask, own));
    }
  }
  return (last.right - first.left) * (last.bottom - first.top);
}

PixelRect paintCells(PixelMask& mask, const CellMask& cells, bool on) {
  PixelRect changed;
  for (int row = 0; row < cells.height; ++row) {
    for (int column = 0; column < cells.width; ++column) {
      if (!cells.contains({row, column})) continue;
      const PixelRect area = pixelsOfCell({row, column}, cells.height, cells.width, mask.width, mask.height);
      changed = changed.united(paintRect(mask, area, on));
    }
  }
  return changed;
}

CellMask inverted(const CellMask& cells) {
  CellMask out = cells;
  for (uint8_t& cell : out.cells) cell = cell == 0;
  return out;
}

CellMask grown(const CellMask& cells) {
  return madeBy(cells.height, cells.width, [&](Cell cell) { return hasNeighbour(cells, cell, true); });
}

CellMask shrunk(const CellMask& cells) {
  return madeBy(cells.height, cells.width,
                [&](Cell cell) { return cells.contains(cell) && !hasNeighbour(cells, cell, false); });
}

CellMask without(const CellMask& cells, const CellMask& others) {
  CellMask out = cells;
  for (size_t i = 0; i < others.cells.size() && i < out.cells.size(); ++i) {
    if (others.cells[i] != 0) out.cells[i] = 0;
  }
  return out;
}

CellMask connectedTo(Cell start, const CellMask& cells) {
  CellMask out(cells.height, cells.width);
  const bool wanted = cells.contains(start);
  std::vector<Cell> waiting{start};
  out.set(start, true);
  while (!waiting.empty()) {
    const Cell cell = waiting.back();
    waiting.pop_back();
    for (const Cell next : {Cell{cell.row - 1, cell.column}, Cell{cell.row + 1, cell.column},
                            Cell{cell.row, cell.column - 1}, Cell{cell.row, cell.column + 1}}) {
      if (next.row < 0 || next.column < 0 || next.row >= cells.height || next.column >= cells.width) continue;
      if (out.contains(next) || cells.contains(next) != wanted) continue;
      out.set(next, true);
      waiting.push_back(next);
    }
  }
  return out;
}

CellMask scaledCells(const CellMask& cells, int rows, int columns) {
  return madeBy(rows, columns, [&](Cell cell) {
    if (cells.empty()) return false;
    return cells.contains({(2 * cell.row + 1) * cells.height / (2 * rows),
                           (2 * cell.column + 1) * cells.width / (2 * columns)});
  });
}

}  // namespace unmask
