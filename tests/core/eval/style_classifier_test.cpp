#include "core/eval/style_classifier.h"

#include <gtest/gtest.h>

#include <cmath>

namespace unmask {
namespace {

TEST(CodeBag, CountsCodesAndPassesOverMasks) {
  TokenGrid tokens(2, 3, 0);
  tokens.tokenIds = {7, 7, 2, 7, -1, 2};
  const CodeBag bag = codeBagOf(tokens);
  ASSERT_EQ(bag.size(), 2U);
  EXPECT_EQ(bag[0].first, 2);
  EXPECT_FLOAT_EQ(bag[0].second, std::log(3.0F));
  EXPECT_EQ(bag[1].first, 7);
  EXPECT_FLOAT_EQ(bag[1].second, std::log(4.0F));
}

/// Ten concepts in each style. Codes 0 to 2 are in all pictures, 10 + concept in all styles' pictures of it,
/// and each style has one of its own.
std::vector<StyleClassifier::Sample> samples(bool haveOwnCodes = true) {
  std::vector<StyleClassifier::Sample> out;
  for (int i = 0; i < 10; ++i) {
    for (int style = 0; style < 3; ++style) {
      CodeBag bag = {{0, 2.0F}, {1, 1.0F}, {2, 1.5F}};
      if (haveOwnCodes) bag.emplace_back(5 + style, 0.7F);
      bag.emplace_back(10 + i, 1.0F);
      out.push_back({bag, style, i});
    }
  }
  return out;
}

int rightOf(const std::vector<StyleClassifier::Sample>& all, const std::vector<int>& taken) {
  int right = 0;
  for (size_t i = 0; i < all.size(); ++i) right += taken[i] == all[i].style;
  return right;
}

TEST(StyleClassifier, TellsStylesApartThatDiffer) {
  const auto classifier = StyleClassifier::train(samples(), 3);
  for (int style = 0; style < 3; ++style)
    EXPECT_EQ(classifier.styleOf({{0, 2.0F}, {5 + style, 0.7F}, {99, 3.0F}}), style) << "a code nobody had";
  const auto taken = StyleClassifier::crossValidated(samples(), 3);
  EXPECT_EQ(rightOf(samples(), taken), 30);
}

TEST(StyleClassifier, StopsWhileItLearns) {
  std::stop_source source;
  source.request_stop();
  for (const int style : StyleClassifier::crossValidated(samples(), 3, source.get_token()))
    EXPECT_EQ(style, -1);
  const auto unfinished = StyleClassifier::train(samples(), 3, source.get_token());
  EXPECT_EQ(unfinished.styleOf({{7, 1.0F}}), unfinished.styleOf({{5, 1.0F}})) << "nothing learned";
}

TEST(StyleClassifier, IsNoBetterThanChanceWhereTheyDoNot) {
  EXPECT_LE(rightOf(samples(false), StyleClassifier::crossValidated(samples(false), 3)), 15);
}

TEST(StyleClassifier, SeesNothingOfTheConceptsItIsAskedAbout) {
  // In the asked concept alone the styles' codes are turned round: who had seen it would know.
  auto turned = samples();
  for (auto& sample : turned)
    if (sample.group == 4) sample.codes[3].first = 5 + (sample.style + 1) % 3;
  const auto taken = StyleClassifier::crossValidated(turned, 3);
  for (size_t i = 0; i < turned.size(); ++i)
    EXPECT_EQ(taken[i], turned[i].group == 4 ? (turned[i].style + 1) % 3 : turned[i].style) << i;
}

TEST(StyleClassifier, AStyleWithFewPicturesCountsAsMuch) {
  // Code 5 is in every picture of the rare style, and in a third of those of the common one, which are thirty
  // times as many.
  std::vector<StyleClassifier::Sample> few;
  for (int i = 0; i < 60; ++i) few.push_back({{{0, 2.0F}, {i % 3 == 0 ? 5 : 6, 1.0F}}, 0, i});
  for (int i = 0; i < 2; ++i) few.push_back({{{0, 2.0F}, {5, 1.0F}}, 1, i});
  EXPECT_EQ(StyleClassifier::train(few, 2).styleOf({{0, 2.0F}, {5, 1.0F}}), 1);
}

TEST(StyleClassifier, KnowsNothingWithoutOtherConcepts) {
  std::vector<StyleClassifier::Sample> one = samples();
  one.resize(3);
  EXPECT_EQ(StyleClassifier::crossValidated(one, 3), (std::vector<int>{-1, -1, -1}));
}

}  // namespace
}  // namespace unmask
