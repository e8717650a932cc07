// The fill rule against the check values of reference 13.1.
#include "tests/support/golden_fill.h"

#include <gmock/gmock.h>

#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

using testing::ElementsAre;
using testing::FloatNear;

constexpr float kPrinted = 1e-8F;

TEST(GoldenFill, HashesNamesAsFnv1a) {
  EXPECT_EQ(fnv1a(""), 2166136261U);
  EXPECT_EQ(fnv1a("encoder_proj.weight"), 3430210003U);
}

TEST(GoldenFill, DrawsThePrintedUnits) {
  const double expected[] = {.3681132465, .4543007836, .5693594774, .8326347200};
  for (uint64_t i = 0; i < 4; ++i) EXPECT_NEAR(unit("encoder_proj.weight", i), expected[i], 1e-10);
}

TEST(GoldenFill, ScalesMatricesByTheirFanIn) {
  const std::vector<float> values = goldenParameter("encoder_proj.weight", {32, 16});
  ASSERT_EQ(values.size(), 512U);
  EXPECT_THAT(std::vector<float>(values.begin(), values.begin() + 4),
              ElementsAre(FloatNear(-0.11421728F, kPrinted), FloatNear(-0.03957668F, kPrinted),
                          FloatNear(0.06006707F, kPrinted), FloatNear(0.28807011F, kPrinted)));
}

TEST(GoldenFill, CentresNormWeightsOnOne) {
  const std::vector<float> values = goldenParameter("encoder_proj_layer_norm.weight", {32});
  EXPECT_NEAR(values[0], 0.95179933F, 6e-8F);  // one unit in the last place at 1
  EXPECT_NEAR(values[1], 1.01924645F, 6e-8F);
  EXPECT_NEAR(values[2], 0.93535399F, 6e-8F);
}

TEST(GoldenFill, TestsItsCasesInOrder) {
  // A gamma is small whatever its rank; a bias is small even when its name also says "embedding".
  const auto u = static_cast<float>(2 * unit("a.gamma", 0) - 1);
  EXPECT_FLOAT_EQ(goldenParameter("a.gamma", {1, 1, 1, 8})[0], 0.1F * u);
  const auto v = static_cast<float>(2 * unit("embedding.bias", 3) - 1);
  EXPECT_FLOAT_EQ(goldenParameter("embedding.bias", {8})[3], 0.1F * v);
  const auto w = static_cast<float>(2 * unit("embed.embeddings.weight", 5) - 1);
  EXPECT_FLOAT_EQ(goldenParameter("embed.embeddings.weight", {72, 20})[5], w);
}

TEST(GoldenFill, MakesThePrintedInputs) {
  const std::vector<float> pooled = goldenInput("pooled_text_emb", 4);
  EXPECT_THAT(pooled, ElementsAre(FloatNear(0.26142544F, 2e-8F), FloatNear(-0.90195251F, 6e-8F),
                                  FloatNear(0.21525639F, 2e-8F), FloatNear(0.91911155F, 6e-8F)));
  const torch::Tensor ids = tinyUvitInputs().tokenIds.contiguous();
  EXPECT_EQ(std::vector<int64_t>(ids.data_ptr<int64_t>(), ids.data_ptr<int64_t>() + 32),
            (std::vector<int64_t>{71, 71, 71, 71, 39, 10, 62, 13, 40, 54, 64, 33, 68, 14, 68, 28,
                                  43, 23, 3,  63, 53, 65, 58, 51, 23, 61, 56, 55, 24, 55, 35, 59}));
}

}  // namespace
}  // namespace unmask::test
