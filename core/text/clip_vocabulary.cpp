#include "core/text/clip_vocabulary.h"

#include <algorithm>
#include <queue>

#include "core/io/strict_json.h"
#include "core/text/byte_alphabet.h"

namespace unmask {

using nlohmann::json;

namespace {

constexpr size_t kMaxSymbols = size_t{1} << 20;
constexpr size_t kMaxSymbolBytes = 1024;
constexpr size_t kMaxMerges = 49152 - 256 - 2;
constexpr std::string_view kWordEnd = "</w>";

Error vocabularyError(const std::string& where, const std::string& key, const std::string& expected,
                      const std::string& found) {
  return Error{ErrorKind::BadInput, "the vocabulary is inconsistent", where, key, expected, found, {}};
}

uint64_t pairKey(int32_t left, int32_t right) {
  return static_cast<uint64_t>(static_cast<uint32_t>(left)) << 32 | static_cast<uint32_t>(right);
}

std::string shown(std::string_view text) {
  return std::string(text.substr(0, 80));
}

std::string inQuotes(std::string_view text) {
  std::string out(1, '"');
  out.append(text.substr(0, 80));
  out += '"';
  return out;
}

}  // namespace

Result<ClipVocabulary> ClipVocabulary::parse(std::string_view vocabJson, std::string_view mergesText,
                                             const std::string& vocabName, const std::string& mergesName) {
  ClipVocabulary vocabulary;
  UNMASK_CHECK(vocabulary.readSymbols(vocabJson, vocabName));
  UNMASK_CHECK(vocabulary.readMerges(mergesText, mergesName));
  for (size_t byte = 0; byte < 256; ++byte) {
    vocabulary.m_byteIds[byte] = vocabulary.find(byteSymbols()[byte]);
    vocabulary.m_lastByteIds[byte] = vocabulary.find(byteSymbols()[byte] + std::string(kWordEnd));
  }
  return vocabulary;
}

int32_t ClipVocabulary::find(std::string_view symbol) const {
  const auto it = m_ids.find(symbol);
  return it == m_ids.end() ? kNone : it->second;
}

Result<void> ClipVocabulary::readSymbols(std::string_view vocabJson, const std::string& where) {
  UNMASK_TRY(const json root, parseStrictJson(vocabJson, where, {.maxDepth = 1, .maxValues = kMaxSymbols}));
  if (!root.is_object() || root.empty()) {
    return vocabularyError(where, {}, "an object of symbols", describeJson(root));
  }
  m_symbols.resize(root.size());
  m_ids.reserve(root.size());
  std::vector<bool> taken(root.size());
  for (const auto& [symbol, id] : root.items()) {
    if (!id.is_number_unsigned() || id.get<uint64_t>() >= root.size()) {
      return vocabularyError(where, shown(symbol), "an id from 0 to " + std::to_string(root.size() - 1),
                             describeJson(id));
    }
    if (symbol.empty() || symbol.size() > kMaxSymbolBytes) {
      return vocabularyError(where, shown(symbol), "symbols of 1 to 1024 bytes",
                             std::to_string(symbol.size()) + " bytes");
    }
    const auto index = id.get<size_t>();
    if (taken[index]) {
      return vocabularyError(where, shown(symbol), "every id once",
                             id.dump() + ", which is also " + inQuotes(m_symbols[index]));
    }
    taken[index] = true;
    m_symbols[index] = symbol;
    m_ids.emplace(symbol, static_cast<int32_t>(index));
  }
  return {};
}

Result<void> ClipVocabulary::readMerges(std::string_view mergesText, const std::string& where) {
  size_t lineNumber = 0;
  for (size_t start = 0; start < mergesText.size() && m_merges.size() < kMaxMerges;) {
    const size_t end = std::min(mergesText.find('\n', start), mergesText.size());
    std::string_view line = mergesText.substr(start, end - start);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    start = end + 1;
    ++lineNumber;
    if (lineNumber == 1) continue;  // the header
    if (line.empty() && mergesText.find_first_not_of("\r\n", end) == std::string_view::npos) break;
    UNMASK_CHECK(addMerge(line, lineNumber, where));
  }
  return {};
}

Result<void> ClipVocabulary::addMerge(std::string_view line, size_t lineNumber, const std::string& where) {
  const std::string key = "line " + std::to_string(lineNumber);
  const size_t space = line.find(' ');
  const bool isPair = space != std::string_view::npos && space > 0 && space + 1 < line.size() &&
                      line.find(' ', space + 1) == std::string_view::npos;
  if (!isPair) return vocabularyError(where, key, "two symbols and a space between them", inQuotes(line));

  const std::string_view left = line.substr(0, space), right = line.substr(space + 1);
  const int32_t leftId = find(left), rightId = find(right);
  const int32_t result = find(std::string(left) + std::string(right));
  if (leftId == kNone || rightId == kNone || result == kNone) {
    const std::string_view unknown = leftId == kNone ? left : rightId == kNone ? right : line;
    return vocabularyError(where, key, "symbols of the vocabulary", inQuotes(unknown));
  }
  const auto rank = static_cast<int32_t>(m_merges.size());
  if (!m_merges.emplace(pairKey(leftId, rightId), Merge{rank, result}).second) {
    return vocabularyError(where, key, "every merge once", inQuotes(line) + " again");
  }
  return {};
}

const ClipVocabulary::Merge* ClipVocabulary::findMerge(int32_t left, int32_t right) const {
  if (left == kNone || right == kNone) return nullptr;
  const auto it = m_merges.find(pairKey(left, right));
  return it == m_merges.end() ? nullptr : &it->second;
}

namespace {

/// A symbol in the chain of a piece; merged-away symbols are skipped over.
struct Link {
  int32_t id;
  int previous;
  int next;  ///< -1 at the end
  bool alive = true;
};

/// A pair that can melt, as it was when it was noted down.
struct Candidate {
  int32_t rank;
  int left;
  int32_t leftId, rightId;
  bool operator>(const Candidate& other) const {
    return rank != other.rank ? rank > other.rank : left > other.left;
  }
};

}  // namespace

std::vector<int32_t> ClipVocabulary::encodePiece(std::string_view piece) const {
  std::vector<Link> chain(piece.size());
  const int count = static_cast<int>(piece.size());
  for (int i = 0; i < count; ++i) {
    const auto byte = static_cast<uint8_t>(piece[static_cast<size_t>(i)]);
    const bool isLast = i + 1 == count;
    chain[static_cast<size_t>(i)] = {isLast ? m_lastByteIds[byte] : m_byteIds[byte], i - 1,
                                     isLast ? -1 : i + 1};
  }
  const auto at = [&chain](int index) -> Link& { return chain[static_cast<size_t>(index)]; };

  std::priority_queue<Candidate, std::vector<Candidate>, std::greater<>> queue;
  std::vector<Candidate> fresh;
  const auto note = [&](int left) {
    if (left < 0 || at(left).next < 0) return;
    const int32_t leftId = at(left).id, rightId = at(at(left).next).id;
    if (const Merge* merge = findMerge(leftId, rightId))
      fresh.push_back({merge->rank, left, leftId, rightId});
  };
  for (int i = 0; i + 1 < count; ++i) note(i);

  // A rank's occurrences are all merged, left to right, before any pair that they gave rise to is looked at.
  int32_t round = -1;
  while (!queue.empty() || !fresh.empty()) {
    if (queue.empty() || queue.top().rank != round) {
      for (const Candidate& candidate : fresh) queue.push(candidate);
      fresh.clear();
      round = queue.top().rank;
    }
    const Candidate best = queue.top();
    queue.pop();
    Link& left = at(best.left);
    if (!left.alive || left.next < 0 || left.id != best.leftId || at(left.next).id != best.rightId) continue;
    Link& right = at(left.next);
    left.id = findMerge(best.leftId, best.rightId)->result;
    left.next = right.next;
    right.alive = false;
    if (left.next >= 0) at(left.next).previous = best.left;
    note(left.previous);
    note(best.left);
  }

  std::vector<int32_t> ids;
  for (int i = count > 0 ? 0 : -1; i >= 0; i = at(i).next) ids.push_back(at(i).id);
  return ids;
}

}  // namespace unmask
