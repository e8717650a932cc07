// What the module and the program agree on. Both are built together and by one compiler, so C++ values may
// cross.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/text/tokenizer.h"

namespace unmask {

struct SentencePieceModule {
  Result<std::unique_ptr<Tokenizer>> (*open)(const std::filesystem::path& tokenizerDir);
  Result<void> (*make)(const std::vector<std::string>& captions, int vocabularySize, int maxTokens,
                       const std::filesystem::path& tokenizerDir);
};

/// The one symbol looked up in the module; never null.
inline constexpr char kSentencePieceEntry[] = "unmaskSentencePieceModule";

}  // namespace unmask
