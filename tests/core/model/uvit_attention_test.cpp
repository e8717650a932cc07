// The attention that observers are told of, against loops over the checkpoint's own numbers.
#include <cmath>

#include "core/model/uvit.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

using Rows = std::vector<std::vector<double>>;

/// [n, m] → rows of doubles.
Rows rowsOf(const torch::Tensor& matrix) {
  const torch::Tensor m = matrix.to(torch::kFloat64).contiguous();
  Rows rows;
  for (int64_t i = 0; i < m.size(0); ++i) {
    const double* row = m.data_ptr<double>() + i * m.size(1);
    rows.emplace_back(row, row + m.size(1));
  }
  return rows;
}

/// x Wᵀ, as a linear layer without bias has it.
Rows times(const Rows& x, const Rows& w) {
  Rows out(x.size(), std::vector<double>(w.size(), 0));
  for (size_t i = 0; i < x.size(); ++i)
    for (size_t o = 0; o < w.size(); ++o)
      for (size_t k = 0; k < w[o].size(); ++k) out[i][o] += x[i][k] * w[o][k];
  return out;
}

TEST(UvitAttention, WeightsAreThoseOfPlainLoops) {
  const torch::NoGradGuard noGrad;
  Uvit model(tinyTransformerConfig(true));
  fillGolden(*model);
  model->eval();
  const UvitInputs in = tinyUvitInputs();
  std::map<std::string, torch::Tensor> seen;
  const Tap tap = [&seen](const std::string& path, const torch::Tensor& value) {
    seen[path] = value.clone();
  };
  model->forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions, &tap);

  const auto parameters = model->named_parameters();
  const auto weight = [&](const std::string& name) {
    return rowsOf(parameters["transformer_layers.0." + name]);
  };
  const int64_t heads = model->config.numAttentionHeads;
  for (int64_t b = 0; b < 2; ++b) {
    // What the cross-attention of the first layer is asked by: the residual stream after its self-attention,
    // normalised and modulated (reference 3.1).
    Rows x = rowsOf(seen.at("project_to_hidden")[b] + seen.at("transformer_layers.0.attn1")[b]);
    Rows condition = rowsOf(seen.at("cond_embed").narrow(0, b, 1));
    for (double& c : condition[0]) c = c / (1 + std::exp(-c));
    const Rows modulation = times(condition, weight("norm2.linear.weight"));
    const torch::Tensor gain = parameters["transformer_layers.0.norm2.norm.weight"];
    const size_t width = x[0].size();
    for (auto& row : x) {
      double square = 0;
      for (const double v : row) square += v * v;
      const double scale = 1 / std::sqrt(square / static_cast<double>(width) + model->config.layerNormEps);
      for (size_t c = 0; c < width; ++c)
        row[c] = row[c] * scale * gain[static_cast<int64_t>(c)].item<double>() * (1 + modulation[0][c]) +
                 modulation[0][width + c];
    }
    const Rows q = times(x, weight("attn2.to_q.weight"));
    const Rows k = times(rowsOf(seen.at("encoder_proj_layer_norm")[b]), weight("attn2.to_k.weight"));
    const size_t depth = width / static_cast<size_t>(heads);
    const torch::Tensor told = seen.at("transformer_layers.0.attn2.weights")[b];  // [heads, N, T]
    ASSERT_EQ(told.sizes(),
              at::IntArrayRef({heads, static_cast<int64_t>(x.size()), static_cast<int64_t>(k.size())}));
    for (size_t h = 0; h < static_cast<size_t>(heads); ++h) {
      for (size_t i = 0; i < q.size(); ++i) {
        std::vector<double> row(k.size());
        double sum = 0;
        for (size_t t = 0; t < k.size(); ++t) {
          double dot = 0;
          for (size_t c = h * depth; c < (h + 1) * depth; ++c) dot += q[i][c] * k[t][c];
          sum += row[t] = std::exp(dot / std::sqrt(static_cast<double>(depth)));
        }
        for (size_t t = 0; t < k.size(); ++t)
          EXPECT_NEAR(
              told[static_cast<int64_t>(h)][static_cast<int64_t>(i)][static_cast<int64_t>(t)].item<double>(),
              row[t] / sum, 1e-5);
      }
    }
  }
}

TEST(UvitAttention, ObservingChangesNothing) {
  const torch::NoGradGuard noGrad;
  Uvit model(tinyTransformerConfig(false));
  fillGolden(*model);
  model->eval();
  const UvitInputs in = tinyUvitInputs();
  int told = 0;
  const Tap tap = [&told](const std::string& path, const torch::Tensor&) {
    told += path.ends_with(".weights") ? 1 : 0;
  };
  const auto run = [&](const Tap* t) {
    return model->forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions, t);
  };
  EXPECT_TRUE(near(run(&tap), run(nullptr), 0));
  const auto& c = model->config;
  EXPECT_EQ(told, c.numHiddenLayers + 2 * 2 * c.numResBlocks);
}

}  // namespace
}  // namespace unmask::test
