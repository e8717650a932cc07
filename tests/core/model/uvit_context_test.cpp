// What the decoder relies on: contexts made once, joined, repeated, and logits of chosen rows only.
#include "core/model/uvit.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

// The same numbers through matrix products of other sizes: only the order of summation may differ.
constexpr double kReordered = 2e-5;

class UvitContextTest : public testing::TestWithParam<bool> {
 protected:
  void SetUp() override {
    model = Uvit(tinyTransformerConfig(GetParam()));
    fillGolden(*model);
    model->eval();
    whole = prepare(0, 2);
  }

  UvitContext prepare(int64_t begin, int64_t end) {
    const auto rows = [&](const torch::Tensor& t) { return t.slice(0, begin, end); };
    return model->prepare(rows(in.encoderStates), rows(in.pooled), rows(in.microConditions));
  }

  torch::Tensor logits(const torch::Tensor& ids, const UvitContext& context) {
    return model->head(model->trunk(ids, context));
  }

  torch::NoGradGuard noGrad;
  UvitInputs in = tinyUvitInputs();
  Uvit model{nullptr};
  UvitContext whole;
};

INSTANTIATE_TEST_SUITE_P(Sampling, UvitContextTest, testing::Bool(),
                         [](const auto& tested) { return tested.param ? "on" : "off"; });

TEST_P(UvitContextTest, ForwardIsPrepareTrunkHead) {
  const torch::Tensor forward = model->forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions);
  EXPECT_TRUE(near(logits(in.tokenIds, whole).permute({0, 3, 1, 2}), forward, 0));
}

TEST_P(UvitContextTest, HeadOfSomeRowsEqualsThoseRowsOfAll) {
  const torch::Tensor rows = model->trunk(in.tokenIds, whole).flatten(0, 2);  // [32, C]
  const torch::Tensor all = model->head(rows);
  const torch::Tensor chosen = torch::tensor({0, 3, 7, 16, 31});
  EXPECT_TRUE(near(model->head(rows.index_select(0, chosen)), all.index_select(0, chosen), kReordered));
  EXPECT_EQ(model->head(rows.slice(0, 0, 0)).sizes(), at::IntArrayRef({0, 64}));
}

TEST_P(UvitContextTest, ConcatenatedHalvesEqualOneBatch) {
  const UvitContext joined = UvitContext::concatenate(prepare(0, 1), prepare(1, 2));
  EXPECT_EQ(joined.batchSize(), 2);
  EXPECT_TRUE(near(logits(in.tokenIds, joined), logits(in.tokenIds, whole), kReordered));
}

TEST_P(UvitContextTest, ConcatenationKeepsTheOrder) {
  const UvitContext swapped = UvitContext::concatenate(prepare(1, 2), prepare(0, 1));
  const torch::Tensor expected = logits(in.tokenIds, whole).flip(0);
  EXPECT_TRUE(near(logits(in.tokenIds.flip(0), swapped), expected, kReordered));
}

TEST_P(UvitContextTest, RepeatedContextServesCopiesOfEachSample) {
  const UvitContext repeated = whole.repeated(3);  // [a, a, a, b, b, b]
  EXPECT_EQ(repeated.batchSize(), 6);
  const torch::Tensor expected = logits(in.tokenIds, whole).repeat_interleave(3, 0);
  EXPECT_TRUE(near(logits(in.tokenIds.repeat_interleave(3, 0), repeated), expected, kReordered));
  EXPECT_TRUE(near(logits(in.tokenIds, whole.repeated(1)), logits(in.tokenIds, whole), 0));
}

TEST_P(UvitContextTest, SamplesDoNotDependOnTheirBatch) {
  const torch::Tensor alone = logits(in.tokenIds.slice(0, 1, 2), prepare(1, 2));
  EXPECT_TRUE(near(alone, logits(in.tokenIds, whole).slice(0, 1, 2), kReordered));
}

TEST_P(UvitContextTest, GridNeedNotBeSquare) {
  const torch::Tensor wide = torch::cat({in.tokenIds, in.tokenIds.flip(2)}, 2).slice(1, 0, 2);  // [2, 2, 8]
  EXPECT_EQ(logits(wide, whole).sizes(), at::IntArrayRef({2, 2, 8, 64}));
}

TEST(UvitContext, SamplingRefusesAnOddGrid) {
  torch::NoGradGuard noGrad;
  Uvit model(tinyTransformerConfig(true));
  const UvitInputs in = tinyUvitInputs();
  const UvitContext context = model->prepare(in.encoderStates, in.pooled, in.microConditions);
  EXPECT_THROW(model->trunk(in.tokenIds.slice(1, 0, 3), context), c10::Error);
}

}  // namespace
}  // namespace unmask::test
