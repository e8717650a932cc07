// The two files of a byte-level BPE vocabulary, checked against each other.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"

namespace unmask {

/// Symbols by id, and which neighbours melt into which symbol, in what order.
class ClipVocabulary {
 public:
  static constexpr int32_t kNone = -1;

  /// `vocabJson` maps symbols to ids 0 … count-1, each once, at most 2^20 of them. `mergesText` holds a
  /// header line, then one merge "left right" a line; the first 48,894 count. Both parts and their union must
  /// be symbols.
  static Result<ClipVocabulary> parse(std::string_view vocabJson, std::string_view mergesText,
                                      const std::string& vocabName, const std::string& mergesName);

  int size() const { return static_cast<int>(m_symbols.size()); }
  int32_t find(std::string_view symbol) const;  ///< kNone when absent
  const std::string& symbol(int32_t id) const { return m_symbols[static_cast<size_t>(id)]; }

  /// Ids of one piece of cleaned text; bytes that the vocabulary lacks come out as kNone. Time n log n.
  std::vector<int32_t> encodePiece(std::string_view piece) const;

 private:
  struct Merge {
    int32_t rank;
    int32_t result;
  };
  struct SymbolHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  Result<void> readSymbols(std::string_view vocabJson, const std::string& where);
  Result<void> readMerges(std::string_view mergesText, const std::string& where);
  Result<void> addMerge(std::string_view line, size_t lineNumber, const std::string& where);
  const Merge* findMerge(int32_t left, int32_t right) const;

  std::vector<std::string> m_symbols;
  std::unordered_map<std::string, int32_t, SymbolHash, std::equal_to<>> m_ids;
  std::unordered_map<uint64_t, Merge> m_merges;  ///< key: left id, right id
  std::array<int32_t, 256> m_byteIds{};          ///< symbol of a byte inside a piece
  std::array<int32_t, 256> m_lastByteIds{};      ///< symbol of a piece's last byte, "…</w>"
};

}  // namespace unmask
