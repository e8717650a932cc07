#include "core/text/sentencepiece_trainer.h"

#include <sentencepiece_trainer.h>

#include <exception>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "core/io/atomic_file.h"
#include "core/text/text_cleaning.h"
#include "core/text/tokenizer_settings.h"

namespace unmask {

namespace {

constexpr int kLeastVocabulary = 300;
constexpr int kMostVocabulary = 1 << 16;
constexpr size_t kMaxCaptionBytes = 4000;  // the library would leave out longer lines without a word

class CaptionIterator : public sentencepiece::SentenceIterator {
 public:
  explicit CaptionIterator(const std::vector<std::string>& captions) : m_captions(captions) {}
  bool done() const override { return m_index >= m_captions.size(); }
  void Next() override { ++m_index; }
  const std::string& value() const override { return m_captions[m_index]; }
  sentencepiece::util::Status status() const override { return {}; }

 private:
  const std::vector<std::string>& m_captions;
  size_t m_index = 0;
};

// One line each, without the bytes the library gives a meaning to.
std::vector<std::string> usableCaptions(const std::vector<std::string>& captions) {
  std::vector<std::string> usable;
  for (const std::string& caption : captions) {
    std::string line = cleanPrompt(replaceInvalidUtf8(caption), false);
    if (!line.empty() && line.size() <= kMaxCaptionBytes) usable.push_back(std::move(line));
  }
  return usable;
}

Error trainingError(const std::string& expected, const std::string& found) {
  return Error{
      ErrorKind::BadInput, "no vocabulary can be trained from these captions", {}, {}, expected, found, {}};
}

std::unordered_map<std::string, std::string> trainingSettings(int vocabularySize) {
  return {{"model_type", "bpe"},
          {"vocab_size", std::to_string(vocabularySize)},
          {"hard_vocab_limit", "false"},
          {"normalization_rule_name", "nmt_nfkc_cf"},
          {"character_coverage", "1.0"},
          {"byte_fallback", "true"},
          {"pad_id", "0"},
          {"unk_id", "1"},
          {"bos_id", "2"},
          {"eos_id", "3"},
          {"num_threads", "1"},
          {"minloglevel", "2"}};
}

}  // namespace

Result<void> trainSentencePiece(const std::vector<std::string>& captions, int vocabularySize,
                                const std::filesystem::path& spieceModel) {
  if (vocabularySize < kLeastVocabulary || vocabularySize > kMostVocabulary) {
    return Error{ErrorKind::Usage, "the vocabulary size is out of range", {}, "vocabulary size",
                 "300 to 65536",   std::to_string(vocabularySize),        {}};
  }
  const std::vector<std::string> usable = usableCaptions(captions);
  if (usable.empty()) return trainingError("at least one caption with text", "none");

  CaptionIterator iterator(usable);
  std::string model;
  try {
    const auto status =
        sentencepiece::SentencePieceTrainer::Train(trainingSettings(vocabularySize), &iterator, &model);
    if (!status.ok()) return trainingError("a larger vocabulary or more text", status.ToString());
  } catch (const std::exception& problem) {
    return trainingError("a larger vocabulary or more text", problem.what());
  }
  return writeFileAtomically(spieceModel, model);
}

Result<void> writeSentencePieceConfig(const std::filesystem::path& tokenizerDir, int maxTokens) {
  if (maxTokens < kLeastMaxTokens || maxTokens > kMostMaxTokens) {
    return Error{ErrorKind::Usage, "the text length is out of range", {}, "model_max_length",
                 "8 to 4096",      std::to_string(maxTokens),         {}};
  }
  const nlohmann::ordered_json config = {{"model_max_length", maxTokens}, {"bos_token", "<s>"},
                                         {"eos_token", "</s>"},           {"pad_token", "<pad>"},
                                         {"unk_token", "<unk>"},          {"do_lower_case", true}};
  return writeFileAtomically(tokenizerDir / "tokenizer_config.json", config.dump(2) + "\n");
}

}  // namespace unmask
