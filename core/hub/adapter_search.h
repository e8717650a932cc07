// Where adapters (LoRA files) are on this machine. Looks at folders only.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace unmask {

struct FoundAdapter {
  std::string name;  ///< path below the adapters folder without `.safetensors`: "ink", "mine/ink"
  std::filesystem::path file;
  bool operator==(const FoundAdapter&) const = default;
};

struct AdapterSearchOptions {
  /// More folders the user named, looked at first.
  std::vector<std::filesystem::path> extraDirs;
  /// Reads an environment variable; nullopt when unset. The default reads the process environment.
  std::function<std::optional<std::string>(const char* name)> environment;
};

/// `$XDG_DATA_HOME/unmask/adapters`, where learned styles are kept; empty when there is no home.
std::filesystem::path adaptersFolder(const AdapterSearchOptions& options);

/// Every safetensors file in the adapters folders, up to three folders deep, sorted by name; of two of one
/// name the first found. What cannot be read is passed over.
std::vector<FoundAdapter> findAdapters(const AdapterSearchOptions& options);

/// What `--adapter` or `<lora:…>` means: a file, else the name of a found adapter, else the file name without
/// its ending of the one that has it in some folder. NotFound names the folders; Usage, when several have
/// that file name, names them.
Result<std::filesystem::path> resolveAdapter(const std::string& nameOrPath,
                                             const AdapterSearchOptions& options);

}  // namespace unmask
