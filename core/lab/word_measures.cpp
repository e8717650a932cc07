#include "core/lab/word_measures.h"

#include <algorithm>

namespace unmask {

namespace {

Result<std::vector<float>> attentionOfWords(Lab& lab, const GenerationRequest& request,
                                            const DecodeState& before, const std::vector<PromptWord>& words) {
  UNMASK_TRY(const AttentionMaps maps, lab.attention(request, before, {}));
  const size_t cells = before.tokens.cellCount();
  std::vector<float> out(words.size() * cells, 0);
  for (size_t w = 0; w < words.size(); ++w) {
    const PromptWord& word = words[w];
    for (int t = word.firstToken; t < word.firstToken + word.tokenCount && t < maps.tokenCount; ++t)
      for (size_t cell = 0; cell < cells; ++cell)
        out[w * cells + cell] += maps.weights[static_cast<size_t>(t) * cells + cell];
  }
  return out;
}

Result<std::vector<float>> ablationOfWords(Lab& lab, const GenerationRequest& request,
                                           const DecodeState& before, const std::vector<PromptWord>& words,
                                           std::stop_token stop) {
  constexpr size_t kAtOnce = 64;
  std::vector<float> out;
  for (size_t first = 0; first < words.size(); first += kAtOnce) {
    std::vector<std::string> prompts;
    for (size_t w = first; w < std::min(words.size(), first + kAtOnce); ++w)
      prompts.push_back(withoutWord(request.prompt, words[w]));
    UNMASK_TRY(const AblationChange change, lab.compareTexts(request, before, prompts, stop));
    out.insert(out.end(), change.change.begin(), change.change.end());
  }
  return out;
}

}  // namespace

Result<StepWords> measureStepWords(Lab& lab, const GenerationRequest& request, const DecodeState& before,
                                   const std::vector<PromptWord>& words, bool attention, bool ablation,
                                   std::stop_token stop) {
  if (stop.stop_requested()) return Error{ErrorKind::Cancelled, "stopped", "", "", "", "", ""};
  StepWords out;
  if (attention) {
    UNMASK_TRY(out.attention, attentionOfWords(lab, request, before, words));
  }
  if (ablation) {
    UNMASK_TRY(out.ablation, ablationOfWords(lab, request, before, words, std::move(stop)));
  }
  return out;
}

std::vector<WordMeans> meansOf(const std::vector<StepWords>& steps, const TraceView& trace, size_t words) {
  std::vector<WordMeans> out(words);
  size_t counted = 0;
  for (size_t step = 0; step < steps.size() && step < trace.states.size(); ++step) {
    const DecodeState& before = trace.states[step];
    const size_t cells = before.tokens.cellCount();
    const auto masked = std::ranges::count(before.fixedAtStep, DecodeState::kMasked);
    if (masked == 0) continue;
    ++counted;
    const StepWords& measured = steps[step];
    const bool hasAttention = measured.attention.size() == words * cells;
    const bool hasAblation = measured.ablation.size() == words * cells;
    for (size_t w = 0; w < words; ++w) {
      for (size_t cell = 0; cell < cells; ++cell) {
        const size_t at = w * cells + cell;
        if (hasAttention) out[w].attention += measured.attention[at] / static_cast<double>(cells);
        if (hasAblation) out[w].ablation += measured.ablation[at] / static_cast<double>(masked);
      }
    }
  }
  for (WordMeans& word : out) {
    word.attention /= static_cast<double>(std::max<size_t>(1, counted));
    word.ablation /= static_cast<double>(std::max<size_t>(1, counted));
  }
  return out;
}

}  // namespace unmask
