// Single things in a named style: is the true picture the nearest one?
#include <algorithm>

#include "core/eval/eval_context.h"
#include "core/eval/retrieval.h"

namespace unmask {
namespace {

constexpr size_t kShown = 12;

class PairJudge {
 public:
  PairJudge(EvalContext& context, bool heldOut)
      : m_context(context), m_gallery(context.gallery), m_heldOut(heldOut) {
    const auto& all = heldOut ? context.plan.heldOut : context.plan.seen;
    const int limit = heldOut ? context.options.sizes.heldOutPairs : context.options.sizes.seenPairs;
    m_prompts.assign(all.begin(), all.begin() + std::min<long>(limit, static_cast<long>(all.size())));
    // Held-out pairs compete with all true pictures that are held out, asked for or not.
    for (const PairPrompt& prompt : context.plan.heldOut) m_heldOutEntries.push_back(prompt.entry);
    m_section.id = heldOut ? "held_out_pairs" : "seen_pairs";
    m_section.title = heldOut ? "Held-out pairs of concept and style" : "Seen prompts";
    m_section.text =
        heldOut
            ? "The concept was trained on in other styles, the style with other concepts, the pair never. "
              "Gallery: the true pictures of all held-out pairs."
            : "Captions of training pictures. Gallery for top-1 and top-5: the true pictures of the asked "
              "style; for the style: all true pictures.";
  }

  Result<ReportSection> run() {
    if (m_prompts.empty()) {
      m_section.missing.push_back({prefix() + "top1", m_section.title,
                                   m_heldOut ? "the dataset holds out no pair" : "every pair is held out"});
      return std::move(m_section);
    }
    m_context.maker.beginStage(m_section.title, static_cast<int>(m_prompts.size()));
    const size_t firstOutput = m_context.outputs.size();
    for (const PairPrompt& prompt : m_prompts) UNMASK_CHECK(judge(prompt));
    addFigures();
    addSheets(firstOutput);
    return std::move(m_section);
  }

 private:
  std::string prefix() const { return m_heldOut ? "held_out." : "seen."; }

  EntryFilter rivalsOf(const GalleryEntry& entry) const {
    return m_heldOut ? amongEntries(m_gallery, m_heldOutEntries) : inStyle(entry.style);
  }

  Result<void> judge(const PairPrompt& prompt) {
    const GalleryEntry& entry = m_gallery[prompt.entry];
    const uint64_t seed = m_context.options.seed;
    UNMASK_TRY(ImageBuffer picture, m_context.maker.make(prompt.caption, seed, m_context.options.preset));
    const Feature feature = featureOf(picture);
    const Retrieval found = retrieve(m_gallery, feature, prompt.entry, rivalsOf(entry));
    const EntryFilter everybody = m_heldOut ? amongEntries(m_gallery, m_heldOutEntries) : EntryFilter{};
    const size_t nearestOfAll = m_gallery.nearest(feature, everybody).front().entry;
    m_top1.push_back(found.rank == 1);
    m_top5.push_back(found.rank >= 1 && found.rank <= 5);
    m_style.push_back(m_gallery[nearestOfAll].style == entry.style);
    m_section.items.push_back({{"prompt", prompt.caption},
                               {"seed", seed},
                               {"concept", entry.conceptId},
                               {"style", entry.style},
                               {"rank", found.rank},
                               {"distance", rounded(found.distance)},
                               {"nearest", m_gallery[found.nearest].label},
                               {"nearest_style", m_gallery[nearestOfAll].style}});
    m_context.outputs.push_back({prompt.caption, seed, std::move(picture), feature,
                                 static_cast<int>(prompt.entry), found.rank, found.distance, found.nearest,
                                 m_heldOut});
    return m_context.maker.done();
  }

  double chanceOfTop(int top) const {
    std::vector<double> chances;
    for (const PairPrompt& prompt : m_prompts) {
      const auto rivals = std::ranges::count_if(m_gallery.entries(), rivalsOf(m_gallery[prompt.entry]));
      chances.push_back(std::min(1.0, static_cast<double>(top) / static_cast<double>(rivals)));
    }
    return meanOf(chances);
  }

  /// How often a picture drawn from the gallery has the asked style.
  double chanceOfStyle() const {
    std::vector<double> chances;
    for (const PairPrompt& prompt : m_prompts) {
      const std::string& style = m_gallery[prompt.entry].style;
      const auto isRival = [&](const GalleryEntry& e) { return !m_heldOut || e.heldOut; };
      const auto all = std::ranges::count_if(m_gallery.entries(), isRival);
      const auto same = std::ranges::count_if(
          m_gallery.entries(), [&](const GalleryEntry& e) { return isRival(e) && e.style == style; });
      chances.push_back(static_cast<double>(same) / static_cast<double>(all));
    }
    return meanOf(chances);
  }

  void addFigures() {
    std::vector<size_t> entries;
    for (const PairPrompt& prompt : m_prompts) entries.push_back(prompt.entry);
    const CopyLevels copies =
        measureCopies(m_gallery, entries, [this](const GalleryEntry& entry) { return rivalsOf(entry); });
    const auto add = [this](const char* id, const char* title, const std::vector<double>& values,
                            double chance, double aim) -> Figure& {
      Figure figure = figureFrom(prefix() + id, title, values);
      figure.chance = chance;
      if (aim > 0) figure.aim = aim;
      m_section.figures.push_back(std::move(figure));
      return m_section.figures.back();
    };
    const auto addLevels = [](Figure& figure, const std::vector<double>& copy,
                              const std::vector<double>& best) {
      if (copy.empty()) return;
      figure.references.push_back(
          {"copy_other_style", "copy another style", meanOf(copy), bootstrapShare(copy)});
      figure.references.push_back(
          {"best_copy_hindsight", "best such copy with hindsight", meanOf(best), bootstrapShare(best)});
    };
    addLevels(add("top1", "top-1", m_top1, chanceOfTop(1), m_heldOut ? 0.5 : 0.8), copies.copyTop1,
              copies.bestTop1);
    addLevels(add("top5", "top-5", m_top5, chanceOfTop(5), 0), copies.copyTop5, copies.bestTop5);
    add("style", "style right", m_style, chanceOfStyle(), m_heldOut ? 0.85 : 0.95);
  }

  void addSheets(size_t firstOutput) {
    std::vector<const JudgedOutput*> order;
    for (size_t i = firstOutput; i < m_context.outputs.size(); ++i) order.push_back(&m_context.outputs[i]);
    std::ranges::stable_sort(order, [](const JudgedOutput* a, const JudgedOutput* b) {
      return a->rank != b->rank ? a->rank < b->rank : a->distance < b->distance;
    });
    const std::string rule =
        "All " + std::to_string(order.size()) +
        " outputs in order of the rank of their true picture, then of the distance to it. Each cell: output, "
        "true picture, nearest picture of the gallery. ";
    const std::vector<const JudgedOutput*> best(
        order.begin(), order.begin() + static_cast<long>(std::min(kShown, order.size())));
    m_section.sheets.push_back(sheetOf("best", "The best", rule + "The first ones.", best));
    if (order.size() <= kShown) return;
    std::reverse(order.begin(), order.end());
    order.resize(std::min(kShown, order.size()));
    m_section.sheets.push_back(
        sheetOf("worst", "The worst", rule + "The last ones, the worst first.", order));
  }

  PictureSheet sheetOf(const std::string& name, const std::string& title, const std::string& text,
                       const std::vector<const JudgedOutput*>& outputs) const {
    PictureSheet sheet{m_section.id + "_" + name, title, text, 4, {}};
    for (const JudgedOutput* output : outputs) {
      const GalleryEntry& nearest = m_gallery[output->nearest];
      sheet.cells.push_back(
          {{output->picture, m_context.truePicture(static_cast<size_t>(output->entry)),
            m_context.truePicture(output->nearest)},
           output->prompt,
           "rank " + std::to_string(output->rank) + ", nearest: " + nearest.label + ", " + nearest.style,
           output->rank == 1});
    }
    return sheet;
  }

  EvalContext& m_context;
  const Gallery& m_gallery;
  bool m_heldOut;
  std::vector<PairPrompt> m_prompts;
  std::vector<size_t> m_heldOutEntries;
  std::vector<double> m_top1, m_top5, m_style;
  ReportSection m_section;
};

}  // namespace

Result<ReportSection> judgePairs(EvalContext& context, bool heldOut) {
  return PairJudge(context, heldOut).run();
}

}  // namespace unmask
