// Another thing in the place of one: is it there, and is everything else as it was?
#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/data/hold_out.h"
#include "core/eval/eval_context.h"
#include "core/eval/retrieval.h"

namespace unmask {
namespace {

struct InpaintTask {
  ImageBuffer picture;
  CellMask cells;
  Box region;  ///< pixels of the masked cells
  std::string prompt;
  std::string conceptId;  ///< what was asked for
  std::string label;
  std::string style;
  bool isScene = false;
};

/// Every cell that the box touches.
CellMask cellsTouching(const Box& box, int rows, int columns, int side) {
  CellMask cells(rows, columns);
  for (int row = box.top / side; row <= (box.bottom - 1) / side && row < rows; ++row) {
    for (int column = box.left / side; column <= (box.right - 1) / side && column < columns; ++column) {
      cells.set({row, column}, true);
    }
  }
  return cells;
}

Box pixelsOf(const Box& box, int side, int width, int height) {
  return {box.left / side * side, box.top / side * side,
          std::min(width, (box.right + side - 1) / side * side),
          std::min(height, (box.bottom + side - 1) / side * side)};
}

/// The square that a scene gives to the thing in the box: as large as things in scenes are, at a multiple of
/// half its side, so that the new thing has the same room as every other.
Box tileAround(const Box& box, const ImageBuffer& scene) {
  const int side = static_cast<int>(kSceneScale * scene.width);
  const auto snapped = [side](double centre, int length) {
    const int half = std::max(1, side / 2);
    const int start = static_cast<int>(std::lround((centre - half) / half)) * half;
    return std::clamp(start, 0, length - side);
  };
  const int left = snapped(box.centreX(), scene.width);
  const int top = snapped(box.centreY(), scene.height);
  return {left, top, left + side, top + side};
}

int64_t bytesChangedOutside(const ImageBuffer& before, const ImageBuffer& after, const CellMask& cells,
                            int side) {
  if (before.width != after.width || before.height != after.height || after.channels != 3)
    return static_cast<int64_t>(before.pixels.size());
  int64_t changed = 0;
  for (int y = 0; y < before.height; ++y) {
    for (int x = 0; x < before.width; ++x) {
      if (cells.contains({y / side, x / side})) continue;
      for (int c = 0; c < 3; ++c) changed += before.at(x, y)[c] != after.at(x, y)[c];
    }
  }
  return changed;
}

std::string replacedOnce(std::string text, const std::string& what, const std::string& with) {
  if (const size_t at = text.rfind(what); at != std::string::npos) text.replace(at, what.size(), with);
  return text;
}

class InpaintJudge {
 public:
  explicit InpaintJudge(EvalContext& context)
      : m_context(context), m_gallery(context.gallery), m_info(context.maker.engine().info()) {
    m_section.id = "inpainting";
    m_section.title = "Inpainting";
    m_section.text =
        "Scenes: the square that the second thing has is masked and another thing is asked for in its place; "
        "found is that its true picture explains what now stands there best, of all true pictures of the "
        "style. "
        "Single pictures: the right half is masked and the picture's own caption given; completed is that of "
        "all "
        "right halves of the style's true pictures its own is nearest.";
  }

  Result<ReportSection> run() {
    UNMASK_CHECK(drawTasks());
    m_context.maker.beginStage("Inpainting", static_cast<int>(m_tasks.size()));
    for (const InpaintTask& task : m_tasks) UNMASK_CHECK(judge(task));
    addFigures();
    if (!m_sheet.cells.empty()) m_section.sheets.push_back(std::move(m_sheet));
    return std::move(m_section);
  }

 private:
  /// Another concept of the style, the same for the same task in every run.
  const GalleryEntry* anotherConcept(const std::string& style, const std::vector<std::string>& not_,
                                     uint64_t seed) const {
    std::vector<const GalleryEntry*> others;
    for (const GalleryEntry& entry : m_gallery.entries()) {
      if (entry.style == style && !entry.heldOut && std::ranges::find(not_, entry.conceptId) == not_.end())
        others.push_back(&entry);
    }
    if (others.empty()) return nullptr;
    return others[SeededDraws(seed).below(static_cast<uint32_t>(others.size()))];
  }

  bool fits(const ImageBuffer& picture) const {
    return picture.width == m_info.gridWidth * m_info.pixelsPerCell &&
           picture.height == m_info.gridHeight * m_info.pixelsPerCell;
  }

  Result<void> drawTasks() {
    const auto limit = static_cast<size_t>(m_context.options.sizes.inpaintings);
    m_context.maker.beginStage("finding what to repaint", static_cast<int>(m_context.plan.composed.size()));
    for (const ComposedPrompt& prompt : m_context.plan.composed) {
      if (m_tasks.size() >= limit) break;
      if (prompt.things.size() == 2 && prompt.relation && !prompt.truth.empty()) addScene(prompt);
      UNMASK_CHECK(m_context.maker.done());
    }
    const size_t scenes = m_tasks.size();
    for (const PairPrompt& prompt : m_context.plan.seen) {
      if (m_tasks.size() >= scenes + std::max<size_t>(1, limit / 2)) break;
      addSingle(prompt);
    }
    return {};
  }

  void addScene(const ComposedPrompt& prompt) {
    if (!fits(prompt.truth)) return;
    const auto things = ThingFinder(m_gallery, prompt.style).find(prompt.truth, 2);
    const int place = findConcept(things, m_gallery, prompt.things[1].conceptId, 5);
    if (place < 0) return;
    const GalleryEntry* other = anotherConcept(
        prompt.style, {prompt.things[0].conceptId, prompt.things[1].conceptId}, nameHash(prompt.caption));
    if (other == nullptr || prompt.caption.rfind(prompt.things[1].phrase) == std::string::npos) return;
    const std::string& phrase = m_context.dataset.pictures[other->picture].captions.front();
    add(prompt.truth, tileAround(things[static_cast<size_t>(place)].box, prompt.truth),
        replacedOnce(prompt.caption, prompt.things[1].phrase, phrase), *other, true);
  }

  /// The right half of a single picture, to be completed.
  void addSingle(const PairPrompt& prompt) {
    const GalleryEntry& entry = m_gallery[prompt.entry];
    ImageBuffer picture = m_context.truePicture(prompt.entry);
    if (!fits(picture)) return;
    const Box half{m_info.gridWidth / 2 * m_info.pixelsPerCell, 0, picture.width, picture.height};
    add(std::move(picture), half, prompt.caption, entry, false);
  }

  void add(ImageBuffer picture, const Box& box, std::string prompt, const GalleryEntry& wanted,
           bool isScene) {
    const int side = m_info.pixelsPerCell;
    InpaintTask task;
    task.cells = cellsTouching(box, m_info.gridHeight, m_info.gridWidth, side);
    task.region = pixelsOf(box, side, picture.width, picture.height);
    task.picture = std::move(picture);
    task.prompt = std::move(prompt);
    task.conceptId = wanted.conceptId;
    task.label = wanted.label;
    task.style = wanted.style;
    task.isScene = isScene;
    m_tasks.push_back(std::move(task));
  }

  /// Rank of the wanted concept for what stands in the masked part.
  int rankIn(const ImageBuffer& picture, const InpaintTask& task) const {
    if (!task.isScene) return rankOfHalf(picture, task);
    const FoundThing thing = ThingFinder(m_gallery, task.style).at(picture, task.region);
    return rankOfConcept(m_gallery, thing.matches, task.conceptId);
  }

  /// The masked part alone is compared with the same part of the style's true pictures.
  int rankOfHalf(const ImageBuffer& picture, const InpaintTask& task) const {
    const Feature made = featureOf(cutOut(picture, task.region));
    float wanted = 0;
    std::vector<float> others;
    for (size_t i = 0; i < m_gallery.entries().size(); ++i) {
      const GalleryEntry& entry = m_gallery[i];
      if (entry.style != task.style) continue;
      const float distance = distanceBetween(made, halfOf(i, task.region));
      if (entry.conceptId == task.conceptId)
        wanted = distance;
      else
        others.push_back(distance);
    }
    return 1 + static_cast<int>(std::ranges::count_if(others, [wanted](float d) { return d <= wanted; }));
  }

  const Feature& halfOf(size_t entry, const Box& region) const {
    const auto known = m_halves.find(entry);
    if (known != m_halves.end()) return known->second;
    return m_halves.emplace(entry, featureOf(cutOut(m_context.truePicture(entry), region))).first->second;
  }

  Result<void> judge(const InpaintTask& task) {
    const uint64_t seed = m_context.options.seed;
    UNMASK_TRY(RunImage made, m_context.maker.repaint(task.picture, task.cells, task.prompt, seed,
                                                      m_context.options.preset));
    const int64_t changed = bytesChangedOutside(task.picture, made.picture, task.cells, m_info.pixelsPerCell);
    m_bytesChanged += changed;
    m_untouched.push_back(changed == 0);
    const int rank = rankIn(made.picture, task);
    (task.isScene ? m_scenes : m_halfPictures).add(rank == 1, rankIn(blanked(task), task) == 1);
    m_section.items.push_back({{"prompt", task.prompt},
                               {"seed", seed},
                               {"scene", task.isScene},
                               {"rank", rank},
                               {"cells_masked", task.cells.count()},
                               {"bytes_changed_outside", changed}});
    if (m_sheet.cells.size() < 16)
      m_sheet.cells.push_back({{task.picture, masked(task), std::move(made.picture)},
                               task.prompt,
                               "rank " + std::to_string(rank),
                               rank == 1});
    return m_context.maker.done();
  }

  /// The picture with its masked cells in one colour: what a model that paints nothing would return.
  ImageBuffer blanked(const InpaintTask& task) const {
    ImageBuffer out = task.picture;
    const Colour background = findRegions(task.picture).background;
    const int side = m_info.pixelsPerCell;
    for (int y = 0; y < out.height; ++y) {
      for (int x = 0; x < out.width; ++x) {
        if (task.cells.contains({y / side, x / side})) std::copy_n(background.begin(), 3, out.at(x, y));
      }
    }
    return out;
  }

  ImageBuffer masked(const InpaintTask& task) const {
    ImageBuffer out = task.picture;
    const int side = m_info.pixelsPerCell;
    for (int y = 0; y < out.height; ++y) {
      for (int x = 0; x < out.width; ++x) {
        if (task.cells.contains({y / side, x / side}))
          std::memset(out.at(x, y), (x + y) / 4 % 2 ? 150 : 190, 3);
      }
    }
    return out;
  }

  double chance() const {
    std::vector<double> chances;
    for (const InpaintTask& task : m_tasks) {
      const auto rivals = std::ranges::count_if(m_gallery.entries(), inStyle(task.style));
      chances.push_back(1.0 / static_cast<double>(rivals));
    }
    return meanOf(chances);
  }

  struct Outcomes {
    std::vector<double> found, blankFound;
    void add(bool isFound, bool isBlankFound) {
      found.push_back(isFound);
      blankFound.push_back(isBlankFound);
    }
  };

  void addFound(const char* id, const char* title, const Outcomes& outcomes, std::optional<double> aim,
                const char* why) {
    if (outcomes.found.empty()) {
      m_section.missing.push_back({id, title, why});
      return;
    }
    Figure figure = figureFrom(id, title, outcomes.found);
    figure.chance = chance();
    figure.aim = aim;
    figure.references.push_back({"blank", "leaving the masked part blank", meanOf(outcomes.blankFound),
                                 bootstrapShare(outcomes.blankFound)});
    m_section.figures.push_back(std::move(figure));
  }

  void addFigures() {
    addFound("inpaint.scene_found", "asked thing found in the masked part of a scene", m_scenes, 0.6,
             "the dataset holds no scenes");
    addFound("inpaint.completed", "masked half of a picture completed, top-1 among the style's halves",
             m_halfPictures, std::nullopt, "every pair is held out");
    if (m_untouched.empty()) return;
    Figure untouched = figureFrom("inpaint.untouched", "not one byte changed outside the mask", m_untouched);
    untouched.aim = 1;
    untouched.note = std::to_string(m_bytesChanged) + " bytes changed in all";
    m_section.figures.push_back(std::move(untouched));
  }

  EvalContext& m_context;
  const Gallery& m_gallery;
  const ModelInfo& m_info;
  std::vector<InpaintTask> m_tasks;
  Outcomes m_scenes, m_halfPictures;
  mutable std::map<size_t, Feature> m_halves;  ///< of the gallery's pictures, by entry
  int64_t m_bytesChanged = 0;
  std::vector<double> m_untouched;
  ReportSection m_section;
  PictureSheet m_sheet{"inpainting",
                       "Inpainting",
                       "Each cell: the picture, its mask, the outcome. The first tasks in order.",
                       4,
                       {}};
};

}  // namespace

Result<ReportSection> judgeInpainting(EvalContext& context) {
  return InpaintJudge(context).run();
}

}  // namespace unmask
