// A byte-level BPE vocabulary with a handful of merges, laid out like the real one.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace unmask::test {

struct TinyVocabulary {
  std::string vocabJson;
  std::string mergesText;
};

/// 512 byte symbols in the reference's order, one symbol per merge, then the two special tokens.
TinyVocabulary makeTinyVocabulary(const std::vector<std::pair<std::string, std::string>>& merges);

}  // namespace unmask::test
