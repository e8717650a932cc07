#include "core/eval/style_classifier.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

/// Four codes on a line in two dimensions.
Lab::Codebook codebook() {
  return {2, {0, 0, 1, 0, 0, 1, 1, 1}};
}

TokenGrid grid(std::vector<int32_t> ids) {
  TokenGrid tokens(2, static_cast<int>(ids.size()) / 2, 0);
  tokens.tokenIds = std::move(ids);
  return tokens;
}

TEST(StyleFeatures, LeaveTheGroundOut) {
  const auto features = styleFeatures(grid({0, 0, 0, 0, 3, 1}), codebook());
  ASSERT_EQ(features.size(), 5U);
  EXPECT_FLOAT_EQ(features[0], 1);    // both have x = 1
  EXPECT_FLOAT_EQ(features[1], 0.5);  // y = 1 and 0
  EXPECT_FLOAT_EQ(features[2], 0);
  EXPECT_FLOAT_EQ(features[3], 0.5);
  EXPECT_FLOAT_EQ(features[4], 4.0F / 6);
}

TEST(StyleFeatures, OfOneCodeOrUnknownCodesAreFinite) {
  EXPECT_FLOAT_EQ(styleFeatures(grid({2, 2, 2, 2}), codebook())[4], 1);
  for (const float value : styleFeatures(grid({0, 0, 9, -1}), codebook())) EXPECT_EQ(value, value);
}

/// Ten concepts in two styles that differ in their first feature, and noise in the second.
std::vector<StyleClassifier::Sample> samples() {
  std::vector<StyleClassifier::Sample> out;
  for (int i = 0; i < 10; ++i)
    for (int style = 0; style < 2; ++style)
      out.push_back(
          {{static_cast<float>(style) + 0.02F * static_cast<float>(i % 3), static_cast<float>(i * 7 % 5)},
           style,
           i});
  return out;
}

TEST(StyleClassifier, TellsStylesApartThatDiffer) {
  const auto classifier = StyleClassifier::train(samples(), 2);
  EXPECT_EQ(classifier.styleOf({0.01F, 3}), 0);
  EXPECT_EQ(classifier.styleOf({0.99F, 3}), 1);
  EXPECT_EQ(StyleClassifier::crossValidated(samples(), 2), 1);
  EXPECT_EQ(StyleClassifier::crossValidated(samples(), 2, 1), 1);
}

TEST(StyleClassifier, IsNoBetterThanChanceWhereTheyDoNot) {
  auto same = samples();
  for (auto& sample : same) sample.features[0] = 0;
  EXPECT_LE(StyleClassifier::crossValidated(same, 2), 0.7);
}

}  // namespace
}  // namespace unmask
