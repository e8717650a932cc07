#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/flags.h"

namespace unmask {
namespace {

struct TokenizeFlags {
  ModelFlags model;
  std::string prompt;
  bool padded = false;
};

Result<void> tokenize(CommandContext& context, const TokenizeFlags& flags) {
  UNMASK_TRY(const auto engine, loadModel(context, flags.model));
  UNMASK_TRY(const Engine::TokenizedPrompt tokenized, engine->tokenize(flags.prompt));
  const size_t shown = flags.padded
                           ? tokenized.ids.size()
                           : std::min(tokenized.ids.size(), static_cast<size_t>(tokenized.usedTokens));
  const std::vector<int32_t> ids(tokenized.ids.begin(),
                                 tokenized.ids.begin() + static_cast<std::ptrdiff_t>(shown));
  context.event({{"event", "tokens"},
                 {"ids", ids},
                 {"pieces", tokenized.pieces},
                 {"used_tokens", tokenized.usedTokens},
                 {"dropped_tokens", tokenized.droppedTokens},
                 {"max_tokens", tokenized.ids.size()}});
  std::string line;
  for (const int32_t id : ids) line += (line.empty() ? "" : " ") + std::to_string(id);
  context.say(line);
  if (tokenized.droppedTokens > 0) {
    context.warn("the last " + std::to_string(tokenized.droppedTokens) + " tokens did not fit");
  }
  return {};
}

}  // namespace

void addTokenize(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("tokenize", "Print a prompt's token ids");
  const auto flags = std::make_shared<TokenizeFlags>();
  addModelFlags(*command, flags->model);
  command->add_option("-p,--prompt", flags->prompt, "The prompt")->required();
  command->add_flag("--padded", flags->padded, "With the padding at the end");
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "tokenize";
    context.action = [flags, &context] { return tokenize(context, *flags); };
  });
}

}  // namespace unmask
