#include "core/doc/wildcards.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace unmask {
namespace {

std::set<std::string> allOf(const std::string& text) {
  std::set<std::string> all;
  for (uint64_t seed = 0; seed < 400; ++seed) all.insert(expandWildcards(text, seed));
  return all;
}

TEST(Wildcards, EveryAlternativeComesUp) {
  EXPECT_EQ(allOf("a {red|green|blue} apple"),
            (std::set<std::string>{"a red apple", "a green apple", "a blue apple"}));
  EXPECT_EQ(allOf("{a|b}{c|d}").size(), 4u);
}

TEST(Wildcards, SameSeedSameWords) {
  for (uint64_t seed = 0; seed < 20; ++seed)
    EXPECT_EQ(expandWildcards("{a|b|c} {d|e}", seed), expandWildcards("{a|b|c} {d|e}", seed));
}

TEST(Wildcards, GroupsMayStandInGroupsAndBeEmpty) {
  EXPECT_EQ(allOf("x{ {red|blue} hat|}"), (std::set<std::string>{"x red hat", "x blue hat", "x"}));
}

TEST(Wildcards, TextWithoutChoiceStaysAsItIs) {
  for (const char* text : {"", "a red apple", "a {red} apple", "a | b", "{a|b", "a}b|", "}{", "C:\\x"}) {
    EXPECT_EQ(expandWildcards(text, 3), text);
    EXPECT_FALSE(hasWildcards(text)) << text;
  }
  EXPECT_TRUE(hasWildcards("{a|b}"));
}

TEST(Wildcards, BackslashMakesTheNextSignText) {
  EXPECT_EQ(expandWildcards("\\{a\\|b\\}", 1), "{a|b}");
  EXPECT_EQ(allOf("{a\\|b|c}"), (std::set<std::string>{"a|b", "c"}));
}

TEST(Wildcards, ChoicesAreAboutEven) {
  int reds = 0;
  for (uint64_t seed = 0; seed < 2000; ++seed) reds += expandWildcards("{red|blue}", seed) == "red";
  EXPECT_NEAR(reds, 1000, 120);
}

TEST(Wildcards, AnyTextIsFine) {
  std::mt19937 random(5);
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    for (int i = static_cast<int>(random() % 40); i > 0; --i) text += "{|}\\ab"[random() % 6];
    EXPECT_LE(expandWildcards(text, random()).size(), text.size());
  }
  const std::string deep = std::string(100'000, '{') + "a|b" + std::string(100'000, '}');
  EXPECT_LE(expandWildcards(deep, 1).size(), deep.size());
}

}  // namespace
}  // namespace unmask
