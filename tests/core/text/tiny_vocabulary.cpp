#include "tests/core/text/tiny_vocabulary.h"

#include <nlohmann/json.hpp>

#include "core/text/byte_alphabet.h"

namespace unmask::test {

TinyVocabulary makeTinyVocabulary(const std::vector<std::pair<std::string, std::string>>& merges) {
  std::vector<std::string> symbols;
  for (int byte = 33; byte <= 126; ++byte) symbols.push_back(byteSymbols()[static_cast<size_t>(byte)]);
  for (int byte = 161; byte <= 255; ++byte) {
    if (byte != 173) symbols.push_back(byteSymbols()[static_cast<size_t>(byte)]);
  }
  for (int byte = 0; byte <= 32; ++byte) symbols.push_back(byteSymbols()[static_cast<size_t>(byte)]);
  for (int byte = 127; byte <= 160; ++byte) symbols.push_back(byteSymbols()[static_cast<size_t>(byte)]);
  symbols.push_back(byteSymbols()[173]);
  for (size_t i = 0; i < 256; ++i) symbols.push_back(symbols[i] + "</w>");

  TinyVocabulary tiny{{}, "#version: 0.2\n"};
  for (const auto& [left, right] : merges) {
    symbols.push_back(left + right);
    tiny.mergesText += left + " " + right + "\n";
  }
  symbols.push_back("<|startoftext|>");
  symbols.push_back("<|endoftext|>");
  nlohmann::json vocab = nlohmann::json::object();
  for (size_t id = 0; id < symbols.size(); ++id) vocab[symbols[id]] = id;
  tiny.vocabJson = vocab.dump();
  return tiny;
}

}  // namespace unmask::test
