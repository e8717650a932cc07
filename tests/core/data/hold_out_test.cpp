#include "core/data/hold_out.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/data/scene.h"

namespace unmask {

using testing::Contains;
using testing::SizeIs;

namespace {

std::vector<ConceptEntry> manyConcepts(int count) {
  std::vector<ConceptEntry> out;
  for (int i = 0; i < count; ++i) out.push_back({"1f" + std::to_string(100 + i), "thing", {}, "a"});
  return out;
}

const std::vector<std::string> kStyles = {"3d", "flat", "noto"};

TEST(HoldOut, ChoosesPaintsWithoutRegardToOrderOrRepetition) {
  std::vector<HeldOutColour> all;
  for (const char* object : {"1f34e", "2b50", "1f697"})
    for (const char* paint : {"red", "green", "blue", "purple"}) all.push_back({object, paint});
  const auto chosen = choosePaints(all);
  EXPECT_EQ(chosen.size(), 2u);  // a fifth of twelve
  EXPECT_EQ(choosePaints(all, 1), std::vector<HeldOutColour>{chosen.front()});
  std::vector<HeldOutColour> twice(all.rbegin(), all.rend());
  twice.insert(twice.end(), all.begin(), all.end());
  EXPECT_EQ(choosePaints(twice), chosen);
  EXPECT_TRUE(choosePaints({}).empty());
}

}  // namespace

TEST(HoldOutTest, TakesAsManyAsAskedForFromALargeList) {
  const HoldOut out = chooseHoldOut(manyConcepts(400), kStyles);
  EXPECT_THAT(out.pairs, SizeIs(150));
  EXPECT_THAT(out.colours, SizeIs(50));
  EXPECT_THAT(out.relations, SizeIs(60));
}

TEST(HoldOutTest, AConceptKeepsAllItsStylesButOne) {
  const HoldOut out = chooseHoldOut(manyConcepts(60), kStyles);
  EXPECT_THAT(out.pairs, SizeIs(36));  // a fifth of 180
  std::set<std::string> concepts;
  for (const HeldOutPair& pair : out.pairs)
    EXPECT_TRUE(concepts.insert(pair.conceptId).second) << pair.conceptId;
}

TEST(HoldOutTest, OneStyleCannotBeSpared) {
  EXPECT_THAT(chooseHoldOut(manyConcepts(60), {"flat"}).pairs, SizeIs(0));
}

TEST(HoldOutTest, DoesNotDependOnTheOrderOfTheList) {
  std::vector<ConceptEntry> concepts = manyConcepts(80);
  const HoldOut forwards = chooseHoldOut(concepts, kStyles);
  std::ranges::reverse(concepts);
  const HoldOut backwards = chooseHoldOut(concepts, kStyles);
  EXPECT_EQ(forwards.pairs, backwards.pairs);
  EXPECT_EQ(forwards.colours, backwards.colours);
  EXPECT_EQ(forwards.relations, backwards.relations);
}

TEST(HoldOutTest, AsksForAllFourRelations) {
  std::map<std::string, int> count;
  for (const HeldOutRelation& r : chooseHoldOut(manyConcepts(100), kStyles).relations) ++count[r.relation];
  for (const char* relation : {"left of", "right of", "above", "below"})
    EXPECT_GT(count[relation], 0) << relation;
}

}  // namespace unmask
