#include "core/text/sentencepiece_check.h"

#include <cstdint>
#include <cstring>
#include <optional>

namespace unmask {

namespace {

// Field numbers of sentencepiece_model.proto.
constexpr uint64_t kPieces = 1, kNormalizerSpec = 3, kDenormalizerSpec = 5;
constexpr uint64_t kPieceText = 1, kCharacterMap = 2;

Error modelError(const std::string& where, const std::string& key, const std::string& expected,
                 const std::string& found) {
  return Error{
      ErrorKind::BadInput, "this SentencePiece model cannot be used", where, key, expected, found, {}};
}

struct Field {
  uint64_t number = 0;
  std::string_view bytes;  ///< content of length-delimited fields, empty for the others
};

/// Walks the fields of one protobuf message without copying.
class MessageReader {
 public:
  explicit MessageReader(std::string_view message) : m_rest(message) {}

  bool atEnd() const { return m_rest.empty(); }

  /// nullopt when the message is malformed.
  std::optional<Field> next() {
    const std::optional<uint64_t> tag = varint();
    if (!tag || *tag >> 3 == 0) return std::nullopt;
    Field field{*tag >> 3, {}};
    switch (*tag & 7) {
      case 0:
        if (!varint()) return std::nullopt;
        return field;
      case 1:
        return take(8) ? std::optional(field) : std::nullopt;
      case 2: {
        const std::optional<uint64_t> length = varint();
        if (!length) return std::nullopt;
        const auto bytes = take(*length);
        if (!bytes) return std::nullopt;
        field.bytes = *bytes;
        return field;
      }
      case 5:
        return take(4) ? std::optional(field) : std::nullopt;
      default:
        return std::nullopt;  // groups are not used by this format
    }
  }

 private:
  std::optional<uint64_t> varint() {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
      const auto byte = static_cast<uint8_t>(m_rest.front());
      m_rest.remove_prefix(1);
      value |= uint64_t{byte & 0x7FU} << shift;
      if (byte < 0x80) return value;
    }
    return std::nullopt;
  }

  std::optional<std::string_view> take(uint64_t length) {
    if (length > m_rest.size()) return std::nullopt;
    const std::string_view bytes = m_rest.substr(0, length);
    m_rest.remove_prefix(length);
    return bytes;
  }

  std::string_view m_rest;
};

/// A unit of a double-array trie, as darts-clone lays it out.
struct TrieUnit {
  uint32_t word;
  bool isValue() const { return (word >> 31) != 0; }
  bool hasLeaf() const { return ((word >> 8) & 1) != 0; }
  uint32_t value() const { return word & 0x7FFFFFFF; }
  uint32_t offset() const { return (word >> 10) << ((word & (1U << 9)) >> 6); }
};

TrieUnit unitAt(std::string_view trie, size_t index) {
  TrieUnit unit{};
  std::memcpy(&unit.word, trie.data() + index * 4, 4);
  return unit;
}

// A step goes to (unit ^ offset ^ label) with any label below 256; a leaf's value is a position in the
// strings.
bool isSafeTrie(std::string_view trie, size_t stringBytes) {
  const size_t count = trie.size() / 4;
  for (size_t i = 0; i < count; ++i) {
    const TrieUnit unit = unitAt(trie, i);
    if (unit.isValue() && i != 0) continue;  // a label never matches it, so it is never left again
    const size_t base = i ^ unit.offset();
    if ((base | 0xFF) >= count) return false;
    if (unit.hasLeaf() && unitAt(trie, base).value() >= stringBytes) return false;
  }
  return true;
}

// Layout: uint32 size of the trie in bytes, the trie, then strings that each end with NUL.
bool isSafeCharacterMap(std::string_view map) {
  if (map.empty()) return true;
  uint32_t trieBytes = 0;
  if (map.size() <= sizeof trieBytes) return false;
  std::memcpy(&trieBytes, map.data(), sizeof trieBytes);
  map.remove_prefix(sizeof trieBytes);
  if (trieBytes == 0 || trieBytes % 4 != 0 || trieBytes >= map.size()) return false;
  const std::string_view strings = map.substr(trieBytes);
  return strings.back() == '\0' && isSafeTrie(map.substr(0, trieBytes), strings.size());
}

Result<void> checkNormalizer(std::string_view message, const std::string& where, const std::string& key) {
  for (MessageReader reader(message); !reader.atEnd();) {
    const std::optional<Field> field = reader.next();
    if (!field) return modelError(where, key, "a well-formed message", "a broken one");
    if (field->number == kCharacterMap && !isSafeCharacterMap(field->bytes)) {
      return modelError(where, key + ".precompiled_charsmap", "a map that stays within itself",
                        "one that leaves it");
    }
  }
  return {};
}

Result<void> checkPiece(std::string_view message, const std::string& where) {
  for (MessageReader reader(message); !reader.atEnd();) {
    const std::optional<Field> field = reader.next();
    if (!field) return modelError(where, "pieces", "a well-formed message", "a broken one");
    const bool hasNul = field->bytes.find('\0') != std::string_view::npos;
    if (field->number == kPieceText && (hasNul || field->bytes.size() > 1024)) {
      return modelError(where, "pieces", "text of at most 1024 bytes without NUL", "another");
    }
  }
  return {};
}

}  // namespace

Result<void> checkSentencePieceModel(std::string_view modelBytes, const std::string& where) {
  if (modelBytes.empty()) return modelError(where, {}, "a SentencePiece model", "an empty file");
  for (MessageReader reader(modelBytes); !reader.atEnd();) {
    const std::optional<Field> field = reader.next();
    if (!field) return modelError(where, {}, "a SentencePiece model", "a malformed message");
    if (field->number == kPieces) UNMASK_CHECK(checkPiece(field->bytes, where));
    if (field->number == kNormalizerSpec)
      UNMASK_CHECK(checkNormalizer(field->bytes, where, "normalizer_spec"));
    if (field->number == kDenormalizerSpec)
      UNMASK_CHECK(checkNormalizer(field->bytes, where, "denormalizer_spec"));
  }
  return {};
}

}  // namespace unmask
