// Is the measure itself any good? Asked of true pictures, where the right answers are known.
#include <algorithm>

#include "core/eval/colours.h"
#include "core/eval/composed_plan.h"
#include "core/eval/eval_context.h"
#include "core/eval/retrieval.h"

namespace unmask {
namespace {

constexpr const char* kText =
    "The same measure on true pictures: a true picture must be nearest to itself, a wrong one no better than "
    "chance, and a picture that went through the VQ model (the best the token model could do) still has to "
    "be "
    "recognised. Scenes are composed of true pictures here, so that what is missed is missed by the judging.";

ImageBuffer shiftedRight(const ImageBuffer& rgb, int pixels) {
  ImageBuffer out(rgb.width, rgb.height, 3, 255);
  for (int y = 0; y < rgb.height; ++y) {
    std::copy_n(rgb.at(0, y), static_cast<size_t>(rgb.width - pixels) * 3, out.at(pixels, y));
  }
  return out;
}

class Validation {
 public:
  explicit Validation(EvalContext& context) : m_context(context), m_gallery(context.gallery) {
    m_entries = sampledEntries(m_gallery, context.options.sizes.referencePairs);
    m_section.id = "measure_validation";
    m_section.title = "The measure, checked on true pictures";
    m_section.text = kText;
  }

  Result<ReportSection> run() {
    UNMASK_CHECK(trueAndShuffled());
    copies();
    UNMASK_CHECK(reconstructed());
    UNMASK_CHECK(scenes());
    UNMASK_CHECK(backgrounds());
    counts();
    return std::move(m_section);
  }

 private:
  EntryFilter styleOf(size_t entry) const { return inStyle(m_gallery[entry].style); }

  double chanceOfTop(int top) const {
    std::vector<double> chances;
    for (const size_t e : m_entries) {
      const auto rivals = std::ranges::count_if(m_gallery.entries(), styleOf(e));
      chances.push_back(std::min(1.0, static_cast<double>(top) / static_cast<double>(rivals)));
    }
    return meanOf(chances);
  }

  void add(Figure figure, std::optional<double> chance, std::optional<double> aim = {}) {
    figure.chance = chance;
    figure.aim = aim;
    m_section.figures.push_back(std::move(figure));
  }

  Result<void> trueAndShuffled() {
    m_context.maker.beginStage("the measure on true pictures", static_cast<int>(m_entries.size()));
    std::vector<double> same, moved, shuffled1, shuffled5;
    std::vector<int> groups;
    SeededDraws draws(1);
    for (size_t i = 0; i < m_entries.size(); ++i) {
      const size_t e = m_entries[i];
      same.push_back(retrieve(m_gallery, m_gallery[e].whole, e, styleOf(e)).rank == 1);
      const ImageBuffer picture = m_context.truePicture(e);
      const Feature movedFeature = featureOf(shiftedRight(picture, picture.width / 32));
      moved.push_back(retrieve(m_gallery, movedFeature, e, styleOf(e)).rank == 1);
      // Somebody else's picture of the same style, twenty times.
      std::vector<size_t> rivals;
      for (size_t r = 0; r < m_gallery.entries().size(); ++r) {
        if (m_gallery[r].style == m_gallery[e].style) rivals.push_back(r);
      }
      for (int k = 0; k < 20; ++k) {
        const size_t other = rivals[draws.below(static_cast<uint32_t>(rivals.size()))];
        const int rank = retrieve(m_gallery, m_gallery[other].whole, e, styleOf(e)).rank;
        shuffled1.push_back(rank == 1);
        shuffled5.push_back(rank <= 5);
        groups.push_back(static_cast<int>(i));
      }
      UNMASK_CHECK(m_context.maker.done());
    }
    add(figureFrom("validation.true_pairs", "true picture is nearest to itself", same), chanceOfTop(1), 1.0);
    add(figureFrom("validation.shuffled_top1", "picture of another concept, top-1", shuffled1, groups),
        chanceOfTop(1));
    add(figureFrom("validation.shuffled_top5", "picture of another concept, top-5", shuffled5, groups),
        chanceOfTop(5));
    add(figureFrom("validation.moved", "true picture moved by 1/32 of its side, top-1", moved),
        chanceOfTop(1));
    return {};
  }

  void copies() {
    const EntryFilter among = amongEntries(m_gallery, m_entries);
    const CopyLevels levels = measureCopies(m_gallery, m_entries, [&](const GalleryEntry&) { return among; });
    if (levels.copyTop1.empty()) {
      m_section.missing.push_back({"validation.copy_other_style", "the same concept in another style",
                                   "no concept has a second style"});
      return;
    }
    const auto count = static_cast<double>(m_entries.size());
    const std::string of = " (gallery of " + std::to_string(m_entries.size()) + " true pictures)";
    const auto level = [&](const char* id, const std::string& title, const std::vector<double>& values,
                           int top) {
      add(figureFrom(std::string("validation.") + id, title + of, values), std::min(1.0, top / count));
    };
    level("copy_other_style_top1", "copy another style, top-1", levels.copyTop1, 1);
    level("copy_other_style_top5", "copy another style, top-5", levels.copyTop5, 5);
    level("best_copy_hindsight_top1", "best such copy with hindsight, top-1", levels.bestTop1, 1);
    level("best_copy_hindsight_top5", "best such copy with hindsight, top-5", levels.bestTop5, 5);
  }

  Result<void> reconstructed() {
    const auto wanted = static_cast<size_t>(m_context.options.sizes.vqPictures);
    const size_t count = std::min(m_entries.size(), wanted);
    m_context.maker.beginStage("the measure on reconstructed pictures", static_cast<int>(count));
    std::vector<double> top1, style;
    for (size_t i = 0; i < count; ++i) {
      const size_t e = m_entries[i];
      UNMASK_TRY(const ImageBuffer picture, m_context.maker.reconstruct(m_context.truePicture(e)));
      const Feature feature = featureOf(picture);
      top1.push_back(retrieve(m_gallery, feature, e, styleOf(e)).rank == 1);
      const size_t nearest = m_gallery.nearest(feature).front().entry;
      style.push_back(m_gallery[nearest].style == m_gallery[e].style);
      UNMASK_CHECK(m_context.maker.done());
    }
    add(figureFrom("validation.vq_top1", "true picture through the VQ model, top-1", top1), chanceOfTop(1));
    add(figureFrom("validation.vq_style", "true picture through the VQ model, style right", style), {});
    return {};
  }

  /// As the trainer composes them, of pictures that are not held out.
  std::vector<ComposedPrompt> trueScenes(SceneKind kind) const {
    return sampledScenes(m_context.dataset, kind, m_context.options.sizes.trueScenes, 7);
  }

  Result<void> scenes() {
    const auto scenes = trueScenes(SceneKind::Related);
    if (scenes.empty()) {
      m_section.missing.push_back(
          {"validation.scene_both", "both things of a true scene", "no style has two concepts"});
      return {};
    }
    m_context.maker.beginStage("the measure on true scenes", static_cast<int>(scenes.size()));
    std::vector<double> both, relation;
    for (const ComposedPrompt& scene : scenes) {
      const auto things = ThingFinder(m_gallery, scene.style).find(scene.truth, 2);
      const SceneVerdict verdict = judgeScene(things, m_gallery, scene.things[0].conceptId,
                                              scene.things[1].conceptId, *scene.relation, 1);
      both.push_back(verdict.firstFound && verdict.secondFound);
      if (both.back() > 0) relation.push_back(verdict.relationRight);
      UNMASK_CHECK(m_context.maker.done());
    }
    add(figureFrom("validation.scene_both", "true scene: both things found", both), {}, 1.0);
    if (!relation.empty())
      add(figureFrom("validation.scene_relation", "true scene: relation right", relation), 0.25);
    return {};
  }

  Result<void> backgrounds() {
    std::vector<double> background, thing;
    const auto scenes = trueScenes(SceneKind::OnColour);
    m_context.maker.beginStage("the measure on coloured grounds", static_cast<int>(scenes.size()));
    for (const ComposedPrompt& scene : scenes) {
      const auto names = colourNamesFor(scene.background);
      const ColourName seen = colourNamed(findRegions(scene.truth).background);
      background.push_back(std::ranges::find(names, seen) != names.end());
      const auto matches =
          m_gallery.nearest(featureOf(onlyObject(scene.truth)), inStyle(scene.style), MatchBy::Object);
      thing.push_back(rankOfConcept(m_gallery, matches, scene.things[0].conceptId) == 1);
      UNMASK_CHECK(m_context.maker.done());
    }
    if (background.empty()) return {};
    add(figureFrom("validation.background", "true picture on a colour: background named", background),
        1.0 / kColourNames);
    add(figureFrom("validation.thing_on_colour", "true picture on a colour: thing recognised", thing), {});
    return {};
  }

  void counts() {
    std::vector<double> right, single;
    for (const ComposedPrompt& picture : trueScenes(SceneKind::Counted))
      right.push_back(countThings(findRegions(picture.truth)) == picture.things[0].count);
    if (!right.empty())
      add(figureFrom("validation.count", "two or three true things: count right", right), 0.5);
    for (const size_t e : m_entries)
      single.push_back(countThings(findRegions(m_context.truePicture(e))) == 1);
    add(figureFrom("validation.count_single", "a single true picture counts as one thing", single), {});
  }

  EvalContext& m_context;
  const Gallery& m_gallery;
  std::vector<size_t> m_entries;
  ReportSection m_section;
};

}  // namespace

Result<ReportSection> validateMeasure(EvalContext& context) {
  return Validation(context).run();
}

}  // namespace unmask
