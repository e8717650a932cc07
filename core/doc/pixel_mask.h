// A mask at the picture's own resolution, as it was painted, and the shapes that paint it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace unmask {

/// A point of the picture plane: pixel (x, y) covers [x, x+1) × [y, y+1).
struct PicturePoint {
  double x = 0;
  double y = 0;
  bool operator==(const PicturePoint&) const = default;
};

/// Whole pixels, half open: left ≤ x < right, top ≤ y < bottom.
struct PixelRect {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;

  bool empty() const { return left >= right || top >= bottom; }
  int width() const { return right - left; }
  int height() const { return bottom - top; }
  PixelRect united(const PixelRect& other) const;
  PixelRect intersected(const PixelRect& other) const;
  bool operator==(const PixelRect&) const = default;
};

/// Row-major [height, width], one byte a pixel: 0 or 1.
struct PixelMask {
  int width = 0;
  int height = 0;
  std::vector<uint8_t> pixels;

  PixelMask() = default;
  PixelMask(int w, int h, bool fill = false)
      : width(w), height(h), pixels(static_cast<size_t>(w) * static_cast<size_t>(h), fill ? 1 : 0) {}

  PixelRect bounds() const { return {0, 0, width, height}; }
  uint8_t* row(int y) { return pixels.data() + static_cast<size_t>(y) * static_cast<size_t>(width); }
  const uint8_t* row(int y) const {
    return pixels.data() + static_cast<size_t>(y) * static_cast<size_t>(width);
  }
  bool contains(int x, int y) const { return row(y)[x] != 0; }
  bool operator==(const PixelMask&) const = default;
};

// Each shape sets the pixels it covers to `on` and returns a rectangle that holds every changed pixel. What
// lies outside the mask is cut off; coordinates may be anything finite.

/// A stroke of a round brush from one point to another, its radius changing evenly: pixels whose centre is
/// nearer than the radius, and always the two pixels under the points. A dot when the points are equal.
PixelRect paintLine(PixelMask& mask, PicturePoint from, PicturePoint to, double radiusFrom, double radiusTo,
                    bool on = true);
PixelRect paintRect(PixelMask& mask, const PixelRect& rect, bool on = true);
/// Pixels whose centre lies inside by the even-odd rule; the line back to the first point closes it.
PixelRect paintPolygon(PixelMask& mask, std::span<const PicturePoint> corners, bool on = true);

/// The smallest rectangle outside of which two masks of one size are alike.
PixelRect changedArea(const PixelMask& a, const PixelMask& b);

/// The same mask on a picture of another size, by the nearest pixel.
PixelMask scaledMask(const PixelMask& mask, int width, int height);

}  // namespace unmask
