// Pictures as owned bytes. No library type crosses a border; this does.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace unmask {

/// 8-bit picture, interleaved rows from the top, no padding. `channels` is 1 (grey), 3 (RGB) or 4 (RGBA,
/// straight alpha).
struct ImageBuffer {
  int width = 0;
  int height = 0;
  int channels = 3;
  std::vector<uint8_t> pixels;  ///< height · width · channels bytes

  ImageBuffer() = default;
  ImageBuffer(int w, int h, int c, uint8_t fill = 0)
      : width(w), height(h), channels(c), pixels(static_cast<size_t>(w) * h * c, fill) {}

  bool empty() const { return pixels.empty(); }
  uint8_t* at(int x, int y) {
    assert(x >= 0 && x < width && y >= 0 && y < height);
    return pixels.data() + (static_cast<size_t>(y) * width + x) * channels;
  }
  const uint8_t* at(int x, int y) const { return const_cast<ImageBuffer*>(this)->at(x, y); }
  bool operator==(const ImageBuffer&) const = default;
};

}  // namespace unmask
