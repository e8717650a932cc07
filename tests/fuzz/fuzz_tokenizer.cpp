#include <optional>

#include "core/text/clip_tokenizer.h"
#include "core/text/sentencepiece_tokenizer.h"
#include "tests/fuzz/targets.h"

namespace unmask::fuzz {

namespace {

constexpr std::string_view kPrompts[] = {"a red apple", "", "\xF0\x9F\x8D\x8E \xC3\x89t\xC3\xA9, 12!\n\t''s",
                                         "\xFF\xC3"};

/// Takes the part before the next 0xFF (which no UTF-8 holds) off `rest`.
std::string_view takePart(std::string_view& rest) {
  const size_t end = rest.find('\xFF');
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}

void checkEncoding(const Tokenizer& tokenizer, std::string_view prompt) {
  const TokenizedText text = tokenizer.encode(prompt);
  require(text.ids.size() == static_cast<size_t>(tokenizer.maxTokens()), "ids fill the context");
  require(text.usedTokens >= 2 && text.usedTokens <= tokenizer.maxTokens(), "start and end are counted");
  require(text.pieces.size() == static_cast<size_t>(text.usedTokens), "every used id has a piece");
  require(text.ids[0] == tokenizer.startId(), "the start token comes first");
  for (const int32_t id : text.ids) {
    require(id >= 0 && id < tokenizer.vocabularySize(), "ids lie inside the vocabulary");
  }
}

void checkTokenizer(const Result<std::unique_ptr<Tokenizer>>& tokenizer, std::string_view prompt) {
  if (!tokenizer) {
    require(!tokenizer.error().file.empty(), "errors name the file");
    return;
  }
  checkEncoding(**tokenizer, prompt);
  for (const std::string_view common : kPrompts) checkEncoding(**tokenizer, common);
}

}  // namespace

void tokenizer(Bytes input) {
  std::string_view rest = textOf(input);
  if (rest.empty()) return;
  const char kind = rest[0];
  rest.remove_prefix(1);
  if (kind == 'S') checkTokenizer(SentencePieceTokenizer::create(rest), "prompt");
  if (kind == 'C') {
    const std::string_view vocab = takePart(rest);
    const std::string_view merges = takePart(rest);
    checkTokenizer(ClipTokenizer::create(vocab, merges), takePart(rest));
  }
}

}  // namespace unmask::fuzz
