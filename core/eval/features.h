// What two pictures have in common, as a distance: the measure every retrieval figure rests on.
#pragma once

#include <array>

#include "core/base/image_buffer.h"

namespace unmask {

/// 16×16 colours as distance from white (0 … 1 a channel), then 16×16 edge strengths: the Sobel gradient of
/// the grey picture at 64×64, averaged over 4×4. Row-major from the top.
struct Feature {
  static constexpr int kSide = 16;
  static constexpr int kColours = kSide * kSide * 3;
  static constexpr int kEdges = kSide * kSide;
  std::array<float, kColours + kEdges> values{};
  bool operator==(const Feature&) const = default;
};

/// Of an RGB picture of any size (it is averaged down, so sides below 64 repeat pixels).
Feature featureOf(const ImageBuffer& rgb);

/// Euclidean.
float distanceBetween(const Feature& a, const Feature& b);

/// Each pixel of the result is the mean of the part of `image` it covers. `channels` kept; sides positive.
ImageBuffer averagedDown(const ImageBuffer& image, int width, int height);

}  // namespace unmask
