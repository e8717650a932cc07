#include "core/eval/composed_plan.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/eval/eval_context.h"
#include "tests/core/eval/evaluating.h"

namespace unmask {
namespace {

using test::Evaluating;

// Prompts about colours, scenes and counts, judged by the same parts the command runs.
class JudgingComposed : public Evaluating {
 protected:
  void answerWithTruth() {
    for (const ComposedPrompt& prompt : plan.composed) model.answers[prompt.caption] = prompt.truth;
  }

  Result<ReportSection> run(Result<ReportSection> (*part)(EvalContext&)) {
    EvalContext context{dataset, gallery, plan, options, maker, {}};
    return part(context);
  }

  static const Figure* figure(const ReportSection& section, const std::string& id) {
    for (const Figure& f : section.figures) {
      if (f.id == id) return &f;
    }
    return nullptr;
  }

  Gallery gallery = galleryOf(dataset);
  EvalPlan plan;
  EvaluationObserver observer;
  PictureMaker maker{model, {}, observer};
};

TEST_F(JudgingComposed, ColoursOfTheTruthAreObeyedAndWrongOnesNot) {
  // A red disc on two of the colours, on a third one held out.
  const auto colourIndex = [](const std::string& name) {
    return static_cast<int>(std::ranges::find(backgroundColours(), name, &NamedColour::name) -
                            backgroundColours().begin());
  };
  for (const char* word : {"blue", "green", "yellow"}) {
    ComposedPrompt prompt;
    prompt.style = "flat";
    prompt.background = word;
    prompt.things = {{"0red", "red disc", "", 1}};
    prompt.caption = std::string("a red disc on ") + word;
    prompt.truth = renderScene(dataset, {colourIndex(word), false, {{0, 0, 0, kSceneCells}}, ""}, 64);
    prompt.heldOut = word == std::string("yellow");
    plan.composed.push_back(prompt);
  }
  ComposedPrompt own;
  own.style = "flat";
  own.things = {{"0red", "red disc", "red", 1}};
  own.caption = "a red disc, flat";
  own.truth = flattenToRgb(dataset.pictures[0].rgba);
  plan.composed.push_back(own);
  options.sizes.colourPrompts = 10;
  answerWithTruth();
  const auto section = run(judgeColours);
  ASSERT_TRUE(section.ok());
  for (const char* id : {"colour.background", "colour.thing", "colour.object", "colour.held_out_background",
                         "colour.held_out_thing"}) {
    ASSERT_NE(figure(*section, id), nullptr) << id;
    EXPECT_EQ(figure(*section, id)->value, 1) << id;
    EXPECT_EQ(figure(*section, id)->references.at(0).value, 1) << id;
  }
  EXPECT_EQ(figure(*section, "colour.background")->samples, 2);
  EXPECT_DOUBLE_EQ(*figure(*section, "colour.background")->chance, 0.5);
  EXPECT_EQ(figure(*section, "colour.held_out_object"), nullptr);

  model.answers["a red disc on blue"] = plan.composed[1].truth;
  PictureMaker fresh{model, {}, observer};
  EvalContext context{dataset, gallery, plan, options, fresh, {}};
  const auto wrong = judgeColours(context);
  ASSERT_TRUE(wrong.ok());
  EXPECT_EQ(figure(*wrong, "colour.background")->value, 0.5);
  EXPECT_EQ(figure(*wrong, "colour.thing")->value, 1);
}

TEST_F(JudgingComposed, ScenesAndCounts) {
  const Dataset large = test::shapeDataset(256);
  plan.composed = sampledScenes(large, SceneKind::Related, 12, 5);
  for (ComposedPrompt& prompt : sampledScenes(large, SceneKind::Counted, 12, 6))
    plan.composed.push_back(std::move(prompt));
  options.sizes.scenePrompts = options.sizes.countPrompts = 20;
  answerWithTruth();
  const auto section = run(judgeScenes);
  ASSERT_TRUE(section.ok());
  const Figure* both = figure(*section, "scene.both");
  ASSERT_NE(both, nullptr);
  EXPECT_DOUBLE_EQ(both->value, both->references.at(0).value);  // as good as the truth, being the truth
  EXPECT_GE(both->value, 0.8);
  ASSERT_TRUE(both->chance.has_value());
  EXPECT_LT(*both->chance, 0.15);
  EXPECT_EQ(figure(*section, "scene.relation")->value, 1);
  const Figure* count = figure(*section, "count.right");
  ASSERT_NE(count, nullptr);
  EXPECT_DOUBLE_EQ(count->value, count->references.at(0).value);
  EXPECT_GE(count->value, 0.7);  // a shape of two bars counts as two
}

TEST_F(JudgingComposed, ASceneIsRepaintedWhereItsSecondThingWas) {
  // Cell-sized shapes: the first in the left half, the second in the right half of 64 pixels.
  ComposedPrompt prompt;
  prompt.style = "flat";
  prompt.relation = Relation::LeftOf;
  prompt.things = {{"0red", "red disc", "", 1, "a red disc"}, {"3blue", "blue cross", "", 1, "a blue cross"}};
  prompt.caption = "a red disc left of a blue cross, flat";
  const auto pictureOf = [&](const std::string& id) {
    return gallery[static_cast<size_t>(gallery.find(id, "flat"))].picture;
  };
  Scene scene{kWhiteBackground, false, {{pictureOf("0red"), 0, 4, 8}, {pictureOf("3blue"), 8, 4, 8}}, ""};
  prompt.truth = renderScene(dataset, scene, 64);
  plan.composed = {prompt};
  options.sizes.inpaintings = 1;
  // Whatever is asked for in the cross's place is drawn there.
  for (const GalleryEntry& entry : gallery.entries()) {
    if (entry.style != "flat") continue;
    scene.objects[1].picture = entry.picture;
    model.answers["a red disc left of a " + entry.label + ", flat"] = renderScene(dataset, scene, 64);
  }
  const auto section = run(judgeInpainting);
  ASSERT_TRUE(section.ok());
  ASSERT_NE(figure(*section, "inpaint.scene_found"), nullptr);
  EXPECT_EQ(figure(*section, "inpaint.scene_found")->value, 1);
  EXPECT_EQ(figure(*section, "inpaint.untouched")->value, 1);
  EXPECT_EQ(section->items.at(0)["bytes_changed_outside"], 0);
}

class ComposedPlan : public Evaluating {
 protected:
  ComposedPlan() {
    dataset = test::shapeDataset(64);
    dataset.pictures[3].heldOut = true;  // green disc, striped
    dataset.heldOutColours = {{"0green", "blue"}, {"0red", "mauve"}, {"unknown", "blue"}};
    dataset.heldOutRelations = {{"0green", "right of", "3blue"}, {"0red", "above", "0black"}};
  }
};

TEST_F(ComposedPlan, HeldOutCombinationsAreAskedInAStyleThatHoldsTheirPictures) {
  const Gallery gallery = galleryOf(dataset);
  const auto colours = heldOutColourScenes(dataset, gallery);
  ASSERT_EQ(colours.size(), 1u);  // a colour nobody paints and a concept nobody has are passed over
  EXPECT_EQ(colours[0].caption, "a green disc on a blue background, flat");
  EXPECT_EQ(colours[0].background, "blue");
  EXPECT_TRUE(colours[0].heldOut);
  EXPECT_EQ(colours[0].truth.at(0, 0)[2], backgroundColours()[4].rgb[2]);

  const auto relations = heldOutRelationScenes(dataset, gallery);
  ASSERT_EQ(relations.size(), 2u);
  EXPECT_EQ(relations[0].caption, "a green disc right of a blue cross, flat");
  for (const ComposedPrompt& prompt : relations) {
    const auto things = ThingFinder(gallery, prompt.style).find(prompt.truth, 2);
    const SceneVerdict verdict = judgeScene(things, gallery, prompt.things[0].conceptId,
                                            prompt.things[1].conceptId, *prompt.relation, 1);
    EXPECT_TRUE(verdict.relationRight) << prompt.caption;
  }
}

TEST_F(ComposedPlan, CaptionsAgreeWithTheTruth) {
  const Gallery gallery = galleryOf(dataset);
  for (const ComposedPrompt& prompt : sampledScenes(dataset, SceneKind::Counted, 20, 1)) {
    const bool saysTwo = prompt.caption.starts_with("two ");
    EXPECT_EQ(prompt.things[0].count, saysTwo ? 2 : 3) << prompt.caption;
  }
  for (const ComposedPrompt& prompt : sampledScenes(dataset, SceneKind::OnColour, 20, 1))
    EXPECT_NE(prompt.caption.find(prompt.background), std::string::npos) << prompt.caption;
  for (const ComposedPrompt& prompt : sampledScenes(dataset, SceneKind::Related, 20, 1)) {
    const size_t first = prompt.caption.find(prompt.things[0].label);
    const size_t second = prompt.caption.find(prompt.things[1].label);
    EXPECT_LT(first, second) << prompt.caption;
  }
}

// Nobody can find a mauve disc among true pictures that are red and blue.
TEST_F(ComposedPlan, ScenesShowThingsInTheirOwnColours) {
  const size_t own = dataset.pictures.size();
  for (size_t i = 0; i < own; ++i) {
    DatasetPicture painted = dataset.pictures[i];
    painted.paint = "mauve";
    painted.label = "mauve thing";
    painted.captions = {"a mauve thing", "a mauve thing, " + painted.style};
    dataset.pictures.push_back(std::move(painted));
  }
  for (const SceneKind kind : {SceneKind::OnColour, SceneKind::Counted, SceneKind::Related}) {
    const auto prompts = sampledScenes(dataset, kind, 20, 1);
    EXPECT_GE(prompts.size(), 10u);
    for (const ComposedPrompt& prompt : prompts)
      EXPECT_EQ(prompt.caption.find("mauve"), std::string::npos) << prompt.caption;
  }
}

TEST_F(ComposedPlan, OwnColoursComeFromTheLabel) {
  dataset.pictures[0].label = "orange";
  dataset.pictures[2].label = "tall tower";
  const auto prompts = namedColourPictures(dataset, galleryOf(dataset));
  EXPECT_EQ(prompts.size(), dataset.pictures.size() - 2);
  for (const ComposedPrompt& prompt : prompts) {
    EXPECT_TRUE(prompt.things[0].label.starts_with(prompt.things[0].colour + " "));
    EXPECT_EQ(prompt.heldOut, prompt.caption == "a green disc, striped");
  }
}

TEST_F(ComposedPlan, ScenesAreAskedOnlyOfDatasetsThatKnowThem) {
  const Gallery gallery = galleryOf(dataset);
  const auto scenes = [&](const Dataset& from) {
    const auto prompts = composedPrompts(from, gallery, {5, 5, 5}, 0);
    return std::ranges::count_if(
        prompts, [](const ComposedPrompt& p) { return p.things.size() == 2 || !p.background.empty(); });
  };
  EXPECT_GE(scenes(dataset), 5 + 1 + 5 + 2);
  dataset.heldOutColours.clear();
  dataset.heldOutRelations.clear();
  EXPECT_EQ(scenes(dataset), 0);
}

}  // namespace
}  // namespace unmask
