#include "core/hub/known_phrases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/atomic_file.h"
#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Phrases = std::vector<std::string>;

const Phrases kKnown = {"red apple", "green apple", "apple pie", "cat face", "on a blue background",
                        "3d",        "blue book"};

Phrases completed(std::string_view text, size_t limit = 8) {
  return completionsFor(text, kKnown, limit).phrases;
}

TEST(KnownPhrases, WhatBeginsSoComesBeforeWhatHasAWordThatDoes) {
  EXPECT_THAT(completed("ap"), ElementsAre("apple pie", "red apple", "green apple"));
  EXPECT_THAT(completed("a red App"), ElementsAre("red apple"));
  EXPECT_THAT(completed("ap", 2), ElementsAre("apple pie", "red apple"));
}

TEST(KnownPhrases, TheLongestStretchThatFitsIsReplaced) {
  const PhraseCompletion completion = completionsFor("a cat face on a bl", kKnown, 8);
  EXPECT_THAT(completion.phrases, ElementsAre("on a blue background"));
  EXPECT_EQ(completion.typedBytes, std::string("on a bl").size());
  EXPECT_EQ(completionsFor("a red ap", kKnown, 8).typedBytes, std::string("red ap").size());
}

TEST(KnownPhrases, WhatAListCannotHoldIsLeftOut) {
  const test::ScratchDir dir;
  Phrases many = {"red apple", std::string(300, 'x'), "two\nlines", ""};
  for (int i = 0; i < 30'000; ++i)
    many.push_back(std::to_string(i) + std::string(i % 2 == 0 ? 20 : 150, 'y'));
  ASSERT_TRUE(writeFileAtomically(dir / std::string(kPhrasesFile), phrasesJson(many)).ok());
  const auto read = readKnownPhrases(dir.path());
  ASSERT_TRUE(read.ok()) << read.error().text();
  EXPECT_GT(read->size(), 5000U);
  EXPECT_EQ(read->at(0), "red apple");
  EXPECT_EQ(read->at(1), many[4]);
}

TEST(KnownPhrases, NothingIsOfferedForNothing) {
  EXPECT_THAT(completed(""), IsEmpty());
  EXPECT_THAT(completed("a"), IsEmpty());
  EXPECT_THAT(completed("red "), IsEmpty());
  EXPECT_THAT(completed("zebra"), IsEmpty());
  EXPECT_THAT(completed("a red apple"), IsEmpty()) << "typed whole";
  EXPECT_THAT(completed("capple"), IsEmpty()) << "not the beginning of a word";
}

TEST(KnownPhrases, CommasAndWildcardsEndAStretch) {
  EXPECT_THAT(completed("red, ap"), ElementsAre("apple pie", "red apple", "green apple"));
  EXPECT_THAT(completed("{cat|re"), ElementsAre("red apple"));
}

class PhrasesFile : public testing::Test {
 protected:
  Result<Phrases> read(const std::string& text) {
    EXPECT_TRUE(writeFileAtomically(dir / std::string(kPhrasesFile), text).ok());
    return readKnownPhrases(dir.path());
  }
  test::ScratchDir dir;
};

TEST_F(PhrasesFile, SurvivesWritingAndReading) {
  const auto phrases = read(phrasesJson(kKnown));
  ASSERT_TRUE(phrases.ok()) << phrases.error().text();
  EXPECT_EQ(*phrases, kKnown);
}

TEST_F(PhrasesFile, AModelWithoutOneKnowsNoPhrases) {
  const auto phrases = readKnownPhrases(dir.path());
  ASSERT_TRUE(phrases.ok());
  EXPECT_THAT(*phrases, IsEmpty());
}

TEST_F(PhrasesFile, WhatIsNoListIsRefusedByName) {
  const std::string tooLong(201, 'x');
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("{"), std::string(R"({"phrases":["a"]})"),
        std::string(R"({"schema":2,"phrases":["a"]})"), std::string(R"({"schema":1,"phrases":"a"})"),
        std::string(R"({"schema":1,"phrases":[1]})"), std::string(R"({"schema":1,"phrases":[""]})"),
        std::string(R"({"schema":1,"phrases":["a\nb"]})"), R"({"schema":1,"phrases":[")" + tooLong + R"("]})",
        std::string("{\"schema\":1,\"phrases\":[\"\xff\"]}"), std::string(1000000, '[')}) {
    const auto phrases = read(text);
    ASSERT_FALSE(phrases.ok()) << text.substr(0, 60);
    EXPECT_EQ(phrases.error().kind, ErrorKind::BadInput);
    EXPECT_NE(phrases.error().file.find("unmask_phrases.json"), std::string::npos);
  }
}

}  // namespace
}  // namespace unmask
