// What would have become of a run if one thing had been different: the same draws, one change (design,
// section 2). A token changes only when its odds against the others changed.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/doc/cell_maps.h"
#include "core/lab/prompt_words.h"

namespace unmask {

struct WhatIf {
  std::string prompt;  ///< that was used
  Trace trace;         ///< RecordLevel::Tokens
  ImageBuffer picture;
  TraceDifference difference;  ///< from the original run
};

/// Runs `changed` with the original's seed and compares. `original` is a whole trace of a run of one image.
Result<WhatIf> whatIf(Engine& engine, const Trace& original, const GenerationRequest& changed,
                      std::stop_token stop);

/// The request of the trace with that word left out.
GenerationRequest requestWithout(const Trace& original, const PromptWord& word);

/// Spearman's rank correlation of two lists of one length, ties sharing their mean rank; nothing for fewer
/// than three values or when one list is constant.
std::optional<double> rankAgreement(const std::vector<double>& first, const std::vector<double>& second);

}  // namespace unmask
