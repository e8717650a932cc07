#include "app/cli/adapter_flags.h"

#include <CLI/CLI.hpp>

#include "app/cli/flags.h"
#include "core/adapter/adapter_file.h"
#include "core/adapter/prompt_adapters.h"

namespace unmask {
namespace {

Result<AdapterReference> referenceTo(CommandContext& context, const NamedAdapter& named,
                                     const AdapterFlags& flags, const std::string& baseHash) {
  UNMASK_TRY(const std::filesystem::path path, context.hooks.resolveAdapter(named.name));
  UNMASK_TRY(const AdapterFile file, AdapterFile::open(path));
  for (const AdapterLayer& layer : file.layers()) {
    const auto scale = file.scaleOf(layer, flags.scale);
    if (!scale) return scale.error();
  }
  AdapterReference adapter;
  adapter.name = path.stem().string();
  adapter.path = std::filesystem::absolute(path).string();
  adapter.strength = named.strength;
  adapter.contentHash = file.contentHash();
  if (!file.info().alpha && flags.scale) adapter.scale = flags.scale;
  const std::string& madeFor = file.info().baseModelHash;
  if (!madeFor.empty() && !baseHash.empty() && madeFor != baseHash)
    context.warn("the adapter " + adapter.name + " was trained on other weights" +
                 (file.info().baseModel.empty() ? "" : " (" + file.info().baseModel + ")"));
  return adapter;
}

/// A replayed picture's adapter: where it was, else by its name; the engine refuses another file.
Result<void> findAgain(CommandContext& context, AdapterReference& adapter) {
  std::error_code ignored;
  if (std::filesystem::is_regular_file(adapter.path, ignored)) return {};
  UNMASK_TRY(const std::filesystem::path path, context.hooks.resolveAdapter(adapter.name));
  adapter.path = std::filesystem::absolute(path).string();
  return {};
}

}  // namespace

void addAdapterFlags(CLI::App& command, AdapterFlags& flags) {
  command
      .add_option(
          "--adapter", flags.adapters,
          "Add this adapter (a LoRA file, or the name of one in the adapters folder); :0.8 behind it is its "
          "strength; may be given several times")
      ->allow_extra_args(false);
  addOptional(command, "--adapter-scale", flags.scale,
              "How strongly adapters count whose files do not say it (alpha / rank)")
      ->check(numberBetween(-1e6, 1e6));
  command.add_flag("--no-adapters", flags.none,
                   "With --from: leave out the adapters the picture was made with");
}

Result<void> applyAdapters(CommandContext& context, GenerationRequest& request, const AdapterFlags& flags,
                           const std::string& baseHash) {
  UNMASK_TRY(const PromptWithAdapters taken, takeAdapters(request.prompt));
  if (taken.prompt != request.prompt) {
    if (request.promptTemplate.empty()) request.promptTemplate = request.prompt;
    request.prompt = taken.prompt;
  }
  std::vector<NamedAdapter> wanted;
  for (const std::string& text : flags.adapters) {
    std::error_code ignored;
    const bool isFile = std::filesystem::is_regular_file(text, ignored);
    wanted.push_back(isFile ? NamedAdapter{text, 1} : parseNamedAdapter(text));
  }
  wanted.insert(wanted.end(), taken.adapters.begin(), taken.adapters.end());
  if (flags.none || !wanted.empty()) request.adapters.clear();
  for (AdapterReference& adapter : request.adapters) UNMASK_CHECK(findAgain(context, adapter));
  for (const NamedAdapter& named : wanted) {
    UNMASK_TRY(AdapterReference adapter, referenceTo(context, named, flags, baseHash));
    request.adapters.push_back(std::move(adapter));
  }
  return {};
}

}  // namespace unmask
