#include "core/lab/explanation.h"

#include <algorithm>
#include <set>

namespace unmask {

namespace {

/// Measures step by step into an Explanation.
class Explainer {
 public:
  Explainer(Engine& engine, Lab& lab, const ExplainOptions& options, std::stop_token stop,
            const std::function<void(double)>& progress)
      : m_engine(engine), m_lab(lab), m_options(options), m_stop(std::move(stop)), m_progress(progress) {}

  Result<Explanation> run(const GenerationRequest& request) {
    UNMASK_CHECK(record(request));
    UNMASK_TRY(std::vector<PromptWord> words, promptWords(m_engine, request.prompt));
    for (PromptWord& word : words)
      if (word.tokenCount > 0) m_out.words.push_back({std::move(word), 0, 0, 0, {}});
    m_total = m_out.steps.size() + (m_options.whatIf ? m_out.words.size() : 0);
    for (size_t step = 0; step < m_out.steps.size(); ++step) UNMASK_CHECK(measureStep(step));
    summarise();
    if (m_options.whatIf)
      for (WordExplanation& word : m_out.words) UNMASK_CHECK(leaveOut(word));
    UNMASK_CHECK(drawCodes());
    agree();
    return std::move(m_out);
  }

 private:
  Result<void> record(const GenerationRequest& request) {
    if (request.batchCount != 1)
      return Error{ErrorKind::Usage,
                   "one picture is explained at a time",
                   "",
                   "batch_count",
                   "1",
                   std::to_string(request.batchCount),
                   ""};
    RunOptions options;
    options.previews = true;
    options.keepTrace = true;
    options.recordLevel = RecordLevel::Full;
    options.onStep = [this](const StepFrame& frame) { m_out.steps.push_back({frame.preview, {}, {}}); };
    UNMASK_TRY(RunOutcome outcome, m_engine.run(request, options, m_stop));
    m_out.model = m_engine.info();
    m_out.trace = std::move(outcome.images.front().trace);
    m_out.picture = std::move(outcome.images.front().picture);
    return {};
  }

  Result<void> measureStep(size_t step) {
    if (m_stop.stop_requested()) return Error{ErrorKind::Cancelled, "stopped", "", "", "", "", ""};
    const GenerationRequest& request = m_out.trace.request;
    const DecodeState& before = m_out.trace.states[step];
    StepExplanation& out = m_out.steps[step];
    const size_t cells = before.tokens.cellCount();
    if (m_options.attention) {
      UNMASK_TRY(const AttentionMaps maps, m_lab.attention(request, before, {}));
      out.attention.assign(m_out.words.size() * cells, 0);
      for (size_t w = 0; w < m_out.words.size(); ++w) {
        const PromptWord& word = m_out.words[w].word;
        for (int t = word.firstToken; t < word.firstToken + word.tokenCount && t < maps.tokenCount; ++t)
          for (size_t cell = 0; cell < cells; ++cell)
            out.attention[w * cells + cell] += maps.weights[static_cast<size_t>(t) * cells + cell];
      }
    }
    if (m_options.ablation) UNMASK_CHECK(ablate(request, before, out));
    return advance();
  }

  Result<void> ablate(const GenerationRequest& request, const DecodeState& before, StepExplanation& out) {
    constexpr size_t kAtOnce = 64;
    for (size_t first = 0; first < m_out.words.size(); first += kAtOnce) {
      std::vector<std::string> prompts;
      for (size_t w = first; w < std::min(m_out.words.size(), first + kAtOnce); ++w)
        prompts.push_back(withoutWord(request.prompt, m_out.words[w].word));
      UNMASK_TRY(const AblationChange change, m_lab.compareTexts(request, before, prompts, m_stop));
      out.ablation.insert(out.ablation.end(), change.change.begin(), change.change.end());
    }
    return {};
  }

  void summarise() {
    for (size_t w = 0; w < m_out.words.size(); ++w) {
      double attention = 0, ablation = 0;
      size_t steps = 0;
      for (size_t step = 0; step < m_out.steps.size(); ++step) {
        const StepExplanation& e = m_out.steps[step];
        const DecodeState& before = m_out.trace.states[step];
        const size_t cells = before.tokens.cellCount();
        const auto masked = std::ranges::count(before.fixedAtStep, DecodeState::kMasked);
        if (masked == 0) continue;
        ++steps;
        for (size_t cell = 0; cell < cells; ++cell) {
          if (!e.attention.empty()) attention += e.attention[w * cells + cell] / static_cast<double>(cells);
          if (!e.ablation.empty()) ablation += e.ablation[w * cells + cell] / static_cast<double>(masked);
        }
      }
      if (steps == 0) continue;
      m_out.words[w].attention = attention / static_cast<double>(steps);
      m_out.words[w].ablation = ablation / static_cast<double>(steps);
    }
  }

  Result<void> leaveOut(WordExplanation& word) {
    UNMASK_TRY(word.without, whatIf(m_engine, m_out.trace, requestWithout(m_out.trace, word.word), m_stop));
    word.cellsChanged = word.without.difference.cellsChanged;
    return advance();
  }

  Result<void> drawCodes() {
    std::set<int32_t> ids;
    for (const StepRecord& record : m_out.trace.records) {
      ids.insert(record.intended.tokenIds.begin(), record.intended.tokenIds.end());
      for (size_t i = 0; i < record.alternativeIds.size(); ++i)
        if (record.alternativeProbabilities[i] > 0) ids.insert(record.alternativeIds[i]);
    }
    m_out.codeIds.assign(ids.begin(), ids.end());
    // Drawn in runs, as ids that are used lie close together.
    for (size_t i = 0; i < m_out.codeIds.size();) {
      size_t end = i + 1;
      while (end < m_out.codeIds.size() && m_out.codeIds[end] == m_out.codeIds[end - 1] + 1) ++end;
      UNMASK_TRY(std::vector<ImageBuffer> patches,
                 m_lab.codePatches(m_out.codeIds[i], static_cast<int32_t>(end - i)));
      std::ranges::move(patches, std::back_inserter(m_out.codePatches));
      i = end;
    }
    return {};
  }

  void agree() {
    if (!m_options.whatIf) return;
    std::vector<double> attention, ablation, changed;
    for (const WordExplanation& word : m_out.words) {
      attention.push_back(word.attention);
      ablation.push_back(word.ablation);
      changed.push_back(word.cellsChanged);
    }
    if (m_options.attention) m_out.attentionAgreesWithWhatIf = rankAgreement(attention, changed);
    if (m_options.ablation) m_out.ablationAgreesWithWhatIf = rankAgreement(ablation, changed);
  }

  Result<void> advance() {
    ++m_done;
    if (m_progress) m_progress(static_cast<double>(m_done) / static_cast<double>(m_total));
    return {};
  }

  Engine& m_engine;
  Lab& m_lab;
  const ExplainOptions& m_options;
  std::stop_token m_stop;
  const std::function<void(double)>& m_progress;
  Explanation m_out;
  size_t m_done = 0, m_total = 1;
};

}  // namespace

Result<Explanation> explain(Engine& engine, const GenerationRequest& request, const ExplainOptions& options,
                            std::stop_token stop, const std::function<void(double)>& progress) {
  Lab* lab = engine.lab();
  if (lab == nullptr)
    return Error{ErrorKind::Unsupported, "this engine cannot be looked into", "", "", "", "", ""};
  return Explainer(engine, *lab, options, std::move(stop), progress).run(request);
}

}  // namespace unmask
