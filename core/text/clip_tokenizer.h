// CLIP's byte-level BPE tokenizer (reference 8.1).
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/text/clip_vocabulary.h"
#include "core/text/tokenizer.h"
#include "core/text/tokenizer_settings.h"

namespace unmask {

struct ClipTokenizerOptions {
  int maxTokens = kDefaultMaxTokens;  ///< 8…4096, start and end included
  std::string startToken = "<|startoftext|>";
  std::string endToken = "<|endoftext|>";
  std::string unknownToken = "<|endoftext|>";
  std::string padToken = "<|endoftext|>";
  bool spaceAroundCjk = true;  ///< as the slow Hugging Face tokenizer does; the fast one does not
};

/// A piece ends with a space where a word ends, so that joined pieces read like the (cleaned) prompt.
class ClipTokenizer : public Tokenizer {
 public:
  /// From the text of `vocab.json` and `merges.txt`; the four special tokens must be in the vocabulary.
  static Result<std::unique_ptr<Tokenizer>> create(std::string_view vocabJson, std::string_view mergesText,
                                                   const ClipTokenizerOptions& options = {},
                                                   const std::string& vocabName = "vocab.json",
                                                   const std::string& mergesName = "merges.txt");
  /// From a folder; special tokens and length as its settings files say, else as the options do.
  static Result<std::unique_ptr<Tokenizer>> open(const std::filesystem::path& tokenizerDir,
                                                 ClipTokenizerOptions options = {});

  TokenizedText encode(std::string_view utf8) const override;
  int vocabularySize() const override { return m_vocabulary.size(); }
  int maxTokens() const override { return m_options.maxTokens; }
  int32_t startId() const override { return m_startId; }
  int32_t endId() const override { return m_endId; }
  int32_t padId() const override { return m_padId; }

 private:
  ClipTokenizer(ClipVocabulary vocabulary, ClipTokenizerOptions options);
  std::vector<int32_t> contentIds(std::string_view utf8) const;
  std::string readable(int32_t id) const;

  ClipVocabulary m_vocabulary;
  ClipTokenizerOptions m_options;
  int32_t m_startId, m_endId, m_unknownId, m_padId;
};

}  // namespace unmask
