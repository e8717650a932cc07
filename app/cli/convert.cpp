#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/flags.h"

namespace unmask {
namespace {

struct ConvertFlags {
  std::string model, output, type = "fp16";
};

Result<void> convert(CommandContext& context, const ConvertFlags& flags) {
  UNMASK_TRY(const std::string dir, context.hooks.resolveModel(flags.model));
  const TensorType type = flags.type == "fp32"   ? TensorType::F32
                          : flags.type == "bf16" ? TensorType::BF16
                                                 : TensorType::F16;
  UNMASK_CHECK(context.hooks.convertModel(dir, flags.output, type));
  context.event({{"event", "saved"}, {"file", flags.output}, {"dtype", flags.type}});
  context.event({{"event", "done"}});
  context.say(flags.output);
  return {};
}

}  // namespace

void addConvert(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("convert", "Copy a model folder with its weights in another type");
  const auto flags = std::make_shared<ConvertFlags>();
  command->add_option("-m,--model", flags->model, "Model folder or name; the default model without it");
  command->add_option("-o,--output", flags->output, "Folder to write")->required();
  command->add_option("--dtype", flags->type, "fp16, bf16 or fp32")
      ->check(CLI::IsMember({"fp16", "bf16", "fp32"}));
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "convert";
    context.action = [flags, &context] { return convert(context, *flags); };
  });
}

}  // namespace unmask
