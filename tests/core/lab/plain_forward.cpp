#include "tests/core/lab/plain_forward.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/support/golden_fill.h"

namespace unmask::test {
namespace {

using Row = std::vector<double>;

constexpr int kHidden = 32, kChannels = 24, kInner = 20, kText = 16, kCond = 12, kFeedForward = 44;
constexpr int kVocabulary = 72, kCodes = 64, kHeads = 4, kBlockHeads = 3, kResBlocks = 2, kLayers = 2;
constexpr int kTextHeads = 2, kTextLayers = 3, kTextSymbols = 100, kPositions = 77, kEnd = 99;

double silu(double x) {
  return x / (1 + std::exp(-x));
}
double gelu(double x) {
  return x / 2 * (1 + std::erf(x / std::sqrt(2.0)));
}
double quickGelu(double x) {
  return x / (1 + std::exp(-1.702 * x));
}

Row numbers(const std::string& name, const std::vector<int64_t>& shape) {
  const std::vector<float> values = goldenParameter(name, shape);
  return {values.begin(), values.end()};
}

template <typename F>
Rows each(Rows x, const F& f) {
  for (Row& row : x)
    for (double& value : row) value = f(value);
  return x;
}

Rows sum(Rows a, const Rows& b) {
  for (size_t i = 0; i < a.size(); ++i)
    for (size_t c = 0; c < a[i].size(); ++c) a[i][c] += b[i][c];
  return a;
}

/// Also a 1×1 convolution: their weights lie alike.
Rows linear(const Rows& x, const std::string& name, int out, bool hasBias = false,
            std::vector<int64_t> tail = {}) {
  const auto in = static_cast<int64_t>(x[0].size());
  std::vector<int64_t> shape = {out, in};
  shape.insert(shape.end(), tail.begin(), tail.end());
  const Row w = numbers(name + ".weight", shape);
  const Row bias = hasBias ? numbers(name + ".bias", {out}) : Row(static_cast<size_t>(out), 0);
  Rows y(x.size(), bias);
  for (size_t i = 0; i < x.size(); ++i)
    for (size_t o = 0; o < y[i].size(); ++o)
      for (size_t k = 0; k < x[i].size(); ++k) y[i][o] += x[i][k] * w[o * x[i].size() + k];
  return y;
}

Rows rmsNorm(Rows x, const std::string& name) {
  const Row gain = numbers(name + ".weight", {static_cast<int64_t>(x[0].size())});
  for (Row& row : x) {
    double square = 0;
    for (const double value : row) square += value * value;
    const double scale = 1 / std::sqrt(square / static_cast<double>(row.size()) + 1e-6);
    for (size_t c = 0; c < row.size(); ++c) row[c] *= scale * gain[c];
  }
  return x;
}

Rows layerNorm(Rows x, const std::string& name, double eps, bool hasBias) {
  const auto n = static_cast<int64_t>(x[0].size());
  const Row gain = numbers(name + ".weight", {n});
  const Row bias = hasBias ? numbers(name + ".bias", {n}) : Row(x[0].size(), 0);
  for (Row& row : x) {
    double mean = 0, variance = 0;
    for (const double value : row) mean += value / static_cast<double>(n);
    for (const double value : row) variance += (value - mean) * (value - mean) / static_cast<double>(n);
    for (size_t c = 0; c < row.size(); ++c)
      row[c] = (row[c] - mean) / std::sqrt(variance + eps) * gain[c] + bias[c];
  }
  return x;
}

/// x · (1 + scale) + shift, both from the condition vector.
Rows modulated(Rows x, const Rows& condition, const std::string& name) {
  const size_t n = x[0].size();
  const Rows e = linear(each(condition, silu), name, static_cast<int>(2 * n));
  for (Row& row : x)
    for (size_t c = 0; c < n; ++c) row[c] = row[c] * (1 + e[0][c]) + e[0][n + c];
  return x;
}

struct Attended {
  Rows out;
  std::vector<Rows> heads;  // softmax of each, [queries, keys]
};

Attended attend(const Rows& q, const Rows& k, const Rows& v, int heads, bool isCausal) {
  const size_t depth = q[0].size() / static_cast<size_t>(heads);
  Attended a{Rows(q.size(), Row(q[0].size(), 0)), {}};
  for (size_t h = 0; h < static_cast<size_t>(heads); ++h) {
    Rows weights(q.size(), Row(k.size(), 0));
    for (size_t i = 0; i < q.size(); ++i) {
      double total = 0;
      for (size_t j = 0; j < (isCausal ? i + 1 : k.size()); ++j) {
        double dot = 0;
        for (size_t c = h * depth; c < (h + 1) * depth; ++c) dot += q[i][c] * k[j][c];
        total += weights[i][j] = std::exp(dot / std::sqrt(static_cast<double>(depth)));
      }
      for (size_t j = 0; j < k.size(); ++j) {
        weights[i][j] /= total;
        for (size_t c = h * depth; c < (h + 1) * depth; ++c) a.out[i][c] += weights[i][j] * v[j][c];
      }
    }
    a.heads.push_back(std::move(weights));
  }
  return a;
}

/// Attention as the U-ViT has it, without biases.
Attended attention(const Rows& x, const Rows& from, const std::string& name, int heads) {
  const int width = static_cast<int>(x[0].size());
  Attended a = attend(linear(x, name + ".to_q", width), linear(from, name + ".to_k", width),
                      linear(from, name + ".to_v", width), heads, false);
  a.out = linear(a.out, name + ".to_out.0", width);
  return a;
}

struct Encoded {
  Rows states;  // the output of the layer before the last
  Row pooled;
};

Encoded encodeText(const std::vector<int>& ids) {
  const std::string model = "text_model.";
  const Row tokens = numbers(model + "embeddings.token_embedding.weight", {kTextSymbols, kText});
  const Row places = numbers(model + "embeddings.position_embedding.weight", {kPositions, kText});
  Rows x(ids.size(), Row(kText));
  for (size_t i = 0; i < ids.size(); ++i)
    for (size_t c = 0; c < kText; ++c)
      x[i][c] = tokens[static_cast<size_t>(ids[i]) * kText + c] + places[i * kText + c];
  Encoded out;
  for (int layer = 0; layer < kTextLayers; ++layer) {
    if (layer == kTextLayers - 1) out.states = x;
    const std::string name = model + "encoder.layers." + std::to_string(layer) + ".";
    const Rows normed = layerNorm(x, name + "layer_norm1", 1e-5, true);
    const auto project = [&](const Rows& from, const char* what) {
      return linear(from, name + "self_attn." + what, kText, true);
    };
    const Rows mixed = attend(project(normed, "q_proj"), project(normed, "k_proj"), project(normed, "v_proj"),
                              kTextHeads, true)
                           .out;
    x = sum(x, project(mixed, "out_proj"));
    const Rows wide = linear(layerNorm(x, name + "layer_norm2", 1e-5, true), name + "mlp.fc1", 64, true);
    x = sum(x, linear(each(wide, quickGelu), name + "mlp.fc2", kText, true));
  }
  const Rows last = layerNorm(x, model + "final_layer_norm", 1e-5, true);
  const auto end = static_cast<size_t>(std::find(ids.begin(), ids.end(), kEnd) - ids.begin());
  out.pooled = linear({last[end]}, "text_projection", kCond)[0];
  return out;
}

Rows conditionOf(const Row& pooled, const std::vector<double>& micro) {
  Row all = pooled;
  for (const double m : micro) {
    constexpr int kHalf = 4;  // of micro_cond_encode_dim 8
    for (const bool isSine : {false, true})
      for (int k = 0; k < kHalf; ++k) {
        const double angle = m * std::exp(-std::log(10000.0) * k / kHalf);
        all.push_back(isSine ? std::sin(angle) : std::cos(angle));
      }
  }
  return linear(each(linear({all}, "cond_embed.linear_1", kHidden), silu), "cond_embed.linear_2", kHidden);
}

Row& at(Rows& map, int row, int column, int width) {
  return map[static_cast<size_t>(row * width + column)];
}
const Row& at(const Rows& map, int row, int column, int width) {
  return map[static_cast<size_t>(row * width + column)];
}

/// Feature maps are rows of channels, position by position.
class Network {
 public:
  Network(Rows text, Rows condition, int height, int width)
      : m_text(std::move(text)), m_condition(std::move(condition)), m_height(height), m_width(width) {}

  Rows downsampled(const Rows& map) {
    const Rows x = rmsNorm(map, "down_block.downsample.norm");
    const Row w = numbers("down_block.downsample.conv.weight", {kChannels, kChannels, 2, 2});
    const int height = m_height / 2, width = m_width / 2;
    Rows out(static_cast<size_t>(height * width), Row(kChannels, 0));
    for (int row = 0; row < m_height; ++row)
      for (int column = 0; column < m_width; ++column)
        for (size_t o = 0; o < kChannels; ++o)
          for (size_t c = 0; c < kChannels; ++c)
            at(out, row / 2, column / 2, width)[o] +=
                at(x, row, column, m_width)[c] *
                w[(o * kChannels + c) * 4 + static_cast<size_t>(row % 2 * 2 + column % 2)];
    m_height = height;
    m_width = width;
    return out;
  }

  Rows upsampled(const Rows& map) {
    const Rows x = rmsNorm(map, "up_block.upsample.norm");
    const Row w = numbers("up_block.upsample.conv.weight", {kChannels, kChannels, 2, 2});
    const int height = m_height * 2, width = m_width * 2;
    Rows out(static_cast<size_t>(height * width), Row(kChannels, 0));
    for (int row = 0; row < height; ++row)
      for (int column = 0; column < width; ++column)
        for (size_t c = 0; c < kChannels; ++c)  // the input's channel is first
          for (size_t o = 0; o < kChannels; ++o)
            at(out, row, column, width)[o] +=
                at(x, row / 2, column / 2, m_width)[c] *
                w[(c * kChannels + o) * 4 + static_cast<size_t>(row % 2 * 2 + column % 2)];
    m_height = height;
    m_width = width;
    return out;
  }

  /// The pairs of a block: convolution, then two cross-attentions.
  Rows block(Rows x, const std::string& name) {
    for (int i = 0; i < kResBlocks; ++i) {
      x = convNext(x, name + ".res_blocks." + std::to_string(i));
      const std::string own = name + ".attention_blocks." + std::to_string(i);
      const Rows text = linear(each(m_text, silu), own + ".kv_mapper", kChannels);
      for (const std::string which : {"1", "2"})
        x = sum(x, cross(rmsNorm(x, own + ".norm" + which), text, own + ".attn" + which, kBlockHeads));
    }
    return x;
  }

  Rows layer(Rows x, const std::string& name) {
    const auto adaptive = [&](const Rows& in, const std::string& which) {
      const std::string norm = name + ".norm" + which;
      return modulated(
          which == "3" ? layerNorm(in, norm + ".norm", 1e-6, false) : rmsNorm(in, norm + ".norm"),
          m_condition, norm + ".linear");
    };
    const Rows own = adaptive(x, "1");
    x = sum(x, attention(own, own, name + ".attn1", kHeads).out);
    x = sum(x, cross(adaptive(x, "2"), m_text, name + ".attn2", kHeads));
    const Rows both = linear(adaptive(x, "3"), name + ".ff.net.0.proj", 2 * kFeedForward);
    Rows gated(both.size(), Row(kFeedForward));
    for (size_t i = 0; i < both.size(); ++i)
      for (size_t c = 0; c < kFeedForward; ++c) gated[i][c] = both[i][c] * gelu(both[i][kFeedForward + c]);
    return sum(x, linear(gated, name + ".ff.net.2", kHidden));
  }

  int height() const { return m_height; }
  int width() const { return m_width; }
  std::vector<std::vector<Rows>> seen;

 private:
  Rows cross(const Rows& x, const Rows& text, const std::string& name, int heads) {
    Attended a = attention(x, text, name, heads);
    seen.push_back(std::move(a.heads));
    return a.out;
  }

  Rows convNext(const Rows& x, const std::string& name) {
    const Row w = numbers(name + ".depthwise.weight", {kChannels, 1, 3, 3});
    Rows y(x.size(), Row(kChannels, 0));
    for (int row = 0; row < m_height; ++row)
      for (int column = 0; column < m_width; ++column)
        for (int dy = -1; dy <= 1; ++dy)
          for (int dx = -1; dx <= 1; ++dx) {
            const int r = row + dy, c = column + dx;
            if (r < 0 || r >= m_height || c < 0 || c >= m_width) continue;
            for (size_t k = 0; k < kChannels; ++k)
              at(y, row, column, m_width)[k] +=
                  at(x, r, c, m_width)[k] * w[k * 9 + static_cast<size_t>((dy + 1) * 3 + dx + 1)];
          }
    y = each(linear(rmsNorm(y, name + ".norm"), name + ".channelwise_linear_1", 4 * kChannels), gelu);
    const Row gamma = numbers(name + ".channelwise_norm.gamma", {1, 1, 1, 4 * kChannels});
    const Row beta = numbers(name + ".channelwise_norm.beta", {1, 1, 1, 4 * kChannels});
    Row energy(4 * kChannels, 0);
    for (const Row& position : y)
      for (size_t c = 0; c < energy.size(); ++c) energy[c] += position[c] * position[c];
    double mean = 0;
    for (double& e : energy) mean += (e = std::sqrt(e)) / static_cast<double>(energy.size());
    for (Row& position : y)
      for (size_t c = 0; c < energy.size(); ++c)
        position[c] = gamma[c] * (position[c] * energy[c] / (mean + 1e-6)) + beta[c] + position[c];
    return modulated(sum(x, linear(y, name + ".channelwise_linear_2", kChannels)), m_condition,
                     name + ".cond_embeds_mapper");
  }

  Rows m_text, m_condition;
  int m_height, m_width;
};

}  // namespace

PlainForward plainForward(const std::vector<int>& textIds, const std::vector<int32_t>& tokenIds, int height,
                          int width, const std::vector<double>& microConditions, bool sampling) {
  const Encoded text = encodeText(textIds);
  Network network(rmsNorm(linear(text.states, "encoder_proj", kHidden), "encoder_proj_layer_norm"),
                  conditionOf(text.pooled, microConditions), height, width);
  const Row embeddings = numbers("embed.embeddings.weight", {kVocabulary, kInner});
  Rows x;
  for (const int32_t id : tokenIds)
    x.emplace_back(embeddings.begin() + id * kInner, embeddings.begin() + (id + 1) * kInner);
  x = linear(rmsNorm(x, "embed.layer_norm"), "embed.conv", kChannels, false, {1, 1});
  if (sampling) x = network.downsampled(x);
  PlainForward out;
  out.innerHeight = network.height();
  out.innerWidth = network.width();
  x = network.block(x, "down_block");
  x = linear(rmsNorm(x, "project_to_hidden_norm"), "project_to_hidden", kHidden);
  for (int i = 0; i < kLayers; ++i) x = network.layer(x, "transformer_layers." + std::to_string(i));
  x = linear(rmsNorm(x, "project_from_hidden_norm"), "project_from_hidden", kChannels);
  x = network.block(x, "up_block");
  if (sampling) x = network.upsampled(x);
  x = linear(x, "mlm_layer.conv1", kInner, false, {1, 1});
  out.logits = linear(rmsNorm(x, "mlm_layer.layer_norm"), "mlm_layer.conv2", kCodes, false, {1, 1});
  out.attention = std::move(network.seen);
  return out;
}

}  // namespace unmask::test
