// Text encoder against reference 13.4 and the rules of 8.2.
#include "core/model/text_encoder.h"

#include <map>

#include "tests/support/reference_table.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

TextEncoder tinyEncoder(const TextEncoderConfig& config = tinyTextConfig()) {
  TextEncoder model(config);
  fillGolden(*model);
  model->eval();
  return model;
}

std::map<std::string, torch::Tensor> runTapped(TextEncoderImpl& model, const torch::Tensor& ids) {
  std::map<std::string, torch::Tensor> seen;
  const Tap tap = [&seen](const std::string& path, const torch::Tensor& value) { seen[path] = value; };
  const TextEncoding encoding = model.forward(ids, &tap);
  for (int i = 1; i <= model.config.numHiddenLayers; ++i) {
    const std::string index = std::to_string(i);
    seen["hidden_states[" + index + "]"] = seen["hidden_states." + index];
  }
  seen["hiddenStates"] = encoding.hiddenStates;
  seen["text_embeds"] = encoding.pooled;
  return seen;
}

TEST(TextParity, EveryRow) {
  torch::NoGradGuard noGrad;
  const auto seen = runTapped(*tinyEncoder(), tinyTextIds());
  expectMatchesTable(seen, "text_encoder.md", 5);
  EXPECT_TRUE(identical(seen.at("hiddenStates"), seen.at("hidden_states[2]")));

  const torch::Tensor second =
      torch::tensor({-0.162559F, 0.318234F, 0.086077F, 1.653610F, 0.671070F, -1.864793F, -1.359580F,
                     -1.205078F, -0.661971F, -0.481514F, 2.325106F, -0.031504F});
  EXPECT_TRUE(near(seen.at("text_embeds")[1], second, kValueTolerance));
}

TEST(TextParity, PoolsAtTheFirstEndToken) {
  EXPECT_EQ(integers(tinyEncoder()->poolingPositions(tinyTextIds())), (std::vector<int64_t>{5, 76}));
  const torch::Tensor ids = torch::tensor({{98, 99, 4, 99}, {99, 1, 2, 3}, {98, 1, 2, 99}});
  EXPECT_EQ(integers(tinyEncoder()->poolingPositions(ids)), (std::vector<int64_t>{1, 0, 3}));
  // Its id need not be the largest.
  TextEncoderConfig config = tinyTextConfig();
  config.eosTokenId = 50;
  EXPECT_EQ(
      integers(tinyEncoder(config)->poolingPositions(torch::tensor({{98, 7, 50, 99}, {50, 50, 99, 1}}))),
      (std::vector<int64_t>{2, 0}));
}

TEST(TextParity, LegacyEndTokenPoolsAtTheFirstLargestId) {
  TextEncoderConfig config = tinyTextConfig();
  config.eosTokenId = 2;
  TextEncoder legacy = tinyEncoder(config);
  EXPECT_EQ(integers(legacy->poolingPositions(tinyTextIds())), (std::vector<int64_t>{5, 76}));
  // A row that holds id 2 early: only the other rule would stop there.
  const torch::Tensor ids = torch::tensor({{98, 2, 4, 99, 99}, {98, 2, 4, 5, 6}});
  EXPECT_EQ(integers(legacy->poolingPositions(ids)), (std::vector<int64_t>{3, 0}));

  torch::NoGradGuard noGrad;
  EXPECT_TRUE(identical(legacy->forward(tinyTextIds()).pooled, tinyEncoder()->forward(tinyTextIds()).pooled));
}

TEST(TextParity, LaterTokensDoNotReachEarlierOnes) {
  torch::NoGradGuard noGrad;
  TextEncoder model = tinyEncoder();
  torch::Tensor changed = tinyTextIds().clone();
  changed.slice(1, 40) = 7;
  const torch::Tensor before = model->forward(tinyTextIds()).hiddenStates;
  const torch::Tensor after = model->forward(changed).hiddenStates;
  EXPECT_TRUE(near(after.slice(1, 0, 40), before.slice(1, 0, 40), 0));
  EXPECT_FALSE(near(after.slice(1, 40), before.slice(1, 40), 1e-2));
}

/// One layer from the formulas of 8.2, position by position, in double; nothing shared with the code under
/// test.
torch::Tensor layerByFormula(const torch::OrderedDict<std::string, torch::Tensor>& parameters,
                             const torch::Tensor& input, int64_t heads, bool quickGelu) {
  std::map<std::string, torch::Tensor> p;
  for (const auto& item : parameters) p[item.key()] = item.value().to(torch::kFloat64);
  const auto norm = [&p](const torch::Tensor& t, const std::string& name) {
    const torch::Tensor centred = t - t.mean(-1, true);
    return centred / (centred.square().mean(-1, true) + 1e-5).sqrt() * p[name + ".weight"] +
           p[name + ".bias"];
  };
  const auto linear = [&p](const torch::Tensor& t, const std::string& name) {
    return torch::matmul(t, p[name + ".weight"].t()) + p[name + ".bias"];
  };
  torch::Tensor x = input.to(torch::kFloat64);
  const int64_t length = x.size(1), width = x.size(2) / heads;
  const torch::Tensor normed = norm(x, "layer_norm1");
  const torch::Tensor q = linear(normed, "self_attn.q_proj"), k = linear(normed, "self_attn.k_proj"),
                      v = linear(normed, "self_attn.v_proj");
  torch::Tensor mixed = torch::zeros_like(x);
  for (int64_t head = 0; head < heads; ++head)
    for (int64_t i = 0; i < length; ++i) {
      const auto part = [&](const torch::Tensor& t, int64_t begin, int64_t end) {
        return t.slice(1, begin, end).slice(2, head * width, (head + 1) * width);
      };
      const torch::Tensor scores = torch::matmul(part(q, i, i + 1), part(k, 0, i + 1).transpose(1, 2)) /
                                   std::sqrt(static_cast<double>(width));
      part(mixed, i, i + 1).copy_(torch::matmul(scores.softmax(-1), part(v, 0, i + 1)));
    }
  x = x + linear(mixed, "self_attn.out_proj");
  const torch::Tensor inner = linear(norm(x, "layer_norm2"), "mlp.fc1");
  const torch::Tensor active = quickGelu ? inner / (1 + (-1.702 * inner).exp())
                                         : 0.5 * inner * (1 + torch::erf(inner / std::sqrt(2.0)));
  return x + linear(active, "mlp.fc2");
}

class TextActivations : public testing::TestWithParam<TextActivation> {};

INSTANTIATE_TEST_SUITE_P(Both, TextActivations,
                         testing::Values(TextActivation::QuickGelu, TextActivation::Gelu),
                         [](const auto& tested) {
                           return tested.param == TextActivation::Gelu ? "gelu" : "quick_gelu";
                         });

TEST_P(TextActivations, LayersEqualTheFormula) {
  torch::NoGradGuard noGrad;
  TextEncoderConfig config = tinyTextConfig();
  config.hiddenAct = GetParam();
  TextEncoder model = tinyEncoder(config);
  auto seen = runTapped(*model, tinyTextIds());
  for (size_t layer : {1U, 2U}) {
    const torch::Tensor expected = layerByFormula(
        model->layers[layer]->named_parameters(), seen["hidden_states." + std::to_string(layer)],
        config.numAttentionHeads, GetParam() == TextActivation::QuickGelu);
    EXPECT_TRUE(near(seen["hidden_states." + std::to_string(layer + 1)], expected, 1e-5)) << layer;
  }
}

TEST(TextParity, TheTwoActivationsDiffer) {
  torch::NoGradGuard noGrad;
  TextEncoderConfig config = tinyTextConfig();
  config.hiddenAct = TextActivation::Gelu;
  const torch::Tensor gelu = tinyEncoder(config)->forward(tinyTextIds()).pooled;
  EXPECT_GT(largestDifference(gelu, tinyEncoder()->forward(tinyTextIds()).pooled), 1e-3);
}

}  // namespace
}  // namespace unmask::test
