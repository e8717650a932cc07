// The words of a prompt, as people see them, and which of the text encoder's tokens each is made of.
#pragma once

#include <string>
#include <vector>

#include "core/engine/engine.h"

namespace unmask {

struct PromptWord {
  std::string text;  ///< as typed
  size_t begin = 0;  ///< bytes in the prompt, [begin, end)
  size_t end = 0;
  int firstToken = 0;  ///< position among the encoder's tokens; 0 is the start token
  int tokenCount = 0;  ///< 0 when the word was cut off
  bool operator==(const PromptWord&) const = default;
};

/// Runs of letters, digits, apostrophes and hyphens; every byte of a non-ASCII character belongs to a word.
std::vector<PromptWord> wordsIn(const std::string& prompt);

/// Where `words` stand in the prompt: by themselves if they do anywhere ("car" in "a carpet with a car"),
/// else as part of another word; npos when nowhere.
size_t placeOfWords(const std::string& prompt, const std::string& words);

/// wordsIn() with the tokens, found by tokenizing the prompt up to each word's beginning and end. Words past
/// the model's limit have none.
Result<std::vector<PromptWord>> promptWords(const Engine& engine, const std::string& prompt);

/// The prompt with that word taken out, and with it what would be left over: a doubled space, a comma that
/// separates nothing.
std::string withoutWord(const std::string& prompt, const PromptWord& word);
/// The prompt with another text in the word's place.
std::string withWordReplaced(const std::string& prompt, const PromptWord& word, const std::string& by);

}  // namespace unmask
