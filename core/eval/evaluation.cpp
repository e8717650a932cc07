#include "core/eval/evaluation.h"

#include <algorithm>
#include <set>

#include "core/eval/composed_plan.h"
#include "core/eval/eval_context.h"
#include "core/eval/sheets.h"
#include "core/eval/sweep.h"
#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"

namespace unmask {

using nlohmann::ordered_json;

namespace {

ordered_json modelJson(const ModelInfo& info) {
  return {{"name", info.reference.name},
          {"content_hash", info.reference.contentHash},
          {"grid", {info.gridHeight, info.gridWidth}},
          {"pixels_per_cell", info.pixelsPerCell},
          {"codebook_size", info.codebookSize},
          {"parameters", info.transformerParameters + info.vqParameters + info.textParameters}};
}

ordered_json datasetJson(const Dataset& dataset, const Gallery& gallery, const EvalPlan& plan) {
  std::set<std::string> concepts;
  std::set<std::string> styles;
  for (const GalleryEntry& entry : gallery.entries()) {
    concepts.insert(entry.conceptId);
    styles.insert(entry.style);
  }
  return {{"pictures", gallery.entries().size()},
          {"concepts", concepts.size()},
          {"styles", styles},
          {"held_out_pairs", plan.heldOut.size()},
          {"held_out_colours", dataset.heldOutColours.size()},
          {"held_out_relations", dataset.heldOutRelations.size()},
          {"composed_prompts", plan.composed.size()}};
}

ordered_json settingsJson(const EvaluationOptions& options) {
  const EvaluationSizes& s = options.sizes;
  return {{"seed", options.seed},
          {"preset", presetsJson({options.preset}).front()},
          {"sizes",
           {{"seen_pairs", s.seenPairs},
            {"held_out_pairs", s.heldOutPairs},
            {"colour_prompts", s.colourPrompts},
            {"scene_prompts", s.scenePrompts},
            {"count_prompts", s.countPrompts},
            {"word_prompts", s.wordPrompts},
            {"inpaintings", s.inpaintings},
            {"diversity_concepts", s.diversityConcepts},
            {"diversity_seeds", s.diversitySeeds},
            {"step_prompts", s.stepPrompts},
            {"memorised", s.memorised},
            {"vq_pictures", s.vqPictures},
            {"reference_pairs", s.referencePairs},
            {"true_scenes", s.trueScenes},
            {"sweep_prompts", s.sweepPrompts}}}};
}

Result<void> checkPictures(const Dataset& dataset, const ModelInfo& info) {
  if (dataset.pictures.size() < 2) {
    return Error{.kind = ErrorKind::BadInput,
                 .message = "the dataset is too small to tell pictures apart",
                 .expected = "at least two pictures",
                 .found = std::to_string(dataset.pictures.size())};
  }
  const int width = info.gridWidth * info.pixelsPerCell;
  const int height = info.gridHeight * info.pixelsPerCell;
  for (const DatasetPicture& picture : dataset.pictures) {
    if (picture.rgba.width == width && picture.rgba.height == height) continue;
    return Error{.kind = ErrorKind::Usage,
                 .message = "the dataset's pictures do not have the model's size",
                 .file = picture.file,
                 .expected = std::to_string(width) + "×" + std::to_string(height) + " pixels",
                 .found = std::to_string(picture.rgba.width) + "×" + std::to_string(picture.rgba.height),
                 .remedy = "make the dataset with `unmask data --pixels " + std::to_string(width) + "`"};
  }
  return {};
}

struct Part {
  const char* id;  ///< of its section
  Result<ReportSection> (*judge)(EvalContext&);
};

constexpr Part kParts[] = {{"measure_validation", validateMeasure},
                           {"seen_pairs", [](EvalContext& context) { return judgePairs(context, false); }},
                           {"held_out_pairs", [](EvalContext& context) { return judgePairs(context, true); }},
                           {"colours", judgeColours},
                           {"scenes", judgeScenes},
                           {"words", judgeWords},
                           {"inpainting", judgeInpainting},
                           {"diversity", judgeDiversity},
                           {"steps", judgeSteps},
                           {"memorising", judgeMemorising},
                           {"vq_model", judgeVqModel}};

Result<std::vector<Part>> partsFor(const EvaluationOptions& options) {
  if (options.sweep) return std::vector<Part>{{"sweep", sweepSampling}};
  for (const std::string& id : options.only) {
    if (std::ranges::find(kParts, id, &Part::id) != std::end(kParts)) continue;
    std::string known;
    for (const Part& part : kParts) known += (known.empty() ? "" : ", ") + std::string(part.id);
    return Error{.kind = ErrorKind::Usage,
                 .message = "the report has no such section",
                 .key = "only",
                 .expected = known,
                 .found = id};
  }
  std::vector<Part> parts;
  for (const Part& part : kParts)
    if (options.only.empty() || std::ranges::find(options.only, part.id) != options.only.end())
      parts.push_back(part);
  return parts;
}

}  // namespace

EvaluationSizes EvaluationSizes::quick() {
  EvaluationSizes sizes;
  sizes.seenPairs = 24;
  sizes.heldOutPairs = 16;
  sizes.colourPrompts = 5;
  sizes.scenePrompts = 5;
  sizes.countPrompts = 4;
  sizes.wordPrompts = 3;
  sizes.inpaintings = 6;
  sizes.diversityConcepts = 3;
  sizes.diversitySeeds = 3;
  sizes.stepPrompts = 5;
  sizes.memorised = 24;
  sizes.vqPictures = 16;
  sizes.trueScenes = 30;
  sizes.sweepPrompts = 3;
  return sizes;
}

Result<EvaluationReport> evaluate(Engine& engine, const Dataset& dataset, const EvaluationOptions& options,
                                  std::stop_token stop, const EvaluationObserver& observer) {
  UNMASK_TRY(const std::vector<Part> parts, partsFor(options));
  UNMASK_CHECK(checkPictures(dataset, engine.info()));
  const Gallery gallery = galleryOf(dataset);
  EvalPlan plan = planFor(dataset, gallery);
  const EvaluationSizes& sizes = options.sizes;
  if (!options.sweep)
    plan.composed = composedPrompts(
        dataset, gallery, {sizes.colourPrompts, sizes.scenePrompts, sizes.countPrompts}, options.seed);
  PictureMaker maker(engine, std::move(stop), observer);
  EvalContext context{dataset, gallery, plan, options, maker, {}};
  EvaluationReport report;
  report.header = {{"model", modelJson(engine.info())},
                   {"dataset", datasetJson(dataset, gallery, plan)},
                   {"settings", settingsJson(options)}};
  for (const Part& part : parts) {
    UNMASK_TRY(ReportSection section, part.judge(context));
    report.sections.push_back(std::move(section));
  }
  return report;
}

Result<void> writeReport(const EvaluationReport& report, const std::filesystem::path& dir) {
  std::error_code code;
  std::filesystem::create_directories(dir, code);
  if (code) {
    return Error{.kind = ErrorKind::Io,
                 .message = "cannot make the report's folder",
                 .file = dir.string(),
                 .found = code.message()};
  }
  for (const ReportSection& section : report.sections) {
    for (const PictureSheet& sheet : section.sheets)
      UNMASK_CHECK(savePng(dir / (sheet.id + ".png"), drawSheet(sheet)));
    if (section.id == "sweep" && !section.items.empty())
      UNMASK_CHECK(writeFileAtomically(dir / "unmask_presets.json", section.items.dump(1) + "\n"));
  }
  UNMASK_TRY(const std::string html, reportHtml(report));
  UNMASK_CHECK(writeFileAtomically(dir / "report.html", html));
  const auto replace = ordered_json::error_handler_t::replace;
  return writeFileAtomically(dir / "report.json", reportJson(report).dump(1, ' ', false, replace) + "\n");
}

}  // namespace unmask
