// What has to hold before bytes are given to the SentencePiece library.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace unmask {

/// The library trusts the character map inside a model: a double-array trie whose offsets and string
/// positions are followed unchecked when text is normalised. This walks the serialised message and proves
/// that no step can leave the map, that the message is well-formed at its top two levels, and that no piece
/// holds a NUL.
Result<void> checkSentencePieceModel(std::string_view modelBytes, const std::string& where);

}  // namespace unmask
