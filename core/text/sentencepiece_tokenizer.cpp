#include "core/text/sentencepiece_tokenizer.h"

#include <sentencepiece_processor.h>

#include <exception>

#include "core/io/atomic_file.h"
#include "core/text/sentencepiece_check.h"
#include "core/text/text_cleaning.h"
#include "core/text/token_assembly.h"

namespace unmask {

namespace {

constexpr size_t kMaxModelBytes = size_t{64} << 20;
constexpr int kMaxPieces = 1 << 20;
constexpr std::string_view kWordStart = "\xE2\x96\x81";  // U+2581

Error modelError(const std::string& where, const std::string& key, const std::string& expected,
                 const std::string& found) {
  return Error{
      ErrorKind::BadInput, "this SentencePiece model cannot be used", where, key, expected, found, {}};
}

Result<void> checkSpecialIds(const sentencepiece::SentencePieceProcessor& processor,
                             const std::string& where) {
  const int size = processor.GetPieceSize();
  if (size < 1 || size > kMaxPieces) return modelError(where, "pieces", "1 to 1048576", std::to_string(size));
  const std::pair<const char*, int> ids[] = {
      {"bos_id", processor.bos_id()}, {"eos_id", processor.eos_id()}, {"pad_id", processor.pad_id()}};
  for (const auto& [name, id] : ids) {
    if (id < 0 || id >= size) return modelError(where, name, "a piece of its own", "none");
  }
  return {};
}

}  // namespace

struct SentencePieceTokenizer::Impl {
  sentencepiece::SentencePieceProcessor processor;
  int maxTokens = kDefaultMaxTokens;

  std::vector<int> contentIds(const std::string& text) const {
    std::vector<int> ids;
    try {
      if (processor.Encode(text, &ids).ok()) return ids;
    } catch (const std::exception&) {
    }
    return {processor.unk_id()};
  }

  std::string readable(int32_t id) const {
    const std::string& piece = processor.IdToPiece(id);
    if (processor.IsControl(id) || processor.IsByte(id)) return piece;
    std::string text;
    for (size_t at = 0; at < piece.size();) {
      const bool startsWord = std::string_view(piece).substr(at).starts_with(kWordStart);
      text += startsWord ? ' ' : piece[at];
      at += startsWord ? kWordStart.size() : 1;
    }
    return replaceInvalidUtf8(text);
  }
};

SentencePieceTokenizer::SentencePieceTokenizer(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
SentencePieceTokenizer::~SentencePieceTokenizer() = default;

Result<std::unique_ptr<Tokenizer>> SentencePieceTokenizer::create(std::string_view modelBytes, int maxTokens,
                                                                  const std::string& modelName) {
  if (modelBytes.size() > kMaxModelBytes) {
    return modelError(modelName, {}, "at most 64 MiB", std::to_string(modelBytes.size()) + " bytes");
  }
  if (maxTokens < kLeastMaxTokens || maxTokens > kMostMaxTokens) {
    return modelError(modelName, "model_max_length", "8 to 4096", std::to_string(maxTokens));
  }
  UNMASK_CHECK(checkSentencePieceModel(modelBytes, modelName));
  auto impl = std::make_unique<Impl>();
  impl->maxTokens = maxTokens;
  try {
    const auto status = impl->processor.LoadFromSerializedProto({modelBytes.data(), modelBytes.size()});
    if (!status.ok()) return modelError(modelName, {}, "a SentencePiece model", status.ToString());
  } catch (const std::exception& problem) {
    return modelError(modelName, {}, "a SentencePiece model", problem.what());
  }
  UNMASK_CHECK(checkSpecialIds(impl->processor, modelName));
  return std::unique_ptr<Tokenizer>(new SentencePieceTokenizer(std::move(impl)));
}

Result<std::unique_ptr<Tokenizer>> SentencePieceTokenizer::open(const std::filesystem::path& tokenizerDir) {
  const std::filesystem::path file = tokenizerDir / "spiece.model";
  UNMASK_TRY(const TokenizerSettings settings, readTokenizerSettings(tokenizerDir));
  UNMASK_TRY(const std::string bytes, readFile(file, kMaxModelBytes));
  return create(bytes, settings.maxTokens, file.string());
}

TokenizedText SentencePieceTokenizer::encode(std::string_view utf8) const {
  const std::string text = replaceInvalidUtf8(utf8.substr(0, kMaxPromptBytes));
  const std::vector<int> ids = m_impl->contentIds(text);
  return assembleTokens({ids.begin(), ids.end()}, {startId(), endId(), padId()}, maxTokens(),
                        [this](int32_t id) { return m_impl->readable(id); });
}

int SentencePieceTokenizer::vocabularySize() const {
  return m_impl->processor.GetPieceSize();
}
int SentencePieceTokenizer::maxTokens() const {
  return m_impl->maxTokens;
}
int32_t SentencePieceTokenizer::startId() const {
  return m_impl->processor.bos_id();
}
int32_t SentencePieceTokenizer::endId() const {
  return m_impl->processor.eos_id();
}
int32_t SentencePieceTokenizer::padId() const {
  return m_impl->processor.pad_id();
}

}  // namespace unmask
