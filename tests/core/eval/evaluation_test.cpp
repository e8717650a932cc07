#include "core/eval/evaluation.h"

#include <gtest/gtest.h>

#include "core/eval/composed_plan.h"
#include "core/eval/eval_context.h"
#include "core/eval/sheets.h"
#include "core/eval/sweep.h"
#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"
#include "tests/core/eval/drawn_pictures.h"
#include "tests/core/eval/scripted_model.h"
#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

using nlohmann::ordered_json;
using test::ScriptedModel;

class Evaluating : public testing::Test {
 protected:
  Evaluating() {
    options.sizes = EvaluationSizes::quick();
    options.sizes.referencePairs = 20;
    options.sizes.trueScenes = 6;
    options.sizes.heldOutPairs = 6;
  }

  /// Every caption gets the true picture of its concept, in its own style or in the other one.
  void answerWith(bool ownStyle) {
    const Gallery gallery = galleryOf(dataset);
    for (const DatasetPicture& picture : dataset.pictures) {
      const std::string style = ownStyle ? picture.style : picture.style == "flat" ? "striped" : "flat";
      const int entry = gallery.find(picture.conceptId, style);
      const ImageBuffer answer = flattenToRgb(dataset.pictures[static_cast<size_t>(entry)].rgba);
      model.answers[styledCaption(picture)] = answer;
      model.answers.emplace(picture.captions.front(), answer);
    }
  }

  void holdOutEverySeventh() {
    for (size_t i = 0; i < dataset.pictures.size(); i += 7) dataset.pictures[i].heldOut = true;
  }

  EvaluationReport evaluated() {
    auto report = evaluate(model, dataset, options, stop.get_token());
    EXPECT_TRUE(report.ok()) << report.error().text();
    return report.ok() ? *std::move(report) : EvaluationReport{};
  }

  static double value(const EvaluationReport& report, const std::string& id) {
    const Figure* figure = report.find(id);
    if (figure == nullptr) ADD_FAILURE() << id << " was not measured";
    return figure == nullptr ? -1 : figure->value;
  }

  static const MissingFigure* missing(const EvaluationReport& report, const std::string& id) {
    for (const ReportSection& section : report.sections) {
      for (const MissingFigure& m : section.missing) {
        if (m.id == id) return &m;
      }
    }
    return nullptr;
  }

  Dataset dataset = test::shapeDataset();
  ScriptedModel model;
  EvaluationOptions options;
  std::stop_source stop;
};

TEST_F(Evaluating, AModelThatDrawsTheTruthScoresEverything) {
  holdOutEverySeventh();
  answerWith(true);
  const EvaluationReport report = evaluated();
  for (const char* id : {"seen.top1", "seen.top5", "seen.style", "held_out.top1", "held_out.style",
                         "inpaint.completed", "inpaint.untouched", "memorising.seen_copies",
                         "validation.true_pairs", "vq.kept_when_moved", "vq.white_on_one_code"}) {
    EXPECT_EQ(value(report, id), 1) << id;
  }
  EXPECT_EQ(report.find("seen.top1")->samples, 24);
  EXPECT_EQ(report.find("seen.top1")->interval.high, 1);
  EXPECT_LT(report.find("seen.top1")->interval.low, 0.9);
  EXPECT_EQ(value(report, "diversity.named"), 0);
  const Figure* copies = report.find("memorising.held_out_copies");
  ASSERT_NE(copies, nullptr);
  EXPECT_EQ(copies->value,
            copies->references.at(0).value);  // as near to its neighbours as the truth, being the truth
}

TEST_F(Evaluating, AModelThatCopiesAnotherStyleScoresTheReferenceLevel) {
  answerWith(false);
  options.sizes.seenPairs = 72;
  const EvaluationReport report = evaluated();
  EXPECT_EQ(value(report, "seen.style"), 0);
  const Figure* top1 = report.find("seen.top1");
  ASSERT_NE(top1, nullptr);
  ASSERT_EQ(top1->references.size(), 2u);
  EXPECT_EQ(top1->references[0].id, "copy_other_style");
  EXPECT_DOUBLE_EQ(top1->value, top1->references[0].value);
}

TEST_F(Evaluating, AModelThatDrawsNothingScoresByChance) {
  options.sizes.seenPairs = 72;
  const EvaluationReport report = evaluated();
  const Figure* top1 = report.find("seen.top1");
  ASSERT_NE(top1, nullptr);
  EXPECT_NEAR(top1->value, *top1->chance, 1e-9);  // white is nearest to one picture of each style
  EXPECT_NEAR(*top1->chance, 1.0 / 36, 1e-9);
  EXPECT_EQ(value(report, "inpaint.completed"), 0);
}

TEST_F(Evaluating, ShuffledPicturesScoreByChanceInTheReport) {
  const EvaluationReport report = evaluated();
  const Figure* shuffled = report.find("validation.shuffled_top1");
  ASSERT_NE(shuffled, nullptr);
  EXPECT_LE(shuffled->interval.low, *shuffled->chance);
  EXPECT_GE(shuffled->interval.high, *shuffled->chance);
}

TEST_F(Evaluating, WhatTheDatasetLacksIsSaid) {
  const EvaluationReport report = evaluated();
  for (const char* id :
       {"held_out.top1", "colour.background", "scene.both", "count.right", "inpaint.scene_found"}) {
    ASSERT_NE(missing(report, id), nullptr) << id;
    EXPECT_FALSE(missing(report, id)->reason.empty());
    EXPECT_EQ(report.find(id), nullptr);
  }
}

TEST_F(Evaluating, BytesChangedOutsideTheMaskAreNoticed) {
  answerWith(true);
  model.keepsOutside = false;
  for (auto& [prompt, picture] : model.answers) picture.at(0, 0)[0] = 254;
  const EvaluationReport report = evaluated();
  EXPECT_EQ(value(report, "inpaint.untouched"), 0);
}

TEST_F(Evaluating, StepsAreAsked) {
  std::set<int> steps;
  model.beforeRun = [&](int) { steps.insert(model.stepsAsked); };
  const EvaluationReport report = evaluated();
  EXPECT_EQ(steps, (std::set<int>{4, 8, 12, 16}));
  for (const ReportSection& section : report.sections) {
    if (section.id != "steps") continue;
    ASSERT_EQ(section.tables.size(), 1u);
    EXPECT_EQ(section.tables[0].rows.size(), 4u);
  }
}

TEST_F(Evaluating, TheReportIsTheSameEachTime) {
  answerWith(true);
  const test::ScratchDir first;
  const test::ScratchDir second;
  ASSERT_TRUE(writeReport(evaluated(), first.path()).ok());
  ScriptedModel again;
  again.answers = model.answers;
  const auto report = evaluate(again, dataset, options, {});
  ASSERT_TRUE(report.ok());
  ASSERT_TRUE(writeReport(*report, second.path()).ok());
  size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(first.path())) {
    const std::string name = entry.path().filename().string();
    const auto a = readFile(first / name, size_t{1} << 26);
    const auto b = readFile(second / name, size_t{1} << 26);
    ASSERT_TRUE(a.ok() && b.ok()) << name;
    EXPECT_EQ(*a, *b) << name;
    ++files;
  }
  EXPECT_GT(files, 5u);
}

TEST_F(Evaluating, JsonHoldsTheSchema) {
  holdOutEverySeventh();
  answerWith(true);
  const ordered_json json = ordered_json::parse(reportJson(evaluated()).dump());
  EXPECT_EQ(json["schema"], 1);
  EXPECT_EQ(json["model"]["content_hash"], "sha256:scripted");
  EXPECT_FALSE(json["model"].contains("path"));
  EXPECT_EQ(json["dataset"]["pictures"], 72);
  EXPECT_EQ(json["dataset"]["held_out_pairs"], 11);
  EXPECT_EQ(json["settings"]["preset"]["steps"], 12);
  std::set<std::string> ids;
  for (const ordered_json& section : json["sections"]) {
    for (const char* key : {"id", "title", "text", "figures", "missing", "tables", "sheets", "items"})
      ASSERT_TRUE(section.contains(key)) << key;
    for (const ordered_json& figure : section["figures"]) {
      EXPECT_TRUE(ids.insert(figure["id"]).second) << figure["id"] << " is there twice";
      ASSERT_TRUE(figure["value"].is_number()) << figure["id"];
      ASSERT_EQ(figure["interval"].size(), 2u);
      EXPECT_LE(figure["interval"][0], figure["value"]) << figure["id"];
      EXPECT_GE(figure["interval"][1], figure["value"]) << figure["id"];
      EXPECT_TRUE(figure["samples"].is_number_integer());
      EXPECT_TRUE(figure.contains("chance"));
      EXPECT_TRUE(figure["references"].is_array());
      EXPECT_EQ(figure.contains("aim"), figure.contains("aim_met"));
    }
  }
  EXPECT_TRUE(ids.contains("held_out.top1"));
}

TEST_F(Evaluating, HtmlIsSelfContainedAndEscaped) {
  dataset.pictures[0].label = "<script>alert(1)</script>";
  answerWith(true);
  options.sizes.seenPairs = 72;
  options.sizes.vqPictures = 72;
  const auto html = reportHtml(evaluated());
  ASSERT_TRUE(html.ok());
  EXPECT_EQ(html->find("<script"), std::string::npos);
  EXPECT_EQ(html->find("src=\"http"), std::string::npos);
  EXPECT_EQ(html->find("href=\"http"), std::string::npos);
  EXPECT_NE(html->find("src=\"data:image/png;base64,"), std::string::npos);
  EXPECT_EQ(htmlEscaped("a<b & \"c\">"), "a&lt;b &amp; &quot;c&quot;&gt;");
}

TEST_F(Evaluating, BestAndWorstAreInOrder) {
  options.sizes.seenPairs = 72;
  answerWith(true);
  // One answer is spoilt: it must lead the worst.
  const std::string spoilt = styledCaption(dataset.pictures[40]);
  model.answers[spoilt] = ImageBuffer(64, 64, 3, 0);
  const EvaluationReport report = evaluated();
  for (const ReportSection& section : report.sections) {
    if (section.id != "seen_pairs") continue;
    ASSERT_EQ(section.sheets.size(), 2u);
    EXPECT_EQ(section.sheets[1].cells.front().caption, spoilt);
    for (const SheetCell& cell : section.sheets[0].cells) EXPECT_TRUE(cell.isRight.value_or(false));
  }
}

TEST_F(Evaluating, StopEndsItWithinAPicture) {
  model.beforeRun = [&](int runs) {
    if (runs == 3) stop.request_stop();
  };
  const auto report = evaluate(model, dataset, options, stop.get_token());
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().kind, ErrorKind::Cancelled);
  EXPECT_EQ(model.runs, 3);
}

TEST_F(Evaluating, ProgressReachesTheEndOfEachStage) {
  std::map<std::string, EvaluationProgress> last;
  int pictures = 0;
  const auto report = evaluate(model, dataset, options, {}, [&](const EvaluationProgress& progress) {
    EXPECT_LE(progress.done, progress.total);
    last[progress.stage] = progress;
    pictures = progress.pictures;
  });
  ASSERT_TRUE(report.ok());
  for (const auto& [stage, progress] : last) EXPECT_EQ(progress.done, progress.total) << stage;
  EXPECT_EQ(pictures, model.runs);
}

TEST_F(Evaluating, PicturesOfAnotherSizeAreRefused) {
  dataset = test::shapeDataset(32);
  const auto report = evaluate(model, dataset, options, {});
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().kind, ErrorKind::Usage);
  dataset.pictures.clear();
  EXPECT_EQ(evaluate(model, dataset, options, {}).error().kind, ErrorKind::BadInput);
}

TEST_F(Evaluating, SweepPrefersWhatDrawsBest) {
  answerWith(true);
  options.sweep = true;
  int runs = 0;
  const auto right = model.answers;
  // Only eight and sixteen steps draw the truth.
  ScriptedModel* engine = &model;
  model.beforeRun = [&, engine](int) {
    ++runs;
    const bool isGood = engine->stepsAsked == 8 || engine->stepsAsked == 16;
    engine->answers = isGood ? right : std::map<std::string, ImageBuffer>{};
  };
  const EvaluationReport report = evaluated();
  ASSERT_EQ(report.sections.size(), 1u);
  const ReportSection& section = report.sections[0];
  EXPECT_EQ(section.tables[0].rows.size(), 25u + 12u);
  ASSERT_GE(section.items.size(), 1u);
  EXPECT_EQ(section.items[0]["name"], "default");
  EXPECT_EQ(section.items[0]["steps"], 8);
  EXPECT_EQ(report.find("sweep.best_score")->value, 1);
  EXPECT_EQ(runs, (25 + 12) * options.sizes.sweepPrompts);
}

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
    const auto things = thingsIn(prompt.truth, gallery, {.style = prompt.style, .atLeast = 2});
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

TEST(Sheets, HaveACellForEachPicture) {
  PictureSheet sheet{"s", "title", "text", 3, {}};
  for (int i = 0; i < 5; ++i)
    sheet.cells.push_back({{ImageBuffer(64, 64, 3, 10), ImageBuffer(32, 32, 3, 20)},
                           "a long caption in words",
                           "ü",
                           i % 2 == 0});
  const ImageBuffer drawn = drawSheet(sheet, 100);
  const ImageBuffer one = drawSheet({"s", "", "", 3, {sheet.cells[0]}}, 100);
  EXPECT_EQ(drawn.width, 3 * one.width);
  EXPECT_EQ(drawn.height, 2 * one.height);
  EXPECT_EQ(drawn.at(10, 10)[0], 10);
  EXPECT_EQ(drawn.at(115, 10)[0], 20);
}

TEST(Presets, AreSpelledAsTheFile) {
  SamplingPreset preset;
  preset.guidanceScale = 2.5f;
  preset.order = RevealOrder::Halton;
  EXPECT_EQ(
      presetsJson({preset}).dump(),
      R"([{"name":"default","steps":12,"guidance_scale":2.5,"temperature_start":2.0,"temperature_end":0.0,)"
      R"("schedule":"cosine","order":"halton"}])");
}

}  // namespace
}  // namespace unmask
