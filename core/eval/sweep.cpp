// Which guidance, temperature, order and number of steps draw best.
#include <algorithm>

#include "core/eval/eval_context.h"
#include "core/eval/retrieval.h"
#include "core/eval/sweep.h"
#include "core/io/request_names.h"

namespace unmask {
namespace {

struct Outcome {
  SamplingPreset preset;
  std::vector<double> reciprocal, top1, distance;
  double score() const { return meanOf(reciprocal); }
};

/// The better score first; of equals the smaller distance, then the fewer steps.
bool isBetter(const Outcome& a, const Outcome& b) {
  if (a.score() != b.score()) return a.score() > b.score();
  const double da = meanOf(a.distance);
  const double db = meanOf(b.distance);
  if (da != db) return da < db;
  return a.preset.steps < b.preset.steps;
}

class Sweep {
 public:
  explicit Sweep(EvalContext& context) : m_context(context) {
    // Both kinds in turn, so that the choice is not made on what was memorised alone.
    const auto& seen = context.plan.seen;
    const auto& heldOut = context.plan.heldOut;
    const auto limit = static_cast<size_t>(std::max(1, context.options.sizes.sweepPrompts));
    for (size_t i = 0; i < std::max(seen.size(), heldOut.size()) && m_prompts.size() < limit; ++i) {
      if (i < seen.size()) m_prompts.push_back(seen[i]);
      if (i < heldOut.size() && m_prompts.size() < limit) m_prompts.push_back(heldOut[i]);
    }
  }

  Result<ReportSection> run() {
    ReportSection section{.id = "sweep", .title = "Sampling sweep"};
    section.text =
        "First guidance, order and (for the confidence order, the only one it matters to) temperature at 12 "
        "steps, "
        "then the best four of them at 4, 8, 12 and 16 steps. Score: mean over the prompts of 1 / rank of "
        "the true "
        "picture within its style; of equal scores the smaller mean distance to the true picture wins, then "
        "the "
        "fewer steps.";
    if (m_prompts.empty()) {
      section.missing.push_back({"sweep.best_score", "sampling sweep", "there are no prompts"});
      return section;
    }
    UNMASK_CHECK(tryAll("Sweep of guidance, order, temperature", sweepPresets(m_context.options.preset)));
    std::vector<Outcome> best = m_outcomes;
    std::ranges::stable_sort(best, isBetter);
    best.resize(std::min<size_t>(4, best.size()));
    std::vector<SamplingPreset> presets;
    for (const Outcome& outcome : best) {
      for (const int steps : {4, 8, 16}) {
        presets.push_back(outcome.preset);
        presets.back().steps = steps;
      }
    }
    UNMASK_CHECK(tryAll("Sweep of steps", presets));
    report(section);
    return section;
  }

 private:
  Result<void> tryAll(const std::string& stage, const std::vector<SamplingPreset>& presets) {
    m_context.maker.beginStage(stage, static_cast<int>(presets.size() * m_prompts.size()));
    for (const SamplingPreset& preset : presets) {
      Outcome outcome{preset, {}, {}, {}};
      for (const PairPrompt& prompt : m_prompts) {
        UNMASK_TRY(const ImageBuffer picture,
                   m_context.maker.make(prompt.caption, m_context.options.seed, preset));
        const Retrieval found = retrieve(m_context.gallery, featureOf(picture), prompt.entry,
                                         inStyle(m_context.gallery[prompt.entry].style));
        outcome.reciprocal.push_back(1.0 / std::max(1, found.rank));
        outcome.top1.push_back(found.rank == 1);
        outcome.distance.push_back(found.distance);
        UNMASK_CHECK(m_context.maker.done());
      }
      m_outcomes.push_back(std::move(outcome));
    }
    return {};
  }

  void report(ReportSection& section) {
    std::ranges::stable_sort(m_outcomes, isBetter);
    ReportTable table{"sweep",
                      "All that were tried, the best first",
                      {"guidance", "temperature", "order", "steps", "score", "score low", "score high",
                       "top-1", "distance"},
                      {}};
    for (const Outcome& o : m_outcomes) {
      const Interval interval = bootstrapMean(o.reciprocal);
      table.rows.push_back({rounded(o.preset.guidanceScale), rounded(o.preset.temperatureStart),
                            std::string(nameOf(o.preset.order)), o.preset.steps, rounded(o.score()),
                            rounded(interval.low), rounded(interval.high), rounded(meanOf(o.top1)),
                            rounded(meanOf(o.distance))});
    }
    const Outcome& best = m_outcomes.front();
    Figure figure =
        figureFrom("sweep.best_score", "score of the best preset", best.reciprocal, {}, FigureUnit::Number);
    figure.note = "chosen and measured on the same prompts, hence a little too good";
    section.figures.push_back(std::move(figure));
    section.tables.push_back(std::move(table));
    std::vector<SamplingPreset> presets = {best.preset};
    presets.front().name = "default";
    const auto fast = std::ranges::find_if(m_outcomes, [](const Outcome& o) { return o.preset.steps <= 8; });
    if (fast != m_outcomes.end() && best.preset.steps > 8) {
      presets.push_back(fast->preset);
      presets.back().name = "fast";
    }
    section.items = presetsJson(presets);
  }

  EvalContext& m_context;
  std::vector<PairPrompt> m_prompts;
  std::vector<Outcome> m_outcomes;
};

}  // namespace

std::vector<SamplingPreset> sweepPresets(const SamplingPreset& base) {
  std::vector<SamplingPreset> presets;
  for (const float guidance : {1.0f, 1.5f, 2.0f, 3.0f, 5.0f}) {
    const auto add = [&](RevealOrder order, float temperature) {
      SamplingPreset preset = base;
      preset.steps = 12;
      preset.guidanceScale = guidance;
      preset.order = order;
      preset.temperatureStart = temperature;
      preset.temperatureEnd = 0;
      presets.push_back(preset);
    };
    for (const float temperature : {0.5f, 2.0f, 4.5f}) add(RevealOrder::Confidence, temperature);
    add(RevealOrder::Halton, base.temperatureStart);
    add(RevealOrder::Random, base.temperatureStart);
  }
  return presets;
}

nlohmann::ordered_json presetsJson(const std::vector<SamplingPreset>& presets) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const SamplingPreset& p : presets) {
    json.push_back({{"name", p.name},
                    {"steps", p.steps},
                    {"guidance_scale", rounded(p.guidanceScale)},
                    {"temperature_start", rounded(p.temperatureStart)},
                    {"temperature_end", rounded(p.temperatureEnd)},
                    {"schedule", nameOf(p.schedule)},
                    {"order", nameOf(p.order)}});
  }
  return json;
}

Result<ReportSection> sweepSampling(EvalContext& context) {
  return Sweep(context).run();
}

}  // namespace unmask
