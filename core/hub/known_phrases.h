// What a model has learned to understand, for prompt boxes that complete.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace unmask {

/// The file beside a model's weights: {"schema": 1, "phrases": ["red apple", "on a blue background", …]}.
inline constexpr std::string_view kPhrasesFile = "unmask_phrases.json";

/// The phrases of a model folder, the more usual first; none when it has no such file. BadInput for a file
/// that is not one: at most 1 MiB, 20,000 phrases of 1 … 200 bytes of UTF-8 without control characters.
Result<std::vector<std::string>> readKnownPhrases(const std::filesystem::path& modelDir);

/// The file's text. What readKnownPhrases() would refuse is left out: long captions, and what is too much.
std::string phrasesJson(const std::vector<std::string>& phrases);

/// What might be meant by the end of a text.
struct PhraseCompletion {
  size_t typedBytes = 0;             ///< of the text's end, which a phrase would replace
  std::vector<std::string> phrases;  ///< the best first; empty when nothing fits
};

/// Looks from the longest stretch of whole words at the text's end that begins a phrase, or a word within
/// one, to the last word; at least two letters of it must be typed, capitals do not matter (ASCII). A stretch
/// that is a phrase already completes to longer ones only. At most `limit` phrases: those it begins come
/// first, each kind in the phrases' order.
PhraseCompletion completionsFor(std::string_view text, const std::vector<std::string>& phrases, size_t limit);

}  // namespace unmask
