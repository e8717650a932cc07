#include "core/data/scene.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace unmask {

using testing::HasSubstr;

namespace {

DatasetPicture picture(const std::string& id, const std::string& label, const std::string& style,
                       bool heldOut = false) {
  DatasetPicture p;
  p.conceptId = id;
  p.label = label;
  p.style = style;
  p.captions = {"a " + label, "a " + label + ", " + style};
  p.heldOut = heldOut;
  return p;
}

Dataset fourThings() {
  Dataset data;
  data.pictures = {picture("1", "apple", "flat"), picture("2", "star", "flat"), picture("3", "house", "flat"),
                   picture("4", "fish", "flat", true)};
  data.heldOutColours = {{"1", "blue"}, {"2", "red"}};
  data.heldOutRelations = {{"1", "left of", "2"}, {"3", "above", "1"}};
  return data;
}

std::vector<Scene> manyScenes(const SceneSampler& sampler, int count = 4000) {
  std::vector<Scene> out;
  for (int i = 0; i < count; ++i) out.push_back(sampler.draw(5, static_cast<uint64_t>(i)));
  return out;
}

/// Whether the first object of a scene of two kinds stands left of, or above, the second, by its cells.
std::string relationSeen(const SceneObject& a, const SceneObject& b) {
  if (a.cellY == b.cellY) return a.cellX < b.cellX ? "left of" : "right of";
  return a.cellY < b.cellY ? "above" : "below";
}

}  // namespace

TEST(SceneTest, IsTheSameForTheSameSeedAndPosition) {
  const Dataset data = fourThings();
  const SceneSampler sampler(data, {}, true), again(data, {}, true);
  std::set<std::string> captions;
  for (uint64_t i = 0; i < 200; ++i) {
    const Scene a = sampler.draw(5, i), b = again.draw(5, i);
    EXPECT_EQ(a.caption, b.caption);
    EXPECT_EQ(a.colour, b.colour);
    EXPECT_EQ(a.objects.size(), b.objects.size());
    captions.insert(a.caption + sampler.draw(6, i).caption);
  }
  EXPECT_GT(captions.size(), 50u);
}

TEST(SceneTest, NeverShowsWhatIsHeldOut) {
  const Dataset data = fourThings();
  const SceneSampler sampler(data, {}, true);
  int coloured = 0, related = 0;
  for (const Scene& scene : manyScenes(sampler)) {
    coloured += scene.colour != kWhiteBackground;
    for (const SceneObject& object : scene.objects) {
      const DatasetPicture& shown = data.pictures[object.picture];
      EXPECT_FALSE(shown.heldOut);
      EXPECT_FALSE(sampler.isHeldOut(shown.conceptId, scene.colour)) << scene.caption;
    }
    if (scene.objects.size() != 2 || scene.objects[0].picture == scene.objects[1].picture) continue;
    ++related;
    const SceneObject &a = scene.objects[0], &b = scene.objects[1];
    EXPECT_FALSE(sampler.isHeldOut(data.pictures[a.picture].conceptId, relationSeen(a, b),
                                   data.pictures[b.picture].conceptId))
        << scene.caption;
  }
  EXPECT_GT(coloured, 1000);
  EXPECT_GT(related, 200);
}

TEST(SceneTest, AHeldOutRelationIsHeldOutFromBothSides) {
  const Dataset data = fourThings();
  const SceneSampler sampler(data, {}, true);
  EXPECT_TRUE(sampler.isHeldOut("1", "left of", "2"));
  EXPECT_TRUE(sampler.isHeldOut("2", "right of", "1"));
  EXPECT_FALSE(sampler.isHeldOut("2", "left of", "1"));
  EXPECT_TRUE(sampler.isHeldOut("1", "below", "3"));
}

TEST(SceneTest, TheCaptionSaysWhatTheCellsShow) {
  const Dataset data = fourThings();
  const SceneSampler sampler(data, {}, false);
  for (const Scene& scene : manyScenes(sampler)) {
    ASSERT_FALSE(scene.objects.empty());
    const std::string& label = data.pictures[scene.objects[0].picture].label;
    EXPECT_THAT(scene.caption, HasSubstr(label));
    if (scene.colour != kWhiteBackground) {
      const std::string& colour = backgroundColours()[static_cast<size_t>(scene.colour)].name;
      EXPECT_THAT(scene.caption, HasSubstr(colour + " background"));
    }
    for (const SceneObject& o : scene.objects) {
      EXPECT_LE(o.cellX + o.cells, kSceneCells);
      EXPECT_LE(o.cellY + o.cells, kSceneCells);
    }
    const bool three = scene.caption.starts_with("three "), two = scene.caption.starts_with("two ");
    if (three || two) {
      EXPECT_EQ(scene.objects.size(), three ? 3u : 2u);
    }
    if (scene.objects.size() == 2 && !two) {
      const std::string& other = data.pictures[scene.objects[1].picture].label;
      const std::string relation = relationSeen(scene.objects[0], scene.objects[1]);
      const bool firstNamedFirst = scene.caption.find(label) < scene.caption.find(other);
      EXPECT_THAT(scene.caption,
                  HasSubstr(firstNamedFirst ? relation : std::string(oppositeRelation(relation))));
    }
  }
}

TEST(SceneTest, EveryPictureIsFirstEquallyOften) {
  const Dataset data = fourThings();
  const SceneSampler sampler(data, {.onWhite = 1, .onColour = 0, .placed = 0, .counted = 0, .related = 0},
                             false);
  std::vector<int> count(4);
  for (const Scene& scene : manyScenes(sampler, 300)) ++count[scene.objects[0].picture];
  EXPECT_EQ(count, (std::vector<int>{100, 100, 100, 0}));
}

TEST(SceneTest, SoManyAsAskedForShowAColourThatIsNotTheirOwn) {
  Dataset data = fourThings();
  data.pictures.push_back(picture("3", "blue house", "flat"));
  data.pictures.back().paint = "blue";
  SceneShares shares{.onWhite = 1, .onColour = 0, .placed = 0, .counted = 0, .related = 0, .painted = 0.25};
  int painted = 0;
  for (const Scene& scene : manyScenes({data, shares, false}, 1000)) painted += scene.objects[0].picture == 4;
  EXPECT_NEAR(painted, 250, 60);
  shares.painted = 0;
  for (const Scene& scene : manyScenes({data, shares, false}, 1000)) EXPECT_NE(scene.objects[0].picture, 4U);
}

TEST(PluralTest, FollowsEnglishWhereItIsRegular) {
  EXPECT_EQ(pluralOf("red apple"), "red apples");
  EXPECT_EQ(pluralOf("cherry"), "cherries");
  EXPECT_EQ(pluralOf("toy"), "toys");
  EXPECT_EQ(pluralOf("bus"), "buses");
  EXPECT_EQ(pluralOf("cup of coffee"), "cups of coffee");
  EXPECT_EQ(pluralOf("face with sunglasses"), "faces with sunglasses");
}

}  // namespace unmask
