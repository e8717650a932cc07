#include "core/eval/statistics.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace unmask {
namespace {

std::vector<double> coins(SeededDraws& draws, int count, uint32_t perMille) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) values.push_back(draws.below(1000) < perMille);
  return values;
}

TEST(Statistics, DrawsAreThePublishedSplitMix64) {
  SeededDraws draws(1234567);  // the reference values of Vigna's splitmix64.c for this seed
  EXPECT_EQ(draws.next(), 6457827717110365317U);
  EXPECT_EQ(draws.next(), 3203168211198807973U);
}

TEST(Statistics, BelowIsEven) {
  SeededDraws draws(3);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70000; ++i) ++counts[draws.below(7)];
  for (const int count : counts) EXPECT_NEAR(count, 10000, 500);
}

// Of many samples of 60 throws of a coin with 0.3, about 95 % of the intervals hold 0.3: the percentile
// bootstrap is known to lie a little under its nominal level for proportions of this size.
TEST(Statistics, BootstrapCoversTheTrueShare) {
  SeededDraws draws(11);
  int covered = 0;
  double width = 0;
  constexpr int kSamples = 400;
  for (int i = 0; i < kSamples; ++i) {
    const std::vector<double> values = coins(draws, 60, 300);
    const Interval interval = bootstrapMean(values, {}, static_cast<uint64_t>(i), 400);
    covered += interval.low <= 0.3 && 0.3 <= interval.high;
    width += interval.high - interval.low;
  }
  EXPECT_GE(covered, kSamples * 90 / 100);
  EXPECT_LE(covered, kSamples * 98 / 100);
  // 2 · 1.96 · sqrt(0.3 · 0.7 / 60)
  EXPECT_NEAR(width / kSamples, 0.232, 0.02);
}

// Ten equal answers to each of twelve prompts are twelve observations, not 120.
TEST(Statistics, GroupsAreDrawnTogether) {
  std::vector<double> values;
  std::vector<int> groups;
  for (int i = 0; i < 120; ++i) {
    values.push_back(i / 10 % 2);
    groups.push_back(i / 10);
  }
  const Interval alone = bootstrapMean(values);
  const Interval grouped = bootstrapMean(values, groups);
  EXPECT_GT(grouped.high - grouped.low, 2.5 * (alone.high - alone.low));
}

TEST(Statistics, CertaintyIsDoubtedByTheExactBound) {
  const std::vector<double> all(20, 1.0);
  const Interval hits = bootstrapShare(all);
  EXPECT_EQ(hits.high, 1);
  EXPECT_NEAR(hits.low, std::pow(0.025, 1.0 / 20), 1e-12);  // Clopper and Pearson: 0.832
  const std::vector<double> none(20, 0.0);
  const Interval misses = bootstrapShare(none);
  EXPECT_EQ(misses.low, 0);
  EXPECT_NEAR(misses.high, 1 - std::pow(0.025, 1.0 / 20), 1e-12);
  EXPECT_EQ(bootstrapMean(all), (Interval{1, 1}));  // distances may all be equal
}

TEST(Statistics, TheSameSeedGivesTheSameInterval) {
  SeededDraws draws(5);
  const std::vector<double> values = coins(draws, 40, 500);
  EXPECT_EQ(bootstrapMean(values, {}, 7), bootstrapMean(values, {}, 7));
  EXPECT_NE(bootstrapMean(values, {}, 7, 50), bootstrapMean(values, {}, 8, 50));
}

TEST(Statistics, NothingGivesNothing) {
  EXPECT_EQ(bootstrapMean({}), Interval{});
  EXPECT_EQ(bootstrapShare({}), Interval{});
  EXPECT_EQ(meanOf({}), 0);
}

TEST(Statistics, TheAreaUnderTheCurveCountsPairs) {
  const std::vector<float> scores = {0.9F, 0.4F, 0.4F, 0.1F};
  EXPECT_DOUBLE_EQ(areaUnderCurve(scores, std::vector<uint8_t>{1, 0, 0, 0}), 1);
  EXPECT_DOUBLE_EQ(areaUnderCurve(scores, std::vector<uint8_t>{0, 0, 0, 1}), 0);
  EXPECT_DOUBLE_EQ(areaUnderCurve(scores, std::vector<uint8_t>{0, 1, 0, 0}),
                   0.5);  // beats one, ties one, loses to one
  EXPECT_DOUBLE_EQ(areaUnderCurve(scores, std::vector<uint8_t>{1, 0, 0, 1}), 0.5);  // wins two, loses two
  EXPECT_DOUBLE_EQ(areaUnderCurve(scores, std::vector<uint8_t>{0, 0, 0, 0}), 0.5);
  EXPECT_DOUBLE_EQ(areaUnderCurve(scores, std::vector<uint8_t>{1, 1, 1, 1}), 0.5);
}

}  // namespace
}  // namespace unmask
