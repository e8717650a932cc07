#include "core/eval/retrieval.h"

#include <gtest/gtest.h>

#include "core/eval/eval_plan.h"
#include "core/eval/statistics.h"
#include "core/io/image_codec.h"
#include "tests/core/eval/drawn_pictures.h"

namespace unmask {
namespace {

class Retrieving : public testing::Test {
 protected:
  Dataset dataset = test::shapeDataset();
  Gallery gallery = galleryOf(dataset);
};

// The measure's own validation, without any package: true pairs 100 %, shuffled pairs chance.
TEST_F(Retrieving, TruePairsAllScore) {
  for (size_t i = 0; i < gallery.entries().size(); ++i) {
    const Retrieval found = retrieve(gallery, gallery[i].whole, i, inStyle(gallery[i].style));
    EXPECT_EQ(found.rank, 1) << gallery[i].label;
    EXPECT_EQ(found.nearest, i);
    EXPECT_EQ(found.distance, 0);
  }
}

TEST_F(Retrieving, ShuffledPairsScoreByChance) {
  SeededDraws draws(4);
  std::vector<double> top1;
  std::vector<double> top5;
  std::vector<size_t> flat;
  for (size_t i = 0; i < gallery.entries().size(); ++i) {
    if (gallery[i].style == "flat") flat.push_back(i);
  }
  ASSERT_EQ(flat.size(), 36u);
  for (int k = 0; k < 3000; ++k) {
    const size_t shown = flat[draws.below(36)];
    const size_t asked = flat[draws.below(36)];
    const int rank = retrieve(gallery, gallery[shown].whole, asked, inStyle("flat")).rank;
    top1.push_back(rank == 1);
    top5.push_back(rank <= 5);
  }
  EXPECT_NEAR(meanOf(top1), 1.0 / 36, 0.012);
  EXPECT_NEAR(meanOf(top5), 5.0 / 36, 0.025);
}

TEST_F(Retrieving, TheWantedMustTakePart) {
  EXPECT_EQ(retrieve(gallery, gallery[0].whole, 0, inStyle("no such style")).rank, 0);
}

TEST_F(Retrieving, RankCountsNearerEntries) {
  const int ring = gallery.find("2red", "flat");
  const int disc = gallery.find("0red", "flat");
  ASSERT_GE(ring, 0);
  ASSERT_GE(disc, 0);
  const auto two = amongEntries(gallery, {static_cast<size_t>(ring), static_cast<size_t>(disc)});
  const Retrieval found =
      retrieve(gallery, gallery[static_cast<size_t>(disc)].whole, static_cast<size_t>(ring), two);
  EXPECT_EQ(found.rank, 2);
  EXPECT_EQ(found.nearest, static_cast<size_t>(disc));
}

TEST_F(Retrieving, ConceptsAreCountedOnce) {
  const std::vector<Match> matches = gallery.nearest(gallery[0].whole);
  EXPECT_EQ(rankOfConcept(gallery, matches, gallery[0].conceptId), 1);
  EXPECT_EQ(rankOfConcept(gallery, matches, "unknown"), 0);
  int last = 0;
  for (const GalleryEntry& entry : gallery.entries())
    last = std::max(last, rankOfConcept(gallery, matches, entry.conceptId));
  EXPECT_EQ(last, 36);
}

// The striped twin of a flat shape is the nearest flat picture; with one shape's twin made to look like
// another shape, copying fails exactly there.
TEST_F(Retrieving, CopiesAreMeasuredOverTheOtherStyles) {
  const int redDisc = gallery.find("0red", "striped");
  const int blueCross = gallery.find("3blue", "flat");
  dataset.pictures[static_cast<size_t>(redDisc)].rgba = dataset.pictures[static_cast<size_t>(blueCross)].rgba;
  const Gallery changed = galleryOf(dataset);
  std::vector<size_t> flat;
  for (size_t i = 0; i < changed.entries().size(); ++i) {
    if (changed[i].style == "flat") flat.push_back(i);
  }
  const CopyLevels levels =
      measureCopies(changed, flat, [](const GalleryEntry& entry) { return inStyle(entry.style); });
  ASSERT_EQ(levels.copyTop1.size(), 36u);
  for (size_t i = 0; i < flat.size(); ++i) {
    const double expected = changed[flat[i]].conceptId == "0red" ? 0 : 1;
    EXPECT_EQ(levels.copyTop1[i], expected) << changed[flat[i]].label;
    EXPECT_EQ(levels.bestTop1[i], expected);
    EXPECT_GE(levels.copyTop5[i], levels.copyTop1[i]);
  }
}

TEST_F(Retrieving, SamplesAreAPrefixOfOneOrder) {
  const auto few = sampledEntries(gallery, 10);
  const auto many = sampledEntries(gallery, 40);
  ASSERT_EQ(few.size(), 10u);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
  EXPECT_FALSE(std::is_sorted(many.begin(), many.end()));
}

TEST_F(Retrieving, CaptionNamesTheStyle) {
  EXPECT_EQ(styledCaption(dataset.pictures[0]), "a red disc, flat");
  DatasetPicture picture;
  picture.captions = {"a cat"};
  EXPECT_EQ(styledCaption(picture), "a cat");
  picture.style = "noto";
  EXPECT_EQ(styledCaption(picture), "a cat, noto");
}

TEST_F(Retrieving, PlanPartsHeldOutFromSeen) {
  dataset.pictures[5].heldOut = true;
  const Gallery parted = galleryOf(dataset);
  const EvalPlan plan = planFor(dataset, parted);
  ASSERT_EQ(plan.heldOut.size(), 1u);
  EXPECT_EQ(plan.heldOut[0].entry, 5u);
  EXPECT_EQ(plan.seen.size(), 71u);
}

}  // namespace
}  // namespace unmask
