#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/picture_flags.h"
#include "core/io/png_metadata.h"

namespace unmask {
namespace {

struct GenerateFlags : PictureFlags {
  std::string from;
};

Result<GenerationRequest> replayed(const std::string& file) {
  UNMASK_TRY(std::optional<GenerationRequest> request, requestFromPng(file));
  if (request) return *std::move(request);
  return Error{.kind = ErrorKind::BadInput,
               .message = "the picture does not say how it was made",
               .file = file,
               .key = kRequestKey,
               .expected = "a PNG written by this program",
               .found = "no such text"};
}

// What -m would have to say for a replayed picture's model: where it was, if it still is, else its name.
std::string modelOf(const CommandContext& context, const GenerationRequest& request) {
  const std::string& path = request.model.path;
  return !path.empty() && context.hooks.resolveModel(path).ok() ? path : request.model.name;
}

// The same request on other weights is another picture; that must be asked for, by -m.
Result<void> checkSameWeights(CommandContext& context, const ModelReference& wanted,
                              const ModelReference& loaded, bool modelWasChosen) {
  if (wanted.contentHash.empty() || loaded.contentHash.empty() || wanted.contentHash == loaded.contentHash)
    return {};
  if (modelWasChosen) {
    context.warn("the picture was made with other weights (" + wanted.name + "); this one will differ");
    return {};
  }
  return Error{.kind = ErrorKind::BadInput,
               .message = "these are not the weights the picture was made with",
               .file = loaded.path,
               .expected = wanted.contentHash,
               .found = loaded.contentHash,
               .remedy = "Say which model to use with -m"};
}

Result<void> replay(CommandContext& context, const GenerateFlags& flags) {
  UNMASK_CHECK(checkFlags(flags));
  UNMASK_TRY(GenerationRequest request, replayed(flags.from));
  ModelFlags model = flags.model;
  if (model.model.empty()) model.model = modelOf(context, request);
  UNMASK_TRY(const auto engine, loadModel(context, model, request.computeType));
  UNMASK_CHECK(
      checkSameWeights(context, request.model, engine->info().reference, !flags.model.model.empty()));
  if (flags.preset) UNMASK_CHECK(applyPreset(request, engine->info(), flags.preset));
  UNMASK_CHECK(applyFlags(request, flags));
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
