#include "tests/support/golden_fill.h"

#include <cmath>

namespace unmask::test {

namespace {

constexpr uint32_t kGoldenRatio = 0x9E3779B9U;
constexpr double kTwoTo32 = 4294967296.0;

double unitFromHash(uint32_t hash, uint64_t index) {
  uint32_t z = hash + static_cast<uint32_t>(index) * kGoldenRatio;
  z ^= z >> 16;
  z *= 0x85EBCA6BU;
  z ^= z >> 13;
  z *= 0xC2B2AE35U;
  z ^= z >> 16;
  return z / kTwoTo32;
}

template <typename T, typename Map>
std::vector<T> sequence(std::string_view label, size_t count, const Map& map) {
  const uint32_t hash = fnv1a(label);
  std::vector<T> out(count);
  for (size_t i = 0; i < count; ++i) out[i] = static_cast<T>(map(unitFromHash(hash, i)));
  return out;
}

}  // namespace

uint32_t fnv1a(std::string_view text) {
  uint32_t hash = 2166136261U;
  for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 16777619U;
  return hash;
}

double unit(std::string_view label, uint64_t index) {
  return unitFromHash(fnv1a(label), index);
}

std::vector<float> goldenParameter(std::string_view name, const std::vector<int64_t>& shape) {
  size_t count = 1;
  for (const int64_t side : shape) count *= static_cast<size_t>(side);
  const std::string_view last = name.substr(name.rfind('.') + 1);
  double offset = 0;
  double scale = std::sqrt(3.0 * static_cast<double>(shape.front()) / static_cast<double>(count));
  if (shape.size() == 1 && last == "weight") {
    offset = 1;
    scale = 0.1;
  } else if (last == "bias" || last == "gamma" || last == "beta") {
    scale = 0.1;
  } else if (name.find("embedding") != std::string_view::npos) {
    scale = 1;
  }
  return sequence<float>(name, count, [=](double u) { return offset + (2 * u - 1) * scale; });
}

std::vector<float> goldenInput(std::string_view label, size_t count) {
  return sequence<float>(label, count, [](double u) { return 2 * u - 1; });
}

std::vector<float> goldenUniforms(std::string_view label, size_t count) {
  return sequence<float>(label, count, [](double u) { return u; });
}

std::vector<int64_t> goldenIds(std::string_view label, size_t count, int64_t limit) {
  return sequence<int64_t>(label, count,
                           [=](double u) { return std::floor(static_cast<double>(limit) * u); });
}

}  // namespace unmask::test
