// A SentencePiece vocabulary from captions.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace unmask {

/// Trains a BPE vocabulary, where frequent words become one piece each, that folds case and Unicode forms and
/// can spell anything in bytes; pad, unknown, start and end are 0, 1, 2, 3. A small corpus gives fewer than
/// `vocabularySize` pieces (at least the 260 of bytes and special tokens plus its letters must fit). The same
/// captions in the same order give the same file, which is written atomically. Blocks for seconds; not to be
/// called from two threads at once.
Result<void> trainSentencePiece(const std::vector<std::string>& captions, int vocabularySize,
                                const std::filesystem::path& spieceModel);

/// Writes the `tokenizer_config.json` that belongs beside it; `maxTokens` in 8…4096.
Result<void> writeSentencePieceConfig(const std::filesystem::path& tokenizerDir, int maxTokens);

}  // namespace unmask
