#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/picture_flags.h"
#include "app/cli/replay.h"

namespace unmask {
namespace {

struct GenerateFlags : PictureFlags {
  std::string from;
};

Result<void> replay(CommandContext& context, const GenerateFlags& flags) {
  UNMASK_CHECK(checkFlags(flags));
  UNMASK_TRY(GenerationRequest request, requestIn(flags.from));
  const bool hasStart = !request.picture.empty() || !request.startTokens.tokenIds.empty();
  if (hasStart && (flags.width || flags.height))
    return Error{.kind = ErrorKind::Usage,
                 .message = "this picture was made from another one, whose size it has",
                 .file = flags.from,
                 .key = flags.width ? "--width" : "--height",
                 .remedy = "Leave the size out, or begin with -i and a picture of that size."};
  UNMASK_TRY(const auto engine, loadModelOf(context, request, flags.model));
  if (flags.preset) UNMASK_CHECK(applyPreset(request, engine->info(), flags.preset));
  UNMASK_CHECK(applyFlags(request, flags));
  UNMASK_CHECK(applyAdapters(context, request, flags.adapters, engine->info().reference.contentHash));
  return runPictureJob(context, *engine, jobFrom(std::move(request), flags));
}

Result<void> generate(CommandContext& context, const GenerateFlags& flags) {
  if (!flags.from.empty()) return replay(context, flags);
  if (!flags.prompt) {
    return Error{.kind = ErrorKind::Usage,
                 .message = "say what to draw with --prompt, or replay a picture with --from"};
  }
  return makePicture(context, flags, JobKind::Generate);
}

}  // namespace

void addGenerate(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("generate", "Make pictures from a prompt");
  const auto flags = std::make_shared<GenerateFlags>();
  addPictureFlags(*command, *flags, context);
  command->add_option(
      "--from", flags->from,
      "Make the picture in this PNG again, from what is written in it; flags beside it override");
  command->callback([flags, &context] {
    context.command = "generate";
    context.action = [flags, &context] { return generate(context, *flags); };
  });
}

}  // namespace unmask
