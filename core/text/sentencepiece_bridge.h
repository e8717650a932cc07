// SentencePiece behind a loadable module.
//
// Debian's libsentencepiece carries a protobuf of its own and exports its symbols; Torch loads the system's
// protobuf, another version. Linked into one program, each binds to the other's functions and the program
// dies before main. So the library lives in a module that is opened with its symbols kept apart, when a
// SentencePiece vocabulary is first met.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/text/tokenizer.h"

namespace unmask {

/// Opens a folder with `spiece.model`. NotFound names the places where the module was looked for.
Result<std::unique_ptr<Tokenizer>> openSentencePieceFolder(const std::filesystem::path& tokenizerDir);

/// Trains `spiece.model` from captions and writes the `tokenizer_config.json` beside it
/// (sentencepiece_trainer.h).
Result<void> makeSentencePieceFolder(const std::vector<std::string>& captions, int vocabularySize,
                                     int maxTokens, const std::filesystem::path& tokenizerDir);

}  // namespace unmask
