#include "core/eval/statistics.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

namespace unmask {
namespace {

constexpr double kOutside = 0.05;  // of a 95 % interval

struct Group {
  double sum = 0;
  double count = 0;
};

std::vector<Group> groupsOf(std::span<const double> values, std::span<const int> groups) {
  assert(groups.empty() || groups.size() == values.size());
  std::map<int, Group> byName;
  for (size_t i = 0; i < values.size(); ++i) {
    Group& group = byName[groups.empty() ? static_cast<int>(i) : groups[i]];
    group.sum += values[i];
    group.count += 1;
  }
  std::vector<Group> list;
  for (const auto& [name, group] : byName) list.push_back(group);
  return list;
}

double quantile(const std::vector<double>& sorted, double share) {
  const double place = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<size_t>(place);
  const size_t above = std::min(below + 1, sorted.size() - 1);
  const double weight = place - static_cast<double>(below);
  return sorted[below] * (1 - weight) + sorted[above] * weight;
}

}  // namespace

uint64_t SeededDraws::next() {
  uint64_t z = (m_state += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31);
}

uint32_t SeededDraws::below(uint32_t bound) {
  assert(bound > 0);
  return static_cast<uint32_t>(((next() >> 32) * bound) >> 32);
}

double areaUnderCurve(std::span<const float> scores, std::span<const uint8_t> marked) {
  double higher = 0;
  int64_t pairs = 0;
  for (size_t i = 0; i < scores.size(); ++i) {
    if (marked[i] == 0) continue;
    for (size_t j = 0; j < scores.size(); ++j) {
      if (marked[j] != 0) continue;
      higher += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
      ++pairs;
    }
  }
  return pairs == 0 ? 0.5 : higher / static_cast<double>(pairs);
}

double meanOf(std::span<const double> values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Interval bootstrapMean(std::span<const double> values, std::span<const int> groups, uint64_t seed,
                       int rounds) {
  if (values.empty()) return {};
  const std::vector<Group> list = groupsOf(values, groups);
  SeededDraws draws(seed);
  std::vector<double> means;
  for (int round = 0; round < rounds; ++round) {
    Group total;
    for (size_t i = 0; i < list.size(); ++i) {
      const Group& drawn = list[draws.below(static_cast<uint32_t>(list.size()))];
      total.sum += drawn.sum;
      total.count += drawn.count;
    }
    means.push_back(total.sum / total.count);
  }
  std::ranges::sort(means);
  return {quantile(means, kOutside / 2), quantile(means, 1 - kOutside / 2)};
}

Interval bootstrapShare(std::span<const double> values, std::span<const int> groups, uint64_t seed,
                        int rounds) {
  const auto isAll = [&](double value) {
    return !values.empty() && std::ranges::all_of(values, [value](double v) { return v == value; });
  };
  const auto count = static_cast<double>(groupsOf(values, groups).size());
  if (isAll(1)) return {std::pow(kOutside / 2, 1 / count), 1};
  if (isAll(0)) return {0, 1 - std::pow(kOutside / 2, 1 / count)};
  return bootstrapMean(values, groups, seed, rounds);
}

}  // namespace unmask
