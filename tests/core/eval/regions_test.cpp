#include "core/eval/regions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/eval/composed_plan.h"
#include "core/eval/scenes.h"
#include "core/io/image_codec.h"
#include "tests/core/eval/drawn_pictures.h"

namespace unmask {
namespace {

using test::drawnShape;
using test::plain;
using test::Shape;

const Colour kRed{220, 40, 40};
const Colour kBlue{50, 90, 220};
const Colour kSky{150, 200, 240};

/// Two shapes of 100 pixels' box on a 256 picture; each fills 80 of them.
ImageBuffer twoShapes(int firstX, int firstY, int secondX, int secondY) {
  ImageBuffer picture = plain(256, 256, kSky);
  test::pasteShape(picture, drawnShape(Shape::Ring, kRed, 100), firstX, firstY);
  test::pasteShape(picture, drawnShape(Shape::Cross, kBlue, 100), secondX, secondY);
  return picture;
}

TEST(Regions, ThingsAreFoundWhereTheyAre) {
  const Segmentation found = findRegions(twoShapes(10, 80, 140, 90));
  EXPECT_EQ(found.background, kSky);
  EXPECT_EQ(found.borderShare, 1);
  ASSERT_EQ(found.regions.size(), 2u);
  std::vector<Box> boxes = {found.regions[0].box, found.regions[1].box};
  std::ranges::sort(boxes, {}, &Box::left);
  EXPECT_EQ(boxes[0], (Box{20, 90, 100, 170}));
  EXPECT_EQ(boxes[1], (Box{150, 100, 230, 180}));
}

TEST(Regions, GrainIsBackgroundAndSpecksAreNothing) {
  ImageBuffer picture = twoShapes(10, 80, 140, 90);
  for (int y = 0; y < 256; ++y) {
    for (int x = 0; x < 256; ++x)
      picture.at(x, y)[2] = static_cast<uint8_t>(picture.at(x, y)[2] - (x * y) % 9);
  }
  for (int x = 120; x < 128; ++x) picture.at(x, 20)[0] = 0;
  EXPECT_EQ(findRegions(picture).regions.size(), 2u);
}

TEST(Regions, PartsOfOneThingBelongTogether) {
  ImageBuffer picture = plain(256, 256, {255, 255, 255});
  for (int y = 60; y < 200; ++y) {
    for (int x = 60; x < 200; ++x) {
      if (x < 127 || x > 130) std::copy_n(kRed.begin(), 3, picture.at(x, y));
    }
  }
  EXPECT_EQ(findRegions(picture).regions.size(), 1u);
}

TEST(Regions, AnObjectAtTheBorderIsNotTheBackground) {
  ImageBuffer picture = plain(256, 256, kSky);
  test::pasteShape(picture, drawnShape(Shape::Square, kRed, 150), 0, -0);
  for (int y = 0; y < 120; ++y) {
    for (int x = 0; x < 120; ++x) std::copy_n(kRed.begin(), 3, picture.at(x, y));
  }
  const Segmentation found = findRegions(picture);
  EXPECT_EQ(found.background, kSky);
  EXPECT_LT(found.borderShare, 0.9);
  EXPECT_EQ(found.regions.size(), 1u);
}

TEST(Regions, TouchingThingsAreCutAtTheWaist) {
  ImageBuffer picture = plain(256, 256, {255, 255, 255});
  test::pasteShape(picture, drawnShape(Shape::Disc, kRed, 130), 0, 60);
  test::pasteShape(picture, drawnShape(Shape::Disc, kBlue, 130), 103, 60);
  const Segmentation found = findRegions(picture);
  ASSERT_EQ(found.regions.size(), 1u);
  std::vector<Region> parts = thingsOfScale(found, 0.5);
  ASSERT_EQ(parts.size(), 2u);
  std::ranges::sort(parts, {}, [](const Region& region) { return region.box.left; });
  EXPECT_NEAR(parts[0].box.right, 117, 3);
  EXPECT_NEAR(parts[1].box.left, 117, 3);
}

// Two equal parts well apart may as well be two things.
TEST(Regions, EqualPartsWellApartAreNotJoined) {
  ImageBuffer picture = plain(256, 256, kSky);
  test::pasteShape(picture, drawnShape(Shape::Bars, kRed, 128), 64, 0);
  test::pasteShape(picture, drawnShape(Shape::Bars, kBlue, 128), 64, 128);
  EXPECT_EQ(findRegions(picture).regions.size(), 4u);
  EXPECT_EQ(thingsOfScale(findRegions(picture), 0.5).size(), 4u);
}

TEST(Regions, ThingsWithoutAWaistAreOneHoweverLarge) {
  ImageBuffer picture = plain(256, 256, kSky);
  test::pasteShape(picture, drawnShape(Shape::Square, kRed, 256), 0, 0);
  EXPECT_EQ(thingsOfScale(findRegions(picture), 0.5).size(), 1u);
}

TEST(Regions, NothingIsFoundOnAPlainPicture) {
  const Segmentation found = findRegions(plain(64, 64, kSky));
  EXPECT_TRUE(found.regions.empty());
  EXPECT_TRUE(thingsOfScale(found, 0.5).empty());
  EXPECT_EQ(boxOfObject(found), (Box{0, 0, 64, 64}));
}

TEST(Regions, CutOutsAreCentredOnWhite) {
  const ImageBuffer picture = twoShapes(10, 80, 140, 90);
  const ImageBuffer cut = cutOut(picture, findRegions(picture), {20, 90, 100, 150});
  EXPECT_EQ(cut.width, 80);
  EXPECT_EQ(cut.height, 80);
  EXPECT_EQ(cut.at(0, 0)[0], 255);   // above the part that was cut
  EXPECT_EQ(cut.at(0, 10)[1], 255);  // the sky beside the ring is white
  EXPECT_EQ((Colour{cut.at(40, 12)[0], cut.at(40, 12)[1], cut.at(40, 12)[2]}), kRed);
}

TEST(Relations, TheLargerDifferenceDecides) {
  EXPECT_EQ(relationBetween(10, 50, 90, 60), Relation::LeftOf);
  EXPECT_EQ(relationBetween(90, 50, 10, 60), Relation::RightOf);
  EXPECT_EQ(relationBetween(50, 10, 60, 90), Relation::Above);
  EXPECT_EQ(relationBetween(50, 90, 60, 10), Relation::Below);
  for (const Relation relation : {Relation::LeftOf, Relation::RightOf, Relation::Above, Relation::Below})
    EXPECT_EQ(relationNamed(nameOf(relation)), relation);
  EXPECT_EQ(relationNamed("under"), Relation::Below);
  EXPECT_EQ(relationNamed("beside"), std::nullopt);
}

class Scenes : public testing::Test {
 protected:
  SceneVerdict judge(const ImageBuffer& picture, const char* first, const char* second,
                     Relation relation) const {
    return judgeScene(ThingFinder(gallery, "flat").find(picture, 2), gallery, first, second, relation, 1);
  }

  Dataset dataset = test::shapeDataset();
  Gallery gallery = galleryOf(dataset);
};

TEST_F(Scenes, BothThingsAndTheirRelationAreSeen) {
  const ImageBuffer picture = twoShapes(10, 80, 140, 90);
  const SceneVerdict right = judge(picture, "2red", "3blue", Relation::LeftOf);
  EXPECT_TRUE(right.firstFound);
  EXPECT_TRUE(right.secondFound);
  EXPECT_TRUE(right.relationRight);
  const SceneVerdict swapped = judge(picture, "3blue", "2red", Relation::LeftOf);
  EXPECT_TRUE(swapped.firstFound);
  EXPECT_TRUE(swapped.secondFound);
  EXPECT_FALSE(swapped.relationRight);
  const SceneVerdict above = judge(twoShapes(70, 10, 90, 140), "2red", "3blue", Relation::Above);
  EXPECT_TRUE(above.relationRight);
}

TEST_F(Scenes, TheWrongThingIsNotFound) {
  const SceneVerdict verdict = judge(twoShapes(10, 80, 140, 90), "2red", "3green", Relation::LeftOf);
  EXPECT_TRUE(verdict.firstFound);
  EXPECT_FALSE(verdict.secondFound);
  EXPECT_FALSE(verdict.relationRight);
}

// One ring cannot be both of two rings.
TEST_F(Scenes, OneRingIsNotTwoThings) {
  ImageBuffer picture = plain(256, 256, kSky);
  test::pasteShape(picture, drawnShape(Shape::Ring, kRed, 100), 20, 20);
  const std::vector<FoundThing> things = ThingFinder(gallery, "flat").find(picture, 2);
  ASSERT_EQ(things.size(), 1u);
  const SceneVerdict verdict = judgeScene(things, gallery, "2red", "0red", Relation::LeftOf, 36);
  EXPECT_FALSE(verdict.firstFound && verdict.secondFound);
}

TEST_F(Scenes, ThingsAreCounted) {
  for (int count = 1; count <= 4; ++count) {
    ImageBuffer picture = plain(256, 256, kSky);
    for (int i = 0; i < count; ++i)
      test::pasteShape(picture, drawnShape(Shape::Cross, kBlue, 60), 4 + i * 64, 20 + i * 30);
    EXPECT_EQ(countThings(findRegions(picture)), count);
  }
  ImageBuffer withCrumb = plain(256, 256, kSky);
  test::pasteShape(withCrumb, drawnShape(Shape::Disc, kBlue, 150), 4, 4);
  test::pasteShape(withCrumb, drawnShape(Shape::Disc, kBlue, 40), 200, 200);
  EXPECT_EQ(countThings(findRegions(withCrumb)), 1);
}

TEST_F(Scenes, ComposedTrueScenesAreJudgedRight) {
  const auto scenes = sampledScenes(test::shapeDataset(256), SceneKind::Related, 40, 3);
  ASSERT_EQ(scenes.size(), 40u);
  int both = 0;
  int relation = 0;
  std::set<Relation> relations;
  for (const ComposedPrompt& scene : scenes) {
    const auto things = ThingFinder(gallery, scene.style).find(scene.truth, 2);
    const SceneVerdict verdict =
        judgeScene(things, gallery, scene.things[0].conceptId, scene.things[1].conceptId, *scene.relation, 1);
    both += verdict.firstFound && verdict.secondFound;
    relation += verdict.relationRight;
    relations.insert(*scene.relation);
  }
  EXPECT_GE(both, 36);  // red on red, yellow on yellow cannot be seen
  EXPECT_EQ(relation, both);
  EXPECT_EQ(relations.size(), 4u);
}

}  // namespace
}  // namespace unmask
