#include "app/cli/adapter_flags.h"

#include <CLI/CLI.hpp>

#include "app/cli/flags.h"
#include "core/hub/adapter_choice.h"

namespace unmask {
namespace {

Result<AdapterReference> referenceTo(CommandContext& context, const NamedAdapter& named,
                                     const AdapterFlags& flags, const std::string& baseHash) {
  UNMASK_TRY(const std::filesystem::path path, context.hooks.resolveAdapter(named.name));
  UNMASK_TRY(AdapterCard card, readAdapterCard(path, flags.scale));
  card.reference.strength = named.strength;
  if (!card.baseModelHash.empty() && !baseHash.empty() && card.baseModelHash != baseHash)
    context.warn("the adapter " + card.reference.name + " was trained on other weights" +
                 (card.baseModel.empty() ? "" : " (" + card.baseModel + ")"));
  return std::move(card.reference);
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
  UNMASK_TRY(const std::vector<NamedAdapter> tags, takeAdapterTags(request));
  std::vector<NamedAdapter> wanted;
  for (const std::string& text : flags.adapters) {
    std::error_code ignored;
    const bool isFile = std::filesystem::is_regular_file(text, ignored);
    wanted.push_back(isFile ? NamedAdapter{text, 1} : parseNamedAdapter(text));
  }
  wanted.insert(wanted.end(), tags.begin(), tags.end());
  if (flags.none || !wanted.empty()) request.adapters.clear();
  for (AdapterReference& adapter : request.adapters)
    UNMASK_CHECK(findAdapterAgain(adapter, context.hooks.resolveAdapter));
  for (const NamedAdapter& named : wanted) {
    UNMASK_TRY(AdapterReference adapter, referenceTo(context, named, flags, baseHash));
    request.adapters.push_back(std::move(adapter));
  }
  return {};
}

}  // namespace unmask
