// eval-style: what an adapter for a style is worth, measured against true pictures.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>

#include "app/cli/adapter_flags.h"
#include "app/cli/commands.h"
#include "app/cli/flags.h"
#include "app/cli/output_names.h"
#include "core/adapter/adapter_file.h"
#include "core/eval/style_judge.h"
#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"

namespace unmask {
namespace {

constexpr int kSheetCell = 96;
constexpr int kSheetColumns = 10;

struct EvalStyleFlags {
  ModelFlags model;
  AdapterFlags adapters;
  std::string pictures, stylePictures, style, trigger, output, labels, source;
  std::string seed = "0";
  int count = 40;
};

/// The sets of drawings in it: every subfolder.
Result<std::vector<std::filesystem::path>> setFoldersIn(const std::filesystem::path& dir) {
  std::vector<std::filesystem::path> folders;
  std::error_code failed;
  for (std::filesystem::directory_iterator it(dir, failed), end; !failed && it != end; it.increment(failed))
    if (it->is_directory(failed)) folders.push_back(it->path());
  std::ranges::sort(folders);
  if (folders.size() < 2)
    return Error{ErrorKind::BadInput,
                 "too few sets of true pictures",
                 dir.string(),
                 "",
                 "two folders or more",
                 std::to_string(folders.size()),
                 ""};
  return folders;
}

/// A set's pictures are named by what they show.
Result<StyleSet> setIn(const std::filesystem::path& folder) {
  DatasetOptions options;
  options.pixels = 256;
  UNMASK_TRY(Dataset pictures, loadDataset(folder, options));
  return StyleSet{folder.filename().string(), std::move(pictures)};
}

/// As many labels as are wanted, evenly spread over the list, or over the style's own set when there is none.
Result<std::vector<std::string>> labelsOf(const std::vector<StyleSet>& sets, const EvalStyleFlags& flags) {
  std::vector<std::string> labels;
  if (!flags.labels.empty()) {
    UNMASK_TRY(const std::string text, readFile(flags.labels, size_t{1} << 20));
    std::string line;
    for (const char c : text + "\n") {
      if (c != '\n') {
        line += c;
        continue;
      }
      if (line.ends_with('\r')) line.pop_back();
      if (!line.empty()) labels.push_back(line);
      line.clear();
    }
  } else {
    for (const StyleSet& set : sets)
      if (set.style == flags.style)
        for (const DatasetPicture& picture : set.pictures.pictures) labels.push_back(picture.label);
  }
  std::vector<std::string> out;
  const size_t want = std::min(labels.size(), static_cast<size_t>(flags.count));
  for (size_t i = 0; i < want; ++i) out.push_back(labels[i * labels.size() / want]);
  return out;
}

void put(ImageBuffer& sheet, const ImageBuffer& picture, int column, int row) {
  const ImageBuffer small = resizeLanczos(picture, kSheetCell - 4, kSheetCell - 4);
  for (int y = 0; y < small.height; ++y)
    std::copy_n(small.at(0, y), small.width * 3, sheet.at(column * kSheetCell + 2, row * kSheetCell + 2 + y));
}

/// Two rows a block: without, with.
ImageBuffer sheetOf(const StyleVerdict& verdict) {
  const int count = static_cast<int>(verdict.labels.size());
  const int blocks = (count + kSheetColumns - 1) / kSheetColumns;
  ImageBuffer sheet(std::min(count, kSheetColumns) * kSheetCell, blocks * 2 * kSheetCell, 3, 255);
  for (int i = 0; i < count; ++i) {
    put(sheet, verdict.without[static_cast<size_t>(i)], i % kSheetColumns, i / kSheetColumns * 2);
    put(sheet, verdict.with[static_cast<size_t>(i)], i % kSheetColumns, i / kSheetColumns * 2 + 1);
  }
  return sheet;
}

/// The picture that was learned from, and beside it ten things evenly spread over the list: without, with.
ImageBuffer summaryOf(const StyleVerdict& verdict, const ImageBuffer& source) {
  const int count = static_cast<int>(verdict.labels.size()), shown = std::min(count, kSheetColumns);
  ImageBuffer sheet((shown + 1) * kSheetCell, 2 * kSheetCell, 3, 255);
  put(sheet, source, 0, 1);
  for (int i = 0; i < shown; ++i) {
    const auto at = static_cast<size_t>(i * count / shown);
    put(sheet, verdict.without[at], i + 1, 0);
    put(sheet, verdict.with[at], i + 1, 1);
  }
  return sheet;
}

Result<void> evalStyle(CommandContext& context, const EvalStyleFlags& flags) {
  UNMASK_CHECK(checkFolderOf(flags.output));
  std::optional<ImageBuffer> source;
  if (!flags.source.empty()) {
    UNMASK_TRY(const ImageBuffer picture, loadImage(flags.source));
    source = flattenToRgb(picture);
  }
  UNMASK_TRY(const auto folders, setFoldersIn(flags.pictures));
  UNMASK_TRY(const auto styleFolders,
             setFoldersIn(flags.stylePictures.empty() ? flags.pictures : flags.stylePictures));
  std::vector<StyleSet> sets;
  for (const auto& folder : folders) {
    UNMASK_TRY(StyleSet set, setIn(folder));
    sets.push_back(std::move(set));
  }
  UNMASK_TRY(const auto engine, loadModel(context, flags.model));
  GenerationRequest request;  // for its adapters
  UNMASK_CHECK(applyAdapters(context, request, flags.adapters, engine->info().reference.contentHash));
  if (request.adapters.size() != 1)
    return Error{.kind = ErrorKind::Usage, .message = "name the adapter to judge", .key = "--adapter"};
  StyleTrial trial;
  trial.style = flags.style;
  trial.adapter = request.adapters.front();
  trial.preset = engine->info().presets.front();
  UNMASK_TRY(trial.seed, parseSeed(flags.seed));
  UNMASK_TRY(const AdapterFile file, AdapterFile::open(trial.adapter.path));
  trial.trigger = flags.trigger.empty() ? file.info().trigger : flags.trigger;
  UNMASK_TRY(trial.labels, labelsOf(sets, flags));
  StyleSamples samples;
  for (const auto& folder : styleFolders) {  // one at a time: whole sets are large
    context.statusLine("looking at " + folder.filename().string());
    UNMASK_TRY(const StyleSet set, setIn(folder));
    UNMASK_CHECK(samples.add(*engine, set, context.stop));
  }
  UNMASK_TRY(const StyleVerdict verdict,
             judgeStyle(*engine, sets, samples, trial, context.stop, [&](int done, int total) {
               context.event({{"event", "progress"}, {"done", done}, {"total", total}});
               context.statusLine(std::to_string(done) + " of " + std::to_string(total) + " pictures");
             }));
  context.statusLine("");
  nlohmann::json report = toJson(verdict);
  report["style"] = flags.style;
  report["trigger"] = trial.trigger;
  report["adapter"] = trial.adapter.contentHash;
  report["seed"] = trial.seed;
  UNMASK_CHECK(writeFileAtomically(flags.output + ".json", jsonText(report, 2) + "\n"));
  UNMASK_CHECK(savePng(flags.output + ".png", sheetOf(verdict)));
  if (source) UNMASK_CHECK(savePng(flags.output + "-summary.png", summaryOf(verdict, *source)));
  context.event({{"event", "done"}, {"report", report}});
  for (const StyleFigure& f : verdict.figures) {
    char line[160];
    std::snprintf(line, sizeof line, "%-52s %5.1f %%  [%.1f, %.1f]", f.title.c_str(), f.value * 100,
                  f.interval.low * 100, f.interval.high * 100);
    context.say(line);
  }
  return {};
}

}  // namespace

void addEvalStyle(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("eval-style", "Measure what a learned style is worth, against true pictures");
  const auto flags = std::make_shared<EvalStyleFlags>();
  addModelFlags(*command, flags->model);
  addAdapterFlags(*command, flags->adapters);
  command
      ->add_option("--pictures", flags->pictures,
                   "Folder with one folder of true pictures for each style; file names say what they show")
      ->required();
  command->add_option(
      "--style-pictures", flags->stylePictures,
      "The same with all pictures of the sets, to tell the styles apart by (default: --pictures)");
  command->add_option("--style", flags->style, "The style that was learned: one of those folders")
      ->required();
  command->add_option("--trigger", flags->trigger,
                      "The words that ask for it (default: what the adapter says)");
  command->add_option("--labels", flags->labels,
                      "File of what to ask for, one a line (default: what the style's set shows)");
  command->add_option("--count", flags->count, "How many of them")
      ->check(numberBetween(1, 1000))
      ->capture_default_str();
  command->add_option("-s,--seed", flags->seed, "Seed of the first picture; they count up")
      ->capture_default_str();
  command->add_option(
      "--source", flags->source,
      "The picture it was learned from; writes a row of ten beside it, with -summary.png behind");
  command->add_option("-o,--output", flags->output, "Writes this with .json and .png behind it")->required();
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "eval-style";
    context.action = [flags, &context] { return evalStyle(context, *flags); };
  });
}

}  // namespace unmask
