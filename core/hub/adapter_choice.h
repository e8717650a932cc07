// Adapters chosen for a run: what a file says of itself, whether it fits a model, and the tags of a prompt.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/adapter/prompt_adapters.h"
#include "core/base/result.h"
#include "core/doc/generation_request.h"

namespace unmask {

/// What a chooser shows of an adapter file.
struct AdapterCard {
  AdapterReference reference;  ///< strength 1; its path is absolute
  std::string trigger;         ///< the words that ask for it; empty when the file does not say
  std::string caption;         ///< of the picture it was learned from; may be empty
  std::string baseModel;       ///< name of the model it was trained on; may be empty
  std::string baseModelHash;
  std::vector<std::byte> samplePicture;  ///< a small PNG as the file has it, not checked; may be empty
  bool operator==(const AdapterCard&) const = default;
};

/// Opens and checks the file. Usage when it does not say how strongly it counts and `scale` does not either.
/// Blocking; reads the whole file.
Result<AdapterCard> readAdapterCard(const std::filesystem::path& file, std::optional<float> scale = {});

/// BadInput, naming the matrices, when the adapter changes some that the model in `modelDir` does not have or
/// has in another shape. Reads headers only; a folder without transformer weights is passed over.
Result<void> checkAdapterFits(const std::filesystem::path& file, const std::filesystem::path& modelDir);

/// Name or path → file, as resolveAdapter() does.
using AdapterFinder = std::function<Result<std::filesystem::path>(const std::string&)>;

/// Takes the tags out of the request's prompt; the prompt as typed goes to `promptTemplate`.
Result<std::vector<NamedAdapter>> takeAdapterTags(GenerationRequest& request);
/// An adapter of an earlier run: where it was, else by its name. The engine refuses another file.
Result<void> findAdapterAgain(AdapterReference& adapter, const AdapterFinder& find);
/// Both: the request as the engine is to get it, with the adapters of its tags behind its own. Without tags
/// and with its files in place it comes back as it is.
Result<GenerationRequest> withPromptAdapters(GenerationRequest request, const AdapterFinder& find);
/// The adapters of a request that withPromptAdapters() made which its tags did not bring in.
std::vector<AdapterReference> adaptersBesideTags(const GenerationRequest& request);

}  // namespace unmask
