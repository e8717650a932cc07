// The options of the U-ViT that no released checkpoint uses: biases, norms without weights (reference 4.1).
#include <gmock/gmock.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "core/model/uvit.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

using Shapes = std::map<std::string, std::vector<int64_t>>;

Shapes shapesOf(const torch::nn::Module& module) {
  Shapes shapes;
  for (const auto& item : module.named_parameters()) shapes[item.key()] = item.value().sizes().vec();
  return shapes;
}

/// Names that a config adds to or takes from the tiny U-ViT with sampling.
std::set<std::string> namesOf(const TransformerConfig& config) {
  std::set<std::string> names;
  for (const auto& [name, shape] : shapesOf(*Uvit(config))) names.insert(name);
  return names;
}

std::set<std::string> without(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::set<std::string> out;
  std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::inserter(out, out.end()));
  return out;
}

TEST(UvitVariants, BiasesStandBesideEveryLinearAndConvolution) {
  TransformerConfig config = tinyTransformerConfig(true);
  const std::set<std::string> plain = namesOf(config);
  config.useBias = true;
  const std::set<std::string> biased = namesOf(config);
  EXPECT_TRUE(without(plain, biased).empty());

  std::set<std::string> expected;
  for (const std::string& name : plain) {
    const bool isNorm =
        name.ends_with("norm.weight") || (name.find("attention_blocks") != std::string::npos &&
                                          (name.ends_with("norm1.weight") || name.ends_with("norm2.weight")));
    if (!isNorm && name.ends_with(".weight") && name != "embed.embeddings.weight")
      expected.insert(name.substr(0, name.size() - 6) + "bias");
  }
  for (int layer = 0; layer < config.numHiddenLayers; ++layer)
    expected.insert("transformer_layers." + std::to_string(layer) + ".norm3.norm.bias");
  EXPECT_EQ(without(biased, plain), expected);
  // By hand: 8 outside blocks, 2 resamplers, 4 text and conv pairs of 4 + 9, 2 layers of 14.
  EXPECT_EQ(expected.size(), 8U + 2U + 4U * 13U + 2U * 14U);
  Uvit uvit(config);
  const Shapes shapes = shapesOf(*uvit);
  for (const std::string& name : expected)
    if (shapes.contains(name.substr(0, name.size() - 4) + "weight")) {
      const auto& weight = shapes.at(name.substr(0, name.size() - 4) + "weight");
      EXPECT_EQ(shapes.at(name), (std::vector<int64_t>{weight[0]})) << name;
    }
}

TEST(UvitVariants, WithoutAffineOnlyTheTextBlocksKeepNormWeights) {
  TransformerConfig config = tinyTransformerConfig(true);
  const std::set<std::string> plain = namesOf(config);
  config.lnElementwiseAffine = false;
  const std::set<std::string> bare = namesOf(config);
  EXPECT_TRUE(without(bare, plain).empty());

  std::set<std::string> expected;
  for (const std::string& name : plain)
    if (name.ends_with("norm.weight")) expected.insert(name);
  EXPECT_EQ(without(plain, bare), expected);
  // encoder_proj, embed, to_hidden, from_hidden, mlm; 2 resamplers; 4 conv blocks; 2 layers of 3.
  EXPECT_EQ(expected.size(), 5U + 2U + 4U + 6U);
  EXPECT_TRUE(bare.contains("down_block.attention_blocks.0.norm1.weight"));
  EXPECT_TRUE(bare.contains("up_block.res_blocks.1.channelwise_norm.gamma"));
}

class UvitVariantRuns : public testing::TestWithParam<std::tuple<bool, bool, bool>> {};

INSTANTIATE_TEST_SUITE_P(All, UvitVariantRuns,
                         testing::Combine(testing::Bool(), testing::Bool(), testing::Bool()));

TEST_P(UvitVariantRuns, ForwardAndBackwardReachEveryParameter) {
  const auto [sampling, bias, affine] = GetParam();
  TransformerConfig config = tinyTransformerConfig(sampling);
  config.useBias = bias;
  config.lnElementwiseAffine = affine;
  Uvit model(config);
  fillGolden(*model);
  const UvitInputs in = tinyUvitInputs();
  const torch::Tensor logits = model->forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions);
  ASSERT_EQ(logits.sizes(), at::IntArrayRef({2, 64, 4, 4}));
  ASSERT_TRUE(torch::isfinite(logits).all().item<bool>());
  logits.square().sum().backward();
  for (const auto& item : model->named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    // A bias of the keys shifts all scores of a query alike, which the softmax takes out again.
    if (!item.key().ends_with("to_k.bias")) {
      EXPECT_GT(item.value().grad().abs().max().item<double>(), 1e-7) << item.key();
    }
  }
}

// A golden value for each option, from formulas: an added bias on the last layer moves every logit by it, and
// a norm without weights equals one whose weights are ones.
TEST(UvitVariants, BiasIsAddedToTheLogits) {
  torch::NoGradGuard noGrad;
  TransformerConfig config = tinyTransformerConfig(true);
  config.useBias = true;
  Uvit model(config);
  fillGolden(*model);
  for (auto& item : model->named_parameters())
    if (item.key().ends_with(".bias")) item.value().zero_();
  Uvit plain(tinyTransformerConfig(true));
  fillGolden(*plain);
  const UvitInputs in = tinyUvitInputs();
  const auto run = [&in](Uvit& m) {
    return m->forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions);
  };
  EXPECT_TRUE(near(run(model), run(plain), 1e-5));
  const torch::Tensor shift = goldenTensor("shift", {64});
  model->headConv2->bias.copy_(shift);
  EXPECT_TRUE(near(run(model), run(plain) + shift.view({1, 64, 1, 1}), 1e-5));
}

TEST(UvitVariants, NormsWithoutWeightsEqualNormsOfOnes) {
  torch::NoGradGuard noGrad;
  TransformerConfig config = tinyTransformerConfig(true);
  Uvit ones(config);
  fillGolden(*ones);
  for (auto& item : ones->named_parameters())
    if (item.key().ends_with("norm.weight")) item.value().fill_(1);
  config.lnElementwiseAffine = false;
  Uvit bare(config);
  fillGolden(*bare);
  const UvitInputs in = tinyUvitInputs();
  EXPECT_TRUE(near(bare->forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions),
                   ones->forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions), 1e-5));
}

}  // namespace
}  // namespace unmask::test
