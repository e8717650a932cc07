// --adapter, --adapter-scale and `<lora:name:0.8>` in a prompt, and what they make of a request.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cli/command_context.h"
#include "core/doc/generation_request.h"

namespace CLI {
class App;
}

namespace unmask {

struct AdapterFlags {
  std::vector<std::string> adapters;  ///< FILE or NAME, each with an optional :STRENGTH
  std::optional<float> scale;         ///< for files that do not say how strongly they count
  bool none = false;                  ///< leave out what a replayed picture was made with
};

void addAdapterFlags(CLI::App& command, AdapterFlags& flags);

/// Finds and checks every adapter of the flags and of the request's prompt, which loses its tags (the prompt
/// as typed goes to `promptTemplate`). A replayed request keeps its own adapters unless flags or prompt name
/// some; one that is not where it was is looked for by its name. Files that speak of other weights than
/// `baseHash` are warned about.
Result<void> applyAdapters(CommandContext& context, GenerationRequest& request, const AdapterFlags& flags,
                           const std::string& baseHash);

}  // namespace unmask
