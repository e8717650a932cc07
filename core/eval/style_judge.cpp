#include "core/eval/style_judge.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/data/picture_fit.h"
#include "core/eval/features.h"
#include "core/io/image_codec.h"

namespace unmask {
namespace {

struct Drawn {
  ImageBuffer picture;
  TokenGrid tokens;
};

/// The concepts of true pictures and what they look like.
using Gallery = std::vector<std::pair<std::string, Feature>>;

Error stopped() {
  return {ErrorKind::Cancelled, "stopped", "", "", "", "", ""};
}

/// Is the nearest of them one of this concept?
double isNearest(const Gallery& gallery, const Feature& feature, const std::string& label) {
  const auto nearest = std::ranges::min_element(
      gallery, {}, [&](const auto& entry) { return distanceBetween(feature, entry.second); });
  return nearest != gallery.end() && nearest->first == label ? 1 : 0;
}

class Judge {
 public:
  Judge(Engine& engine, const std::vector<StyleSet>& sets, const StyleSamples& samples,
        const StyleTrial& trial, std::stop_token stop, const std::function<void(int, int)>& progress)
      : m_engine(engine),
        m_sets(sets),
        m_samples(samples),
        m_trial(trial),
        m_stop(std::move(stop)),
        m_progress(progress) {}

  Result<StyleVerdict> run() {
    UNMASK_CHECK(learnSets());
    const int total = static_cast<int>(m_trial.labels.size()) * 4;
    for (const std::string& label : m_trial.labels) {
      const std::string plain = labelWithArticle(label), asked = plain + " " + m_trial.trigger;
      const uint64_t seed = m_trial.seed + m_verdict.labels.size();
      UNMASK_TRY(Drawn base, draw(plain, seed, false));
      UNMASK_TRY(Drawn quiet, draw(plain, seed, true));
      UNMASK_TRY(const Drawn spoken, draw(asked, seed, false));
      UNMASK_TRY(Drawn learned, draw(asked, seed, true));
      m_styleWith.push_back(isStyle(learned));
      m_styleWithout.push_back(isStyle(spoken));
      m_contentWith.push_back(shows(learned, label));
      m_contentWithout.push_back(shows(base, label));
      m_driftStyle.push_back(isStyle(quiet) - isStyle(base));
      m_driftContent.push_back(shows(base, label) > shows(quiet, label) ? 1 : 0);
      m_driftCells.push_back(changed(base.tokens, quiet.tokens));
      m_verdict.labels.push_back(label);
      m_verdict.without.push_back(std::move(base.picture));
      m_verdict.with.push_back(std::move(learned.picture));
      if (m_progress) m_progress(static_cast<int>(m_verdict.labels.size()) * 4, total);
    }
    tell();
    return std::move(m_verdict);
  }

 private:
  /// What would otherwise come out after minutes, or as a figure that is nothing but low.
  Result<void> requireUsable() const {
    const auto usage = [](const std::string& message, const char* key, const std::string& found) {
      return Error{ErrorKind::Usage, message, "", key, "", found, ""};
    };
    if (m_trial.labels.empty()) return usage("there is nothing to ask for", "labels", "");
    const auto ofStyle = std::ranges::find(m_sets, m_trial.style, &StyleSet::style);
    if (ofStyle == m_sets.end() || ofStyle->pictures.pictures.empty())
      return usage("no true pictures of the style", "style", m_trial.style);
    if (std::ranges::find(m_samples.styles(), m_trial.style) == m_samples.styles().end())
      return usage("no true pictures to tell the style by", "style", m_trial.style);
    std::set<std::string> known;
    for (const StyleSet& set : m_sets)
      for (const DatasetPicture& picture : set.pictures.pictures) known.insert(picture.label);
    for (const std::string& label : m_trial.labels)
      if (!known.contains(label)) return usage("no true pictures of this", "labels", label);
    return {};
  }

  Result<void> learnSets() {
    UNMASK_CHECK(requireUsable());
    for (const StyleSet& set : m_sets)
      for (const DatasetPicture& picture : set.pictures.pictures)
        m_gallery.push_back({picture.label, featureOf(flattenToRgb(picture.rgba))});
    const auto& samples = m_samples.samples();
    const int count = static_cast<int>(m_samples.styles().size());
    m_style =
        static_cast<int>(std::ranges::find(m_samples.styles(), m_trial.style) - m_samples.styles().begin());
    m_classifier = StyleClassifier::train(samples, count, m_stop);
    const std::vector<int> taken = StyleClassifier::crossValidated(samples, count, m_stop);
    if (m_stop.stop_requested()) return stopped();
    int right = 0, rightOfStyle = 0, ofStyle = 0;
    for (size_t i = 0; i < samples.size(); ++i) {
      const bool isRight = taken[i] == samples[i].style;
      right += isRight;
      if (samples[i].style == m_style) ++ofStyle, rightOfStyle += isRight;
    }
    m_verdict.classifierAccuracy = static_cast<double>(right) / static_cast<double>(samples.size());
    m_verdict.styleRecall = static_cast<double>(rightOfStyle) / ofStyle;
    return {};
  }

  Result<Drawn> draw(const std::string& prompt, uint64_t seed, bool withAdapter) {
    GenerationRequest request;
    request.prompt = prompt;
    request.seed = seed;
    request.steps = m_trial.preset.steps;
    request.guidanceScale = m_trial.preset.guidanceScale;
    request.temperatureStart = m_trial.preset.temperatureStart;
    request.temperatureEnd = m_trial.preset.temperatureEnd;
    request.schedule = m_trial.preset.schedule;
    request.order = m_trial.preset.order;
    if (withAdapter) request.adapters = {m_trial.adapter};
    UNMASK_TRY(RunOutcome outcome, m_engine.run(request, {}, m_stop));
    return Drawn{std::move(outcome.images.front().picture), std::move(outcome.images.front().tokens)};
  }

  double isStyle(const Drawn& drawn) const {
    return m_classifier.styleOf(codeBagOf(drawn.tokens)) == m_style ? 1 : 0;
  }

  double shows(const Drawn& drawn, const std::string& label) const {
    return isNearest(m_gallery, featureOf(drawn.picture), label);
  }

  static double changed(const TokenGrid& a, const TokenGrid& b) {
    size_t count = 0;
    for (size_t i = 0; i < a.tokenIds.size(); ++i) count += a.tokenIds[i] != b.tokenIds[i];
    return static_cast<double>(count) / static_cast<double>(a.tokenIds.size());
  }

  void tell() {
    const auto add = [this](const char* id, const char* title, const std::vector<double>& values,
                            bool isShare) {
      m_verdict.figures.push_back({id, title, meanOf(values),
                                   isShare ? bootstrapShare(values) : bootstrapMean(values),
                                   static_cast<int>(values.size())});
    };
    add("style.with", "taken for the new style, with the adapter", m_styleWith, true);
    add("style.without", "taken for the new style, same prompts without it", m_styleWithout, true);
    add("content.with", "concept recognised, with the adapter", m_contentWith, true);
    add("content.without", "concept recognised, plain prompts of the model", m_contentWithout, true);
    add("content.true", "true pictures of the style recognised among the other sets",
        sharesConcept(m_sets, m_trial.style, m_trial.labels), true);
    add("drift.style", "plain prompts that took on the style", m_driftStyle, false);
    add("drift.content", "plain prompts that lost their concept", m_driftContent, true);
    add("drift.cells", "cells of plain prompts that differ", m_driftCells, false);
  }

  Engine& m_engine;
  const std::vector<StyleSet>& m_sets;
  const StyleSamples& m_samples;
  const StyleTrial& m_trial;
  std::stop_token m_stop;
  const std::function<void(int, int)>& m_progress;
  StyleClassifier m_classifier;
  int m_style = -1;
  Gallery m_gallery;
  std::vector<double> m_styleWith, m_styleWithout, m_contentWith, m_contentWithout, m_driftStyle,
      m_driftContent, m_driftCells;
  StyleVerdict m_verdict;
};

}  // namespace

Result<void> StyleSamples::add(Engine& engine, const StyleSet& set, std::stop_token stop) {
  if (set.pictures.pictures.empty()) return {};
  const auto known = std::ranges::find(m_styles, set.style);
  const int style = static_cast<int>(known - m_styles.begin());
  if (known == m_styles.end()) m_styles.push_back(set.style);
  for (const DatasetPicture& picture : set.pictures.pictures) {
    if (stop.stop_requested()) return stopped();
    UNMASK_TRY(const TokenGrid tokens, engine.encode(flattenToRgb(picture.rgba)));
    const int group = m_groups.emplace(picture.label, static_cast<int>(m_groups.size())).first->second;
    m_samples.push_back({codeBagOf(tokens), style, group});
  }
  return {};
}

std::vector<double> sharesConcept(const std::vector<StyleSet>& sets, const std::string& style,
                                  const std::vector<std::string>& labels) {
  Gallery own, others;
  for (const StyleSet& set : sets)
    for (const DatasetPicture& picture : set.pictures.pictures)
      (set.style == style ? own : others).emplace_back(picture.label, featureOf(flattenToRgb(picture.rgba)));
  std::vector<double> shares;
  for (const auto& [label, feature] : own)
    if (std::ranges::find(labels, label) != labels.end()) shares.push_back(isNearest(others, feature, label));
  return shares;
}

std::string labelWithArticle(const std::string& label) {
  const bool isPlural = label.ends_with("s") && !label.ends_with("ss") && !label.ends_with("us");
  if (isPlural || label.empty()) return label;
  return (std::string_view("aeiou").find(label.front()) != std::string_view::npos ? "an " : "a ") + label;
}

Result<StyleVerdict> judgeStyle(Engine& engine, const std::vector<StyleSet>& sets,
                                const StyleSamples& samples, const StyleTrial& trial, std::stop_token stop,
                                const std::function<void(int, int)>& progress) {
  return Judge(engine, sets, samples, trial, std::move(stop), progress).run();
}

nlohmann::json toJson(const StyleVerdict& verdict) {
  nlohmann::json json = {{"classifier_accuracy", verdict.classifierAccuracy},
                         {"style_recall", verdict.styleRecall},
                         {"labels", verdict.labels},
                         {"figures", nlohmann::json::array()}};
  for (const StyleFigure& f : verdict.figures)
    json["figures"].push_back({{"id", f.id},
                               {"title", f.title},
                               {"value", f.value},
                               {"interval", {f.interval.low, f.interval.high}},
                               {"samples", f.samples}});
  return json;
}

}  // namespace unmask
