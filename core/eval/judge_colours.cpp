// Is the background blue when blue was asked for, and the apple?
#include <algorithm>

#include "core/eval/colours.h"
#include "core/eval/eval_context.h"

namespace unmask {
namespace {

/// What can be read off one picture.
struct SeenColours {
  ColourName background = ColourName::White;
  bool hasBackground = false;  ///< the border is mostly of one colour
  std::array<double, kColourNames> object{};
};

SeenColours coloursIn(const ImageBuffer& rgb) {
  const Segmentation segmentation = findRegions(rgb);
  return {colourNamed(segmentation.background), segmentation.borderShare >= 0.5,
          colourShares(rgb, segmentation, boxOfObject(segmentation))};
}

bool backgroundIs(const SeenColours& seen, const std::string& word) {
  const auto names = colourNamesFor(word);
  return seen.hasBackground && std::ranges::find(names, seen.background) != names.end();
}

bool objectIs(const SeenColours& seen, const std::string& word) {
  return showsColour(seen.object, word);
}

/// One question asked of many pictures: background or object, trained or held out.
class ColourQuestion {
 public:
  ColourQuestion(std::string id, std::string title, double aim,
                 bool (*isRight)(const SeenColours&, const std::string&))
      : m_id(std::move(id)), m_title(std::move(title)), m_aim(aim), m_isRight(isRight) {}

  bool add(const SeenColours& made, const ImageBuffer& truth, const std::string& word) {
    m_made.push_back(made);
    m_words.push_back(word);
    if (!truth.empty()) m_truth.push_back(m_isRight(coloursIn(truth), word));
    return m_isRight(made, word);
  }

  void report(ReportSection& section) const {
    if (m_made.empty()) {
      section.missing.push_back({m_id, m_title, "the dataset holds no such prompts"});
      return;
    }
    std::vector<double> right, crossed;
    for (size_t i = 0; i < m_made.size(); ++i) {
      right.push_back(m_isRight(m_made[i], m_words[i]));
      for (const std::string& word : m_words) crossed.push_back(m_isRight(m_made[i], word));
    }
    Figure figure = figureFrom(m_id, m_title, right);
    figure.chance = meanOf(crossed);
    figure.aim = m_aim;
    figure.note = "chance: the same pictures against the words of all prompts";
    if (!m_truth.empty())
      figure.references.push_back(
          {"true_pictures", "the true pictures, judged alike", meanOf(m_truth), bootstrapShare(m_truth)});
    section.figures.push_back(std::move(figure));
  }

 private:
  std::string m_id;
  std::string m_title;
  double m_aim;
  bool (*m_isRight)(const SeenColours&, const std::string&);
  std::vector<SeenColours> m_made;
  std::vector<std::string> m_words;
  std::vector<double> m_truth;
};

/// The first `limit` prompts of each question: background or object, trained on or held out.
std::vector<const ComposedPrompt*> colourPrompts(const EvalPlan& plan, int limit) {
  std::vector<const ComposedPrompt*> chosen;
  std::array<int, 4> counts{};
  for (const ComposedPrompt& prompt : plan.composed) {
    if (prompt.things.size() != 1 || prompt.things[0].count != 1) continue;
    const bool asksObject = !prompt.things[0].colour.empty();
    if (!asksObject && prompt.background.empty()) continue;
    const size_t kind = (asksObject ? 1 : 0) + (prompt.heldOut ? 2 : 0);
    if (counts[kind]++ < limit) chosen.push_back(&prompt);
  }
  return chosen;
}

std::string saidOf(const SeenColours& seen) {
  const auto most = std::ranges::max_element(seen.object) - seen.object.begin();
  const std::string background(seen.hasBackground ? nameOf(seen.background) : "mixed");
  return "background " + background + ", object " + std::string(nameOf(static_cast<ColourName>(most)));
}

/// Asks all questions of all prompts.
class ColourJudge {
 public:
  explicit ColourJudge(EvalContext& context) : m_context(context) {
    m_section.id = "colours";
    m_section.title = "Colours of background and object";
    m_section.text =
        "The background is the commonest colour of the border, the object everything that differs from it, "
        "each "
        "pixel weighted by its colourfulness; both are named by the eleven basic colour terms. Colours of "
        "objects are ones they do not have by themselves (\"a blue apple\"), or where the dataset has no "
        "such "
        "pictures those that their names begin with (\"red apple\").";
  }

  Result<ReportSection> run() {
    const auto prompts = colourPrompts(m_context.plan, m_context.options.sizes.colourPrompts);
    m_context.maker.beginStage(m_section.title, static_cast<int>(prompts.size()));
    for (const ComposedPrompt* prompt : prompts) UNMASK_CHECK(judge(*prompt));
    for (const size_t heldOut : {0U, 1U}) {
      m_background[heldOut].report(m_section);
      addThing(heldOut);
      m_object[heldOut].report(m_section);
    }
    if (!m_sheet.cells.empty()) m_section.sheets.push_back(std::move(m_sheet));
    return std::move(m_section);
  }

 private:
  Result<void> judge(const ComposedPrompt& prompt) {
    const uint64_t seed = m_context.options.seed;
    UNMASK_TRY(ImageBuffer picture, m_context.maker.make(prompt.caption, seed, m_context.options.preset));
    const SeenColours seen = coloursIn(picture);
    const std::string& colour = prompt.things[0].colour;
    const size_t heldOut = prompt.heldOut ? 1 : 0;
    bool isRight = true;
    if (!prompt.background.empty()) {
      isRight = m_background[heldOut].add(seen, prompt.truth, prompt.background);
      m_thing[heldOut].push_back(isRecognised(picture, prompt));
      if (!prompt.truth.empty()) m_trueThing[heldOut].push_back(isRecognised(prompt.truth, prompt));
    }
    if (!colour.empty()) isRight &= m_object[heldOut].add(seen, prompt.truth, colour);
    m_section.items.push_back({{"prompt", prompt.caption},
                               {"seed", seed},
                               {"held_out", prompt.heldOut},
                               {"seen", saidOf(seen)},
                               {"right", isRight}});
    if (m_sheet.cells.size() < 24)
      m_sheet.cells.push_back({{std::move(picture)}, prompt.caption, saidOf(seen), isRight});
    return m_context.maker.done();
  }

  /// The thing on the coloured background has its own true picture as the nearest.
  bool isRecognised(const ImageBuffer& picture, const ComposedPrompt& prompt) const {
    const auto matches =
        m_context.gallery.nearest(featureOf(onlyObject(picture)), inStyle(prompt.style), MatchBy::Object);
    return rankOfConcept(m_context.gallery, matches, prompt.things[0].conceptId) == 1;
  }

  void addThing(size_t heldOut) {
    const std::string id = heldOut != 0 ? "colour.held_out_thing" : "colour.thing";
    const std::string title = std::string("the thing on the coloured background recognised") +
                              (heldOut != 0 ? ", held-out combinations" : "");
    if (m_thing[heldOut].empty()) {
      m_section.missing.push_back({id, title, "the dataset holds no such prompts"});
      return;
    }
    Figure figure = figureFrom(id, title, m_thing[heldOut]);
    const auto& truth = m_trueThing[heldOut];
    if (!truth.empty())
      figure.references.push_back(
          {"true_pictures", "the true pictures, judged alike", meanOf(truth), bootstrapShare(truth)});
    m_section.figures.push_back(std::move(figure));
  }

  EvalContext& m_context;
  ReportSection m_section;
  // Index 1: held out.
  std::array<ColourQuestion, 2> m_background = {
      ColourQuestion("colour.background", "background's colour obeyed", 0.85, backgroundIs),
      ColourQuestion("colour.held_out_background", "background's colour obeyed, held-out combinations", 0.6,
                     backgroundIs)};
  std::array<ColourQuestion, 2> m_object = {
      ColourQuestion("colour.object", "object's colour obeyed", 0.85, objectIs),
      ColourQuestion("colour.held_out_object", "object's colour obeyed, held-out pairs", 0.6, objectIs)};
  std::array<std::vector<double>, 2> m_thing, m_trueThing;
  PictureSheet m_sheet{"colours", "Colours", "The first prompts of each question.", 6, {}};
};

}  // namespace

Result<ReportSection> judgeColours(EvalContext& context) {
  return ColourJudge(context).run();
}

}  // namespace unmask
