#include "core/train/style_task.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

TEST(StyleTask, FindsTheWordsForTheStyle) {
  EXPECT_EQ(styleWords("a mushroom in [V] style"), "in [V] style");
  EXPECT_EQ(styleWords("a cat in a box in ink style "), "in ink style");
  EXPECT_EQ(styleWords("a mushroom"), "");
  EXPECT_EQ(styleWords("a cat in a box"), "");
  EXPECT_EQ(withoutStyle("a mushroom in [V] style", "in [V] style"), "a mushroom");
  EXPECT_EQ(withoutStyle("a mushroom, in ink", "in ink"), "a mushroom");
  EXPECT_EQ(withoutStyle("a mushroom", "in ink"), "a mushroom");
}

TEST(StyleTask, CutsSquares) {
  ImageBuffer picture(6, 4, 3);
  picture.at(1, 0)[0] = 11;
  picture.at(3, 2)[0] = 32;
  const auto middle = squareCut(picture, {}, 4);
  ASSERT_TRUE(middle.ok());
  EXPECT_EQ(middle->width, 4);
  EXPECT_EQ(middle->at(0, 0)[0], 11);
  const auto chosen = squareCut(picture, SquareCut{3, 2, 2}, 2);
  ASSERT_TRUE(chosen.ok());
  EXPECT_EQ(chosen->at(0, 0)[0], 32);
  EXPECT_EQ(squareCut(picture, {}, 8)->width, 8);
  for (const SquareCut& cut :
       {SquareCut{3, 2, 3}, SquareCut{-1, 0, 2}, SquareCut{0, 0, 0}, SquareCut{0, 0, 1 << 30}}) {
    const auto bad = squareCut(picture, cut, 4);
    ASSERT_FALSE(bad.ok());
    EXPECT_EQ(bad.error().kind, ErrorKind::Usage);
  }
}

TEST(StyleTask, ReadsPrompts) {
  test::ScratchDir dir;
  std::ofstream(dir / "p.txt") << "# things\na house\ta house, flat\n\n a cat \r\n";
  const auto prompts = loadStylePrompts(dir / "p.txt");
  ASSERT_TRUE(prompts.ok());
  EXPECT_EQ(*prompts, (std::vector<StylePrompt>{{"a house", "a house, flat"}, {"a cat", "a cat"}}));
  std::ofstream(dir / "p.txt") << "a house\n--- \na cat\n";
  EXPECT_EQ(*loadStylePrompts(dir / "p.txt"),
            (std::vector<StylePrompt>{{"a house", "a house"}, {"a cat", "a cat", true}}));
  std::ofstream(dir / "bad.txt") << "a house\t \n";
  EXPECT_EQ(loadStylePrompts(dir / "bad.txt").error().kind, ErrorKind::BadInput);
  std::ofstream(dir / "bad.txt") << "# things\n\na house\na house\t \n";
  EXPECT_EQ(loadStylePrompts(dir / "bad.txt").error().key, "line 4");
  std::ofstream(dir / "bad.txt") << "a cat\na h\xffouse\n";
  ASSERT_FALSE(loadStylePrompts(dir / "bad.txt").ok());
  EXPECT_EQ(loadStylePrompts(dir / "bad.txt").error().key, "line 2");
  EXPECT_EQ(loadStylePrompts(dir / "bad.txt").error().expected, "UTF-8");
  {
    std::ofstream many(dir / "bad.txt");
    for (int i = 0; i < 10'001; ++i) many << "a house\n";
  }
  EXPECT_EQ(loadStylePrompts(dir / "bad.txt").error().expected, "at most 10000");
  EXPECT_EQ(loadStylePrompts(dir / "none.txt").error().kind, ErrorKind::NotFound);
  EXPECT_TRUE(stylePromptsOf(dir.path())->empty());
}

TEST(StyleTask, ChoosesPromptsBySeedAndLeavesThePicturesOut) {
  StyleTask task;
  task.trigger = "in ink style";
  task.pictures = {{{}, "thing 3 in ink style"}};
  for (int i = 0; i < 20; ++i) task.prompts.push_back({"thing " + std::to_string(i), "thing"});
  task.settings.ownPictures = 100;
  const auto all = chosenPrompts(task);
  EXPECT_EQ(all.size(), 19U);
  EXPECT_EQ(chosenPrompts(task), all);
  task.settings.ownPictures = 5;
  const auto five = chosenPrompts(task);
  EXPECT_EQ(five, std::vector<StylePrompt>(all.begin(), all.begin() + 5));
  task.settings.seed = 2;
  EXPECT_NE(chosenPrompts(task), five);
}

TEST(StyleTask, WhatIsOnlyKeptIsChosenApart) {
  StyleTask task;
  task.pictures = {{{}, "thing 3"}};
  for (int i = 0; i < 20; ++i) task.prompts.push_back({"thing " + std::to_string(i), "thing", i >= 10});
  const auto chosen = chosenPrompts(task), kept = keptPrompts(task);
  EXPECT_EQ(chosen.size(), 9U);
  EXPECT_TRUE(std::ranges::none_of(chosen, &StylePrompt::isOnlyKept));
  ASSERT_EQ(kept.size(), 11U);
  EXPECT_EQ(kept[0].caption, "thing 3") << "what the picture shows is kept without the style's words";
  EXPECT_TRUE(
      std::all_of(kept.begin() + 1, kept.end(), [](const auto& prompt) { return prompt.isOnlyKept; }));
  task.settings.ownPictures = 0;
  EXPECT_TRUE(keptPrompts(task).empty()) << "the picture is learned alone";
  task.settings.ownPictures = 96;
  task.settings.keptPictures = 4;
  EXPECT_EQ(keptPrompts(task), std::vector<StylePrompt>(kept.begin(), kept.begin() + 4));
  task.settings.seed = 2;
  EXPECT_NE(keptPrompts(task), std::vector<StylePrompt>(kept.begin(), kept.begin() + 4));
}

TEST(StyleTask, PresetsAreUsableSettings) {
  for (const std::string& name : adapterPresetNames()) {
    const auto preset = adapterPreset(name);
    ASSERT_TRUE(preset.ok()) << name;
    EXPECT_TRUE(parseAdapterTrainingSettings(toJson(*preset), "").ok()) << name;
  }
  for (const char* name : {"reference-256", "reference-512"}) {
    const AdapterTrainingSettings preset = *adapterPreset(name);
    EXPECT_EQ(preset.ownPictures, 0);
    EXPECT_GT(1 - preset.sourceShare - preset.priorShare, 0.5)
        << "own pictures that are asked for are learned";
  }
  EXPECT_EQ(adapterPreset("reference-256")->alpha, 32);
  EXPECT_EQ(adapterPreset("reference-512")->alpha, 1);
  EXPECT_EQ(adapterPreset("best").error().kind, ErrorKind::Usage);
}

TEST(StyleTask, SettingsOutOfRangeAreRefusedByName) {
  const auto keyOf = [](const std::string& json) {
    const auto settings = parseAdapterTrainingSettings(json, "s.json");
    return settings.ok() ? "" : settings.error().key;
  };
  EXPECT_EQ(keyOf(R"({"rank": 0})"), "rank");
  EXPECT_EQ(keyOf(R"({"steps": 0})"), "steps");
  EXPECT_EQ(keyOf(R"({"accumulation": 0})"), "accumulation");
  EXPECT_EQ(keyOf(R"({"batch_size": 100000})"), "batch_size");
  EXPECT_EQ(keyOf(R"({"prior_share": 0.9, "source_share": 0.2})"), "prior_share");
  for (const char* name : {"label_smoothing", "text_dropout", "min_mask_ratio", "contiguous_masks"})
    EXPECT_EQ(keyOf(std::string("{\"") + name + "\": 1.5}"), name);
  EXPECT_EQ(keyOf(R"({"beta2": 1})"), "beta2");
  EXPECT_EQ(keyOf(R"({"rnak": 4})"), "rnak");
  EXPECT_EQ(keyOf("{}"), "");
}

}  // namespace
}  // namespace unmask
