#include "app/cli/mask_cells.h"

#include <cstdint>
#include <string>

#include "core/doc/mask_cells.h"
#include "core/io/image_codec.h"

namespace unmask {
namespace {

// ITU-R 601-2 luma in 16-bit fixed point, as Pillow's "L" has it.
int grey(const uint8_t* rgb) {
  return (rgb[0] * 19595 + rgb[1] * 38470 + rgb[2] * 7471 + 0x8000) >> 16;
}

bool isWhite(const uint8_t* rgb) {
  return grey(rgb) >= 128;
}

Result<CellMask> withSomeCell(CellMask cells) {
  if (cells.count() > 0) return cells;
  return Error{.kind = ErrorKind::BadInput,
               .message = "the mask selects no cell",
               .expected = "white where to repaint"};
}

}  // namespace

Result<CellMask> cellsTouched(const ImageBuffer& mask, int rows, int columns) {
  const ImageBuffer rgb = flattenToRgb(mask, 0, 0, 0);
  PixelMask white(rgb.width, rgb.height);
  for (int y = 0; y < rgb.height; ++y) {
    for (int x = 0; x < rgb.width; ++x) white.row(y)[x] = isWhite(rgb.at(x, y));
  }
  return withSomeCell(cellsOf(white, rows, columns, CellRule::AnyTouch));
}

Result<CellMask> cellsAsReference(const ImageBuffer& mask, int rows, int columns, int pixelsPerCell) {
  if (rows % pixelsPerCell != 0 || columns % pixelsPerCell != 0) {
    return Error{.kind = ErrorKind::Unsupported,
                 .message = "the reference cannot inpaint a picture of this size",
                 .expected = "sides that are multiples of " + std::to_string(pixelsPerCell * pixelsPerCell),
                 .found = "a grid of " + std::to_string(columns) + "x" + std::to_string(rows) + " cells",
                 .remedy = "Leave --compat diffusers out"};
  }
  CellMask cells(rows, columns);
  const ImageBuffer small = resizeLanczos(flattenToRgb(mask, 0, 0, 0), columns, rows);
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) cells.set({row, column}, isWhite(small.at(column, row)));
  }
  return withSomeCell(std::move(cells));
}

}  // namespace unmask
