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
          {"true_pictures", "the true pictures, judged alike", meanOf(m_truth), bootstrapMean(m_truth)});
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

/// The first `limit` prompts about colours, of those trained on and of those held out each.
std::vector<const ComposedPrompt*> colourPrompts(const EvalPlan& plan, int limit) {
  std::vector<const ComposedPrompt*> chosen;
  int seen = 0;
  int heldOut = 0;
  for (const ComposedPrompt& prompt : plan.composed) {
    const bool asksObject = prompt.things.size() == 1 && !prompt.things[0].colour.empty();
    if (prompt.things.size() != 1 || prompt.things[0].count != 1) continue;
    if (!asksObject && prompt.background.empty()) continue;
    if ((prompt.heldOut ? heldOut : seen)++ < limit) chosen.push_back(&prompt);
  }
  return chosen;
}

std::string saidOf(const SeenColours& seen) {
  const auto most = std::ranges::max_element(seen.object) - seen.object.begin();
  const std::string background(seen.hasBackground ? nameOf(seen.background) : "mixed");
  return "background " + background + ", object " + std::string(nameOf(static_cast<ColourName>(most)));
}

}  // namespace

Result<ReportSection> judgeColours(EvalContext& context) {
  ReportSection section{.id = "colours", .title = "Colours of background and object"};
  section.text =
      "The background is the commonest colour of the border, the object everything that differs from it, "
      "each "
      "pixel weighted by its colourfulness; both are named by the eleven basic colour terms.";
  ColourQuestion background("colour.background", "background's colour obeyed", 0.85, backgroundIs);
  ColourQuestion object("colour.object", "object's colour obeyed", 0.85, objectIs);
  ColourQuestion heldOutBackground("colour.held_out_background",
                                   "background's colour obeyed, held-out combinations", 0.6, backgroundIs);
  ColourQuestion heldOutObject("colour.held_out_object", "object's colour obeyed, held-out combinations", 0.6,
                               objectIs);
  PictureSheet sheet{"colours", "Colours", "The first prompts in the order of their hash.", 6, {}};
  const auto prompts = colourPrompts(context.plan, context.options.sizes.colourPrompts);
  context.maker.beginStage(section.title, static_cast<int>(prompts.size()));
  for (const ComposedPrompt* prompt : prompts) {
    const uint64_t seed = context.options.seed;
    UNMASK_TRY(ImageBuffer picture, context.maker.make(prompt->caption, seed, context.options.preset));
    const SeenColours seen = coloursIn(picture);
    bool isRight = true;
    if (!prompt->background.empty())
      isRight &=
          (prompt->heldOut ? heldOutBackground : background).add(seen, prompt->truth, prompt->background);
    if (!prompt->things[0].colour.empty())
      isRight &=
          (prompt->heldOut ? heldOutObject : object).add(seen, prompt->truth, prompt->things[0].colour);
    section.items.push_back({{"prompt", prompt->caption},
                             {"seed", seed},
                             {"held_out", prompt->heldOut},
                             {"seen", saidOf(seen)},
                             {"right", isRight}});
    if (sheet.cells.size() < 24)
      sheet.cells.push_back({{std::move(picture)}, prompt->caption, saidOf(seen), isRight});
    UNMASK_CHECK(context.maker.done());
  }
  for (const ColourQuestion* question : {&background, &object, &heldOutBackground, &heldOutObject})
    question->report(section);
  if (!sheet.cells.empty()) section.sheets.push_back(std::move(sheet));
  return section;
}

}  // namespace unmask
