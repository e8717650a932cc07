// Copies of model folders.
#pragma once

#include <filesystem>
#include <functional>

#include "core/base/result.h"

namespace unmask {

/// Folders below a model's own that are looked into; a link may lead back to where it stands.
constexpr int kMaxModelDepth = 4;

/// Copies the files below `from` of which `isWanted` (told the path below `from`) approves, each whole or not
/// at all, also when the program is killed meanwhile. Links are followed, as the Hub's cache needs it; hidden
/// files and folders (".git") stay behind. Io names the file. Not for two names of one folder.
Result<void> copyFolder(const std::filesystem::path& from, const std::filesystem::path& to,
                        const std::function<bool(const std::filesystem::path& below)>& isWanted);

/// By its name: weights in any format, with or without an index, and unfinished downloads.
bool holdsWeights(const std::filesystem::path& file);

}  // namespace unmask
