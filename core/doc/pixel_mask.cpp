#include "core/doc/pixel_mask.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace unmask {
namespace {

/// A coordinate as a whole pixel, kept within what a picture can have.
int pixelAt(double coordinate, int limit) {
  return static_cast<int>(std::clamp(std::floor(coordinate), -1.0, static_cast<double>(limit)));
}

void setPixel(PixelMask& mask, PicturePoint point, bool on) {
  const int x = pixelAt(point.x, mask.width), y = pixelAt(point.y, mask.height);
  if (x >= 0 && y >= 0 && x < mask.width && y < mask.height) mask.row(y)[x] = on;
}

PixelRect around(const PixelMask& mask, PicturePoint from, PicturePoint to, double radius) {
  return PixelRect{pixelAt(std::min(from.x, to.x) - radius, mask.width),
                   pixelAt(std::min(from.y, to.y) - radius, mask.height),
                   pixelAt(std::max(from.x, to.x) + radius, mask.width) + 1,
                   pixelAt(std::max(from.y, to.y) + radius, mask.height) + 1}
      .intersected(mask.bounds());
}

}  // namespace

PixelRect PixelRect::united(const PixelRect& other) const {
  if (empty()) return other;
  if (other.empty()) return *this;
  return {std::min(left, other.left), std::min(top, other.top), std::max(right, other.right),
          std::max(bottom, other.bottom)};
}

PixelRect PixelRect::intersected(const PixelRect& other) const {
  const PixelRect common{std::max(left, other.left), std::max(top, other.top), std::min(right, other.right),
                         std::min(bottom, other.bottom)};
  return common.empty() ? PixelRect{} : common;
}

PixelRect changedArea(const PixelMask& a, const PixelMask& b) {
  PixelRect area;
  for (int y = 0; y < a.height; ++y) {
    const uint8_t* rowA = a.row(y);
    const uint8_t* rowB = b.row(y);
    if (std::memcmp(rowA, rowB, static_cast<size_t>(a.width)) == 0) continue;
    int left = 0, right = a.width;
    while (rowA[left] == rowB[left]) ++left;
    while (rowA[right - 1] == rowB[right - 1]) --right;
    area = area.united({left, y, right, y + 1});
  }
  return area;
}

PixelRect paintLine(PixelMask& mask, PicturePoint from, PicturePoint to, double radiusFrom, double radiusTo,
                    bool on) {
  const PixelRect area = around(mask, from, to, std::max({radiusFrom, radiusTo, 1.0}));
  const double dx = to.x - from.x, dy = to.y - from.y;
  const double lengthSquared = dx * dx + dy * dy;
  for (int y = area.top; y < area.bottom; ++y) {
    uint8_t* row = mask.row(y);
    for (int x = area.left; x < area.right; ++x) {
      const double px = x + 0.5 - from.x, py = y + 0.5 - from.y;
      const double along = lengthSquared > 0 ? std::clamp((px * dx + py * dy) / lengthSquared, 0.0, 1.0) : 0;
      const double radius = radiusFrom + along * (radiusTo - radiusFrom);
      const double ox = px - along * dx, oy = py - along * dy;
      if (ox * ox + oy * oy < radius * radius) row[x] = on;
    }
  }
  setPixel(mask, from, on);
  setPixel(mask, to, on);
  return area;
}

PixelRect paintRect(PixelMask& mask, const PixelRect& rect, bool on) {
  const PixelRect area = rect.intersected(mask.bounds());
  for (int y = area.top; y < area.bottom; ++y) {
    std::fill(mask.row(y) + area.left, mask.row(y) + area.right, static_cast<uint8_t>(on));
  }
  return area;
}

PixelRect paintPolygon(PixelMask& mask, std::span<const PicturePoint> corners, bool on) {
  if (corners.size() < 3) return {};
  const auto [top, bottom] = std::minmax_element(corners.begin(), corners.end(),
                                                 [](const auto& a, const auto& b) { return a.y < b.y; });
  const auto [left, right] = std::minmax_element(corners.begin(), corners.end(),
                                                 [](const auto& a, const auto& b) { return a.x < b.x; });
  const PixelRect area = around(mask, {left->x, top->y}, {right->x, bottom->y}, 0);
  std::vector<double> crossings;
  for (int y = area.top; y < area.bottom; ++y) {
    const double middle = y + 0.5;
    crossings.clear();
    for (size_t i = 0; i < corners.size(); ++i) {
      const PicturePoint a = corners[i], b = corners[(i + 1) % corners.size()];
      if ((a.y <= middle) == (b.y <= middle)) continue;
      crossings.push_back(a.x + (middle - a.y) / (b.y - a.y) * (b.x - a.x));
    }
    std::sort(crossings.begin(), crossings.end());
    for (size_t i = 0; i + 1 < crossings.size(); i += 2) {
      const int first = std::max(area.left, pixelAt(std::ceil(crossings[i] - 0.5), mask.width));
      const int end = std::min(area.right, pixelAt(std::ceil(crossings[i + 1] - 0.5), mask.width));
      if (first < end) std::fill(mask.row(y) + first, mask.row(y) + end, static_cast<uint8_t>(on));
    }
  }
  return area;
}

PixelMask scaledMask(const PixelMask& mask, int width, int height) {
  PixelMask out(width, height);
  if (mask.pixels.empty()) return out;
  for (int y = 0; y < height; ++y) {
    const uint8_t* from = mask.row(static_cast<int>(int64_t{y} * mask.height / height));
    for (int x = 0; x < width; ++x) out.row(y)[x] = from[int64_t{x} * mask.width / width];
  }
  return out;
}

}  // namespace unmask
