#include "core/eval/thing_finder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/eval/scenes.h"
#include "tests/core/eval/drawn_pictures.h"

namespace unmask {
namespace {

using test::drawnShape;
using test::plain;
using test::Shape;

// The colours of the shape dataset.
const Colour kRed{220, 40, 40};
const Colour kSky{150, 200, 240};

class ThingFinding : public testing::Test {
 protected:
  const GalleryEntry& entryOf(const std::string& id) const {
    return gallery[static_cast<size_t>(gallery.find(id, "flat"))];
  }
  /// The dataset's own picture, scaled to `side`, laid over `scene`.
  void paste(ImageBuffer& scene, const std::string& id, int side, int left, int top) const {
    const ImageBuffer& rgba = dataset.pictures[entryOf(id).picture].rgba;
    test::pasteShape(scene, averagedDown(rgba, side, side), left, top);
  }
  std::vector<std::string> seen(const ImageBuffer& scene, int count) const {
    std::vector<std::string> ids;
    for (const FoundThing& thing : ThingFinder(gallery, "flat").find(scene, count))
      ids.push_back(gallery[thing.matches.front().entry].conceptId);
    std::ranges::sort(ids);
    return ids;
  }

  Dataset dataset = test::shapeDataset(256);
  Gallery gallery = galleryOf(dataset);
};

using Ids = std::vector<std::string>;

TEST_F(ThingFinding, TouchingThingsAreTwo) {
  ImageBuffer scene = plain(256, 256, {255, 255, 255});
  paste(scene, "0red", 128, 13, 60);
  paste(scene, "0blue", 128, 115, 60);  // a fifth of each tile is empty, so the discs touch
  EXPECT_EQ(findRegions(scene).regions.size(), 1u);
  EXPECT_EQ(seen(scene, 2), (Ids{"0blue", "0red"}));
}

TEST_F(ThingFinding, ThingsInSeveralPartsAreWhole) {
  ImageBuffer scene = plain(256, 256, kSky);
  paste(scene, "5red", 128, 64, 0);
  paste(scene, "5blue", 128, 64, 128);
  EXPECT_EQ(findRegions(scene).regions.size(), 4u);
  EXPECT_EQ(seen(scene, 2), (Ids{"5blue", "5red"}));
}

TEST_F(ThingFinding, BoxesSayWhereAThingIsSeen) {
  ImageBuffer scene = plain(256, 256, kSky);
  paste(scene, "1red", 128, 100, 20);
  const auto things = ThingFinder(gallery, "flat").find(scene, 3);
  ASSERT_EQ(things.size(), 1u);
  const int inset = 128 / 10;
  EXPECT_NEAR(things[0].box.left, 100 + inset, 4);
  EXPECT_NEAR(things[0].box.right, 228 - inset, 4);
  EXPECT_NEAR(things[0].box.top, 20 + inset, 4);
  EXPECT_NEAR(things[0].box.bottom, 148 - inset, 4);
  EXPECT_LT(things[0].matches.front().distance, 0.02);
  EXPECT_GT(things[0].matches[1].distance, 0.05);
}

TEST_F(ThingFinding, ALittleLargerSmallerOrElsewhereIsStillTheThing) {
  for (const int side : {112, 120, 136, 144}) {
    ImageBuffer scene = plain(256, 256, kSky);
    paste(scene, "2green", side, 3, 71);
    EXPECT_EQ(seen(scene, 1), Ids{"2green"}) << side;
  }
}

TEST_F(ThingFinding, NothingStandsOnAPlainPicture) {
  const ImageBuffer scene = plain(256, 256, kSky);
  EXPECT_TRUE(ThingFinder(gallery, "flat").find(scene, 2).empty());
  EXPECT_TRUE(ThingFinder(gallery, "flat").at(scene, {0, 0, 128, 128}).matches.empty());
}

TEST_F(ThingFinding, WhatStandsInASquareIsToldFromItsNeighbours) {
  ImageBuffer scene = plain(256, 256, kSky);
  paste(scene, "3blue", 128, 0, 64);
  paste(scene, "4red", 128, 128, 64);
  const ThingFinder finder(gallery, "flat");
  const auto at = [&](const Box& square) {
    return gallery[finder.at(scene, square).matches.front().entry].conceptId;
  };
  EXPECT_EQ(at({0, 64, 128, 192}), "3blue");
  EXPECT_EQ(at({128, 64, 256, 192}), "4red");
  // Paint that no object of the style looks like is nothing.
  ImageBuffer speck = plain(256, 256, kSky);
  for (int y = 100; y < 104; ++y) {
    for (int x = 30; x < 34; ++x) std::copy_n(kRed.begin(), 3, speck.at(x, y));
  }
  EXPECT_TRUE(finder.at(speck, {0, 64, 128, 192}).matches.empty());
}

}  // namespace
}  // namespace unmask
