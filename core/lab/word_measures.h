// What each word of a prompt does, measured in single steps: attention (correlation) and one-step ablation
// (cause).
#pragma once

#include <functional>
#include <stop_token>
#include <vector>

#include "core/doc/cell_maps.h"
#include "core/engine/lab.h"
#include "core/lab/prompt_words.h"

namespace unmask {

/// One step. Either list may be empty: it was not wanted.
struct StepWords {
  std::vector<float> attention;  ///< [words, cells]: what the cell's position gave the word's tokens together
  std::vector<float> ablation;   ///< [words, cells]: total variation, AblationChange
};

/// The step that runs from `before`, for words of the request's prompt that reached the text encoder.
Result<StepWords> measureStepWords(Lab& lab, const GenerationRequest& request, const DecodeState& before,
                                   const std::vector<PromptWord>& words, bool attention, bool ablation,
                                   std::stop_token stop);

/// Of one word over a whole run, steps that found nothing masked left out.
struct WordMeans {
  double attention = 0;  ///< mean over steps and cells
  double ablation = 0;   ///< mean over steps of the mean over the cells masked then
};

/// `steps` holds one entry a record, or fewer. One result a word.
std::vector<WordMeans> meansOf(const std::vector<StepWords>& steps, const TraceView& trace, size_t words);

}  // namespace unmask
