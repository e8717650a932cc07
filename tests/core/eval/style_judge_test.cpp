#include "core/eval/style_judge.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/io/image_codec.h"
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
    for (const StyleSet& set : sets) EXPECT_TRUE(samples.add(model, set, {}).ok());
    trial.style = "ink";
    trial.labels = {"cat"};
    trial.trigger = "in ink style";
  }

  Error refusal() {
    const auto verdict = judgeStyle(model, sets, samples, trial, {});
    EXPECT_FALSE(verdict.ok());
    return verdict.ok() ? Error{} : verdict.error();
  }

  ScriptedModel model;
  std::vector<StyleSet> sets;
  StyleSamples samples;
  StyleTrial trial;
};

TEST_F(StyleJudge, SaysWhatItCannotJudgeBeforeItLooksAtAnything) {
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
  trial.labels = {"cat"};
  samples = {};
  EXPECT_EQ(refusal().kind, ErrorKind::Usage) << "concepts can be told, styles cannot";
  EXPECT_EQ(refusal().key, "style");
  EXPECT_EQ(model.runs, 0);
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

/// Cats are dark above, houses below; noir is grey, ink black.
void drawApart(std::vector<StyleSet>& sets) {
  for (StyleSet& set : sets)
    for (DatasetPicture& picture : set.pictures.pictures)
      picture.rgba = halfDark(picture.label == "cat", set.style == "ink" ? 0 : 130);
}

double figure(const StyleVerdict& verdict, const std::string& id) {
  const auto found = std::ranges::find(verdict.figures, id, &StyleFigure::id);
  return found != verdict.figures.end() ? found->value : -1;
}

TEST_F(StyleJudge, TellsStyleAndThingOfWhatIsDrawn) {
  drawApart(sets);
  samples = {};
  for (const StyleSet& set : sets) ASSERT_TRUE(samples.add(model, set, {}).ok());
  model.answers["a cat"] = flattenToRgb(halfDark(true, 130));
  model.answers["a cat in ink style"] = flattenToRgb(halfDark(true, 0));
  auto verdict = judgeStyle(model, sets, samples, trial, {});
  ASSERT_TRUE(verdict.ok()) << verdict.error().text();
  EXPECT_EQ(verdict->classifierAccuracy, 1) << "black and grey are told apart on things not seen";
  EXPECT_EQ(verdict->styleRecall, 1);
  EXPECT_EQ(figure(*verdict, "style.with"), 1);
  EXPECT_EQ(figure(*verdict, "content.with"), 1);
  EXPECT_EQ(figure(*verdict, "drift.style"), 0);

  model.answers["a cat in ink style"] = flattenToRgb(halfDark(false, 0));
  verdict = judgeStyle(model, sets, samples, trial, {});
  ASSERT_TRUE(verdict.ok());
  EXPECT_EQ(figure(*verdict, "style.with"), 1);
  EXPECT_EQ(figure(*verdict, "content.with"), 0) << "a house in ink";

  model.answers["a cat in ink style"] = flattenToRgb(halfDark(true, 130));
  verdict = judgeStyle(model, sets, samples, trial, {});
  ASSERT_TRUE(verdict.ok());
  EXPECT_EQ(figure(*verdict, "style.with"), 0) << "as it was";
  EXPECT_EQ(figure(*verdict, "content.with"), 1);
}

TEST_F(StyleJudge, StopsWhileItLooks) {
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(samples.add(model, sets[0], source.get_token()).error().kind, ErrorKind::Cancelled);
  const auto verdict = judgeStyle(model, sets, samples, trial, source.get_token());
  ASSERT_FALSE(verdict.ok()) << "before anything is drawn by a model that does not look at the token";
  EXPECT_EQ(verdict.error().kind, ErrorKind::Cancelled);
}

TEST_F(StyleJudge, PutsTheArticleThatAPromptHas) {
  EXPECT_EQ(labelWithArticle("cat"), "a cat");
  EXPECT_EQ(labelWithArticle("apple"), "an apple");
  EXPECT_EQ(labelWithArticle("scissors"), "scissors");
  EXPECT_EQ(labelWithArticle("bus"), "a bus");
}

}  // namespace
}  // namespace unmask
