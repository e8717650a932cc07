// Where models are on this machine. Looks at folders only; opens no weights and never the network.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace unmask {

/// Which place a model was found in, in search order.
enum class ModelSource {
  BuiltIn,          ///< the default model that comes with the program
  UserFolder,       ///< a folder the user named, or one inside the XDG data folder's `unmask/models`
  HuggingFaceCache  ///< a snapshot in the Hugging Face cache, read in place
};

struct FoundModel {
  std::string name;  ///< unique within one search: folder name, or "owner/name" from the cache, "@…" added
                     ///< where it clashes
  std::filesystem::path dir;
  ModelSource source = ModelSource::UserFolder;
  bool operator==(const FoundModel&) const = default;
};

struct ModelSearchOptions {
  /// Folder of the running program; the built-in model is looked for beside it. Empty = not looked for there.
  std::filesystem::path executableDir;
  /// More folders the user named: each a model, or a folder of models.
  std::vector<std::filesystem::path> extraDirs;
  /// Reads an environment variable; nullopt when unset. The default reads the process environment.
  std::function<std::optional<std::string>(const char* name)> environment;
};

/// Folder of the running program (from /proc/self/exe); empty when it cannot be told.
std::filesystem::path executableDir();

/// True for a folder in the diffusers layout with the parts of a masked image model: `model_index.json`,
/// `transformer/` and `vqvae/`. Says nothing about what is inside them.
bool looksLikeModel(const std::filesystem::path& dir);

/// All models, in search order: built-in (`UNMASK_MODEL_DIR`, then beside the program), user folders, Hugging
/// Face cache
/// (`HF_HUB_CACHE`, else `HF_HOME/hub`, else `XDG_CACHE_HOME/huggingface/hub`, else
/// `~/.cache/huggingface/hub`). The first is the default. Folders that cannot be read are passed over.
/// Blocking, but only lists folders.
std::vector<FoundModel> findModels(const ModelSearchOptions& options);

/// What a `--model` value means: a folder, else the name of a found model, and for an empty value the
/// default. NotFound names the places that were looked at.
Result<std::filesystem::path> resolveModel(const std::string& nameOrPath, const ModelSearchOptions& options);

}  // namespace unmask
