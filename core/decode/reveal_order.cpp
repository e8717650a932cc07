#include "core/decode/reveal_order.h"

#include <algorithm>
#include <numeric>

#include "core/decode/noise.h"

namespace unmask {

namespace {

/// The i-th term of the van der Corput sequence in `base`: the digits of i mirrored behind the point.
double radicalInverse(int64_t i, int base) {
  double result = 0, digitValue = 1.0 / base;
  for (; i > 0; i /= base, digitValue /= base) result += static_cast<double>(i % base) * digitValue;
  return result;
}

std::vector<int> haltonRanks(int height, int width) {
  const int cells = height * width;
  std::vector<int> ranks(static_cast<size_t>(cells), -1);
  int next = 0;
  for (int64_t i = 0; next < cells; ++i) {
    const int row = static_cast<int>(radicalInverse(i, 2) * height);
    const int column = static_cast<int>(radicalInverse(i, 3) * width);
    int& rank = ranks[static_cast<size_t>(row) * static_cast<size_t>(width) + static_cast<size_t>(column)];
    if (rank < 0) rank = next++;
  }
  return ranks;
}

std::vector<int> randomRanks(int cells, uint64_t seed) {
  std::vector<int> order(static_cast<size_t>(cells));
  std::iota(order.begin(), order.end(), 0);
  std::vector<float> keys(order.size());
  addressedNoise(seed)->maskUniforms(order, keys.data());
  std::stable_sort(order.begin(), order.end(), [&keys](int a, int b) {
    return keys[static_cast<size_t>(a)] < keys[static_cast<size_t>(b)];
  });
  std::vector<int> ranks(order.size());
  for (size_t rank = 0; rank < order.size(); ++rank)
    ranks[static_cast<size_t>(order[rank])] = static_cast<int>(rank);
  return ranks;
}

}  // namespace

std::vector<int> revealRanks(RevealOrder order, int height, int width, uint64_t seed) {
  switch (order) {
    case RevealOrder::Halton:
      return haltonRanks(height, width);
    case RevealOrder::Random:
      return randomRanks(height * width, seed);
    case RevealOrder::Raster: {
      std::vector<int> ranks(static_cast<size_t>(height) * static_cast<size_t>(width));
      std::iota(ranks.begin(), ranks.end(), 0);
      return ranks;
    }
    case RevealOrder::Confidence:
      break;
  }
  return {};
}

}  // namespace unmask
