#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/flags.h"
#include "app/cli/output_names.h"
#include "app/cli/tensor_files.h"

namespace unmask {
namespace {

struct ForwardFlags {
  ModelFlags model;
  std::string prompt;
  std::string negativePrompt;
  std::string tokens;
  std::string output;
};

Result<void> forward(CommandContext& context, const ForwardFlags& flags) {
  UNMASK_CHECK(checkFolderOf(flags.output));
  UNMASK_TRY(const auto engine, loadModel(context, flags.model));
  const ModelInfo& info = engine->info();
  const int64_t idLimit = std::max<int64_t>(info.codebookSize, int64_t{info.maskTokenId} + 1);
  UNMASK_TRY(const TokenGrid tokens, readTokenFile(flags.tokens, idLimit));
  UNMASK_TRY(const ForwardOutcome outcome, engine->forward(flags.prompt, flags.negativePrompt, tokens));
  UNMASK_CHECK(writeForwardFile(flags.output, outcome));
  context.event({{"event", "saved"},
                 {"file", flags.output},
                 {"encoder_hidden_states", outcome.hiddenShape},
                 {"pooled", outcome.pooledShape},
                 {"logits", outcome.logitsShape}});
  context.event({{"event", "done"}});
  context.say(flags.output);
  return {};
}

}  // namespace

void addForward(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("forward", "Run the text encoder and the transformer once, for comparison");
  const auto flags = std::make_shared<ForwardFlags>();
  addModelFlags(*command, flags->model);
  command->add_option("-p,--prompt", flags->prompt, "The prompt")->required();
  command->add_option("-n,--negative-prompt", flags->negativePrompt, "The negative prompt");
  command
      ->add_option("--tokens", flags->tokens, "Tokens, masked ones included (safetensors, int64 [1, h, w])")
      ->required();
  command->add_option("-o,--output", flags->output, "File to write")->required();
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "forward";
    context.action = [flags, &context] { return forward(context, *flags); };
  });
}

}  // namespace unmask
