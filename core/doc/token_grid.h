// The grid of discrete tokens a masked image model draws on, and sets of its cells.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace unmask {

/// A cell of the grid. Row 0 is the top row.
struct Cell {
  int row = 0;
  int column = 0;
  bool operator==(const Cell&) const = default;
};

/// Token ids, row-major [height, width]. Which id means "masked" is the model's (`ModelInfo::maskTokenId`).
struct TokenGrid {
  int height = 0;
  int width = 0;
  std::vector<int32_t> tokenIds;

  TokenGrid() = default;
  TokenGrid(int h, int w, int32_t fill) : height(h), width(w), tokenIds(static_cast<size_t>(h) * w, fill) {}

  size_t cellCount() const { return tokenIds.size(); }
  size_t indexOf(Cell cell) const {
    assert(cell.row >= 0 && cell.row < height && cell.column >= 0 && cell.column < width);
    return static_cast<size_t>(cell.row) * width + cell.column;
  }
  int32_t& operator[](Cell cell) { return tokenIds[indexOf(cell)]; }
  int32_t operator[](Cell cell) const { return tokenIds[indexOf(cell)]; }
  bool operator==(const TokenGrid&) const = default;
};

/// A set of cells, row-major [height, width], one byte a cell: 0 or 1.
struct CellMask {
  int height = 0;
  int width = 0;
  std::vector<uint8_t> cells;

  CellMask() = default;
  CellMask(int h, int w, bool fill = false)
      : height(h), width(w), cells(static_cast<size_t>(h) * w, fill ? 1 : 0) {}

  bool empty() const { return cells.empty(); }
  size_t count() const {
    size_t n = 0;
    for (uint8_t c : cells) n += c != 0;
    return n;
  }
  bool contains(Cell cell) const { return cells[static_cast<size_t>(cell.row) * width + cell.column] != 0; }
  void set(Cell cell, bool on) { cells[static_cast<size_t>(cell.row) * width + cell.column] = on ? 1 : 0; }
  bool operator==(const CellMask&) const = default;
};

}  // namespace unmask
