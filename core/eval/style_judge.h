// What an adapter for a style is worth: does it give the style, does the thing stay, does the rest stay.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/engine/engine.h"
#include "core/eval/statistics.h"
#include "core/eval/style_classifier.h"

namespace unmask {

/// True pictures of one set of drawings, concepts named by `label`.
struct StyleSet {
  std::string style;
  Dataset pictures;
};

/// What the styles of sets are told apart by: the codes of all pictures one has of them, more than there are
/// concepts to ask for.
class StyleSamples {
 public:
  /// Encodes a set's pictures. A style's sets may come in parts.
  Result<void> add(Engine& engine, const StyleSet& set, std::stop_token stop);
  const std::vector<std::string>& styles() const { return m_styles; }
  const std::vector<StyleClassifier::Sample>& samples() const { return m_samples; }

 private:
  std::vector<std::string> m_styles;
  std::map<std::string, int> m_groups;  ///< by label
  std::vector<StyleClassifier::Sample> m_samples;
};

struct StyleTrial {
  std::string style;                ///< the one that was learned; names a set
  std::vector<std::string> labels;  ///< concepts to ask for; each is in some set
  std::string trigger;              ///< "in [V] style"
  AdapterReference adapter;
  SamplingPreset preset;
  uint64_t seed = 0;
};

struct StyleFigure {
  std::string id;
  std::string title;
  double value = 0;
  Interval interval;  ///< 95 %
  int samples = 0;
};

/// Figures of one trial:
/// `style.with`, `style.without`: share of outputs for "a LABEL TRIGGER" that the classifier takes for the
/// style, with the adapter and without; `content.with`, `content.without`: share of outputs whose nearest
/// true picture shows the concept, for prompts with the trigger and the adapter, and plain ones without;
/// `content.true`: the level to read those against, sharesConcept() of the style's own pictures;
/// `drift.style`: share of plain prompts' outputs with the adapter that are taken for the style, less the
/// share without; `drift.content`: share of plain prompts that lose their concept through the adapter;
/// `drift.cells`: mean share of tokens that differ.
struct StyleVerdict {
  std::vector<StyleFigure> figures;
  double classifierAccuracy = 0;  ///< on true pictures of concepts it did not see
  double styleRecall = 0;         ///< … on those of the style alone
  std::vector<std::string> labels;
  std::vector<ImageBuffer> without, with;  ///< per label: plain prompt and model; trigger and adapter
};

/// For each of `labels` that the set of `style` shows: 1 when, of the other sets' pictures, the nearest to it
/// is of the same concept. What a perfect draughtsman in that style would be told.
std::vector<double> sharesConcept(const std::vector<StyleSet>& sets, const std::string& style,
                                  const std::vector<std::string>& labels);

std::string labelWithArticle(const std::string& label);

/// `sets`: what concepts are recognised by. `samples`: what styles are told by. They must agree in nothing
/// but names. Some minutes: four pictures a label. Usage, before anything is drawn, for a style or label
/// without true pictures.
Result<StyleVerdict> judgeStyle(Engine& engine, const std::vector<StyleSet>& sets,
                                const StyleSamples& samples, const StyleTrial& trial, std::stop_token stop,
                                const std::function<void(int done, int total)>& progress = {});

nlohmann::json toJson(const StyleVerdict& verdict);

}  // namespace unmask
