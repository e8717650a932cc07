#include "core/data/picture_fit.h"

#include <algorithm>
#include <cstring>

#include "core/io/image_codec.h"

namespace unmask {

namespace {

ImageBuffer resizeRgba(const ImageBuffer& rgba, int width, int height) {
  if (rgba.width == width && rgba.height == height) return rgba;
  return toRgba(resizeLanczos(rgba, width, height));
}

void copyRows(const ImageBuffer& from, int fromX, int fromY, ImageBuffer& to, int toX, int toY, int width,
              int height) {
  for (int y = 0; y < height; ++y) {
    std::memcpy(to.at(toX, toY + y), from.at(fromX, fromY + y), static_cast<size_t>(width) * 4);
  }
}

}  // namespace

ImageBuffer toRgba(const ImageBuffer& image) {
  ImageBuffer out(image.width, image.height, 4, 255);
  const size_t count = static_cast<size_t>(image.width) * image.height;
  const auto channels = static_cast<size_t>(image.channels);
  for (size_t i = 0; i < count; ++i) {
    const uint8_t* from = image.pixels.data() + i * channels;
    uint8_t* to = out.pixels.data() + i * 4;
    if (channels == 4 && from[3] == 0)
      to[3] = 0;
    else if (channels == 1)
      std::memset(to, from[0], 3);
    else
      std::memcpy(to, from, channels);
  }
  return out;
}

ImageBuffer fitToSquare(const ImageBuffer& rgba, int pixels) {
  if (rgba.width == pixels && rgba.height == pixels) return rgba;
  const int longer = std::max(rgba.width, rgba.height);
  const auto scaled = [&](int side) {
    return std::max(1, static_cast<int>((int64_t{2} * side * pixels + longer) / (int64_t{2} * longer)));
  };
  const ImageBuffer inner = resizeRgba(rgba, scaled(rgba.width), scaled(rgba.height));
  ImageBuffer out(pixels, pixels, 4, 255);
  for (size_t i = 3; i < out.pixels.size(); i += 4) out.pixels[i] = 0;
  copyRows(inner, 0, 0, out, (pixels - inner.width) / 2, (pixels - inner.height) / 2, inner.width,
           inner.height);
  return out;
}

ImageBuffer cropToSquare(const ImageBuffer& rgba, int pixels) {
  const int side = std::min(rgba.width, rgba.height);
  ImageBuffer square(side, side, 4);
  copyRows(rgba, (rgba.width - side) / 2, (rgba.height - side) / 2, square, 0, 0, side, side);
  return resizeRgba(square, pixels, pixels);
}

ImageBuffer mirroredLeftRight(const ImageBuffer& image) {
  ImageBuffer out = image;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      std::memcpy(out.at(x, y), image.at(image.width - 1 - x, y), static_cast<size_t>(image.channels));
    }
  }
  return out;
}

}  // namespace unmask
