// Prompt text → the form a CLIP vocabulary was made for (reference 8.1). The one place where ICU is met.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace unmask {

/// Every malformed sequence becomes one U+FFFD (as WHATWG decoders do); valid text comes back unchanged.
std::string replaceInvalidUtf8(std::string_view bytes);

/// Without ASCII white space at both ends.
std::string trimmedText(std::string_view text);

/// What the slow Hugging Face CLIP tokenizer does without ftfy: control characters, U+0000 and U+FFFD
/// dropped, white space to spaces, CJK ideographs set apart if wanted, NFC, split, lower-cased piece by
/// piece, joined by one space. The input must be valid UTF-8. Of a run of more than 1,024 combining marks the
/// rest is dropped.
std::string cleanPrompt(std::string_view utf8, bool spaceAroundCjk);

/// Cuts cleaned text into the units that byte-pair encoding works on: the two special tokens where they
/// occur, English contractions, runs of letters, single numbers, runs of anything else but white space.
std::vector<std::string_view> splitPrompt(std::string_view utf8, std::string_view startToken,
                                          std::string_view endToken);

}  // namespace unmask
