// Tokenizer for checkpoints that bring a SentencePiece model. With sentencepiece_trainer.cpp the only place
// where the library is met.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/text/tokenizer.h"
#include "core/text/tokenizer_settings.h"

namespace unmask {

/// Ids are the model's own bos, eos and pad. A piece begins with a space where a word begins.
class SentencePieceTokenizer : public Tokenizer {
 public:
  /// From the bytes of a `spiece.model`, at most 64 MiB; `maxTokens` in 8…4096.
  static Result<std::unique_ptr<Tokenizer>> create(std::string_view modelBytes,
                                                   int maxTokens = kDefaultMaxTokens,
                                                   const std::string& modelName = "spiece.model");
  static Result<std::unique_ptr<Tokenizer>> open(const std::filesystem::path& tokenizerDir);

  ~SentencePieceTokenizer() override;
  TokenizedText encode(std::string_view utf8) const override;
  int vocabularySize() const override;
  int maxTokens() const override;
  int32_t startId() const override;
  int32_t endId() const override;
  int32_t padId() const override;

 private:
  struct Impl;
  explicit SentencePieceTokenizer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

}  // namespace unmask
