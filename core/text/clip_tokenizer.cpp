#include "core/text/clip_tokenizer.h"

#include <algorithm>

#include "core/io/atomic_file.h"
#include "core/text/byte_alphabet.h"
#include "core/text/text_cleaning.h"
#include "core/text/token_assembly.h"

namespace unmask {

namespace {

constexpr size_t kMaxVocabularyBytes = size_t{64} << 20;
constexpr std::string_view kWordEnd = "</w>";

Result<void> checkOptions(const ClipVocabulary& vocabulary, const ClipTokenizerOptions& options,
                          const std::string& where) {
  if (options.maxTokens < kLeastMaxTokens || options.maxTokens > kMostMaxTokens) {
    return Error{ErrorKind::BadInput, "the text length is out of range", where, "model_max_length",
                 "8 to 4096",         std::to_string(options.maxTokens), {}};
  }
  for (const std::string* token :
       {&options.startToken, &options.endToken, &options.unknownToken, &options.padToken}) {
    if (vocabulary.find(*token) == ClipVocabulary::kNone) {
      return Error{
          ErrorKind::BadInput, "a special token is missing", where, *token, "an id for it", "nothing", {}};
    }
  }
  return {};
}

Result<std::string> readNeeded(const std::filesystem::path& file, const std::filesystem::path& other) {
  std::error_code code;
  if (!std::filesystem::exists(file, code)) {
    return Error{ErrorKind::NotFound,
                 "a tokenizer file is missing",
                 file.string(),
                 {},
                 "both " + file.filename().string() + " and " + other.filename().string(),
                 "nothing",
                 {}};
  }
  return readFile(file, kMaxVocabularyBytes);
}

bool sameFolded(std::string_view a, std::string_view b) {
  const auto folded = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::ranges::equal(a, b, {}, folded, folded);
}

}  // namespace

ClipTokenizer::ClipTokenizer(ClipVocabulary vocabulary, ClipTokenizerOptions options)
    : m_vocabulary(std::move(vocabulary)),
      m_options(std::move(options)),
      m_startId(m_vocabulary.find(m_options.startToken)),
      m_endId(m_vocabulary.find(m_options.endToken)),
      m_unknownId(m_vocabulary.find(m_options.unknownToken)),
      m_padId(m_vocabulary.find(m_options.padToken)) {}

Result<std::unique_ptr<Tokenizer>> ClipTokenizer::create(std::string_view vocabJson,
                                                         std::string_view mergesText,
                                                         const ClipTokenizerOptions& options,
                                                         const std::string& vocabName,
                                                         const std::string& mergesName) {
  UNMASK_TRY(ClipVocabulary vocabulary, ClipVocabulary::parse(vocabJson, mergesText, vocabName, mergesName));
  UNMASK_CHECK(checkOptions(vocabulary, options, vocabName));
  return std::unique_ptr<Tokenizer>(new ClipTokenizer(std::move(vocabulary), options));
}

Result<std::unique_ptr<Tokenizer>> ClipTokenizer::open(const std::filesystem::path& tokenizerDir,
                                                       ClipTokenizerOptions options) {
  const std::filesystem::path vocab = tokenizerDir / "vocab.json", merges = tokenizerDir / "merges.txt";
  UNMASK_TRY(const std::string vocabJson, readNeeded(vocab, merges));
  UNMASK_TRY(const std::string mergesText, readNeeded(merges, vocab));
  UNMASK_TRY(const TokenizerSettings settings, readTokenizerSettings(tokenizerDir));
  options.maxTokens = settings.maxTokens;
  options.startToken = settings.startToken.value_or(options.startToken);
  options.endToken = settings.endToken.value_or(options.endToken);
  options.unknownToken = settings.unknownToken.value_or(options.unknownToken);
  options.padToken = settings.padToken.value_or(options.padToken);
  return create(vocabJson, mergesText, options, vocab.string(), merges.string());
}

TokenizedText ClipTokenizer::encode(std::string_view utf8) const {
  const AssemblyIds special{m_startId, m_endId, m_padId};
  return assembleTokens(contentIds(utf8), special, m_options.maxTokens,
                        [this](int32_t id) { return readable(id); });
}

std::vector<int32_t> ClipTokenizer::contentIds(std::string_view utf8) const {
  const std::string valid = replaceInvalidUtf8(utf8.substr(0, kMaxPromptBytes));
  const std::string clean = cleanPrompt(valid, m_options.spaceAroundCjk);
  std::vector<int32_t> ids;
  for (const std::string_view piece : splitPrompt(clean, m_options.startToken, m_options.endToken)) {
    if (sameFolded(piece, m_options.startToken)) {
      ids.push_back(m_startId);
    } else if (sameFolded(piece, m_options.endToken)) {
      ids.push_back(m_endId);
    } else {
      for (const int32_t id : m_vocabulary.encodePiece(piece)) {
        ids.push_back(id == ClipVocabulary::kNone ? m_unknownId : id);
      }
    }
  }
  return ids;
}

std::string ClipTokenizer::readable(int32_t id) const {
  std::string_view symbol = m_vocabulary.symbol(id);
  if (id == m_startId || id == m_endId || id == m_unknownId) return std::string(symbol);
  const bool endsWord = symbol.ends_with(kWordEnd);
  if (endsWord) symbol.remove_suffix(kWordEnd.size());
  return replaceInvalidUtf8(bytesOfSymbols(symbol)) + (endsWord ? " " : "");
}

}  // namespace unmask
