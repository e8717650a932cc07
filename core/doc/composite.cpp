#include "core/doc/composite.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace unmask {

namespace {

/// Distance in pixels from a pixel of a changed cell to the nearest kept cell beside it (corners included),
/// at least 1; only the eight neighbours matter, since a band is never wider than a cell.
double distanceToKept(const CellMask& changed, int row, int column, int yInCell, int xInCell, int side) {
  double nearest = 1e9;
  for (int dy = -1; dy <= 1; ++dy)
    for (int dx = -1; dx <= 1; ++dx) {
      const int r = row + dy, c = column + dx;
      if ((dy == 0 && dx == 0) || r < 0 || c < 0 || r >= changed.height || c >= changed.width) continue;
      if (changed.contains({r, c})) continue;
      const double vertical = dy < 0 ? yInCell + 1 : dy > 0 ? side - yInCell : 0;
      const double horizontal = dx < 0 ? xInCell + 1 : dx > 0 ? side - xInCell : 0;
      nearest = std::min(nearest, std::hypot(vertical, horizontal));
    }
  return nearest;
}

}  // namespace

ImageBuffer compositeCells(const ImageBuffer& original, const ImageBuffer& made, const CellMask& changed,
                           int side, int bandPixels) {
  ImageBuffer out = original;
  for (int y = 0; y < out.height; ++y)
    for (int column = 0; column < changed.width; ++column) {
      const int row = y / side;
      if (!changed.contains({row, column})) continue;
      for (int x = column * side; x < (column + 1) * side; ++x) {
        const double distance = distanceToKept(changed, row, column, y % side, x - column * side, side);
        const double share = std::min(1.0, distance / (bandPixels + 1.0));
        for (int k = 0; k < 3; ++k) {
          const double blended = share * made.at(x, y)[k] + (1 - share) * original.at(x, y)[k];
          out.at(x, y)[k] = static_cast<uint8_t>(std::lround(blended));
        }
      }
    }
  return out;
}

int64_t pixelsChangedOutside(const ImageBuffer& before, const ImageBuffer& after, const CellMask& changed,
                             int side) {
  int64_t count = 0;
  for (int y = 0; y < before.height; ++y)
    for (int x = 0; x < before.width; ++x)
      if (!changed.contains({y / side, x / side}) && std::memcmp(before.at(x, y), after.at(x, y), 3) != 0)
        ++count;
  return count;
}

}  // namespace unmask
