// Intervals for what the evaluation counts. Everything is seeded: the same answers give the same report.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

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

/// FNV-1a, for seeds and choices that follow from a name.
uint64_t hashOf(std::span<const char> text);

struct Interval {
  double low = 0;
  double high = 0;
  bool operator==(const Interval&) const = default;
};

/// The 95 % percentile bootstrap interval of the mean. `groups` tells which values belong together (pictures
/// of one prompt) and are drawn together; empty = every value by itself. Where all values are 0 or all are 1
/// the bootstrap knows no doubt, and the exact binomial bound (Clopper and Pearson) over the groups stands
/// in. {0, 0} without values.
Interval bootstrapMean(std::span<const double> values, std::span<const int> groups = {}, uint64_t seed = 1,
                       int rounds = 2000);

double meanOf(std::span<const double> values);  ///< 0 without values

/// A random order of 0 … count − 1.
std::vector<int> shuffledOrder(int count, uint64_t seed);

}  // namespace unmask
