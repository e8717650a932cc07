// train-vq, train and data: the default model from nothing, by the program itself.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/flags.h"
#include "core/data/emoji_dataset.h"
#include "core/io/atomic_file.h"

namespace unmask {
namespace {

constexpr size_t kMaxConfigBytes = size_t{1} << 20;

struct TrainFlags {
  std::string dataset, work, model, settings, vqConfig, transformerConfig, textConfig, startFrom, preset;
  int threads = 0;
  ClusterFlags cluster;
};

void addFolderFlags(CLI::App& command, TrainFlags& flags) {
  command
      .add_option("--dataset", flags.dataset, "Folder of pictures and captions, as `unmask data` makes it")
      ->required();
  command
      .add_option("--work", flags.work,
                  "Folder of the run: checkpoint, loss curve, sheets; resumed when it exists")
      ->required();
  command.add_option("--model-out", flags.model, "Model folder to write")->required();
  command.add_option("--settings", flags.settings, "JSON file of the run's settings; the defaults otherwise");
  command.add_option("-t,--threads", flags.threads, "Threads, 0 = physical cores");
}

void addClusterFlags(CLI::App& command, ClusterFlags& flags) {
  const char* group = "Several processes (otherwise as torchrun, mpirun or srun say)";
  command.add_option("--rank", flags.rank, "Number of this process, from 0")->group(group);
  command.add_option("--world-size", flags.worldSize, "How many processes train together")->group(group);
  command.add_option("--master", flags.master, "HOST:PORT of rank 0, where all meet")->group(group);
  command
      .add_option("--rank-timeout", flags.patienceSeconds,
                  "Seconds without a sign of life after which a process counts as lost, 10 otherwise")
      ->check(CLI::Range(2, 3600))
      ->group(group);
}

/// What computes the run, and what becomes of this process when it is deep in work and another rank is lost.
Result<TrainingMachine> machineOf(CommandContext& context, const TrainFlags& flags) {
  TrainingMachine machine;
  machine.threads = flags.threads;
  UNMASK_TRY(machine.place, clusterPlace([](const char* name) { return std::getenv(name); }, flags.cluster));
  machine.stuck = [&context](const Error& error) {
    context.event(
        {{"event", "error"}, {"kind", "internal"}, {"message", error.text()}, {"exit_code", EXIT_FAILURE}});
    context.streams.err << "unmask: error: " << error.text() << '\n' << std::flush;
    std::_Exit(EXIT_FAILURE);
  };
  return machine;
}

TrainingObserver observerFor(CommandContext& context) {
  return [&context](const TrainingReport& r) {
    if (!r.warning.empty()) return context.warn(r.warning);
    context.event({{"event", "train"},
                   {"step", r.step},
                   {"steps", r.steps},
                   {"loss", r.loss},
                   {"pictures_per_second", r.picturesPerSecond},
                   {"seconds", r.secondsElapsed},
                   {"detail", r.detail}});
    char line[256];
    std::snprintf(line, sizeof line, "step %lld of %lld  loss %.4f  %.1f pictures/s  %s",
                  static_cast<long long>(r.step), static_cast<long long>(r.steps), r.loss,
                  r.picturesPerSecond, r.detail.c_str());
    context.say(line);
  };
}

/// A config or settings file, parsed; the type's defaults when none is given.
template <typename Value>
Result<Value> readOr(const std::string& path,
                     Result<Value> (*parse)(const std::string&, const std::string&)) {
  if (path.empty()) return Value{};
  UNMASK_TRY(const std::string text, readFile(path, kMaxConfigBytes));
  return parse(text, path);
}

Result<void> report(CommandContext& context, const TrainingSummary& summary, const ClusterPlace& place) {
  if (!summary.finished)
    return Error{
        ErrorKind::Cancelled,
        "stopped after " + std::to_string(summary.stepsDone) + " steps; the same command goes on from there",
        "",
        "",
        "",
        "",
        ""};
  if (!place.isWriter()) return {};
  context.event(
      {{"event", "done"}, {"steps", summary.stepsDone}, {"figures", nlohmann::json::parse(summary.figures)}});
  context.say(summary.figures);
  return {};
}

enum class StartPart { VqModel, All };

/// A folder that `train-vq` wrote is no model yet, but begins another `train-vq`.
bool isEnough(const std::filesystem::path& startFrom, StartPart needed) {
  std::error_code ignored;
  return needed == StartPart::VqModel &&
         std::filesystem::exists(startFrom / "vqvae" / "config.json", ignored);
}

Result<TrainingFolders> foldersOf(CommandContext& context, const TrainFlags& flags, StartPart needed) {
  TrainingFolders folders = {flags.dataset, flags.work, flags.model};
  if (flags.startFrom.empty()) return folders;
  if (isEnough(flags.startFrom, needed)) {
    folders.startFrom = flags.startFrom;
    return folders;
  }
  UNMASK_TRY(folders.startFrom, context.hooks.resolveModel(flags.startFrom));
  return folders;
}

Result<void> trainVq(CommandContext& context, const TrainFlags& flags) {
  UNMASK_TRY(const VqConfig config, readOr(flags.vqConfig, parseVqConfig));
  UNMASK_TRY(const VqTrainingSettings settings, readOr(flags.settings, parseVqTrainingSettings));
  UNMASK_TRY(const TrainingFolders folders, foldersOf(context, flags, StartPart::VqModel));
  UNMASK_TRY(const TrainingMachine machine, machineOf(context, flags));
  UNMASK_TRY(const TrainingSummary summary,
             context.hooks.trainVq(folders, config, settings, machine, context.stop, observerFor(context)));
  return report(context, summary, machine.place);
}

Result<void> train(CommandContext& context, const TrainFlags& flags) {
  UNMASK_TRY(const TransformerConfig transformer, readOr(flags.transformerConfig, parseTransformerConfig));
  UNMASK_TRY(const TextEncoderConfig text, readOr(flags.textConfig, parseTextEncoderConfig));
  UNMASK_TRY(const TokenTrainingSettings settings, flags.preset.empty()
                                                       ? readOr(flags.settings, parseTokenTrainingSettings)
                                                       : tokenTrainingPreset(flags.preset));
  UNMASK_TRY(const TrainingFolders folders, foldersOf(context, flags, StartPart::All));
  UNMASK_TRY(const TrainingMachine machine, machineOf(context, flags));
  UNMASK_TRY(const TrainingSummary summary,
             context.hooks.trainTokens(folders, transformer, text, settings, machine, context.stop,
                                       observerFor(context)));
  return report(context, summary, machine.place);
}

Result<void> makeData(CommandContext& context, const EmojiDatasetOptions& options) {
  UNMASK_TRY(const EmojiDatasetSummary summary,
             buildEmojiDataset(options, context.stop, [&context](int done, int total) {
               context.event({{"event", "rendered"}, {"done", done}, {"total", total}});
             }));
  context.event({{"event", "done"}, {"pictures", summary.pictures}, {"captions", summary.captions}});
  context.say(std::to_string(summary.pictures) + " pictures of " + std::to_string(summary.concepts) +
              " concepts, " + std::to_string(summary.captions) + " captions");
  return {};
}

}  // namespace

void addTrainVq(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("train-vq", "Train a VQ model (pictures to tokens and back) from scratch");
  const auto flags = std::make_shared<TrainFlags>();
  addFolderFlags(*command, *flags);
  command->add_option("--vq-config", flags->vqConfig, "config.json of the VQ model's shape");
  command->add_option(
      "--start-from", flags->startFrom,
      "Model folder, or one with a vqvae/ alone, whose codes are kept as they are; only how they are "
      "drawn is learned");
  addClusterFlags(*command, flags->cluster);
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "train-vq";
    context.action = [flags, &context] { return trainVq(context, *flags); };
  });
}

void addTrain(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("train", "Train the U-ViT and its text encoder on a VQ model's tokens");
  const auto flags = std::make_shared<TrainFlags>();
  addFolderFlags(*command, *flags);
  command->add_option("--transformer-config", flags->transformerConfig, "config.json of the U-ViT's shape");
  command->add_option(
      "--start-from", flags->startFrom,
      "Model folder to begin with, of the same shape; its codes and word pieces may be others, unless it is "
      "fine-tuned (\"fine_tune\" in the settings)");
  command->add_option("--text-config", flags->textConfig, "config.json of the text encoder's shape");
  command
      ->add_option(
          "--preset", flags->preset,
          "Settings of the reference's fine-tuning instead, for --start-from amused-256 or amused-512: "
          "reference-256, reference-512")
      ->excludes("--settings");
  addClusterFlags(*command, flags->cluster);
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "train";
    context.action = [flags, &context] { return train(context, *flags); };
  });
}

void addData(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("data", "Render the emoji packages into training pictures and captions");
  const auto options = std::make_shared<EmojiDatasetOptions>();
  command->add_option("--packages", options->packagesDir, "Folder that packaging/fetch-training-data filled")
      ->required();
  command->add_option("--concepts", options->conceptsFile, "List of concepts (resources/training/*.tsv)")
      ->required();
  command->add_option("-o,--output", options->outputDir, "Folder to write")->required();
  command->add_option("--held-out-of", options->heldOutOf,
                      "Hold out from this list's concepts instead, where it is part of a larger one");
  command->add_option("--styles", options->styles, "Styles, of 3d flat noto twemoji")->delimiter(',');
  command->add_option("--pixels", options->pixels, "Side of the pictures");
  command
      ->add_option("--paints", options->paints,
                   "In how many other colours objects of one colour are shown, too; 0 = none")
      ->check(CLI::Range(0, 6))
      ->capture_default_str();
  command->add_flag("--skip-missing", options->skipMissing, "Leave out pictures a style does not have");
  addOutputFlags(*command, context);
  command->callback([options, &context] {
    context.command = "data";
    context.action = [options, &context] { return makeData(context, *options); };
  });
}

}  // namespace unmask
