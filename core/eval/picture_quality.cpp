#include "core/eval/picture_quality.h"

#include <array>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <vector>

namespace unmask {
namespace {

constexpr int kWindow = 11;
constexpr double kSigma = 1.5;

std::array<double, kWindow> gaussian() {
  std::array<double, kWindow> weights{};
  double sum = 0;
  for (int i = 0; i < kWindow; ++i) {
    const double x = i - kWindow / 2;
    weights[static_cast<size_t>(i)] = std::exp(-x * x / (2 * kSigma * kSigma));
    sum += weights[static_cast<size_t>(i)];
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

struct Plane {
  int width = 0;
  int height = 0;
  std::vector<double> values;
  double at(int x, int y) const { return values[static_cast<size_t>(y) * width + x]; }
};

/// Weighted mean around every place where the whole window fits.
Plane blurred(const Plane& plane) {
  static const std::array<double, kWindow> kWeights = gaussian();
  Plane rows{plane.width - kWindow + 1, plane.height, {}};
  for (int y = 0; y < rows.height; ++y) {
    for (int x = 0; x < rows.width; ++x) {
      double sum = 0;
      for (int k = 0; k < kWindow; ++k) sum += kWeights[static_cast<size_t>(k)] * plane.at(x + k, y);
      rows.values.push_back(sum);
    }
  }
  Plane out{rows.width, plane.height - kWindow + 1, {}};
  for (int y = 0; y < out.height; ++y) {
    for (int x = 0; x < out.width; ++x) {
      double sum = 0;
      for (int k = 0; k < kWindow; ++k) sum += kWeights[static_cast<size_t>(k)] * rows.at(x, y + k);
      out.values.push_back(sum);
    }
  }
  return out;
}

Plane product(const ImageBuffer& a, const ImageBuffer& b, int channelA, int channelB) {
  Plane plane{a.width, a.height, {}};
  for (size_t i = 0; i < a.pixels.size(); i += static_cast<size_t>(a.channels)) {
    const double first = channelA < 0 ? 1 : a.pixels[i + static_cast<size_t>(channelA)];
    const double second = channelB < 0 ? 1 : b.pixels[i + static_cast<size_t>(channelB)];
    plane.values.push_back(first * second);
  }
  return plane;
}

double ssimOfChannel(const ImageBuffer& a, const ImageBuffer& b, int c) {
  constexpr double kC1 = (0.01 * 255) * (0.01 * 255);
  constexpr double kC2 = (0.03 * 255) * (0.03 * 255);
  const Plane meanA = blurred(product(a, a, c, -1));
  const Plane meanB = blurred(product(b, b, c, -1));
  const Plane squareA = blurred(product(a, a, c, c));
  const Plane squareB = blurred(product(b, b, c, c));
  const Plane cross = blurred(product(a, b, c, c));
  double sum = 0;
  for (size_t i = 0; i < meanA.values.size(); ++i) {
    const double ma = meanA.values[i];
    const double mb = meanB.values[i];
    const double va = squareA.values[i] - ma * ma;
    const double vb = squareB.values[i] - mb * mb;
    const double covariance = cross.values[i] - ma * mb;
    sum += (2 * ma * mb + kC1) * (2 * covariance + kC2) / ((ma * ma + mb * mb + kC1) * (va + vb + kC2));
  }
  return sum / static_cast<double>(meanA.values.size());
}

}  // namespace

double psnrBetween(const ImageBuffer& a, const ImageBuffer& b) {
  assert(a.width == b.width && a.height == b.height && a.channels == b.channels);
  double sum = 0;
  for (size_t i = 0; i < a.pixels.size(); ++i) {
    const double difference = static_cast<double>(a.pixels[i]) - b.pixels[i];
    sum += difference * difference;
  }
  if (sum == 0) return 100;
  return 10 * std::log10(255.0 * 255.0 * static_cast<double>(a.pixels.size()) / sum);
}

double ssimBetween(const ImageBuffer& a, const ImageBuffer& b) {
  assert(a.width == b.width && a.height == b.height && a.channels == b.channels);
  assert(a.width >= kWindow && a.height >= kWindow);
  double sum = 0;
  for (int c = 0; c < a.channels; ++c) sum += ssimOfChannel(a, b, c);
  return sum / a.channels;
}

}  // namespace unmask
