// What a tokenizer folder's small JSON files say about any tokenizer.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace unmask {

inline constexpr int kDefaultMaxTokens = 77;
inline constexpr int kLeastMaxTokens = 8;
inline constexpr int kMostMaxTokens = 4096;
inline constexpr size_t kMaxPromptBytes = size_t{4} << 20;  ///< what lies behind is not read

struct TokenizerSettings {
  int maxTokens = kDefaultMaxTokens;
  std::optional<std::string> startToken, endToken, padToken,
      unknownToken;  ///< nullopt when no file names one
};

/// Reads `tokenizer_config.json` and then `special_tokens_map.json`, which wins, from a folder; either may be
/// absent. A token is text or an object with `content`. `model_max_length` must lie in 8…4096; a huge number,
/// which is how the Hub's files say "not set", counts as absent.
Result<TokenizerSettings> readTokenizerSettings(const std::filesystem::path& tokenizerDir);

}  // namespace unmask
