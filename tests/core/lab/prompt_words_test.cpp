#include "core/lab/prompt_words.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/lab/what_if.h"

namespace unmask {
namespace {

std::vector<std::string> textsOf(const std::string& prompt) {
  std::vector<std::string> out;
  for (const PromptWord& word : wordsIn(prompt)) {
    EXPECT_EQ(prompt.substr(word.begin, word.end - word.begin), word.text);
    out.push_back(word.text);
  }
  return out;
}

TEST(PromptWords, AreRunsOfLettersAndDigits) {
  EXPECT_EQ(textsOf("a red apple, 3d"), (std::vector<std::string>{"a", "red", "apple", "3d"}));
  EXPECT_EQ(textsOf("  cat's jack-o-lantern (x2)!"),
            (std::vector<std::string>{"cat's", "jack-o-lantern", "x2"}));
  EXPECT_EQ(textsOf("ein grüner Apfel 苹果"), (std::vector<std::string>{"ein", "grüner", "Apfel", "苹果"}));
  EXPECT_TRUE(textsOf("").empty());
  EXPECT_TRUE(textsOf(" ,;. ").empty());
}

std::string without(const std::string& prompt, size_t index) {
  return withoutWord(prompt, wordsIn(prompt)[index]);
}

TEST(PromptWords, LeaveNoGapBehind) {
  EXPECT_EQ(without("a red apple", 1), "a apple");
  EXPECT_EQ(without("a red apple", 0), "red apple");
  EXPECT_EQ(without("a red apple", 2), "a red");
  EXPECT_EQ(without("apple, 3d", 1), "apple");
  EXPECT_EQ(without("apple, 3d", 0), "3d");
  EXPECT_EQ(without("apple, big, 3d", 1), "apple, 3d");
  EXPECT_EQ(without("apple", 0), "");
}

TEST(PromptWords, CanBeReplaced) {
  const std::string prompt = "a red apple";
  EXPECT_EQ(withWordReplaced(prompt, wordsIn(prompt)[1], "blue"), "a blue apple");
}

TEST(RankAgreement, IsSpearmans) {
  EXPECT_NEAR(*rankAgreement({1, 2, 3, 4}, {10, 20, 30, 400}), 1, 1e-12);
  EXPECT_NEAR(*rankAgreement({1, 2, 3, 4}, {4, 3, 2, 1}), -1, 1e-12);
  // By hand: ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3 → covariance 4.5, variances 4.5 and 5.
  EXPECT_NEAR(*rankAgreement({1, 5, 5, 9}, {1, 2, 3, 4}), 4.5 / std::sqrt(4.5 * 5), 1e-12);
  EXPECT_FALSE(rankAgreement({1, 2}, {1, 2}));
  EXPECT_FALSE(rankAgreement({1, 1, 1}, {1, 2, 3}));
  EXPECT_FALSE(rankAgreement({1, 2, 3}, {1, 2}));
}

}  // namespace
}  // namespace unmask
