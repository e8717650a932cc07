// learn-style: an adapter from one picture.
#include <CLI/CLI.hpp>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/flags.h"
#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"
#include "core/train/style_learner.h"

namespace unmask {
namespace {

constexpr size_t kMaxSettingsBytes = size_t{1} << 20;

struct LearnFlags {
  ModelFlags model;
  std::vector<std::string> pictures, captions;
  std::string output, trigger, preset = "good", settings, prompts, crop, targets;
  std::optional<int64_t> steps, rank, ownPictures;
  std::optional<double> rate, alpha;
  std::optional<std::string> seed;
  bool resume = false;
};

Error usage(const std::string& message, const std::string& key, const std::string& expected,
            const std::string& found) {
  return {.kind = ErrorKind::Usage, .message = message, .key = key, .expected = expected, .found = found};
}

/// "x,y,side"
Result<std::optional<SquareCut>> parseCrop(const std::string& text) {
  if (text.empty()) return std::optional<SquareCut>();
  SquareCut cut;
  const char* at = text.data();
  const char* const end = text.data() + text.size();
  for (int* number : {&cut.x, &cut.y, &cut.side}) {
    const auto [next, problem] = std::from_chars(at, end, *number);
    const bool isLast = number == &cut.side;
    if (problem != std::errc() || (isLast ? next != end : next == end || *next != ','))
      return usage("the flag's value is not understood", "--crop", "x,y,side in pixels", text);
    at = next + (isLast ? 0 : 1);
  }
  return std::optional(cut);
}

Result<AdapterTrainingSettings> settingsFrom(const LearnFlags& flags) {
  AdapterTrainingSettings s;
  if (!flags.settings.empty()) {
    UNMASK_TRY(const std::string text, readFile(flags.settings, kMaxSettingsBytes));
    UNMASK_TRY(s, parseAdapterTrainingSettings(text, flags.settings));
  } else {
    UNMASK_TRY(s, adapterPreset(flags.preset));
  }
  if (flags.steps) {
    s.cooldown = s.cooldown * *flags.steps / s.steps;
    s.steps = *flags.steps;
  }
  if (flags.rank) s.rank = *flags.rank;
  if (flags.alpha) s.alpha = *flags.alpha;
  if (flags.ownPictures) s.ownPictures = *flags.ownPictures;
  if (flags.rate) s.learningRate = *flags.rate;
  if (!flags.targets.empty()) s.allTargets = flags.targets == "all";
  if (flags.seed) {
    UNMASK_TRY(s.seed, parseSeed(*flags.seed));
  }
  return parseAdapterTrainingSettings(toJson(s), "");
}

Result<std::vector<StylePicture>> picturesFrom(const LearnFlags& flags, int side) {
  if (flags.captions.size() != flags.pictures.size())
    return usage("every picture needs a caption", "--caption", std::to_string(flags.pictures.size()),
                 std::to_string(flags.captions.size()));
  UNMASK_TRY(const auto crop, parseCrop(flags.crop));
  std::vector<StylePicture> out;
  for (size_t i = 0; i < flags.pictures.size(); ++i) {
    UNMASK_TRY(const ImageBuffer loaded, loadImage(flags.pictures[i]));
    auto square = squareCut(flattenToRgb(loaded), crop, side);
    if (!square) {
      Error error = std::move(square).error();
      error.file = flags.pictures[i];
      return error;
    }
    out.push_back({*std::move(square), flags.captions[i]});
  }
  return out;
}

/// Hours of learning are not to be lost to a forgotten flag.
Result<void> requireNoRun(const StyleTask& task) {
  const std::filesystem::path run = runFileOf(task.output);
  std::error_code ignored;
  if (task.resume) return {};
  if (!std::filesystem::exists(run, ignored)) {
    if (!std::filesystem::exists(task.output, ignored)) return {};
    return Error{.kind = ErrorKind::Usage,
                 .message = "there is such an adapter already",
                 .file = task.output.string(),
                 .remedy = "Remove it, or take another --output."};
  }
  return Error{.kind = ErrorKind::Usage,
               .message = "there is an unfinished run of this adapter",
               .file = run.string(),
               .remedy = "Go on with it by --resume, remove it, or take another --output."};
}

Result<StyleTask> taskFrom(CommandContext& context, const LearnFlags& flags) {
  StyleTask task;
  UNMASK_TRY(task.settings, settingsFrom(flags));
  UNMASK_TRY(task.modelDir, context.hooks.resolveModel(flags.model.model));
  task.variant = flags.model.variant;
  task.threads = flags.model.threads;
  if (flags.model.computeType) task.computeType = computeTypeFromName(*flags.model.computeType);
  task.output = flags.output;
  task.resume = flags.resume;
  UNMASK_CHECK(requireNoRun(task));
  task.trigger =
      flags.trigger.empty() && !flags.captions.empty() ? styleWords(flags.captions[0]) : flags.trigger;
  if (task.trigger.empty() && task.settings.ownPictures > 0)
    return usage("the caption does not end with \"in … style\"", "--trigger",
                 "the words that ask for the style",
                 flags.captions.empty() ? "no caption" : flags.captions[0]);
  if (flags.prompts.empty()) {
    UNMASK_TRY(task.prompts, stylePromptsOf(task.modelDir));
  } else {
    UNMASK_TRY(task.prompts, loadStylePrompts(flags.prompts));
  }
  if (task.prompts.empty() && task.settings.ownPictures > 0)
    context.warn(
        "it is not known what this model can draw, so it learns from the given pictures alone, and what they "
        "show along with their style; --prompts names a list");
  UNMASK_TRY(const int side, context.hooks.pictureSide(task.modelDir));
  UNMASK_TRY(task.pictures, picturesFrom(flags, side));
  return task;
}

void tellEstimate(CommandContext& context, const StyleEstimate& e) {
  context.event({{"event", "estimate"},
                 {"seconds", e.seconds},
                 {"bytes", e.bytes},
                 {"parameters", e.parameters},
                 {"modules", e.moduleCount}});
  char line[160];
  std::snprintf(line, sizeof line,
                "learning %lld numbers in %lld matrices: about %.0f min %02.0f s and %.2f GB of memory",
                static_cast<long long>(e.parameters), static_cast<long long>(e.moduleCount),
                std::floor(e.seconds / 60), std::fmod(e.seconds, 60), static_cast<double>(e.bytes) * 1e-9);
  context.say(line);
}

void tellProgress(CommandContext& context, const StyleProgress& p) {
  const bool isDrawing = p.stage == StyleStage::Drawing;
  context.event({{"event", isDrawing ? "drawing" : "learning"},
                 {"done", p.done},
                 {"total", p.total},
                 {"loss", p.loss},
                 {"seconds_left", p.secondsLeft}});
  char line[160];
  std::snprintf(line, sizeof line, "%s %lld of %lld  loss %.3f  %.0f s left",
                isDrawing ? "drawing own pictures" : "learning", static_cast<long long>(p.done),
                static_cast<long long>(p.total), p.loss, p.secondsLeft);
  context.statusLine(line);
}

Result<void> learn(CommandContext& context, const LearnFlags& flags) {
  UNMASK_TRY(const StyleTask task, taskFrom(context, flags));
  StyleObserver observer;
  observer.onEstimate = [&](const StyleEstimate& estimate) { tellEstimate(context, estimate); };
  observer.onProgress = [&](const StyleProgress& progress) { tellProgress(context, progress); };
  UNMASK_TRY(const StyleSummary summary, context.hooks.runLearnStyle(task, context.stop, observer));
  context.statusLine("");
  const bool isLearned = summary.steps > 0;  // before that there is no adapter, only the unfinished run
  const std::string saved = isLearned ? flags.output : runFileOf(flags.output).string();
  context.event({{"event", "saved"}, {"file", saved}});
  if (!summary.finished)
    return Error{.kind = ErrorKind::Cancelled,
                 .message = isLearned ? "stopped after " + std::to_string(summary.steps) +
                                            " updates; everything is saved, and --resume goes on from there"
                                      : "stopped before the first update: there is no adapter yet; what was "
                                        "done is saved, and --resume goes on from there",
                 .file = saved};
  context.event(
      {{"event", "done"}, {"updates", summary.steps}, {"loss", summary.loss}, {"seconds", summary.seconds}});
  char tail[96];
  std::snprintf(tail, sizeof tail, "  %lld updates  loss %.3f  %.0f s", static_cast<long long>(summary.steps),
                summary.loss, summary.seconds);
  context.say(flags.output + tail);
  return {};
}

void addRecipeFlags(CLI::App& command, LearnFlags& flags) {
  command.add_option("--preset", flags.preset, "How long and from what to learn")
      ->check(CLI::IsMember(adapterPresetNames()))
      ->capture_default_str();
  command.add_option("--settings", flags.settings, "JSON file of the run's settings instead of a preset");
  addOptional(command, "--steps", flags.steps, "Updates")->check(numberBetween(1, 1e6));
  addOptional(command, "--rate", flags.rate, "Learning rate")->check(numberBetween(0, 10));
  addOptional(command, "--rank", flags.rank, "Rank of the matrices")->check(numberBetween(1, 1024));
  addOptional(command, "--alpha", flags.alpha, "The product counts alpha / rank times")
      ->check(numberBetween(1e-6, 1e6));
  command
      .add_option("--targets", flags.targets,
                  "Matrices: attention (to_q, to_k, to_v), or all linear ones of the layers")
      ->check(CLI::IsMember({"attention", "all"}));
  addOptional(command, "--own-pictures", flags.ownPictures,
              "Pictures the model draws itself and redraws in the picture's manner, to learn from beside it; "
              "0 = none")
      ->check(numberBetween(0, 4096));
  command.add_option("--prompts", flags.prompts,
                     "File of what own pictures show, one a line (default: the model's own list)");
  addOptional(command, "-s,--seed", flags.seed, "Seed of everything that is drawn by lot");
}

}  // namespace

void addLearnStyle(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("learn-style", "Learn a style from one picture, as an adapter");
  const auto flags = std::make_shared<LearnFlags>();
  addModelFlags(*command, flags->model);
  command
      ->add_option("-i,--init-img", flags->pictures,
                   "The picture; several, each with its caption, may be given")
      ->required()
      ->allow_extra_args(false);
  command
      ->add_option("--caption", flags->captions,
                   "What the picture shows and words for its style: \"a mushroom in [V] style\"")
      ->required()
      ->allow_extra_args(false);
  command->add_option("--trigger", flags->trigger,
                      "The words that ask for the style (default: the caption's \"in … style\")");
  command->add_option("--crop", flags->crop,
                      "x,y,side: the square to learn from (default: the largest in the middle)");
  command->add_option("-o,--output", flags->output, "Adapter file to write")->required();
  command->add_flag("--resume", flags->resume,
                    "Go on with a run that was stopped, from what stands beside the output");
  addRecipeFlags(*command, *flags);
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "learn-style";
    context.action = [flags, &context] { return learn(context, *flags); };
  });
}

}  // namespace unmask
