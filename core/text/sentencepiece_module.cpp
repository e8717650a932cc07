#include "core/text/sentencepiece_module.h"

#include "core/text/sentencepiece_tokenizer.h"
#include "core/text/sentencepiece_trainer.h"

namespace unmask {
namespace {

Result<void> make(const std::vector<std::string>& captions, int vocabularySize, int maxTokens,
                  const std::filesystem::path& tokenizerDir) {
  // The vocabulary last: where it is, the folder is whole.
  UNMASK_CHECK(writeSentencePieceConfig(tokenizerDir, maxTokens));
  return trainSentencePiece(captions, vocabularySize, tokenizerDir / "spiece.model");
}

}  // namespace
}  // namespace unmask

extern "C" __attribute__((visibility("default"))) const unmask::SentencePieceModule*
unmaskSentencePieceModule() {
  static constexpr unmask::SentencePieceModule kModule{&unmask::SentencePieceTokenizer::open, &unmask::make};
  return &kModule;
}
