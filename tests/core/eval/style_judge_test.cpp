#include "core/eval/style_judge.h"

#include <gtest/gtest.h>

#include "tests/core/eval/scripted_model.h"

namespace unmask {
namespace {

using namespace test;

class StyleJudge : public testing::Test {
 protected:
  StyleJudge() {
    for (const char* style : {"ink", "noir"}) {
      StyleSet set{style, {}};
      for (const char* label : {"cat", "house"}) {
        DatasetPicture picture;
        picture.label = label;
        picture.rgba = ImageBuffer(64, 64, 4, 200);
        set.pictures.pictures.push_back(std::move(picture));
      }
      sets.push_back(std::move(set));
    }
    trial.style = "ink";
    trial.labels = {"cat"};
    trial.trigger = "in ink style";
  }

  Error refusal() {
    const auto verdict = judgeStyle(model, sets, trial, {});
    EXPECT_FALSE(verdict.ok());
    return verdict.ok() ? Error{} : verdict.error();
  }

  ScriptedModel model;
  std::vector<StyleSet> sets;
  StyleTrial trial;
};

TEST_F(StyleJudge, SaysWhatItCannotJudgeBeforeItLooksAtAnything) {
  EXPECT_EQ(refusal().kind, ErrorKind::Unsupported) << "all is well but for the model, which shows no codes";
  trial.style = "inc";
  EXPECT_EQ(refusal().kind, ErrorKind::Usage);
  EXPECT_EQ(refusal().key, "style");
  EXPECT_EQ(refusal().found, "inc");
  trial.style = "ink";
  trial.labels = {"cat", "castle"};
  EXPECT_EQ(refusal().kind, ErrorKind::Usage);
  EXPECT_EQ(refusal().found, "castle");
  trial.labels = {};
  EXPECT_EQ(refusal().kind, ErrorKind::Usage);
  EXPECT_EQ(refusal().key, "labels");
}

ImageBuffer halfDark(bool upper, uint8_t shade) {
  ImageBuffer out(64, 64, 4, 255);
  for (int y = upper ? 0 : 32; y < (upper ? 32 : 64); ++y)
    for (int x = 0; x < 64; ++x) std::fill_n(out.at(x, y), 3, shade);
  return out;
}

TEST_F(StyleJudge, TellsHowAlikeTheSetsDrawTheSameConcept) {
  sets[0].pictures.pictures[0].rgba = halfDark(true, 0);    // ink's cat
  sets[0].pictures.pictures[1].rgba = halfDark(true, 10);   // ink's house looks like the cat of noir
  sets[1].pictures.pictures[0].rgba = halfDark(true, 40);   // noir's cat
  sets[1].pictures.pictures[1].rgba = halfDark(false, 40);  // noir's house
  EXPECT_EQ(sharesConcept(sets, "ink", {"cat", "house"}), (std::vector<double>{1, 0}));
  EXPECT_EQ(sharesConcept(sets, "ink", {"house", "castle"}), std::vector<double>{0}) << "what the set shows";
  EXPECT_EQ(sharesConcept(sets, "noir", {"cat"}), std::vector<double>{0}) << "the house of ink is nearer";
}

TEST_F(StyleJudge, PutsTheArticleThatAPromptHas) {
  EXPECT_EQ(labelWithArticle("cat"), "a cat");
  EXPECT_EQ(labelWithArticle("apple"), "an apple");
  EXPECT_EQ(labelWithArticle("scissors"), "scissors");
  EXPECT_EQ(labelWithArticle("bus"), "a bus");
}

}  // namespace
}  // namespace unmask
