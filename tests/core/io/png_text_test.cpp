#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/png_metadata.h"
#include "tests/core/io/test_files.h"
#include "tests/core/io/test_pngs.h"

namespace unmask {
namespace {

using test::bytesOf;
using test::deflated;
using test::ihdr;
using test::pngChunk;
using test::pngOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

const std::string kNul(1, '\0');

PngTexts textsOf(const std::string& file) {
  auto texts = readPngTexts(bytesOf(file), "f.png");
  EXPECT_TRUE(texts.ok()) << (texts.ok() ? "" : texts.error().text());
  return texts.ok() ? *std::move(texts) : PngTexts{};
}

Error errorOf(const std::string& file) {
  const auto texts = readPngTexts(bytesOf(file), "f.png");
  EXPECT_FALSE(texts.ok());
  if (texts.ok()) return {};
  EXPECT_EQ(texts.error().kind, ErrorKind::BadInput);
  EXPECT_EQ(texts.error().file, "f.png");
  return texts.error();
}

Error errorOfChunk(const std::string& chunk) {
  return errorOf(pngOf({ihdr(1, 1), chunk}));
}

std::string itxt(const std::string& key, const std::string& text) {
  return pngChunk("iTXt", key + kNul + std::string(2, '\0') + "en" + kNul + kNul + text);
}

TEST(PngText, ReadsAllThreeKinds) {
  const std::string compressedInternational =
      pngChunk("iTXt", "d" + kNul + "\1" + kNul + kNul + kNul + deflated("gr\xC3\xBC\xC3\x9F"));
  EXPECT_THAT(textsOf(pngOf({ihdr(1, 1), pngChunk("tEXt", "a" + kNul + "caf\xE9"),
                             pngChunk("zTXt", "b" + kNul + kNul + deflated("squeezed")),
                             itxt("c", "\xE2\x9C\x93"), compressedInternational})),
              ElementsAre(Pair("a", "caf\xC3\xA9"), Pair("b", "squeezed"), Pair("c", "\xE2\x9C\x93"),
                          Pair("d", "gr\xC3\xBC\xC3\x9F")));
}

TEST(PngText, FirstOfDuplicateKeysWins) {
  EXPECT_THAT(textsOf(pngOf({ihdr(1, 1), itxt("a", "1"), pngChunk("tEXt", "a" + kNul + "2")})),
              ElementsAre(Pair("a", "1")));
}

TEST(PngText, ReadsBackWhatWeWrite) {
  const PngTexts texts{
      {"ascii", "line\nline"}, {"unicode", "\xF0\x9F\x8D\x8E"}, {"unmask:x", "{}"}, {"empty", ""}};
  const auto png = encodePng(ImageBuffer(2, 2, 3), texts);
  ASSERT_TRUE(png);
  EXPECT_EQ(textsOf(test::textOf(*png)), texts);
}

TEST(PngText, WritesPlainTextOnlyForForeignAsciiKeys) {
  const auto png =
      encodePng(ImageBuffer(1, 1, 3), {{"parameters", "plain"}, {"unmask:request", "{}"}, {"x", "\xC3\xA9"}});
  ASSERT_TRUE(png);
  const std::string file = test::textOf(*png);
  EXPECT_THAT(file, HasSubstr("tEXtparameters" + kNul + "plain"));
  EXPECT_THAT(file, HasSubstr("iTXtunmask:request" + std::string(5, '\0') + "{}"));
  EXPECT_THAT(file, HasSubstr("iTXtx" + std::string(5, '\0') + "\xC3\xA9"));
}

TEST(PngText, RefusesToWriteWhatNobodyCouldRead) {
  const ImageBuffer image(1, 1, 3);
  for (const std::string& key : {std::string(), std::string(80, 'k'), std::string(" a"), std::string("a "),
                                 std::string("a  b"), std::string("a\n"), std::string("\xC3\xA9")}) {
    EXPECT_EQ(encodePng(image, {{key, "text"}}).error().kind, ErrorKind::Usage) << key;
  }
  EXPECT_EQ(encodePng(image, {{"k", "a" + kNul}}).error().expected, "no NUL");
  EXPECT_EQ(encodePng(image, {{"k", "\xFF"}}).error().expected, "UTF-8");
  EXPECT_FALSE(encodePng(image, {{"k", std::string(7'900'001, 'x')}}));
}

TEST(PngText, RefusesWrongChecksums) {
  std::string chunk = pngChunk("tEXt", "a" + kNul + "b");
  chunk.back() = static_cast<char>(chunk.back() ^ 1);
  EXPECT_EQ(errorOfChunk(chunk).expected, "a chunk with its CRC");
}

TEST(PngText, RefusesHugeLengths) {
  for (const std::string length :
       {"\x7F\xFF\xFF\xFF", "\xFF\xFF\xFF\xFF", std::string("\0\1\0\0", 4).c_str()}) {
    const Error error = errorOf(pngOf({ihdr(1, 1)}).substr(0, 33) + length + "tEXtabc");
    EXPECT_FALSE(error.expected.empty());
  }
  const Error huge = errorOf(pngOf({ihdr(1, 1)}).substr(0, 33) + "\x7F\xFF\xFF\xFFtEXt0123");
  EXPECT_EQ(huge.found, "2147483647 bytes");
  EXPECT_EQ(huge.expected, "at most 0 bytes");
}

TEST(PngText, RefusesZipBombs) {
  const std::string bomb = deflated(std::string((size_t{32} << 20) + 1, '\0'));
  ASSERT_LT(bomb.size(), 40'000U);
  EXPECT_THAT(errorOfChunk(pngChunk("zTXt", "a" + kNul + kNul + bomb)).expected, HasSubstr("33554432"));
  EXPECT_THAT(errorOfChunk(pngChunk("iTXt", "a" + kNul + "\1" + kNul + kNul + kNul + bomb)).expected,
              HasSubstr("33554432"));
}

TEST(PngText, BoundsAllTextsTogether) {
  const std::string chunk = deflated(std::string(size_t{30} << 20, 'x'));
  std::vector<std::string> chunks{ihdr(1, 1)};
  for (char key = 'a'; key <= 'e'; ++key)
    chunks.push_back(pngChunk("zTXt", std::string(1, key) + kNul + kNul + chunk));
  EXPECT_THAT(errorOf(pngOf(chunks)).expected, HasSubstr("bytes of text"));
}

TEST(PngText, BoundsTheNumberOfTexts) {
  std::vector<std::string> chunks{ihdr(1, 1)};
  for (int i = 0; i < 4096; ++i) chunks.push_back(pngChunk("tEXt", "a" + kNul + "b"));
  EXPECT_TRUE(readPngTexts(bytesOf(pngOf(chunks)), "f"));
  chunks.push_back(chunks.back());
  EXPECT_EQ(errorOf(pngOf(chunks)).expected, "at most 4096 text chunks");
}

TEST(PngText, RefusesMalformedTexts) {
  for (const std::string& chunk :
       {pngChunk("tEXt", ""), pngChunk("tEXt", "no end"), pngChunk("tEXt", kNul + "no key"),
        pngChunk("tEXt", std::string(80, 'k') + kNul), pngChunk("zTXt", "a" + kNul),
        pngChunk("zTXt", "a" + kNul + "\1" + deflated("x")), pngChunk("zTXt", "a" + kNul + kNul + "not zlib"),
        pngChunk("zTXt", "a" + kNul + kNul + deflated("cut").substr(0, 6)), pngChunk("iTXt", "a" + kNul),
        pngChunk("iTXt", "a" + kNul + "\2" + kNul + kNul + kNul),
        pngChunk("iTXt", "a" + kNul + kNul + kNul + "en"),
        pngChunk("iTXt", "a" + kNul + "\1\1" + kNul + kNul + deflated("x")), itxt("a", "\xFF\xFE")}) {
    EXPECT_EQ(errorOfChunk(chunk).message, "PNG text cannot be read");
  }
}

TEST(PngText, RefusesFilesWithoutHeaderOrEnd) {
  const std::string whole = pngOf({ihdr(1, 1), itxt("a", "1")});
  for (size_t length = 0; length < whole.size(); ++length)
    EXPECT_FALSE(errorOf(whole.substr(0, length)).found.empty());
  EXPECT_EQ(errorOf(pngOf({itxt("a", "1")})).expected, "IHDR");
  EXPECT_EQ(errorOf(pngOf({ihdr(1, 1), pngChunk("a\nbc", "")})).expected, "four letters");
  EXPECT_EQ(errorOf("GIF89a").message, "is not a PNG");
}

TEST(PngText, IgnoresWhatFollowsTheEnd) {
  EXPECT_THAT(textsOf(pngOf({ihdr(1, 1)}) + "trailing"), IsEmpty());
}

}  // namespace
}  // namespace unmask
