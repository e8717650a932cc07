#include "core/text/tokenizer.h"

#include "core/text/clip_tokenizer.h"
#include "core/text/sentencepiece_bridge.h"

namespace unmask {

Result<std::unique_ptr<Tokenizer>> Tokenizer::open(const std::filesystem::path& tokenizerDir) {
  std::error_code code;
  if (!std::filesystem::is_directory(tokenizerDir, code)) {
    return Error{ErrorKind::NotFound,
                 "there is no tokenizer folder",
                 tokenizerDir.string(),
                 {},
                 "a folder with spiece.model, or with vocab.json and merges.txt",
                 "nothing",
                 {}};
  }
  if (std::filesystem::exists(tokenizerDir / "spiece.model", code)) {
    return openSentencePieceFolder(tokenizerDir);
  }
  return ClipTokenizer::open(tokenizerDir);
}

}  // namespace unmask
