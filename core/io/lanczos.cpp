// Pillow's resampling for 8-bit pictures (src/libImaging/Resample.c), as amused-reference 7.5 describes it.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>

#include "core/io/image_codec.h"

namespace unmask {

namespace {

constexpr int kPrecisionBits = 22;
constexpr double kLanczosSupport = 3;

double sinc(double x) {
  if (x == 0) return 1;
  x *= std::numbers::pi;
  return std::sin(x) / x;
}

double lanczos(double x) {
  return x >= -kLanczosSupport && x < kLanczosSupport ? sinc(x) * sinc(x / 3) : 0;
}

/// Which inputs make one output, and with what weight (22 fractional bits).
struct Window {
  int first = 0;
  std::vector<int32_t> weights;
};

std::vector<Window> makeWindows(int inputSize, int outputSize) {
  const double scale = static_cast<double>(inputSize) / outputSize;
  const double filterScale = std::max(scale, 1.0);
  const double support = kLanczosSupport * filterScale;
  std::vector<Window> windows(static_cast<size_t>(outputSize));
  std::vector<double> exact;
  for (int i = 0; i < outputSize; ++i) {
    const double centre = (i + 0.5) * scale;
    const int first = std::max(static_cast<int>(centre - support + 0.5), 0);
    const int last = std::min(static_cast<int>(centre + support + 0.5), inputSize);
    exact.clear();
    double total = 0;
    for (int x = first; x < last; ++x) {
      exact.push_back(lanczos((x - centre + 0.5) * (1.0 / filterScale)));
      total += exact.back();
    }
    Window& window = windows[static_cast<size_t>(i)];
    window.first = first;
    for (double weight : exact) {
      if (total != 0) weight /= total;
      const double half = weight < 0 ? -0.5 : 0.5;
      window.weights.push_back(static_cast<int32_t>(half + weight * (1 << kPrecisionBits)));
    }
  }
  return windows;
}

/// Weights of one window sum to 2^22 and their magnitudes to less than twice that, so 255 times them fits 31
/// bits.
uint8_t toByte(int32_t sum) {
  return static_cast<uint8_t>(std::clamp(sum >> kPrecisionBits, 0, 255));
}

ImageBuffer resizeRows(const ImageBuffer& image, int width) {
  const std::vector<Window> windows = makeWindows(image.width, width);
  ImageBuffer out(width, image.height, image.channels);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < width; ++x) {
      const Window& window = windows[static_cast<size_t>(x)];
      const uint8_t* source = image.at(window.first, y);
      for (int c = 0; c < image.channels; ++c) {
        int32_t sum = 1 << (kPrecisionBits - 1);
        for (size_t k = 0; k < window.weights.size(); ++k) {
          sum += source[k * static_cast<size_t>(image.channels) + static_cast<size_t>(c)] * window.weights[k];
        }
        out.at(x, y)[c] = toByte(sum);
      }
    }
  }
  return out;
}

ImageBuffer resizeColumns(const ImageBuffer& image, int height) {
  const std::vector<Window> windows = makeWindows(image.height, height);
  const size_t rowBytes = static_cast<size_t>(image.width) * static_cast<size_t>(image.channels);
  ImageBuffer out(image.width, height, image.channels);
  std::vector<int32_t> sums(rowBytes);
  for (int y = 0; y < height; ++y) {
    const Window& window = windows[static_cast<size_t>(y)];
    std::fill(sums.begin(), sums.end(), 1 << (kPrecisionBits - 1));
    for (size_t k = 0; k < window.weights.size(); ++k) {
      const uint8_t* source = image.at(0, window.first + static_cast<int>(k));
      for (size_t i = 0; i < rowBytes; ++i) sums[i] += source[i] * window.weights[k];
    }
    std::transform(sums.begin(), sums.end(), out.at(0, y), toByte);
  }
  return out;
}

/// x · alpha / 255, rounded as Pillow's MULDIV255 does.
uint8_t scaleByAlpha(int value, int alpha) {
  const int product = value * alpha + 128;
  return static_cast<uint8_t>((product + (product >> 8)) >> 8);
}

void premultiply(ImageBuffer& rgba) {
  for (size_t i = 0; i < rgba.pixels.size(); i += 4) {
    for (size_t c = 0; c < 3; ++c) rgba.pixels[i + c] = scaleByAlpha(rgba.pixels[i + c], rgba.pixels[i + 3]);
  }
}

void unpremultiply(ImageBuffer& rgba) {
  for (size_t i = 0; i < rgba.pixels.size(); i += 4) {
    const int alpha = rgba.pixels[i + 3];
    if (alpha == 0 || alpha == 255) continue;
    for (size_t c = 0; c < 3; ++c) {
      rgba.pixels[i + c] = static_cast<uint8_t>(std::min(255 * rgba.pixels[i + c] / alpha, 255));
    }
  }
}

}  // namespace

ImageBuffer resizeLanczos(const ImageBuffer& image, int width, int height) {
  if (image.empty() || width <= 0 || height <= 0) return {};
  if (width == image.width && height == image.height) return image;
  ImageBuffer out = image;
  const bool hasAlpha = image.channels == 4;  // Pillow resizes RGBA with the colours multiplied by alpha
  if (hasAlpha) premultiply(out);
  if (width != out.width) out = resizeRows(out, width);
  if (height != out.height) out = resizeColumns(out, height);
  if (hasAlpha) unpremultiply(out);
  return out;
}

}  // namespace unmask
