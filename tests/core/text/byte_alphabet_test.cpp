#include "core/text/byte_alphabet.h"

#include <gtest/gtest.h>

#include <set>

namespace unmask {

TEST(ByteAlphabet, FollowsTheReferenceTable) {
  const auto& symbols = byteSymbols();
  EXPECT_EQ(symbols['!'], "!");
  EXPECT_EQ(symbols['a'], "a");
  EXPECT_EQ(symbols[161], "\xC2\xA1");
  EXPECT_EQ(symbols[255], "\xC3\xBF");
  EXPECT_EQ(symbols[0], "\xC4\x80");    // U+0100
  EXPECT_EQ(symbols[' '], "\xC4\xA0");  // U+0120
  EXPECT_EQ(symbols[127], "\xC4\xA1");  // U+0121
  EXPECT_EQ(symbols[173], "\xC5\x83");  // U+0143, the last
}

TEST(ByteAlphabet, EverySymbolIsItsOwnAndComesBack) {
  std::set<std::string> seen;
  for (int byte = 0; byte < 256; ++byte) {
    const std::string& symbol = byteSymbols()[static_cast<size_t>(byte)];
    EXPECT_TRUE(seen.insert(symbol).second) << byte;
    EXPECT_EQ(bytesOfSymbols(symbol), std::string(1, static_cast<char>(byte)));
  }
}

TEST(ByteAlphabet, KeepsCharactersThatAreNoSymbols) {
  EXPECT_EQ(bytesOfSymbols("\xE6\x97\xA5"), "\xE6\x97\xA5");  // three bytes, not a symbol
  EXPECT_EQ(bytesOfSymbols("a\xC5"), "a\xC5");                // cut short
}

}  // namespace unmask
