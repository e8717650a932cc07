#include "core/text/clip_tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/io/atomic_file.h"
#include "tests/core/text/tiny_vocabulary.h"

namespace unmask {

using test::makeTinyVocabulary;
using testing::Each;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;

/// The ids before the padding.
std::vector<int32_t> usedIds(const Tokenizer& tokenizer, std::string_view prompt) {
  const TokenizedText text = tokenizer.encode(prompt);
  return {text.ids.begin(), text.ids.begin() + text.usedTokens};
}

std::string numberedWords(int count) {
  std::string words;
  for (int i = 0; i < count; ++i) words += (i > 0 ? " word" : "word") + std::to_string(i);
  return words;
}

// --- with the public vocabulary, which lies beside the source tree where it is available ---

class RealClipVocabulary : public testing::Test {
 protected:
  void SetUp() override {
    const std::filesystem::path dir =
        std::filesystem::path(UNMASK_SOURCE_DIR) / ".." / "shared" / "data" / "clip-bpe";
    if (!std::filesystem::exists(dir / "vocab.json")) GTEST_SKIP() << "no CLIP vocabulary in " << dir;
    auto tokenizer = ClipTokenizer::open(dir, {.spaceAroundCjk = false});
    ASSERT_TRUE(tokenizer.ok()) << tokenizer.error().text();
    m_tokenizer = *std::move(tokenizer);
    auto spaced = Tokenizer::open(dir);
    ASSERT_TRUE(spaced.ok()) << spaced.error().text();
    m_spaced = *std::move(spaced);
  }

  std::unique_ptr<Tokenizer> m_tokenizer;  ///< without spaces around CJK ideographs
  std::unique_ptr<Tokenizer> m_spaced;     ///< as opened by default
};

struct PromptIds {
  const char* prompt;
  std::vector<int32_t> content;  ///< between start and end
};

// Reference 8.1, every row of the table that fits into 77 ids.
const std::vector<PromptIds> kReferenceRows = {
    {"", {}},
    {"dog", {1929}},
    {"cowboy", {13657}},
    {"a photo of a cat", {320, 1125, 539, 320, 2368}},
    {"A painting of a squirrel eating a burger", {320, 3086, 539, 320, 14004, 4371, 320, 6548}},
    {"A mushroom in [V] style", {320, 13011, 530, 314, 341, 316, 1844}},
    {"an apple's 3.14, isn't it?", {550, 3055, 568, 274, 269, 272, 275, 267, 2923, 713, 585, 286}},
    {"  Multiple   SPACES\tand\nnewlines  ", {6470, 9006, 537, 1218, 3418}},
    {"h\xC3\xA9llo w\xC3\xB6rld", {71, 3459, 19293, 86, 31762, 730}},
    {"\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E", {39121, 44353, 34002, 508}},
    {"\xF0\x9F\x98\x80 smile!!!", {7334, 3490, 995}},
    {"2023 abc123def", {273, 271, 273, 274, 5334, 272, 273, 274, 11649}},
    {"don't we'll I'm they've he'd you're", {847, 713, 649, 1342, 328, 880, 889, 1200, 797, 1896, 592, 982}},
    {"x<|endoftext|>y", {343, 49407, 344}},
    {"antidisestablishmentarianism floccinaucinihilipilification",
     {3120, 4262, 7726, 12658, 1585, 44351, 69, 1378, 2396, 627, 2396, 72, 3508, 1719, 2076, 4523}},
    {"a pixel art character with square red glasses, a baseball-shaped head and a orange-colored body on a "
     "dark "
     "background",
     {320,   13241, 794, 4009, 593,  3999, 736,   6116, 267, 320, 3470, 268,
      10127, 1375,  537, 320,  4287, 268,  11775, 1774, 525, 320, 3144, 5994}},
};

TEST_F(RealClipVocabulary, ReproducesTheReferenceTable) {
  for (const PromptIds& row : kReferenceRows) {
    std::vector<int32_t> expected = {49406};
    expected.insert(expected.end(), row.content.begin(), row.content.end());
    expected.push_back(49407);
    EXPECT_THAT(usedIds(*m_tokenizer, row.prompt), ElementsAreArray(expected)) << row.prompt;
  }
}

TEST_F(RealClipVocabulary, CutsAHundredWordsAt77) {
  const TokenizedText text = m_tokenizer->encode(numberedWords(100));
  ASSERT_EQ(text.ids.size(), 77u);
  EXPECT_EQ(text.usedTokens, 77);
  EXPECT_THAT(std::vector<int32_t>(text.ids.begin(), text.ids.begin() + 6),
              ElementsAre(49406, 2653, 271, 2653, 272, 2653));
  EXPECT_THAT(std::vector<int32_t>(text.ids.end() - 4, text.ids.end()), ElementsAre(273, 278, 2653, 49407));
  EXPECT_EQ(text.droppedPieces.size(), 10u * 2 + 90u * 3 - 75u);
}

TEST_F(RealClipVocabulary, PadsWithTheEndTokenByDefault) {
  const TokenizedText text = m_tokenizer->encode("");
  ASSERT_EQ(text.ids.size(), 77u);
  EXPECT_EQ(text.usedTokens, 2);
  EXPECT_THAT(std::vector<int32_t>(text.ids.begin() + 2, text.ids.end()), Each(49407));
}

TEST_F(RealClipVocabulary, HasTheReferencesIdLayout) {
  EXPECT_EQ(m_tokenizer->vocabularySize(), 49408);
  EXPECT_EQ(m_tokenizer->startId(), 49406);
  EXPECT_EQ(m_tokenizer->endId(), 49407);
  const std::filesystem::path dir =
      std::filesystem::path(UNMASK_SOURCE_DIR) / ".." / "shared" / "data" / "clip-bpe";
  const auto vocabulary = ClipVocabulary::parse(*readFile(dir / "vocab.json", size_t{64} << 20),
                                                *readFile(dir / "merges.txt", size_t{64} << 20), "v", "m");
  ASSERT_TRUE(vocabulary.ok());
  const std::vector<std::pair<std::string, int32_t>> spots = {
      {"!", 0},       {"a", 64},      {"~", 93},   {"\xC2\xA1", 94},     {"\xC4\x80", 188},
      {"!</w>", 256}, {"a</w>", 320}, {"in", 512}, {"jekyll</w>", 49405}};
  for (const auto& [symbol, id] : spots) EXPECT_EQ(vocabulary->find(symbol), id) << symbol;
}

TEST_F(RealClipVocabulary, SpacesAroundIdeographsChangeTheIds) {
  const char* prompt = "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E";
  const auto spaced = usedIds(*m_spaced, prompt);
  EXPECT_NE(spaced, usedIds(*m_tokenizer, prompt));
  EXPECT_EQ(spaced, usedIds(*m_tokenizer, "\xE6\x97\xA5 \xE6\x9C\xAC \xE8\xAA\x9E"));
}

TEST_F(RealClipVocabulary, ReadsBackAsTheCleanedPrompt) {
  const TokenizedText text = m_tokenizer->encode("An Apple's  H\xC3\xA9llo \xF0\x9F\x98\x80");
  std::string joined;
  for (size_t i = 1; i + 1 < text.pieces.size(); ++i) joined += text.pieces[i];
  EXPECT_THAT(joined, HasSubstr("an apple 's h\xC3\xA9llo "));
  EXPECT_EQ(text.pieces.front(), "<|startoftext|>");
  EXPECT_EQ(text.pieces.back(), "<|endoftext|>");
}

// --- the same behaviour on a vocabulary made here ---

class TinyClipTokenizer : public testing::Test {
 protected:
  std::unique_ptr<Tokenizer> make(const ClipTokenizerOptions& options = {}) const {
    auto tokenizer = ClipTokenizer::create(m_files.vocabJson, m_files.mergesText, options);
    EXPECT_TRUE(tokenizer.ok()) << tokenizer.error().text();
    return *std::move(tokenizer);
  }

  // Ids 512 … 517 in this order; 518 and 519 are start and end.
  const test::TinyVocabulary m_files = makeTinyVocabulary({{"d", "o"},
                                                           {"do", "g</w>"},
                                                           {"c", "a"},
                                                           {"ca", "t</w>"},
                                                           {"'", "s</w>"},
                                                           {"\xC3\x83", "\xC2\xA9</w>"}});
  static constexpr int32_t kDog = 513, kCat = 515, kPossessive = 516, kEAcute = 517, kStart = 518, kEnd = 519;
  static constexpr int32_t kSingleA = 320, kSingleX = 256 + 'x' - 33, kSingle1 = 256 + '1' - 33;
};

TEST_F(TinyClipTokenizer, WrapsContentInStartAndEnd) {
  const auto tokenizer = make();
  EXPECT_THAT(usedIds(*tokenizer, "a DOG's  cat\n"),
              ElementsAre(kStart, kSingleA, kDog, kPossessive, kCat, kEnd));
  EXPECT_THAT(usedIds(*tokenizer, ""), ElementsAre(kStart, kEnd));
  EXPECT_THAT(usedIds(*tokenizer, " \t\n"), ElementsAre(kStart, kEnd));
}

TEST_F(TinyClipTokenizer, NormalisesBeforeEncoding) {
  const auto tokenizer = make();
  EXPECT_THAT(usedIds(*tokenizer, "\xC3\x89"), ElementsAre(kStart, kEAcute, kEnd));
  EXPECT_THAT(usedIds(*tokenizer, "E\xCC\x81"), ElementsAre(kStart, kEAcute, kEnd));
}

TEST_F(TinyClipTokenizer, SplitsNumbersOneByOne) {
  EXPECT_THAT(usedIds(*make(), "11dog"), ElementsAre(kStart, kSingle1, kSingle1, kDog, kEnd));
}

TEST_F(TinyClipTokenizer, SpecialTokensInTheTextBecomeTheirIds) {
  EXPECT_THAT(usedIds(*make(), "x<|endoftext|>x<|StartOfText|>"),
              ElementsAre(kStart, kSingleX, kEnd, kSingleX, kStart, kEnd));
}

TEST_F(TinyClipTokenizer, CutsOnTheRightAndNamesWhatWasDropped) {
  const TokenizedText text = make({.maxTokens = 8})->encode("dog cat dog cat dog cat a dog");
  EXPECT_THAT(text.ids, ElementsAre(kStart, kDog, kCat, kDog, kCat, kDog, kCat, kEnd));
  EXPECT_EQ(text.usedTokens, 8);
  EXPECT_THAT(text.droppedPieces, ElementsAre("a ", "dog "));
  EXPECT_THAT(text.pieces, ElementsAre("<|startoftext|>", "dog ", "cat ", "dog ", "cat ", "dog ", "cat ",
                                       "<|endoftext|>"));
}

TEST_F(TinyClipTokenizer, PadsWithTheChosenToken) {
  EXPECT_THAT(make({.maxTokens = 8, .padToken = "!"})->encode("dog").ids,
              ElementsAre(kStart, kDog, kEnd, 0, 0, 0, 0, 0));
  EXPECT_THAT(make({.maxTokens = 8})->encode("dog").droppedPieces, IsEmpty());
}

TEST_F(TinyClipTokenizer, SpacesAroundIdeographsAreAnOption) {
  const char* twoIdeographs = "\xE6\x97\xA5\xE6\x9C\xAC";
  // Set apart, each of the two has a last byte with the word end; together only the second.
  EXPECT_THAT(make({.spaceAroundCjk = true})->encode(twoIdeographs).pieces,
              Contains(HasSubstr(" ")).Times(2));
  EXPECT_THAT(make({.spaceAroundCjk = false})->encode(twoIdeographs).pieces,
              Contains(HasSubstr(" ")).Times(1));
}

TEST_F(TinyClipTokenizer, AnyBytesAreText) {
  const auto tokenizer = make();
  EXPECT_THAT(usedIds(*tokenizer, std::string("do\0g", 4)), ElementsAre(kStart, kDog, kEnd));
  EXPECT_THAT(usedIds(*tokenizer, "do\xFFg"), ElementsAre(kStart, kDog, kEnd))
      << "U+FFFD is dropped by the cleaning";
  std::string allBytes;
  for (int round = 0; round < 4; ++round) {
    for (int byte = 0; byte < 256; ++byte) allBytes += static_cast<char>(byte * (2 * round + 1));
  }
  EXPECT_EQ(tokenizer->encode(allBytes).ids.size(), 77u);
}

TEST_F(TinyClipTokenizer, AMegabytePromptIsCutLikeAnyOther) {
  const auto tokenizer = make();
  const TokenizedText oneWord = tokenizer->encode(std::string(size_t{1} << 20, 'q'));
  EXPECT_EQ(oneWord.usedTokens, 77);
  EXPECT_EQ(oneWord.droppedPieces.size(), (size_t{1} << 20) - 75);
  std::string words;
  while (words.size() < size_t{1} << 20) words += "dog ";
  EXPECT_EQ(tokenizer->encode(words).droppedPieces.size(), (size_t{1} << 18) - 75);
}

TEST_F(TinyClipTokenizer, WhatLiesBehindTheByteLimitIsNotRead) {
  std::string words;
  while (words.size() < kMaxPromptBytes) words += "dog ";
  EXPECT_EQ(make()->encode(words + "cat cat").droppedPieces.size(), kMaxPromptBytes / 4 - 75);
}

TEST_F(TinyClipTokenizer, MissingSpecialTokensAreNamed) {
  for (const ClipTokenizerOptions& options :
       {ClipTokenizerOptions{.startToken = "<none>"}, ClipTokenizerOptions{.endToken = "<none>"},
        ClipTokenizerOptions{.unknownToken = "<none>"}, ClipTokenizerOptions{.padToken = "<none>"}}) {
    const auto tokenizer = ClipTokenizer::create(m_files.vocabJson, m_files.mergesText, options);
    ASSERT_FALSE(tokenizer.ok());
    EXPECT_EQ(tokenizer.error().kind, ErrorKind::BadInput);
    EXPECT_EQ(tokenizer.error().key, "<none>");
  }
}

TEST_F(TinyClipTokenizer, LengthIsBounded) {
  for (const int length : {7, 0, -5, 4097}) {
    EXPECT_FALSE(ClipTokenizer::create(m_files.vocabJson, m_files.mergesText, {.maxTokens = length}).ok())
        << length;
  }
  EXPECT_EQ(make({.maxTokens = 4096})->encode("dog").ids.size(), 4096u);
}

TEST(ClipTokenizer, UnknownBytesBecomeTheUnknownToken) {
  const auto tokenizer = ClipTokenizer::create(
      R"({"a</w>":0,"<s>":1,"</s>":2,"<unk>":3})", "#\n",
      {.maxTokens = 8, .startToken = "<s>", .endToken = "</s>", .unknownToken = "<unk>", .padToken = "</s>"});
  ASSERT_TRUE(tokenizer.ok()) << tokenizer.error().text();
  EXPECT_THAT((*tokenizer)->encode("a z").ids, ElementsAre(1, 0, 3, 2, 2, 2, 2, 2));
}

}  // namespace unmask
