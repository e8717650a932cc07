// A model's identity by content, so that a picture can say which weights made it.
#pragma once

#include <filesystem>
#include <string>

namespace unmask {

/// "sha256:…" over every safetensors and config file of the folder (names and contents, sorted by name);
/// "sampled-sha256:…" over names, sizes and sixteen pieces of each file when they exceed `maxBytes`, for a
/// hash must not delay the first picture. Empty when they cannot be read.
std::string weightsHash(const std::filesystem::path& modelDir, int64_t maxBytes = int64_t{512} << 20);

}  // namespace unmask
