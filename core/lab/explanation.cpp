#include "core/lab/explanation.h"

#include <algorithm>
#include <set>

#include "core/lab/word_measures.h"

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

  std::vector<PromptWord> words() const {
    std::vector<PromptWord> out;
    for (const WordExplanation& word : m_out.words) out.push_back(word.word);
    return out;
  }

  Result<void> measureStep(size_t step) {
    UNMASK_TRY(StepWords measured,
               measureStepWords(m_lab, m_out.trace.request, m_out.trace.states[step], words(),
                                m_options.attention, m_options.ablation, m_stop));
    m_out.steps[step].attention = std::move(measured.attention);
    m_out.steps[step].ablation = std::move(measured.ablation);
    return advance();
  }

  void summarise() {
    std::vector<StepWords> steps;
    for (const StepExplanation& step : m_out.steps) steps.push_back({step.attention, step.ablation});
    const std::vector<WordMeans> means = meansOf(steps, m_out.trace, m_out.words.size());
    for (size_t w = 0; w < means.size(); ++w) {
      m_out.words[w].attention = means[w].attention;
      m_out.words[w].ablation = means[w].ablation;
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
