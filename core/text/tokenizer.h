// Prompt → token ids, whichever vocabulary a checkpoint brings.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace unmask {

struct TokenizedText {
  std::vector<int32_t> ids;         ///< start + content + end + padding, `maxTokens()` long
  std::vector<std::string> pieces;  ///< readable text of each id before the padding, start and end included
  int usedTokens = 0;               ///< ids before the padding
  std::vector<std::string> droppedPieces;  ///< content that did not fit, in order
};

/// Immutable after open(); encode() may be called from any thread.
class Tokenizer {
 public:
  virtual ~Tokenizer() = default;

  /// Never fails: any bytes are text. Invalid UTF-8 is replaced by U+FFFD first.
  virtual TokenizedText encode(std::string_view utf8) const = 0;

  virtual int vocabularySize() const = 0;
  virtual int maxTokens() const = 0;  ///< start and end included (77 for CLIP)
  virtual int32_t startId() const = 0;
  virtual int32_t endId() const = 0;
  virtual int32_t padId() const = 0;

  /// Opens a checkpoint's `tokenizer/` folder: `spiece.model` is SentencePiece, else `vocab.json` +
  /// `merges.txt` is CLIP byte-level BPE. Sizes are bounded and every entry checked; what is wrong comes with
  /// file, key, expected and found.
  static Result<std::unique_ptr<Tokenizer>> open(const std::filesystem::path& tokenizerDir);
};

}  // namespace unmask
