// Files that appear whole or not at all.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace unmask {

/// Writes `bytes` to a temporary file beside `path`, syncs it, renames it over `path` and syncs the folder.
/// On any failure the temporary file is removed and an existing `path` is untouched.
Result<void> writeFileAtomically(const std::filesystem::path& path, std::span<const std::byte> bytes);
Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view text);

/// The same for content produced piece by piece: `produce` gets a function that appends bytes and may fail.
using AppendBytes = std::function<Result<void>(std::span<const std::byte>)>;
Result<void> writeFileAtomically(const std::filesystem::path& path,
                                 const std::function<Result<void>(const AppendBytes&)>& produce);

/// Removes the temporary files in `folder` whose process is no more: a kill in the middle of a write leaves
/// its own behind. Only where nobody on another machine, or in another container, writes at the same time.
void removeAbandonedTemporaries(const std::filesystem::path& folder);

/// Reads a whole regular file of at most `maxBytes`; larger is BadInput.
Result<std::string> readFile(const std::filesystem::path& path, size_t maxBytes);

}  // namespace unmask
