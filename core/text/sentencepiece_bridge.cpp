#include "core/text/sentencepiece_bridge.h"

#include "core/base/module_file.h"
#include "core/text/sentencepiece_module.h"

namespace unmask {
namespace fs = std::filesystem;

namespace {

const Result<const SentencePieceModule*>& module() {
  static const Result<const SentencePieceModule*> loaded =
      loadModule<SentencePieceModule>("unmask_sentencepiece", kSentencePieceEntry,
                                      "the module that reads SentencePiece vocabularies", /*isApart=*/true);
  return loaded;
}

}  // namespace

Result<std::unique_ptr<Tokenizer>> openSentencePieceFolder(const fs::path& tokenizerDir) {
  if (!module().ok()) return module().error();
  return module().value()->open(tokenizerDir);
}

Result<void> makeSentencePieceFolder(const std::vector<std::string>& captions, int vocabularySize,
                                     int maxTokens, const fs::path& tokenizerDir) {
  if (!module().ok()) return module().error();
  return module().value()->make(captions, vocabularySize, maxTokens, tokenizerDir);
}

}  // namespace unmask
