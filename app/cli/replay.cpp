#include "app/cli/replay.h"

#include "core/io/png_metadata.h"

namespace unmask {
namespace {

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

}  // namespace

Result<GenerationRequest> requestIn(const std::string& file) {
  UNMASK_TRY(std::optional<GenerationRequest> request, requestFromPng(file));
  if (request) return *std::move(request);
  return Error{.kind = ErrorKind::BadInput,
               .message = "the picture does not say how it was made",
               .file = file,
               .key = kRequestKey,
               .expected = "a PNG written by this program",
               .found = "no such text"};
}

Result<std::unique_ptr<Engine>> loadModelOf(CommandContext& context, const GenerationRequest& request,
                                            const ModelFlags& flags) {
  ModelFlags model = flags;
  if (model.model.empty()) model.model = modelOf(context, request);
  UNMASK_TRY(auto engine, loadModel(context, model, request.computeType));
  UNMASK_CHECK(checkSameWeights(context, request.model, engine->info().reference, !flags.model.empty()));
  return engine;
}

}  // namespace unmask
