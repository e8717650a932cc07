#include "core/lab/prompt_words.h"

namespace unmask {

namespace {

bool isPartOfWord(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= 'a' && byte <= 'z') || byte == '\'' || byte == '-';
}

/// Tokens before the end token.
Result<int> tokensBefore(const Engine& engine, const std::string& prompt, size_t end) {
  UNMASK_TRY(const Engine::TokenizedPrompt tokenized, engine.tokenize(prompt.substr(0, end)));
  return tokenized.usedTokens - 1;
}

std::string trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\n");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\n") - first + 1);
}

}  // namespace

std::vector<PromptWord> wordsIn(const std::string& prompt) {
  std::vector<PromptWord> words;
  for (size_t i = 0; i < prompt.size();) {
    if (!isPartOfWord(prompt[i])) {
      ++i;
      continue;
    }
    PromptWord word;
    word.begin = i;
    while (i < prompt.size() && isPartOfWord(prompt[i])) ++i;
    word.end = i;
    word.text = prompt.substr(word.begin, word.end - word.begin);
    words.push_back(std::move(word));
  }
  return words;
}

size_t placeOfWords(const std::string& prompt, const std::string& words) {
  if (words.empty()) return std::string::npos;
  for (size_t at = prompt.find(words); at != std::string::npos; at = prompt.find(words, at + 1)) {
    const size_t end = at + words.size();
    const bool beginsInside = at > 0 && isPartOfWord(prompt[at - 1]) && isPartOfWord(prompt[at]);
    const bool endsInside = end < prompt.size() && isPartOfWord(prompt[end]) && isPartOfWord(prompt[end - 1]);
    if (!beginsInside && !endsInside) return at;
  }
  return prompt.find(words);
}

Result<std::vector<PromptWord>> promptWords(const Engine& engine, const std::string& prompt) {
  std::vector<PromptWord> words = wordsIn(prompt);
  for (PromptWord& word : words) {
    UNMASK_TRY(const Engine::TokenizedPrompt before, engine.tokenize(prompt.substr(0, word.begin)));
    // What is past the model's limit has no tokens; and a prompt may be a megabyte long.
    if (before.droppedTokens > 0) break;
    word.firstToken = before.usedTokens - 1;
    UNMASK_TRY(const int end, tokensBefore(engine, prompt, word.end));
    word.tokenCount = end - word.firstToken;
  }
  return words;
}

std::string withoutWord(const std::string& prompt, const PromptWord& word) {
  std::string before = trimmed(prompt.substr(0, word.begin)), after = trimmed(prompt.substr(word.end));
  const bool endsOpen = before.empty() || before.back() == ',';
  if (endsOpen && !after.empty() && after.front() == ',') after = trimmed(after.substr(1));
  if (after.empty() && !before.empty() && before.back() == ',')
    before = trimmed(before.substr(0, before.size() - 1));
  const bool needsSpace = !before.empty() && !after.empty() && after.front() != ',';
  return before + (needsSpace ? " " : "") + after;
}

std::string withWordReplaced(const std::string& prompt, const PromptWord& word, const std::string& by) {
  return prompt.substr(0, word.begin) + by + prompt.substr(word.end);
}

}  // namespace unmask
