#include "core/text/text_cleaning.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unmask {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kStart = "<|startoftext|>", kEnd = "<|endoftext|>";

std::vector<std::string> split(const std::string& text) {
  const auto views = splitPrompt(text, kStart, kEnd);
  return {views.begin(), views.end()};
}

TEST(ReplaceInvalidUtf8, LeavesValidTextAlone) {
  const std::string text = "a\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80";
  EXPECT_EQ(replaceInvalidUtf8(text), text);
}

TEST(ReplaceInvalidUtf8, ReplacesEachMalformedSequenceOnce) {
  EXPECT_EQ(replaceInvalidUtf8("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(replaceInvalidUtf8("\xE6\x97"), "\xEF\xBF\xBD");                   // cut short
  EXPECT_EQ(replaceInvalidUtf8("\xC0\xAF"), "\xEF\xBF\xBD\xEF\xBF\xBD");       // overlong
  EXPECT_EQ(replaceInvalidUtf8("\xED\xA0\x80").substr(0, 3), "\xEF\xBF\xBD");  // surrogate
}

TEST(TrimmedText, DropsOuterWhiteSpaceOnly) {
  EXPECT_EQ(trimmedText(" \t a b\r\n"), "a b");
  EXPECT_EQ(trimmedText(" \n"), "");
}

TEST(CleanPrompt, CollapsesSpacingAndLowersCase) {
  EXPECT_EQ(cleanPrompt("  Multiple   SPACES\tand\nnewlines  ", true), "multiple spaces and newlines");
  EXPECT_EQ(cleanPrompt("a\xC2\xA0"
                        "b\xE3\x80\x80"
                        "c",
                        true),
            "a b c");  // no-break and ideographic space
  EXPECT_EQ(cleanPrompt("a\xE2\x80\xA8"
                        "b",
                        true),
            "a b");  // U+2028 splits, as Python's split() does
}

TEST(CleanPrompt, DropsControlFormatAndReplacementCharacters) {
  EXPECT_EQ(cleanPrompt(std::string("a\0b\x01"
                                    "c",
                                    5),
                        true),
            "abc");
  EXPECT_EQ(cleanPrompt("a\xEF\xBF\xBD"
                        "b",
                        true),
            "ab");
  EXPECT_EQ(cleanPrompt("a\xE2\x80\x8D"
                        "b",
                        true),
            "ab");  // zero width joiner, category Cf
  EXPECT_EQ(cleanPrompt("a\xEE\x80\x80"
                        "b",
                        true),
            "ab");  // private use
}

TEST(CleanPrompt, NormalisesToNfcAndKeepsAccents) {
  EXPECT_EQ(cleanPrompt("he\xCC\x81llo", true), "h\xC3\xA9llo");
  EXPECT_EQ(cleanPrompt("H\xC3\x89LLO", true), "h\xC3\xA9llo");
}

TEST(CleanPrompt, LowersWordByWordAsUnicodeAsks) {
  // A capital sigma is a final one only where its word ends.
  EXPECT_EQ(cleanPrompt("\xCE\x9F\xCE\xA3 \xCE\xA3\xCE\x9F", true), "\xCE\xBF\xCF\x82 \xCF\x83\xCE\xBF");
  EXPECT_EQ(cleanPrompt("\xC4\xB0", true), "i\xCC\x87");  // dotted capital I
}

TEST(CleanPrompt, SetsCjkIdeographsApartOnlyWhenAsked) {
  const std::string nihongo = "\xE6\x97\xA5\xE6\x9C\xAC";
  EXPECT_EQ(cleanPrompt("x" + nihongo, true), "x \xE6\x97\xA5 \xE6\x9C\xAC");
  EXPECT_EQ(cleanPrompt("x" + nihongo, false), "x" + nihongo);
  EXPECT_EQ(cleanPrompt("\xE3\x81\x82\xE3\x81\x84", true),
            "\xE3\x81\x82\xE3\x81\x84");                                       // kana are no ideographs
  EXPECT_EQ(cleanPrompt("a\xF0\xA0\x80\x80z", true), "a \xF0\xA0\x80\x80 z");  // U+20000
}

TEST(CleanPrompt, CutsEndlessRunsOfCombiningMarks) {
  std::string marks = "a";
  for (int i = 0; i < 200000; ++i)
    marks += i % 2 != 0 ? "\xCC\x96" : "\xCC\x9B";  // classes 220 and 216: all to be sorted
  const std::string clean = cleanPrompt(marks, true);
  EXPECT_LE(clean.size(), 2 * 1024 + 1u);
  EXPECT_GT(clean.size(), 2000u);
}

TEST(SplitPrompt, SeparatesLettersNumbersAndTheRest) {
  EXPECT_THAT(split("2023 abc123def"), ElementsAre("2", "0", "2", "3", "abc", "1", "2", "3", "def"));
  EXPECT_THAT(split("smile!!! [v]"), ElementsAre("smile", "!!!", "[", "v", "]"));
  EXPECT_THAT(split(""), IsEmpty());
  EXPECT_THAT(split(" \n "), IsEmpty());
}

TEST(SplitPrompt, CutsEnglishContractions) {
  EXPECT_THAT(split("don't we'll i'm"), ElementsAre("don", "'t", "we", "'ll", "i", "'m"));
  EXPECT_THAT(split("rock 'n roll"), ElementsAre("rock", "'", "n", "roll"));
  EXPECT_THAT(split("they'VE he'd"), ElementsAre("they", "'VE", "he", "'d"));
  EXPECT_THAT(split("!'s"), ElementsAre("!'", "s")) << "a run of other characters takes the apostrophe along";
}

TEST(SplitPrompt, FindsSpecialTokensWhateverTheirCase) {
  EXPECT_THAT(split("x<|endoftext|>y"), ElementsAre("x", "<|endoftext|>", "y"));
  EXPECT_THAT(split("<|STARTOFTEXT|>"), ElementsAre("<|STARTOFTEXT|>"));
  EXPECT_THAT(split("<|endoftex|>"), ElementsAre("<|", "endoftex", "|>"));
}

TEST(SplitPrompt, PutsCombiningMarksWithTheRest) {
  EXPECT_THAT(split("q\xCC\x81z"), ElementsAre("q", "\xCC\x81", "z"));
}

TEST(SplitPrompt, KnowsLettersAndNumbersBeyondAscii) {
  EXPECT_THAT(split("\xC3\xA9t\xC3\xA9 \xC2\xBD\xE2\x85\xA3"),
              ElementsAre("\xC3\xA9t\xC3\xA9", "\xC2\xBD", "\xE2\x85\xA3"));  // one half, Roman four
}

}  // namespace unmask
