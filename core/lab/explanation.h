// One run, measured from every side: what `unmask explain` writes and what a lesson shows.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/lab.h"
#include "core/lab/what_if.h"

namespace unmask {

struct ExplainOptions {
  bool attention = true;  ///< per word and step
  bool ablation = true;   ///< each word left out, one step at a time
  bool whatIf = true;     ///< each word left out, the whole run again
};

struct StepExplanation {
  ImageBuffer intended;          ///< the picture the model meant then
  std::vector<float> attention;  ///< [words, cells]: what the cell's position gave the word's tokens together
  std::vector<float> ablation;   ///< [words, cells]: total variation, AblationChange
};

struct WordExplanation {
  PromptWord word;
  double attention = 0;  ///< mean over steps and cells
  double ablation = 0;   ///< mean over steps of the mean over the cells masked then
  int cellsChanged = 0;  ///< of the finished grid, when the word is left out from the start
  WhatIf without;        ///< empty unless ExplainOptions::whatIf
};

struct Explanation {
  ModelInfo model;
  Trace trace;  ///< RecordLevel::Full
  ImageBuffer picture;
  std::vector<StepExplanation> steps;  ///< one a record
  std::vector<WordExplanation> words;  ///< in the prompt's order; words that were cut off are left out
  /// Spearman's rank correlation over the words; empty when there are too few.
  std::optional<double> attentionAgreesWithWhatIf, ablationAgreesWithWhatIf;
  std::vector<int32_t> codeIds;          ///< every code the record names, ascending
  std::vector<ImageBuffer> codePatches;  ///< theirs
};

/// Runs the request (of one picture) and measures. `progress` is called on this thread with 0 … 1.
Result<Explanation> explain(Engine& engine, const GenerationRequest& request, const ExplainOptions& options,
                            std::stop_token stop, const std::function<void(double)>& progress = {});

/// Everything but pictures and long lists, as indented JSON (schema in the README, "explain").
std::string explanationJson(const Explanation& explanation);

/// The maps: float32 [steps, h, w] for each map by its name (NaN where a step did not measure a cell),
/// `attention` and `ablation` float32 [steps, words, h, w], `what_if_changed` int64 [words, h, w], `tokens`
/// int64 [steps + 1, h, w], `alternative_ids` int64 and `alternative_probabilities` float32 [steps, h, w,
/// 16].
Result<void> writeExplanationTensors(const std::filesystem::path& path, const Explanation& explanation);

/// One page that needs nothing else: a step player, the maps, the inspector of cells and the table of words.
Result<std::string> explanationHtml(const Explanation& explanation);

}  // namespace unmask
