#include "core/doc/cell_maps.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

constexpr int32_t kMask = 99;

/// Two steps over three cells: cell 0 is given, the first step fixes cell 2, the second cell 1.
Trace smallTrace() {
  Trace trace;
  DecodeState state;
  state.tokens = TokenGrid(1, 3, 0);
  state.tokens.tokenIds = {7, kMask, kMask};
  state.fixedAtStep = {DecodeState::kGiven, DecodeState::kMasked, DecodeState::kMasked};
  state.fixedProbability = {1, 0, 0};
  trace.states = {state};
  const auto record = [](int step, std::vector<float> probability, std::vector<float> entropy) {
    StepRecord r;
    r.stepIndex = step;
    r.probability = std::move(probability);
    r.probabilityConditional = {1, 0.1F, 0.2F};
    r.probabilityUnconditional = {1, 0.3F, 0.4F};
    r.selectionScore = {0, -2, -1};
    r.entropy = std::move(entropy);
    r.promptPull = {0, 3, 4};
    r.alternativeIds.assign(3 * StepRecord::kAlternatives, 0);
    r.alternativeProbabilities.assign(3 * StepRecord::kAlternatives, 0);
    for (size_t cell : {1U, 2U}) {
      r.alternativeProbabilities[cell * StepRecord::kAlternatives] = 0.5F;
      r.alternativeProbabilities[cell * StepRecord::kAlternatives + 1] = 0.125F * static_cast<float>(cell);
    }
    return r;
  };
  state.tokens.tokenIds[2] = 5;
  state.fixedAtStep[2] = 0;
  trace.states.push_back(state);
  trace.records.push_back(record(0, {1, 0.25F, 0.75F}, {0, 2, 1}));
  state.tokens.tokenIds[1] = 6;
  state.fixedAtStep[1] = 1;
  trace.states.push_back(state);
  trace.records.push_back(record(1, {1, 0.5F, 0.75F}, {0, 0.5F, 0}));
  return trace;
}

TEST(CellMaps, ShowTheRecordsNumbersWhereTheStepMeasured) {
  const CellMap entropy = mapOf(smallTrace(), 0, MapKind::Entropy);
  EXPECT_EQ(entropy.values, (std::vector<float>{0, 2, 1}));
  EXPECT_EQ(entropy.known, (std::vector<uint8_t>{0, 1, 1}));
  EXPECT_EQ(entropy.low, 1);
  EXPECT_EQ(entropy.high, 2);
  // Cell 2 was fixed before the second step, which measured nothing there.
  EXPECT_EQ(mapOf(smallTrace(), 1, MapKind::Entropy).known, (std::vector<uint8_t>{0, 1, 0}));
  EXPECT_EQ(mapOf(smallTrace(), 1, MapKind::Confidence).values, (std::vector<float>{1, 0.5F, 0.75F}));
}

TEST(CellMaps, MarginIsTheLeadOfTheBestAlternative) {
  const CellMap margin = mapOf(smallTrace(), 0, MapKind::Margin);
  EXPECT_FLOAT_EQ(margin.values[1], 0.375F);
  EXPECT_FLOAT_EQ(margin.values[2], 0.25F);
}

TEST(CellMaps, RevealOrderGrowsWithTheRun) {
  EXPECT_EQ(mapOf(smallTrace(), 0, MapKind::RevealOrder).known, (std::vector<uint8_t>{1, 0, 1}));
  const CellMap last = mapOf(smallTrace(), 1, MapKind::RevealOrder);
  EXPECT_EQ(last.values, (std::vector<float>{-1, 1, 0}));
}

TEST(CellMaps, AtRevealTakesEachCellFromItsOwnStep) {
  const CellMap entropy = mapAtReveal(smallTrace(), MapKind::Entropy);
  EXPECT_EQ(entropy.values, (std::vector<float>{0, 0.5F, 1}));
  EXPECT_EQ(entropy.known, (std::vector<uint8_t>{0, 1, 1}));
}

TEST(CellMaps, WhatWasNotRecordedIsNoMap) {
  Trace trace = smallTrace();
  for (StepRecord& record : trace.records) {
    record.entropy.clear();
    record.alternativeProbabilities.clear();
  }
  EXPECT_EQ(mapOf(trace, 0, MapKind::Entropy).height, 0);
  EXPECT_EQ(mapAtReveal(trace, MapKind::Margin).height, 0);
  EXPECT_EQ(mapOf(trace, 5, MapKind::Confidence).height, 0);
  trace.states.pop_back();
  EXPECT_EQ(mapOf(trace, 0, MapKind::Confidence).height, 0);
}

TEST(TraceDifference, FindsWhereRunsPart) {
  const Trace first = smallTrace();
  EXPECT_EQ(differenceOf(first, first).cellsChanged, 0);
  EXPECT_EQ(differenceOf(first, first).firstDifference, (std::vector<int>{-1, -1, -1}));

  Trace second = first;
  second.states[1].tokens.tokenIds[1] = 6;  // fixed a step earlier, the same in the end
  second.states[2].tokens.tokenIds[2] = 4;
  const TraceDifference difference = differenceOf(first, second);
  EXPECT_EQ(difference.differs, (std::vector<uint8_t>{0, 0, 1}));
  EXPECT_EQ(difference.firstDifference, (std::vector<int>{-1, 1, 2}));
  EXPECT_EQ(difference.cellsChanged, 1);
}

TEST(TraceDifference, GridsOfDifferentSizesCannotBeCompared) {
  Trace other = smallTrace();
  for (DecodeState& state : other.states) state.tokens = TokenGrid(3, 1, 0);
  EXPECT_EQ(differenceOf(smallTrace(), other).height, 0);
  EXPECT_EQ(differenceOf(smallTrace(), Trace{}).height, 0);
}

}  // namespace
}  // namespace unmask
