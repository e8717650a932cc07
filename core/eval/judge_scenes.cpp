// Two things and how they stand; one to three of a kind.
#include <algorithm>

#include "core/eval/eval_context.h"

namespace unmask {
namespace {

std::vector<const ComposedPrompt*> chosenPrompts(const EvalPlan& plan, int limit,
                                                 bool (*wanted)(const ComposedPrompt&)) {
  std::vector<const ComposedPrompt*> chosen;
  for (const ComposedPrompt& prompt : plan.composed) {
    if (wanted(prompt) && static_cast<int>(chosen.size()) < limit) chosen.push_back(&prompt);
  }
  return chosen;
}

bool isSeenScene(const ComposedPrompt& p) {
  return p.things.size() == 2 && p.relation && !p.heldOut;
}
bool isHeldOutScene(const ComposedPrompt& p) {
  return p.things.size() == 2 && p.relation && p.heldOut;
}
bool isCount(const ComposedPrompt& p) {
  return p.things.size() == 1 && p.things[0].count > 1;
}

/// Outcomes of one kind of scene (trained on or held out).
class SceneJudge {
 public:
  SceneJudge(EvalContext& context, ReportSection& section, bool heldOut)
      : m_context(context), m_section(section), m_heldOut(heldOut) {}

  Result<void> run() {
    const auto prompts = chosenPrompts(m_context.plan, m_context.options.sizes.scenePrompts,
                                       m_heldOut ? isHeldOutScene : isSeenScene);
    const std::string prefix = m_heldOut ? "scene.held_out_" : "scene.";
    const std::string suffix = m_heldOut ? ", held-out combinations" : "";
    if (prompts.empty()) {
      m_section.missing.push_back(
          {prefix + "both", "both things of a scene found" + suffix, "the dataset holds no such scenes"});
      return {};
    }
    PictureSheet sheet{m_heldOut ? "scenes_held_out" : "scenes",
                       "Scenes" + suffix,
                       "The first prompts in the order of the dataset.",
                       6,
                       {}};
    m_context.maker.beginStage("Scenes" + suffix, static_cast<int>(prompts.size()));
    for (const ComposedPrompt* prompt : prompts) UNMASK_CHECK(judge(*prompt, sheet));
    addFigures(prompts, prefix, suffix);
    m_section.sheets.push_back(std::move(sheet));
    return {};
  }

 private:
  SceneVerdict verdictOf(const std::vector<FoundThing>& things, const ComposedPrompt& asked) const {
    return judgeScene(things, m_context.gallery, asked.things[0].conceptId, asked.things[1].conceptId,
                      *asked.relation, 1);
  }

  std::vector<FoundThing> thingsOf(const ImageBuffer& picture, const ComposedPrompt& prompt) const {
    return ThingFinder(m_context.gallery, prompt.style).find(picture, 2);
  }

  Result<void> judge(const ComposedPrompt& prompt, PictureSheet& sheet) {
    const uint64_t seed = m_context.options.seed;
    UNMASK_TRY(ImageBuffer picture, m_context.maker.make(prompt.caption, seed, m_context.options.preset));
    m_things.push_back(thingsOf(picture, prompt));
    const SceneVerdict verdict = verdictOf(m_things.back(), prompt);
    m_both.push_back(verdict.firstFound && verdict.secondFound);
    m_either.push_back(verdict.firstFound || verdict.secondFound);
    if (m_both.back() > 0) m_relation.push_back(verdict.relationRight);
    if (!prompt.truth.empty()) {
      const SceneVerdict truth = verdictOf(thingsOf(prompt.truth, prompt), prompt);
      m_truth.push_back(truth.firstFound && truth.secondFound);
      if (m_truth.back() > 0) m_truthRelation.push_back(truth.relationRight);
    }
    std::string seen;
    for (const FoundThing& thing : m_things.back()) {
      if (thing.matches.empty()) continue;
      seen += (seen.empty() ? "" : ", ") + m_context.gallery[thing.matches.front().entry].label;
    }
    m_section.items.push_back({{"prompt", prompt.caption},
                               {"seed", seed},
                               {"held_out", m_heldOut},
                               {"seen", seen},
                               {"first", verdict.firstFound},
                               {"second", verdict.secondFound},
                               {"relation", verdict.relationRight}});
    if (sheet.cells.size() < 24)
      sheet.cells.push_back({{std::move(picture)}, prompt.caption, "sees " + seen, verdict.relationRight});
    return m_context.maker.done();
  }

  void addFigures(const std::vector<const ComposedPrompt*>& prompts, const std::string& prefix,
                  const std::string& suffix) {
    std::vector<double> crossed;  // everybody's picture against everybody else's question, in the same style
    for (size_t i = 0; i < m_things.size(); ++i) {
      for (size_t j = 0; j < prompts.size(); ++j) {
        if (i == j || prompts[i]->style != prompts[j]->style) continue;
        const SceneVerdict verdict = verdictOf(m_things[i], *prompts[j]);
        crossed.push_back(verdict.firstFound && verdict.secondFound);
      }
    }
    Figure both = figureFrom(prefix + "both", "both things of a scene found" + suffix, m_both);
    if (!crossed.empty()) both.chance = meanOf(crossed);
    both.aim = 0.6;
    both.note = "chance: the same pictures against the other prompts of the style";
    addTruth(both, m_truth);
    m_section.figures.push_back(std::move(both));
    m_section.figures.push_back(
        figureFrom(prefix + "either", "at least one of them found" + suffix, m_either));
    if (m_relation.empty()) {
      m_section.missing.push_back(
          {prefix + "relation", "relation right" + suffix, "in no scene both were found"});
      return;
    }
    Figure relation =
        figureFrom(prefix + "relation", "relation right where both were found" + suffix, m_relation);
    relation.chance = 0.25;
    relation.aim = 0.8;
    addTruth(relation, m_truthRelation);
    m_section.figures.push_back(std::move(relation));
  }

  static void addTruth(Figure& figure, const std::vector<double>& truth) {
    if (truth.empty()) return;
    figure.references.push_back(
        {"true_pictures", "the true scenes, judged alike", meanOf(truth), bootstrapShare(truth)});
  }

  EvalContext& m_context;
  ReportSection& m_section;
  bool m_heldOut;
  std::vector<std::vector<FoundThing>> m_things;
  std::vector<double> m_both, m_either, m_relation, m_truth, m_truthRelation;
};

Result<void> judgeCounts(EvalContext& context, ReportSection& section) {
  const auto prompts = chosenPrompts(context.plan, context.options.sizes.countPrompts, isCount);
  if (prompts.empty()) {
    section.missing.push_back({"count.right", "count right", "the dataset holds no such prompts"});
    return {};
  }
  PictureSheet sheet{"counts", "Several of a kind", "The first prompts in the order of the dataset.", 6, {}};
  context.maker.beginStage("Several of a kind", static_cast<int>(prompts.size()));
  std::vector<double> right, rightKind, truth, crossed;
  std::vector<int> counted;
  for (const ComposedPrompt* prompt : prompts) {
    const uint64_t seed = context.options.seed;
    UNMASK_TRY(ImageBuffer picture, context.maker.make(prompt->caption, seed, context.options.preset));
    const int wanted = prompt->things[0].count;
    counted.push_back(countThings(findRegions(picture)));
    const auto things = ThingFinder(context.gallery, prompt->style).find(picture, 3);
    const bool isKind = findConcept(things, context.gallery, prompt->things[0].conceptId, 1) >= 0;
    right.push_back(counted.back() == wanted);
    rightKind.push_back(right.back() > 0 && isKind);
    if (!prompt->truth.empty()) truth.push_back(countThings(findRegions(prompt->truth)) == wanted);
    section.items.push_back({{"prompt", prompt->caption},
                             {"seed", seed},
                             {"asked", wanted},
                             {"counted", counted.back()},
                             {"kind", isKind}});
    if (sheet.cells.size() < 18)
      sheet.cells.push_back({{std::move(picture)},
                             prompt->caption,
                             "counts " + std::to_string(counted.back()),
                             counted.back() == wanted});
    UNMASK_CHECK(context.maker.done());
  }
  for (const int count : counted) {
    for (const ComposedPrompt* prompt : prompts) crossed.push_back(count == prompt->things[0].count);
  }
  Figure figure = figureFrom("count.right", "count right", right);
  figure.chance = meanOf(crossed);
  figure.aim = 0.7;
  figure.note = "chance: the same pictures against the counts of all prompts";
  if (!truth.empty())
    figure.references.push_back(
        {"true_pictures", "the true pictures, judged alike", meanOf(truth), bootstrapShare(truth)});
  section.figures.push_back(std::move(figure));
  section.figures.push_back(
      figureFrom("count.right_kind", "count right, and at least one is the thing", rightKind));
  section.sheets.push_back(std::move(sheet));
  return {};
}

}  // namespace

Result<ReportSection> judgeScenes(EvalContext& context) {
  ReportSection section{.id = "scenes", .title = "Scenes: things, relations, counts"};
  section.text =
      "Every true picture of the asked style, half as large as the scene and laid over its background, is "
      "moved over the "
      "scene; the one that explains most of it is a thing, and the same is asked of the rest. A thing is "
      "found when its true "
      "picture explains its place best of all. Counting: connected parts that differ from the background, "
      "joined when "
      "small and cut at their waist when longer than a thing. Chance for the relation: one of four.";
  UNMASK_CHECK(SceneJudge(context, section, false).run());
  UNMASK_CHECK(SceneJudge(context, section, true).run());
  UNMASK_CHECK(judgeCounts(context, section));
  return section;
}

}  // namespace unmask
