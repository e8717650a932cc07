// What the dice do: how much pictures of one prompt differ, and how many steps they need.
#include <algorithm>
#include <set>

#include "core/eval/eval_context.h"
#include "core/eval/retrieval.h"

namespace unmask {
namespace {

/// Mean distance over all pairs of a group; nothing for fewer than two.
std::optional<double> meanPairwise(const std::vector<Feature>& features) {
  std::vector<double> distances;
  for (size_t i = 0; i < features.size(); ++i) {
    for (size_t j = i + 1; j < features.size(); ++j)
      distances.push_back(distanceBetween(features[i], features[j]));
  }
  if (distances.empty()) return std::nullopt;
  return meanOf(distances);
}

/// Distance between the true styles of a concept.
std::optional<double> betweenStyles(const Gallery& gallery, const std::string& conceptId) {
  std::vector<Feature> features;
  for (const GalleryEntry& entry : gallery.entries()) {
    if (entry.conceptId == conceptId) features.push_back(entry.whole);
  }
  return meanPairwise(features);
}

/// The first prompts of distinct concepts, in the plan's order.
std::vector<PairPrompt> distinctConcepts(const EvalContext& context, int limit) {
  std::vector<PairPrompt> chosen;
  std::set<std::string> taken;
  for (const PairPrompt& prompt : context.plan.seen) {
    if (static_cast<int>(chosen.size()) >= limit) break;
    if (taken.insert(context.gallery[prompt.entry].conceptId).second) chosen.push_back(prompt);
  }
  return chosen;
}

struct StepOutcome {
  std::vector<double> top1, top5, distance;
};

}  // namespace

Result<ReportSection> judgeDiversity(EvalContext& context) {
  ReportSection section{.id = "diversity", .title = "Diversity over seeds"};
  const int seeds = context.options.sizes.diversitySeeds;
  section.text =
      "Mean distance between the pictures of one prompt under " + std::to_string(seeds) +
      " seeds, averaged over prompts; beside it the mean distance between the true styles of the same "
      "concepts. Once with prompts that leave the style open, once with the style named.";
  const auto prompts = distinctConcepts(context, context.options.sizes.diversityConcepts);
  if (prompts.empty() || seeds < 2) {
    section.missing.push_back({"diversity.open", "distance over seeds", "there are no seen prompts"});
    return section;
  }
  PictureSheet sheet{
      "diversity", "Seeds side by side", "One row a prompt, the first prompts in order.", 2, {}};
  context.maker.beginStage(section.title, static_cast<int>(prompts.size()) * 2);
  std::vector<double> open, named, styles;
  for (const PairPrompt& prompt : prompts) {
    const GalleryEntry& entry = context.gallery[prompt.entry];
    if (const auto distance = betweenStyles(context.gallery, entry.conceptId)) styles.push_back(*distance);
    const std::string plain = context.dataset.pictures[entry.picture].captions.front();
    for (const bool isOpen : {true, false}) {
      const std::string& caption = isOpen ? plain : prompt.caption;
      std::vector<Feature> features;
      SheetCell cell{{}, caption, "", std::nullopt};
      for (int k = 0; k < seeds; ++k) {
        const uint64_t seed = context.options.seed + static_cast<uint64_t>(k);
        UNMASK_TRY(ImageBuffer picture, context.maker.make(caption, seed, context.options.preset));
        features.push_back(featureOf(picture));
        cell.pictures.push_back(std::move(picture));
      }
      const double distance = meanPairwise(features).value_or(0);
      (isOpen ? open : named).push_back(distance);
      section.items.push_back({{"prompt", caption}, {"seeds", seeds}, {"distance", rounded(distance)}});
      if (sheet.cells.size() < 16) sheet.cells.push_back(std::move(cell));
      UNMASK_CHECK(context.maker.done());
    }
  }
  for (const bool isOpen : {true, false}) {
    Figure figure =
        figureFrom(isOpen ? "diversity.open" : "diversity.named",
                   isOpen ? "distance over seeds, style left open" : "distance over seeds, style named",
                   isOpen ? open : named, {}, FigureUnit::Number);
    if (!styles.empty())
      figure.references.push_back(
          {"between_styles", "between the true styles", meanOf(styles), bootstrapMean(styles)});
    section.figures.push_back(std::move(figure));
  }
  section.sheets.push_back(std::move(sheet));
  return section;
}

Result<ReportSection> judgeSteps(EvalContext& context) {
  ReportSection section{.id = "steps", .title = "Steps against quality"};
  section.text =
      "The same seen prompts and seed with 4, 8, 12 and 16 decoding steps, everything else as in the "
      "preset. The paper says that 12 are enough: 16 should gain nothing over 12.";
  const auto prompts = distinctConcepts(context, context.options.sizes.stepPrompts);
  if (prompts.empty()) {
    section.missing.push_back(
        {"steps.gain_16_over_12", "steps against quality", "there are no seen prompts"});
    return section;
  }
  constexpr std::array kSteps = {4, 8, 12, 16};
  std::map<int, StepOutcome> outcomes;
  PictureSheet sheet{"steps", "4, 8, 12 and 16 steps", "The first prompts in order.", 2, {}};
  context.maker.beginStage(section.title, static_cast<int>(prompts.size()));
  for (const PairPrompt& prompt : prompts) {
    const GalleryEntry& entry = context.gallery[prompt.entry];
    SheetCell cell{{}, prompt.caption, "rank", std::nullopt};
    for (const int steps : kSteps) {
      SamplingPreset preset = context.options.preset;
      preset.steps = steps;
      UNMASK_TRY(ImageBuffer picture, context.maker.make(prompt.caption, context.options.seed, preset));
      const Retrieval found =
          retrieve(context.gallery, featureOf(picture), prompt.entry, inStyle(entry.style));
      StepOutcome& outcome = outcomes[steps];
      outcome.top1.push_back(found.rank == 1);
      outcome.top5.push_back(found.rank <= 5);
      outcome.distance.push_back(found.distance);
      cell.verdict += " " + std::to_string(found.rank);
      cell.pictures.push_back(std::move(picture));
    }
    if (sheet.cells.size() < 12) sheet.cells.push_back(std::move(cell));
    UNMASK_CHECK(context.maker.done());
  }
  ReportTable table{"steps",
                    "Steps against quality",
                    {"steps", "top-1", "top-1 low", "top-1 high", "top-5", "distance to the true picture",
                     "distance low", "distance high"},
                    {}};
  for (const auto& [steps, o] : outcomes) {
    const Interval top1 = bootstrapShare(o.top1);
    const Interval distance = bootstrapMean(o.distance);
    table.rows.push_back({steps, rounded(meanOf(o.top1)), rounded(top1.low), rounded(top1.high),
                          rounded(meanOf(o.top5)), rounded(meanOf(o.distance)), rounded(distance.low),
                          rounded(distance.high)});
  }
  section.tables.push_back(std::move(table));
  std::vector<double> gain, nearer;
  for (size_t i = 0; i < prompts.size(); ++i) {
    gain.push_back(outcomes[16].top1[i] - outcomes[12].top1[i]);
    nearer.push_back(outcomes[12].distance[i] - outcomes[16].distance[i]);
  }
  Figure figure = figureFrom("steps.gain_16_over_12", "top-1 with 16 steps minus top-1 with 12", gain);
  // A difference may lie on either side.
  if (figure.value == 0 && figure.interval.low == 0) figure.interval.low = -figure.interval.high;
  figure.note = "paired over prompts; the claim holds while the interval reaches 0";
  section.figures.push_back(std::move(figure));
  Figure distance =
      figureFrom("steps.nearer_16_than_12", "how much nearer the true picture is with 16 than with 12",
                 nearer, {}, FigureUnit::Number);
  section.figures.push_back(std::move(distance));
  section.sheets.push_back(std::move(sheet));
  return section;
}

}  // namespace unmask
