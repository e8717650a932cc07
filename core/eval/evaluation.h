// `unmask eval`: a model judged against the pictures it was (or was not) trained on.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/engine/engine.h"
#include "core/eval/report.h"

namespace unmask {

/// How many of everything. What the dataset does not hold is measured on what there is.
struct EvaluationSizes {
  int seenPairs = 300;
  int heldOutPairs = 150;
  int colourPrompts = 100;  ///< seen and held-out ones each
  int scenePrompts = 60;
  int countPrompts = 60;
  int wordPrompts = 100;  ///< with two things each; some six pictures' time a thing
  int inpaintings = 40;
  int diversityConcepts = 20;
  int diversitySeeds = 6;
  int stepPrompts = 30;
  int memorised = 50;
  int vqPictures = 150;
  int referencePairs = 150;  ///< for the reference levels, as in the notes on the measure
  int trueScenes = 60;       ///< composed of true pictures, to validate the judging of scenes
  int sweepPrompts = 12;

  /// About two minutes at a second a picture.
  static EvaluationSizes quick();
};

struct EvaluationOptions {
  EvaluationSizes sizes;
  SamplingPreset preset;          ///< usually ModelInfo::presets.front()
  uint64_t seed = 0;              ///< pictures are made with this seed and the ones after it
  bool sweep = false;             ///< only the sampling sweep
  std::vector<std::string> only;  ///< ids of the sections to judge, in the report's order; all if empty
};

struct EvaluationProgress {
  std::string stage;
  int done = 0;      ///< of this stage
  int total = 0;     ///< of this stage
  int pictures = 0;  ///< made so far, in all stages
};
using EvaluationObserver = std::function<void(const EvaluationProgress&)>;

/// Judges `engine` on `dataset`. Deterministic: the same model, dataset and options give the same report,
/// byte for byte. Runs on the calling thread, about a second a picture; `observer` is called there. Figures
/// whose pictures or prompts the dataset does not hold are listed as missing with the reason. Errors:
/// BadInput for a dataset that cannot be a gallery (fewer than two pictures), Usage when its pictures do not
/// fit the model, Cancelled, and those of the engine.
Result<EvaluationReport> evaluate(Engine& engine, const Dataset& dataset, const EvaluationOptions& options,
                                  std::stop_token stop, const EvaluationObserver& observer = {});

/// report.json, report.html and one PNG for each sheet, into a folder that is created; what a sweep chose as
/// unmask_presets.json. Every file appears whole or not at all, report.json last.
Result<void> writeReport(const EvaluationReport& report, const std::filesystem::path& dir);

}  // namespace unmask
