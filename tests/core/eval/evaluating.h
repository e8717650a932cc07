// Shapes, a model that answers as told, and a small evaluation of it.
#pragma once

#include <gtest/gtest.h>

#include "core/eval/eval_plan.h"
#include "core/eval/evaluation.h"
#include "core/io/image_codec.h"
#include "tests/core/eval/drawn_pictures.h"
#include "tests/core/eval/scripted_model.h"

namespace unmask::test {

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

}  // namespace unmask::test
