// adapter: files of learned styles, listed and written for other programs.
#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/flags.h"
#include "core/adapter/adapter_file.h"

namespace unmask {
namespace {

struct ExportFlags {
  std::string adapter, output;
  std::optional<float> scale;
  bool foldScale = false;
};

Result<void> exportAdapter(CommandContext& context, const ExportFlags& flags) {
  if (!flags.foldScale)
    return Error{.kind = ErrorKind::Usage,
                 .message = "say what to change: --fold-scale is the one thing there is",
                 .key = "--fold-scale"};
  UNMASK_TRY(const std::filesystem::path path, context.hooks.resolveAdapter(flags.adapter));
  UNMASK_TRY(const AdapterFile file, AdapterFile::open(path));
  UNMASK_CHECK(exportWithFoldedScale(file, flags.scale, flags.output));
  context.event({{"event", "saved"}, {"file", flags.output}});
  context.event({{"event", "done"}});
  context.say(flags.output);
  return {};
}

}  // namespace

void addAdapter(CLI::App& app, CommandContext& context) {
  CLI::App* group = app.add_subcommand("adapter", "Adapters (LoRA files): write one for other programs");
  group->require_subcommand(1);
  CLI::App* command = group->add_subcommand(
      "export",
      "Write an adapter with its scale folded in, as diffusers takes it for granted (alpha = rank)");
  const auto flags = std::make_shared<ExportFlags>();
  command->add_option("adapter", flags->adapter, "Adapter file, or the name of one in the adapters folder")
      ->required();
  command->add_flag("--fold-scale", flags->foldScale, "Multiply alpha / rank into the matrices");
  addOptional(*command, "--adapter-scale", flags->scale, "The scale, where the file does not say it")
      ->check(numberBetween(-1e6, 1e6));
  command->add_option("-o,--output", flags->output, "File to write")->required();
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "adapter export";
    context.action = [flags, &context] { return exportAdapter(context, *flags); };
  });
}

}  // namespace unmask
