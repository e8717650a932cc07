// Which word did it: do the token lab's maps of a word cover the thing the word names?
#include <algorithm>
#include <cmath>

#include "core/engine/lab.h"
#include "core/eval/composed_plan.h"
#include "core/eval/eval_context.h"
#include "core/lab/what_if.h"

namespace unmask {
namespace {

constexpr const char* kText =
    "Prompts with two named things that stand beside or above each other. Where a thing is found in the "
    "picture, its own "
    "cells are those whose middle lies in its box; a map of the words that name it covers them as well as "
    "the area under "
    "its ROC curve says: the probability that a cell of the thing has a larger value than another cell, ties "
    "counting half. "
    "What-if: the words left out, the run repeated with the same draws; a cell's value is larger the earlier "
    "it came out "
    "otherwise, and nothing where it never did. One step: how far the step's distribution for the cell moves "
    "without the "
    "words, averaged over the steps that had the cell masked. Attention: what the cell's position gave the "
    "words' tokens, "
    "averaged over steps, layers and heads. Chance is one half. The other thing's cells are the control: a "
    "map that only "
    "finds things, not this thing, would cover them as well.";

struct Thing {
  PromptWord words;  ///< the label, as one stretch of the prompt
  std::vector<uint8_t> own, others;
};

/// The three maps of one stretch of words, [cells] each.
struct WordMaps {
  std::vector<float> whatIf, oneStep, attention;
};

struct Covered {
  std::vector<double> own, others;
  std::vector<int> groups;
};

class WordJudge {
 public:
  WordJudge(EvalContext& context, Lab& lab)
      : m_context(context), m_engine(context.maker.engine()), m_lab(lab), m_info(m_engine.info()) {}

  Result<ReportSection> run(const std::vector<ComposedPrompt>& prompts) {
    m_section.text = kText;
    m_context.maker.beginStage(m_section.title, static_cast<int>(prompts.size()));
    for (const ComposedPrompt& prompt : prompts) {
      UNMASK_CHECK(judge(prompt));
      ++m_prompt;
      UNMASK_CHECK(m_context.maker.done());
    }
    addFigures(static_cast<int>(prompts.size()));
    return std::move(m_section);
  }

 private:
  Result<void> judge(const ComposedPrompt& prompt) {
    const GenerationRequest request =
        PictureMaker::requestFor(prompt.caption, m_context.options.seed, m_context.options.preset);
    UNMASK_TRY(RunImage made, m_context.maker.record(request));
    for (const Thing& thing : thingsIn(prompt, made.picture)) {
      UNMASK_TRY(const WordMaps maps, mapsOf(made.trace, thing.words));
      add(prompt, thing, maps);
    }
    return {};
  }

  /// The named things that are found in the picture, with their cells.
  std::vector<Thing> thingsIn(const ComposedPrompt& prompt, const ImageBuffer& picture) const {
    const auto found = ThingFinder(m_context.gallery, prompt.style).find(picture, 2);
    std::vector<Thing> things;
    for (size_t i = 0; i < 2; ++i) {
      const std::string& label = prompt.things[i].label;
      const size_t begin = prompt.caption.find(label);
      const int at = findConcept(found, m_context.gallery, prompt.things[i].conceptId, 1);
      if (at < 0 || begin == std::string::npos) continue;
      Thing thing;
      thing.words.text = label;
      thing.words.begin = begin;
      thing.words.end = begin + label.size();
      thing.own = cellsOf(found[static_cast<size_t>(at)].box, picture);
      thing.others.assign(thing.own.size(), 0);
      for (size_t other = 0; other < found.size(); ++other) {
        if (static_cast<int>(other) == at) continue;
        const std::vector<uint8_t> cells = cellsOf(found[other].box, picture);
        for (size_t cell = 0; cell < cells.size(); ++cell)
          thing.others[cell] |= static_cast<uint8_t>(cells[cell] & ~thing.own[cell] & 1);
      }
      things.push_back(std::move(thing));
    }
    return things;
  }

  std::vector<uint8_t> cellsOf(const Box& box, const ImageBuffer& picture) const {
    std::vector<uint8_t> cells;
    for (int row = 0; row < m_info.gridHeight; ++row) {
      for (int column = 0; column < m_info.gridWidth; ++column) {
        const double x = (column + 0.5) * picture.width / m_info.gridWidth;
        const double y = (row + 0.5) * picture.height / m_info.gridHeight;
        cells.push_back(x >= box.left && x < box.right && y >= box.top && y < box.bottom);
      }
    }
    return cells;
  }

  Result<WordMaps> mapsOf(const Trace& trace, PromptWord words) {
    const size_t cells = trace.states.front().tokens.cellCount();
    WordMaps maps{std::vector<float>(cells), std::vector<float>(cells), std::vector<float>(cells)};
    UNMASK_CHECK(findTokens(trace.request.prompt, words));
    const GenerationRequest without = requestWithout(trace, words);
    UNMASK_TRY(const WhatIf otherwise, whatIf(m_engine, trace, without, m_context.maker.stop()));
    const auto states = static_cast<float>(trace.states.size());
    for (size_t cell = 0; cell < cells; ++cell) {
      if (otherwise.difference.differs[cell] != 0)
        maps.whatIf[cell] = states - static_cast<float>(otherwise.difference.firstDifference[cell]);
    }
    std::vector<float> masked(cells);
    for (size_t step = 0; step < trace.records.size(); ++step) {
      const DecodeState& before = trace.states[step];
      UNMASK_TRY(const AblationChange change,
                 m_lab.compareTexts(trace.request, before, {without.prompt}, m_context.maker.stop()));
      UNMASK_TRY(const AttentionMaps attention, m_lab.attention(trace.request, before, {}));
      for (size_t cell = 0; cell < cells; ++cell) {
        if (before.fixedAtStep[cell] == DecodeState::kMasked) {
          maps.oneStep[cell] += change.change[cell];
          ++masked[cell];
        }
        for (int t = words.firstToken; t < words.firstToken + words.tokenCount && t < attention.tokenCount;
             ++t)
          maps.attention[cell] += attention.weights[static_cast<size_t>(t) * cells + cell];
      }
    }
    for (size_t cell = 0; cell < cells; ++cell) maps.oneStep[cell] /= std::max(1.0F, masked[cell]);
    return maps;
  }

  /// The stretch's tokens: from its first word's to its last word's.
  Result<void> findTokens(const std::string& prompt, PromptWord& stretch) const {
    UNMASK_TRY(const std::vector<PromptWord> words, promptWords(m_engine, prompt));
    for (const PromptWord& word : words) {
      if (word.begin < stretch.begin || word.end > stretch.end) continue;
      if (stretch.tokenCount == 0) stretch.firstToken = word.firstToken;
      stretch.tokenCount = word.firstToken + word.tokenCount - stretch.firstToken;
    }
    return {};
  }

  void add(const ComposedPrompt& prompt, const Thing& thing, const WordMaps& maps) {
    const auto covers = [&](Covered& covered, const std::vector<float>& map) {
      const double own = areaUnderCurve(map, thing.own);
      covered.own.push_back(own);
      covered.others.push_back(areaUnderCurve(map, thing.others));
      covered.groups.push_back(m_prompt);
      return own;
    };
    const double whatIf = covers(m_whatIf, maps.whatIf);
    const double oneStep = covers(m_oneStep, maps.oneStep);
    const double attention = covers(m_attention, maps.attention);
    m_overChance.push_back(whatIf > 0.5 ? 1 : whatIf == 0.5 ? 0.5 : 0);
    m_overAttention.push_back(whatIf > attention ? 1 : whatIf == attention ? 0.5 : 0);
    m_stepOverAttention.push_back(oneStep > attention ? 1 : oneStep == attention ? 0.5 : 0);
    m_section.items.push_back({{"prompt", prompt.caption},
                               {"words", thing.words.text},
                               {"own_cells", std::count(thing.own.begin(), thing.own.end(), 1)},
                               {"what_if", rounded(whatIf)},
                               {"one_step", rounded(oneStep)},
                               {"attention", rounded(attention)}});
  }

  void addArea(const char* id, const char* title, const Covered& covered) {
    Figure figure = figureFrom(id, title, covered.own, covered.groups, FigureUnit::Number);
    figure.chance = 0.5;
    figure.references.push_back({"other_thing", "the same map on the other thing's cells",
                                 meanOf(covered.others), bootstrapMean(covered.others, covered.groups)});
    m_section.figures.push_back(std::move(figure));
  }

  void addShare(const char* id, const char* title, const std::vector<double>& outcomes,
                const std::string& note) {
    Figure figure = figureFrom(id, title, outcomes, m_whatIf.groups);
    figure.chance = 0.5;
    figure.note = note;
    m_section.figures.push_back(std::move(figure));
  }

  void addFigures(int prompts) {
    if (m_whatIf.own.empty()) {
      m_section.missing.push_back({"words.what_if_area",
                                   "cells of a thing under the what-if map of its words",
                                   "no named thing was found"});
      return;
    }
    const std::string note = std::to_string(m_whatIf.own.size()) + " things found in the pictures of " +
                             std::to_string(prompts) + " prompts; equal counts half";
    addArea("words.what_if_area", "what-if map over the thing's own cells, area under the curve", m_whatIf);
    addArea("words.one_step_area", "one-step map, likewise", m_oneStep);
    addArea("words.attention_area", "attention map, likewise", m_attention);
    addShare("words.what_if_over_chance", "what-if map covers the thing better than chance", m_overChance,
             note);
    addShare("words.what_if_over_attention", "what-if map covers it better than attention", m_overAttention,
             note);
    addShare("words.one_step_over_attention", "one-step map covers it better than attention",
             m_stepOverAttention, note);
  }

  EvalContext& m_context;
  Engine& m_engine;
  Lab& m_lab;
  const ModelInfo& m_info;
  int m_prompt = 0;
  Covered m_whatIf, m_oneStep, m_attention;
  std::vector<double> m_overChance, m_overAttention, m_stepOverAttention;
  ReportSection m_section{.id = "words", .title = "Which word did it"};
};

}  // namespace

Result<ReportSection> judgeWords(EvalContext& context) {
  const auto prompts = sampledScenes(context.dataset, SceneKind::Related, context.options.sizes.wordPrompts,
                                     context.options.seed + 1);
  Lab* lab = context.maker.engine().lab();
  if (lab != nullptr && !prompts.empty() && !context.dataset.heldOutRelations.empty())
    return WordJudge(context, *lab).run(prompts);
  ReportSection section{.id = "words", .title = "Which word did it", .text = kText};
  section.missing.push_back(
      {"words.what_if_area", "cells of a thing under the what-if map of its words",
       lab == nullptr ? "this engine cannot be looked into" : "the dataset holds no scenes"});
  return section;
}

}  // namespace unmask
