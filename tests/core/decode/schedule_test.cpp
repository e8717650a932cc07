#include "core/decode/schedule.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "core/decode/reveal_order.h"

namespace unmask {
namespace {

struct Table {
  int steps;
  int cells;
  MaskSchedule schedule;
  std::vector<int> masked;  // after step 0, 1, … but the last
};

// Every row of reference section 6.
const Table kTables[] = {
    {4, 256, MaskSchedule::Cosine, {236, 181, 97}},
    {8, 256, MaskSchedule::Cosine, {251, 236, 212, 181, 142, 97, 49}},
    {12, 256, MaskSchedule::Cosine, {253, 247, 236, 221, 203, 181, 155, 127, 97, 66, 33}},
    {12, 1024, MaskSchedule::Cosine, {1015, 989, 946, 886, 812, 724, 623, 511, 391, 265, 133}},
    {16, 256, MaskSchedule::Cosine, {254, 251, 244, 236, 225, 212, 197, 181, 162, 142, 120, 97, 74, 49, 25}},
    {16,
     1024,
     MaskSchedule::Cosine,
     {1019, 1004, 979, 946, 903, 851, 791, 724, 649, 568, 482, 391, 297, 199, 100}},
    {18,
     256,
     MaskSchedule::Cosine,
     {255, 252, 247, 240, 232, 221, 209, 196, 181, 164, 146, 127, 108, 87, 66, 44, 22}},
    {20,
     256,
     MaskSchedule::Cosine,
     {255, 252, 248, 243, 236, 228, 218, 207, 194, 181, 166, 150, 133, 116, 97, 79, 59, 40, 20}},
    {12, 256, MaskSchedule::Linear, {234, 213, 192, 170, 149, 128, 106, 85, 64, 42, 21}},
    {12, 1024, MaskSchedule::Linear, {938, 853, 768, 682, 597, 512, 426, 341, 256, 170, 85}},
};

TEST(Schedule, MaskedCountsEqualTheReferenceTables) {
  for (const Table& table : kTables) {
    int masked = table.cells;
    for (int step = 0; step + 1 < table.steps; ++step) {
      masked = maskedCountAfter(table.schedule, step, table.steps, table.cells, masked, 1.0F);
      EXPECT_EQ(masked, table.masked[static_cast<size_t>(step)])
          << table.steps << " steps, " << table.cells << " cells, step " << step;
    }
    EXPECT_EQ(maskedCountAfter(table.schedule, table.steps - 1, table.steps, table.cells, masked, 1.0F), 0);
  }
}

TEST(Schedule, KeepsOneCellAndNeverMoreThanItMay) {
  EXPECT_EQ(maskedCountAfter(MaskSchedule::Cosine, 0, 12, 256, 1, 1.0F), 1);
  EXPECT_EQ(maskedCountAfter(MaskSchedule::Cosine, 0, 12, 256, 3, 1.0F), 2);
  EXPECT_EQ(maskedCountAfter(MaskSchedule::Linear, 1, 4, 16, 4, 0.375F), 3);  // reference 13.5, inpaint
}

TEST(Schedule, TemperaturesEqualTheReferenceTable) {
  const std::vector<float> expected = {2,         1.818182F, 1.636364F, 1.454545F, 1.272727F, 1.090909F,
                                       0.909091F, 0.727273F, 0.545455F, 0.363636F, 0.181818F, 0};
  const auto temperatures = revealTemperatures(12, 2, 0);
  ASSERT_EQ(temperatures.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(temperatures[i], expected[i], 1e-6);
  EXPECT_EQ(revealTemperatures(1, 2, 0), std::vector<float>{2});
}

TEST(Schedule, StrengthSelectsStepsAsTheReferenceTruncates) {
  const std::vector<std::pair<float, int>> table = {{0.0F, 0}, {0.1F, 1},  {0.3F, 3},   {0.5F, 6}, {0.7F, 8},
                                                    {0.8F, 9}, {0.9F, 10}, {0.99F, 11}, {1.0F, 12}};
  for (const auto& [strength, steps] : table) EXPECT_EQ(stepsForStrength(12, strength), steps) << strength;
}

TEST(Schedule, PythonTruncatesWhatDoubleLoses) {
  const std::vector<std::pair<float, int>> table = {
      {0.58F, 28}, {0.5F, 25}, {0.6F, 30}, {0.0F, 0}, {1.0F, 50}};
  for (const auto& [strength, steps] : table)
    EXPECT_EQ(stepsForStrengthAsPython(50, strength), steps) << strength;
  EXPECT_EQ(stepsForStrengthAsPython(100, 0.29F), 28);
  EXPECT_EQ(stepsForStrength(50, 0.58F), 29) << "what was meant";
}

TEST(RevealOrder, IsAPermutationThatSpreadsItsBeginning) {
  for (const RevealOrder order : {RevealOrder::Halton, RevealOrder::Random}) {
    const auto ranks = revealRanks(order, 16, 16, 5);
    EXPECT_EQ(std::set<int>(ranks.begin(), ranks.end()).size(), 256U);
    EXPECT_EQ(*std::max_element(ranks.begin(), ranks.end()), 255);
  }
  // Of Halton's first sixteen cells each quarter of the grid gets some.
  const auto ranks = revealRanks(RevealOrder::Halton, 16, 16, 0);
  int quarters[4] = {};
  for (int cell = 0; cell < 256; ++cell)
    if (ranks[static_cast<size_t>(cell)] < 16) ++quarters[(cell / 128) * 2 + (cell % 16) / 8];
  for (const int count : quarters) EXPECT_GE(count, 3);
  EXPECT_NE(revealRanks(RevealOrder::Random, 16, 16, 5), revealRanks(RevealOrder::Random, 16, 16, 6));
  EXPECT_TRUE(revealRanks(RevealOrder::Confidence, 16, 16, 5).empty());
  std::vector<int> rowByRow(6);
  std::iota(rowByRow.begin(), rowByRow.end(), 0);
  EXPECT_EQ(revealRanks(RevealOrder::Raster, 2, 3, 5), rowByRow);
}

}  // namespace
}  // namespace unmask
