// Intervals for what the evaluation counts. Everything is seeded: the same answers give the same report.
#pragma once

#include <cstdint>
#include <span>

namespace unmask {

/// SplitMix64: the standard library's distributions differ between libraries, this does not.
class SeededDraws {
 public:
  explicit SeededDraws(uint64_t seed) : m_state(seed) {}
  uint64_t next();
  uint32_t below(uint32_t bound);  ///< 0 … bound − 1, evenly; bound > 0

 private:
  uint64_t m_state;
};

struct Interval {
  double low = 0;
  double high = 0;
  bool operator==(const Interval&) const = default;
};

/// The 95 % percentile bootstrap interval of the mean. `groups` tells which values belong together (pictures
/// of one prompt) and are drawn together; empty = every value by itself. {0, 0} without values.
Interval bootstrapMean(std::span<const double> values, std::span<const int> groups = {}, uint64_t seed = 1,
                       int rounds = 2000);

/// The same for shares, where values are 0 … 1. Where all are 0 or all are 1 the bootstrap knows no doubt,
/// and the exact binomial bound (Clopper and Pearson) over the groups stands in.
Interval bootstrapShare(std::span<const double> values, std::span<const int> groups = {}, uint64_t seed = 1,
                        int rounds = 2000);

/// Area under the ROC curve of `scores` for telling the marked ones from the others: the probability that a
/// marked one scores higher, ties counting half; 0.5 when one of the two groups is empty. Lists of one
/// length.
double areaUnderCurve(std::span<const float> scores, std::span<const uint8_t> marked);

double meanOf(std::span<const double> values);  ///< 0 without values

}  // namespace unmask
