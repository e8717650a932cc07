#include "core/data/emoji_dataset.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/data/captions.h"
#include "core/data/concept_list.h"
#include "core/data/emoji_packages.h"
#include "core/data/hold_out.h"
#include "core/data/recolour.h"
#include "core/data/scene.h"
#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"

namespace unmask {

using nlohmann::ordered_json;

namespace {

constexpr int kSchema = 1;

ordered_json sourceJson(const EmojiSource& source) {
  return {{"style", source.style},
          {"package", source.package},
          {"version", source.version},
          {"licence", source.licence},
          {"attribution", source.attribution}};
}

Result<void> checkOptions(const EmojiDatasetOptions& options) {
  if (options.pixels < 16 || options.pixels > 1024) {
    return Error{ErrorKind::Usage, "the picture size is out of range", {}, "pixels",
                 "16 to 1024",     std::to_string(options.pixels),     {}};
  }
  if (options.styles.empty()) {
    return Error{ErrorKind::Usage, "no drawing style is chosen", {}, "styles", "at least one", "none", {}};
  }
  return {};
}

std::filesystem::path modulesDirOf(const std::filesystem::path& packagesDir) {
  std::error_code ignored;
  const std::filesystem::path inner = packagesDir / "node_modules";
  return std::filesystem::is_directory(inner, ignored) ? inner : packagesDir;
}

Result<void> prepareOutput(const std::filesystem::path& outputDir) {
  std::error_code code;
  std::filesystem::create_directories(outputDir / "pictures", code);
  if (!code) std::filesystem::remove(outputDir / "dataset.json", code);
  if (code)
    return Error{ErrorKind::Io, "cannot prepare the folder", outputDir.string(), {}, {}, code.message(), {}};
  return {};
}

/// Draws picture after picture and collects what the manifest says about them.
class Builder {
 public:
  Builder(const EmojiDatasetOptions& options, std::stop_token stop,
          const std::function<void(int, int)>& progress)
      : m_options(options), m_stop(std::move(stop)), m_progress(progress) {}

  Result<EmojiDatasetSummary> run() {
    UNMASK_CHECK(checkOptions(m_options));
    UNMASK_CHECK(openSources());
    UNMASK_CHECK(prepareOutput(m_options.outputDir));
    int done = 0;
    const int total = static_cast<int>(m_concepts.size() * m_styles.size());
    for (const ConceptEntry& entry : m_concepts) {
      for (const auto& style : m_styles) {
        if (m_stop.stop_requested()) return Error{ErrorKind::Cancelled, "stopped", {}, {}, {}, {}, {}};
        UNMASK_CHECK(addPicture(entry, *style));
        if (m_progress) m_progress(++done, total);
      }
    }
    UNMASK_CHECK(refuseMissing());
    holdPaintsOut();
    UNMASK_CHECK(writeManifest());
    m_summary.concepts = static_cast<int>(m_concepts.size());
    return m_summary;
  }

 private:
  Result<void> openSources() {
    const std::filesystem::path modulesDir = modulesDirOf(m_options.packagesDir);
    UNMASK_TRY(m_concepts, loadConcepts(m_options.conceptsFile));
    UNMASK_TRY(m_names, loadEmojiNames(modulesDir));
    std::vector<ConceptEntry> heldOutOf = m_concepts;
    if (!m_options.heldOutOf.empty()) {
      UNMASK_TRY(heldOutOf, loadConcepts(m_options.heldOutOf));
    }
    m_heldOut = chooseHoldOut(heldOutOf, m_options.styles);
    for (const std::string& name : m_options.styles) {
      UNMASK_TRY(auto style, EmojiStyle::open(modulesDir, name));
      m_styles.push_back(std::move(style));
    }
    return {};
  }

  Result<void> addPicture(const ConceptEntry& entry, const EmojiStyle& style) {
    const std::string& styleName = style.source().style;
    UNMASK_TRY(const std::optional<ImageBuffer> image, style.draw(entry.codepoints, m_options.pixels));
    if (!image) {
      m_summary.missing.push_back(entry.label + " (" + styleName + ")");
      return {};
    }
    UNMASK_CHECK(addEntry(entry, styleName, {}, *image));
    return addRepainted(entry, styleName, *image);
  }

  /// The object in other colours, where its picture has but one.
  Result<void> addRepainted(const ConceptEntry& entry, const std::string& style, const ImageBuffer& image) {
    const std::optional<double> hue = m_options.paints > 0 ? onlyPaintHue(image) : std::nullopt;
    if (!hue) return {};
    std::vector<PaintColour> paints = otherPaints(*hue);
    std::ranges::sort(paints, {}, [&](const PaintColour& paint) {
      return nameHash("which|" + entry.codepoints + "|" + paint.name);
    });
    int left = m_options.paints;
    for (const PaintColour& paint : paints) {
      const ConceptEntry other = repaintedConcept(entry, paint.name);
      // A "green apple" that is a concept of its own looks different.
      const bool isTaken =
          std::ranges::any_of(m_concepts, [&](const ConceptEntry& c) { return c.label == other.label; });
      if (isTaken || left-- <= 0) continue;
      UNMASK_CHECK(addEntry(other, style, paint.name, repainted(image, *hue, paint)));
    }
    return {};
  }

  Result<void> addEntry(const ConceptEntry& entry, const std::string& style, const std::string& paint,
                        const ImageBuffer& image) {
    const std::string file =
        "pictures/" + entry.codepoints + "-" + style + (paint.empty() ? "" : "-" + paint) + ".png";
    UNMASK_CHECK(savePng(m_options.outputDir / file, image));
    const std::vector<std::string> captions = makeCaptions(entry, style);
    const auto known = m_names.byCodepoints.find(entry.codepoints);
    const EmojiNames names = known != m_names.byCodepoints.end() ? known->second : EmojiNames{};
    m_pictures.push_back({{"file", file},
                          {"concept", entry.codepoints},
                          {"label", entry.label},
                          {"emojibaseLabel", names.label},
                          {"tags", names.tags},
                          {"group", names.group},
                          {"style", style},
                          {"captions", captions},
                          {"heldOut", isHeldOut(entry.codepoints, style)}});
    if (!paint.empty()) m_pictures.back()["paint"] = paint;
    m_summary.captions += static_cast<int>(captions.size());
    ++m_summary.pictures;
    return {};
  }

  /// Only now is it known which objects can be given which paint.
  void holdPaintsOut() {
    std::vector<HeldOutColour> all;
    for (const ordered_json& picture : m_pictures)
      if (picture.contains("paint")) all.push_back({picture["concept"], picture["paint"]});
    const std::vector<HeldOutColour> chosen = choosePaints(all);
    for (ordered_json& picture : m_pictures) {
      if (!picture.contains("paint")) continue;
      const HeldOutColour own{picture["concept"], picture["paint"]};
      if (std::ranges::find(chosen, own) != chosen.end()) picture["heldOut"] = true;
    }
  }

  bool isHeldOut(const std::string& codepoints, const std::string& style) const {
    return std::ranges::find(m_heldOut.pairs, HeldOutPair{codepoints, style}) != m_heldOut.pairs.end();
  }

  Result<void> refuseMissing() const {
    if (m_summary.missing.empty() || m_options.skipMissing) return {};
    return joinErrors(Error{ErrorKind::BadInput,
                            "some concepts have no picture in a style",
                            m_options.conceptsFile.string(),
                            {},
                            "every concept in every style",
                            {},
                            "take them off the list or choose to leave missing pairs out"},
                      m_summary.missing);
  }

  Result<void> writeManifest() const {
    ordered_json sources = ordered_json::array();
    for (const auto& style : m_styles) sources.push_back(sourceJson(style->source()));
    sources.push_back(sourceJson(m_names.source));
    ordered_json colours = ordered_json::array(), onColour = colours, relations = colours;
    for (const NamedColour& c : backgroundColours()) colours.push_back({{"name", c.name}, {"rgb", c.rgb}});
    for (const HeldOutColour& h : m_heldOut.colours)
      onColour.push_back({{"concept", h.conceptId}, {"colour", h.colour}});
    for (const HeldOutRelation& h : m_heldOut.relations)
      relations.push_back({{"first", h.first}, {"relation", h.relation}, {"second", h.second}});
    const ordered_json manifest = {{"schema", kSchema},          {"pixels", m_options.pixels},
                                   {"sources", sources},         {"colours", colours},
                                   {"heldOutColours", onColour}, {"heldOutRelations", relations},
                                   {"pictures", m_pictures}};
    return writeFileAtomically(m_options.outputDir / "dataset.json", manifest.dump(1) + "\n");
  }

  const EmojiDatasetOptions& m_options;
  std::stop_token m_stop;
  const std::function<void(int, int)>& m_progress;
  std::vector<ConceptEntry> m_concepts;
  EmojiNameTable m_names;
  HoldOut m_heldOut;
  std::vector<std::unique_ptr<EmojiStyle>> m_styles;
  ordered_json m_pictures = ordered_json::array();
  EmojiDatasetSummary m_summary;
};

}  // namespace

Result<EmojiDatasetSummary> buildEmojiDataset(const EmojiDatasetOptions& options, std::stop_token stop,
                                              const std::function<void(int done, int total)>& progress) {
  return Builder(options, std::move(stop), progress).run();
}

}  // namespace unmask
