#include "core/eval/evaluation.h"

#include <gtest/gtest.h>

#include "core/eval/sheets.h"
#include "core/eval/sweep.h"
#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"
#include "tests/core/eval/evaluating.h"
#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

using nlohmann::ordered_json;
using test::Evaluating;
using test::ScriptedModel;

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
