#include "core/text/clip_vocabulary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/core/text/tiny_vocabulary.h"

namespace unmask {

using test::makeTinyVocabulary;
using testing::ElementsAre;
using testing::HasSubstr;

Result<ClipVocabulary> parse(const std::string& vocabJson, const std::string& mergesText) {
  return ClipVocabulary::parse(vocabJson, mergesText, "vocab.json", "merges.txt");
}

std::vector<std::string> pieces(const ClipVocabulary& vocabulary, const std::string& piece) {
  std::vector<std::string> symbols;
  for (const int32_t id : vocabulary.encodePiece(piece)) {
    symbols.push_back(id == ClipVocabulary::kNone ? "?" : vocabulary.symbol(id));
  }
  return symbols;
}

ClipVocabulary tiny(const std::vector<std::pair<std::string, std::string>>& merges) {
  const auto files = makeTinyVocabulary(merges);
  auto vocabulary = parse(files.vocabJson, files.mergesText);
  EXPECT_TRUE(vocabulary.ok()) << vocabulary.error().text();
  return *std::move(vocabulary);
}

TEST(ClipVocabulary, MergesTheLowestRankFirst) {
  const ClipVocabulary vocabulary = tiny({{"b", "c</w>"}, {"a", "b"}});
  EXPECT_THAT(pieces(vocabulary, "abc"), ElementsAre("a", "bc</w>"));
  EXPECT_THAT(pieces(vocabulary, "abd"), ElementsAre("ab", "d</w>"));
}

TEST(ClipVocabulary, MergesAllOccurrencesBeforeWhatTheyMakePossible) {
  // "aaaa" + end: both pairs melt before the better ranked (aa, a) can be seen.
  const ClipVocabulary vocabulary = tiny({{"aa", "a"}, {"a", "a"}});
  // Needs its symbol "aa", which only the second merge would make; the vocabulary knows it all the same.
  EXPECT_THAT(pieces(vocabulary, "aaaab"), ElementsAre("aa", "aa", "b</w>"));
}

TEST(ClipVocabulary, MergesOverlapsFromTheLeft) {
  const ClipVocabulary vocabulary = tiny({{"a", "a"}});
  EXPECT_THAT(pieces(vocabulary, "aaab"), ElementsAre("aa", "a", "b</w>"));
}

TEST(ClipVocabulary, LastSymbolCarriesTheWordEnd) {
  const ClipVocabulary vocabulary = tiny({{"a", "b"}});
  EXPECT_THAT(pieces(vocabulary, "ab"), ElementsAre("a", "b</w>"));
  EXPECT_THAT(pieces(vocabulary, "a"), ElementsAre("a</w>"));
  EXPECT_THAT(pieces(vocabulary, ""), ElementsAre());
}

TEST(ClipVocabulary, SpellsOtherScriptsInBytes) {
  const ClipVocabulary vocabulary = tiny({});
  EXPECT_EQ(vocabulary.encodePiece("\xF0\x9F\x98\x80").size(), 4u);
}

TEST(ClipVocabulary, MissingBytesAreNone) {
  const auto vocabulary = parse(R"({"a":0,"a</w>":1})", "#\n");
  ASSERT_TRUE(vocabulary.ok());
  EXPECT_THAT(pieces(*vocabulary, "aza"), ElementsAre("a", "?", "a</w>"));
}

TEST(ClipVocabulary, EmptyLinesAtTheEndOfTheMergesTakeNoQuadraticTime) {
  const auto files = makeTinyVocabulary({{"a", "b"}});
  const auto vocabulary = parse(files.vocabJson, files.mergesText + std::string(size_t{4} << 20, '\n'));
  ASSERT_TRUE(vocabulary.ok()) << vocabulary.error().text();
  EXPECT_THAT(pieces(*vocabulary, "ab"), ElementsAre("a", "b</w>"));
  EXPECT_FALSE(parse(files.vocabJson, files.mergesText + "\n\n# no merge").ok());
}

TEST(ClipVocabulary, AMegabyteOfOneLetterTakesNoQuadraticTime) {
  // Doubling merges: each round halves the chain. The quadratic way would need 10^12 steps, i.e. never
  // finish.
  std::vector<std::pair<std::string, std::string>> merges;
  for (std::string symbol = "a"; symbol.size() < 256; symbol += symbol) merges.emplace_back(symbol, symbol);
  const ClipVocabulary vocabulary = tiny(merges);
  const auto ids = vocabulary.encodePiece(std::string(size_t{1} << 20, 'a'));
  EXPECT_LT(ids.size(), size_t{1} << 13);
  EXPECT_GT(ids.size(), size_t{1} << 11);
}

TEST(ClipVocabulary, AcceptsWindowsLineEndsAndNoFinalNewline) {
  const auto files = makeTinyVocabulary({{"a", "b"}});
  const auto vocabulary = parse(files.vocabJson, "#version\r\na b");
  ASSERT_TRUE(vocabulary.ok()) << vocabulary.error().text();
  EXPECT_THAT(pieces(*vocabulary, "abc"), ElementsAre("ab", "c</w>"));
}

TEST(ClipVocabulary, TakesAtMostTheReferencesMergeCount) {
  // 48,900 merges of two letters out of 222; only the first 48,894 may count.
  nlohmann::json vocab = nlohmann::json::object();
  std::vector<std::string> letters;
  for (int i = 0; i < 222; ++i) letters.push_back(std::to_string(i) + "x");
  for (const std::string& letter : letters) vocab[letter] = vocab.size();
  std::string merges = "#version\n";
  int count = 0;
  for (size_t i = 0; i < letters.size() && count < 48900; ++i) {
    for (size_t j = 0; j < letters.size() && count < 48900; ++j, ++count) {
      vocab[letters[i] + letters[j]] = vocab.size();
      merges += letters[i] + " " + letters[j] + "\n";
    }
  }
  merges += "this line is malformed but lies behind the last one that counts\n";
  EXPECT_TRUE(parse(vocab.dump(), merges).ok());
}

struct BadFiles {
  const char* name;
  const char* vocab;
  const char* merges;
  const char* file;
  const char* hint;
};

class BadClipVocabulary : public testing::TestWithParam<BadFiles> {};

TEST_P(BadClipVocabulary, IsRefusedWithFileAndReason) {
  const auto vocabulary = parse(GetParam().vocab, GetParam().merges);
  ASSERT_FALSE(vocabulary.ok());
  EXPECT_EQ(vocabulary.error().kind, ErrorKind::BadInput);
  EXPECT_EQ(vocabulary.error().file, GetParam().file);
  EXPECT_THAT(vocabulary.error().text(), HasSubstr(GetParam().hint));
}

INSTANTIATE_TEST_SUITE_P(
    Files, BadClipVocabulary,
    testing::Values(
        BadFiles{"Truncated", R"({"a":0,"b)", "#\n", "vocab.json", ""},
        BadFiles{"Empty", "", "#\n", "vocab.json", ""},
        BadFiles{"NoSymbols", "{}", "#\n", "vocab.json", "an object of symbols"},
        BadFiles{"NotAnObject", "[1,2]", "#\n", "vocab.json", "an object of symbols"},
        BadFiles{"SameKeyTwice", R"({"a":0,"a":1})", "#\n", "vocab.json", "twice"},
        BadFiles{"SameIdTwice", R"({"a":0,"b":0})", "#\n", "vocab.json", "every id once"},
        BadFiles{"HugeId", R"({"a":0,"b":99999999999})", "#\n", "vocab.json", "an id from 0 to 1"},
        BadFiles{"OverflowingId", R"({"a":0,"b":1e999})", "#\n", "vocab.json", ""},
        BadFiles{"NegativeId", R"({"a":0,"b":-1})", "#\n", "vocab.json", "an id from 0 to 1"},
        BadFiles{"FractionalId", R"({"a":0,"b":0.5})", "#\n", "vocab.json", "an id from 0 to 1"},
        BadFiles{"TextId", R"({"a":"0"})", "#\n", "vocab.json", "an id from 0 to 0"},
        BadFiles{"Nested", R"({"a":{"b":0}})", "#\n", "vocab.json", "nested"},
        BadFiles{"EmptySymbol", R"({"":0})", "#\n", "vocab.json", "1 to 1024 bytes"},
        BadFiles{"UnknownLeft", R"({"a":0,"b":1,"ab":2})", "#\nz b\n", "merges.txt", "line 2"},
        BadFiles{"UnknownRight", R"({"a":0,"b":1,"ab":2})", "#\na z\n", "merges.txt", "\"z\""},
        BadFiles{"UnknownUnion", R"({"a":0,"b":1})", "#\na b\n", "merges.txt", "\"a b\""},
        BadFiles{"SameMergeTwice", R"({"a":0,"b":1,"ab":2})", "#\na b\na b\n", "merges.txt", "line 3"},
        BadFiles{"ThreeParts", R"({"a":0,"b":1,"ab":2})", "#\na b c\n", "merges.txt", "two symbols"},
        BadFiles{"OnePart", R"({"a":0})", "#\na\n", "merges.txt", "two symbols"},
        BadFiles{"EmptyPart", R"({"a":0})", "#\na \n", "merges.txt", "two symbols"},
        BadFiles{"EmptyLineInside", R"({"a":0,"b":1,"ab":2})", "#\n\na b\n", "merges.txt", "line 2"}),
    [](const auto& files) { return files.param.name; });

TEST(ClipVocabulary, RefusesInvalidUtf8InTheVocabulary) {
  EXPECT_FALSE(parse("{\"\xFF\":0}", "#\n").ok());
}

TEST(ClipVocabulary, DeepNestingIsAnErrorAndNoCrash) {
  EXPECT_FALSE(parse(std::string(1000000, '['), "#\n").ok());
}

TEST(ClipVocabulary, MergesThatLeanOnLaterOnesAreHarmless) {
  // "abc" stands before the merge that makes "ab": odd, but it cannot loop, since every merge makes the chain
  // shorter.
  const ClipVocabulary vocabulary = tiny({{"ab", "c"}, {"a", "b"}});
  EXPECT_THAT(pieces(vocabulary, "abcd"), ElementsAre("abc", "d</w>"));
}

}  // namespace unmask
