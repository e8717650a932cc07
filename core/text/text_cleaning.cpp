#include "core/text/text_cleaning.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace unmask {

namespace {

struct CodepointRange {
  UChar32 first, last;
};
constexpr std::array<CodepointRange, 8> kCjkIdeographs = {{{0x4E00, 0x9FFF},
                                                           {0x3400, 0x4DBF},
                                                           {0x20000, 0x2A6DF},
                                                           {0x2A700, 0x2B73F},
                                                           {0x2B740, 0x2B81F},
                                                           {0x2B820, 0x2CEAF},
                                                           {0xF900, 0xFAFF},
                                                           {0x2F800, 0x2FA1F}}};

bool isCjkIdeograph(UChar32 c) {
  return std::ranges::any_of(kCjkIdeographs,
                             [c](const CodepointRange& r) { return r.first <= c && c <= r.last; });
}

bool isSpacing(UChar32 c) {
  return c == '\t' || c == '\n' || c == '\r' || u_charType(c) == U_SPACE_SEPARATOR;
}

// Category C*: control, format, private use, surrogate, unassigned.
bool isDropped(UChar32 c) {
  return c == 0 || c == 0xFFFD || (U_GET_GC_MASK(c) & U_GC_C_MASK) != 0;
}

// Python's str.isspace(), which is what split() and the tokenizer's own pattern go by.
bool isWhitespace(UChar32 c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 ||
         (U_GET_GC_MASK(c) & U_GC_Z_MASK) != 0;
}

void append(std::string& out, UChar32 c) {
  std::array<uint8_t, U8_MAX_LENGTH> bytes{};
  int32_t length = 0;
  UBool failed = false;
  U8_APPEND(bytes.data(), length, U8_MAX_LENGTH, c, failed);
  if (!failed) out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<size_t>(length));
}

/// Walks the code points of UTF-8 text; a malformed sequence is reported as a negative value.
class Codepoints {
 public:
  explicit Codepoints(std::string_view text) : m_text(text) {}

  bool atEnd() const { return m_position >= m_text.size(); }
  size_t position() const { return m_position; }
  void jumpTo(size_t position) { m_position = position; }

  UChar32 next() {
    // ICU counts in 32 bits; a window keeps texts of any length correct.
    const char* start = m_text.data() + m_position;
    const auto window = static_cast<int32_t>(std::min<size_t>(m_text.size() - m_position, U8_MAX_LENGTH));
    int32_t used = 0;
    UChar32 c = 0;
    U8_NEXT(reinterpret_cast<const uint8_t*>(start), used, window, c);
    m_position += static_cast<size_t>(used);
    return c;
  }

 private:
  std::string_view m_text;
  size_t m_position = 0;
};

const icu::Normalizer2* nfcOrNull() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  return U_FAILURE(status) ? nullptr : nfc;
}

// Sorting a run of combining marks takes quadratic time, so what nobody writes is cut.
class MarkRunLimit {
 public:
  bool exceededBy(UChar32 c) {
    m_length = m_nfc == nullptr || m_nfc->hasBoundaryBefore(c) ? 0 : m_length + 1;
    return m_length > kMaxMarkRun;
  }

 private:
  static constexpr int kMaxMarkRun = 1024;
  const icu::Normalizer2* m_nfc = nfcOrNull();
  int m_length = 0;
};

std::string normalisedNfc(const std::string& utf8) {
  const icu::Normalizer2* nfc = nfcOrNull();
  if (nfc == nullptr) return utf8;
  UErrorCode status = U_ZERO_ERROR;
  const icu::UnicodeString normal = nfc->normalize(icu::UnicodeString::fromUTF8(utf8), status);
  if (U_FAILURE(status)) return utf8;
  std::string out;
  normal.toUTF8String(out);
  return out;
}

std::string lowered(std::string_view utf8) {
  icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
  text.toLower(icu::Locale::getRoot());
  std::string out;
  text.toUTF8String(out);
  return out;
}

// Pieces between white space, each lower-cased by itself: a final sigma depends on where a word ends.
std::string loweredWords(const std::string& text) {
  std::string out;
  Codepoints points(text);
  size_t wordStart = 0;
  const auto finishWord = [&](size_t end) {
    if (end > wordStart) {
      if (!out.empty()) out += ' ';
      out += lowered(std::string_view(text).substr(wordStart, end - wordStart));
    }
  };
  while (!points.atEnd()) {
    const size_t here = points.position();
    if (isWhitespace(points.next())) {
      finishWord(here);
      wordStart = points.position();
    }
  }
  finishWord(text.size());
  return out;
}

enum class CharClass { Space, Letter, Number, Other };

CharClass classOf(UChar32 c) {
  if (isWhitespace(c)) return CharClass::Space;
  const uint32_t category = U_GET_GC_MASK(c);
  if ((category & U_GC_L_MASK) != 0) return CharClass::Letter;
  if ((category & U_GC_N_MASK) != 0) return CharClass::Number;
  return CharClass::Other;
}

UChar32 foldedAscii(UChar32 c) {
  return c >= 'A' && c <= 'Z' ? c + 32 : c;
}

bool startsWithFolded(std::string_view text, std::string_view token) {
  return !token.empty() && text.size() >= token.size() &&
         std::ranges::equal(
             text.substr(0, token.size()), token, {}, [](char c) { return foldedAscii(c); },
             [](char c) { return foldedAscii(c); });
}

// The length of a special token or contraction at the start of `text`, 0 when there is none.
size_t literalLength(std::string_view text, std::string_view startToken, std::string_view endToken) {
  static constexpr std::array<std::string_view, 7> kContractions = {"'s", "'t",  "'re", "'ve",
                                                                    "'m", "'ll", "'d"};
  for (const std::string_view token : {startToken, endToken}) {
    if (startsWithFolded(text, token)) return token.size();
  }
  for (const std::string_view contraction : kContractions) {
    if (startsWithFolded(text, contraction)) return contraction.size();
  }
  return 0;
}

}  // namespace

std::string replaceInvalidUtf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (Codepoints points(bytes); !points.atEnd();) {
    const UChar32 c = points.next();
    append(out, c < 0 ? 0xFFFD : c);
  }
  return out;
}

std::string trimmedText(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n\v\f";
  const size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kSpaces) - first + 1));
}

std::string cleanPrompt(std::string_view utf8, bool spaceAroundCjk) {
  std::string kept;
  kept.reserve(utf8.size());
  MarkRunLimit marks;
  for (Codepoints points(utf8); !points.atEnd();) {
    const UChar32 c = points.next();
    if (isSpacing(c)) {
      kept += ' ';
    } else if (c < 0 || isDropped(c) || marks.exceededBy(c)) {
      continue;
    } else if (spaceAroundCjk && isCjkIdeograph(c)) {
      kept += ' ';
      append(kept, c);
      kept += ' ';
    } else {
      append(kept, c);
    }
  }
  return loweredWords(normalisedNfc(kept));
}

std::vector<std::string_view> splitPrompt(std::string_view utf8, std::string_view startToken,
                                          std::string_view endToken) {
  std::vector<std::string_view> pieces;
  Codepoints points(utf8);
  while (!points.atEnd()) {
    const size_t start = points.position();
    if (const size_t length = literalLength(utf8.substr(start), startToken, endToken); length > 0) {
      points.jumpTo(start + length);
      pieces.push_back(utf8.substr(start, length));
      continue;
    }
    const CharClass kind = classOf(points.next());
    if (kind == CharClass::Space) continue;
    while (kind != CharClass::Number && !points.atEnd()) {
      const size_t before = points.position();
      if (classOf(points.next()) != kind) {
        points.jumpTo(before);
        break;
      }
    }
    pieces.push_back(utf8.substr(start, points.position() - start));
  }
  return pieces;
}

}  // namespace unmask
