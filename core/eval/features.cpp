#include "core/eval/features.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace unmask {
namespace {

constexpr int kEdgeSide = 64;
constexpr int kPixelsPerEdge = kEdgeSide / Feature::kSide;

/// Which pixels of a row of `inputSize` output pixel i covers, [first, last).
struct Span {
  int first = 0;
  int last = 0;
};

Span spanOf(int i, int inputSize, int outputSize) {
  const int first = static_cast<int>(int64_t{i} * inputSize / outputSize);
  const int last = static_cast<int>(int64_t{i + 1} * inputSize / outputSize);
  return {std::min(first, inputSize - 1), std::max(last, std::min(first, inputSize - 1) + 1)};
}

std::vector<float> greyOf(const ImageBuffer& rgb) {
  std::vector<float> grey;
  grey.reserve(rgb.pixels.size() / 3);
  for (size_t i = 0; i + 2 < rgb.pixels.size(); i += 3) {
    const uint8_t* p = &rgb.pixels[i];
    grey.push_back((0.299f * p[0] + 0.587f * p[1] + 0.114f * p[2]) / 255);
  }
  return grey;
}

/// Length of the Sobel gradient at each pixel, scaled so that a step from black to white gives 1; the border
/// is repeated outwards.
std::vector<float> edgesOf(const std::vector<float>& grey) {
  std::vector<float> edges(grey.size());
  const auto at = [&grey](int x, int y) {
    const int row = std::clamp(y, 0, kEdgeSide - 1);
    return grey[static_cast<size_t>(row * kEdgeSide + std::clamp(x, 0, kEdgeSide - 1))];
  };
  for (int y = 0; y < kEdgeSide; ++y) {
    for (int x = 0; x < kEdgeSide; ++x) {
      const float dx = at(x + 1, y - 1) + 2 * at(x + 1, y) + at(x + 1, y + 1) - at(x - 1, y - 1) -
                       2 * at(x - 1, y) - at(x - 1, y + 1);
      const float dy = at(x - 1, y + 1) + 2 * at(x, y + 1) + at(x + 1, y + 1) - at(x - 1, y - 1) -
                       2 * at(x, y - 1) - at(x + 1, y - 1);
      edges[static_cast<size_t>(y * kEdgeSide + x)] = std::hypot(dx, dy) / 4;
    }
  }
  return edges;
}

}  // namespace

ImageBuffer averagedDown(const ImageBuffer& image, int width, int height) {
  ImageBuffer out(width, height, image.channels);
  for (int y = 0; y < height; ++y) {
    const Span rows = spanOf(y, image.height, height);
    for (int x = 0; x < width; ++x) {
      const Span columns = spanOf(x, image.width, width);
      const int count = (rows.last - rows.first) * (columns.last - columns.first);
      for (int c = 0; c < image.channels; ++c) {
        int sum = count / 2;
        for (int row = rows.first; row < rows.last; ++row) {
          const uint8_t* pixel = image.at(columns.first, row) + c;
          for (int column = columns.first; column < columns.last; ++column, pixel += image.channels) {
            sum += *pixel;
          }
        }
        out.at(x, y)[c] = static_cast<uint8_t>(sum / count);
      }
    }
  }
  return out;
}

Feature featureOf(const ImageBuffer& rgb) {
  Feature feature;
  const ImageBuffer fine = averagedDown(rgb, kEdgeSide, kEdgeSide);
  const std::vector<float> edges = edgesOf(greyOf(fine));
  constexpr float kShare = 1.0f / (kPixelsPerEdge * kPixelsPerEdge);
  for (int y = 0; y < kEdgeSide; ++y) {
    for (int x = 0; x < kEdgeSide; ++x) {
      const auto cell = static_cast<size_t>(y / kPixelsPerEdge * Feature::kSide + x / kPixelsPerEdge);
      const uint8_t* pixel = fine.at(x, y);
      for (size_t c = 0; c < 3; ++c) {
        feature.values[cell * 3 + c] += kShare * static_cast<float>(255 - pixel[c]) / 255;
      }
      feature.values[Feature::kColours + cell] += kShare * edges[static_cast<size_t>(y * kEdgeSide + x)];
    }
  }
  return feature;
}

float distanceBetween(const Feature& a, const Feature& b) {
  float sum = 0;
  for (size_t i = 0; i < a.values.size(); ++i) {
    const float difference = a.values[i] - b.values[i];
    sum += difference * difference;
  }
  return std::sqrt(sum);
}

}  // namespace unmask
