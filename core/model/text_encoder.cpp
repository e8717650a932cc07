// CLIP text encoder; reads beside reference section 8.2.
#include "core/model/text_encoder.h"

namespace unmask {
namespace nn = torch::nn;
using torch::Tensor;

TextLayerImpl::TextLayerImpl(const TextEncoderConfig& c)
    : heads(c.numAttentionHeads), quickGelu(c.hiddenAct == TextActivation::QuickGelu) {
  const int64_t d = c.hiddenSize;
  const auto norm = [&] { return nn::LayerNorm(nn::LayerNormOptions({d}).eps(c.layerNormEps)); };
  auto attention = std::make_shared<nn::Module>("self_attn");
  qProj = attention->register_module("q_proj", nn::Linear(d, d));
  kProj = attention->register_module("k_proj", nn::Linear(d, d));
  vProj = attention->register_module("v_proj", nn::Linear(d, d));
  outProj = attention->register_module("out_proj", nn::Linear(d, d));
  register_module("self_attn", attention);
  layerNorm1 = register_module("layer_norm1", norm());
  auto mlp = std::make_shared<nn::Module>("mlp");
  fc1 = mlp->register_module("fc1", nn::Linear(d, c.intermediateSize));
  fc2 = mlp->register_module("fc2", nn::Linear(c.intermediateSize, d));
  register_module("mlp", mlp);
  layerNorm2 = register_module("layer_norm2", norm());
}

Tensor TextLayerImpl::forward(const Tensor& input) {
  const auto split = [this](const Tensor& t) {
    return t.unflatten(-1, {heads, t.size(-1) / heads}).transpose(1, 2);
  };
  const Tensor normed = layerNorm1->forward(input);
  const Tensor attended = attend(split(qProj->forward(normed)), split(kProj->forward(normed)),
                                 split(vProj->forward(normed)), /*causal=*/true);
  const Tensor x = input + outProj->forward(attended.transpose(1, 2).flatten(2));
  const Tensor inner = fc1->forward(layerNorm2->forward(x));
  return x + fc2->forward(quickGelu ? inner * torch::sigmoid(1.702 * inner) : torch::gelu(inner));
}

TextEncoderImpl::TextEncoderImpl(const TextEncoderConfig& c) : config(c) {
  auto model = std::make_shared<nn::Module>("text_model");
  auto embeddings = std::make_shared<nn::Module>("embeddings");
  tokenEmbedding = embeddings->register_module("token_embedding", nn::Embedding(c.vocabSize, c.hiddenSize));
  positionEmbedding =
      embeddings->register_module("position_embedding", nn::Embedding(c.maxPositionEmbeddings, c.hiddenSize));
  model->register_module("embeddings", embeddings);
  auto encoder = std::make_shared<nn::Module>("encoder");
  nn::ModuleList list;
  for (int i = 0; i < c.numHiddenLayers; ++i) {
    layers.emplace_back(TextLayer(c));
    list->push_back(layers.back());
  }
  encoder->register_module("layers", list);
  model->register_module("encoder", encoder);
  finalLayerNorm = model->register_module(
      "final_layer_norm", nn::LayerNorm(nn::LayerNormOptions({c.hiddenSize}).eps(c.layerNormEps)));
  register_module("text_model", model);
  textProjection = register_module("text_projection",
                                   nn::Linear(nn::LinearOptions(c.hiddenSize, c.projectionDim).bias(false)));
}

Tensor TextEncoderImpl::poolingPositions(const Tensor& tokenIds) const {
  if (config.eosTokenId != 2) {
    const Tensor isEnd = (tokenIds == config.eosTokenId).to(torch::kInt64);
    // First end token: where the running count is 1 and the cell itself is an end. Rows without one fall back
    // to 0.
    return ((isEnd.cumsum(1) == 1).logical_and(isEnd == 1)).to(torch::kInt64).argmax(1);
  }
  // Legacy rule: the largest id. argmax does not promise the first of several, so ask for it.
  const Tensor isMax = (tokenIds == std::get<0>(tokenIds.max(1, /*keepdim=*/true))).to(torch::kInt64);
  return ((isMax.cumsum(1) == 1).logical_and(isMax == 1)).to(torch::kInt64).argmax(1);
}

TextEncoding TextEncoderImpl::forward(const Tensor& tokenIds, const Tap* tap) {
  const auto tell = [tap](const std::string& path, const Tensor& value) {
    if (tap && *tap) (*tap)(path, value);
  };
  const Tensor positions = torch::arange(tokenIds.size(1), torch::kInt64);
  Tensor x = tokenEmbedding->forward(tokenIds) + positionEmbedding->forward(positions);
  Tensor penultimate = x;
  for (size_t i = 0; i < layers.size(); ++i) {
    penultimate = x;
    x = layers[i]->forward(x);
    tell("hidden_states." + std::to_string(i + 1), x);
  }
  const Tensor last = finalLayerNorm->forward(x);
  tell("last_hidden_state", last);
  const Tensor rows = torch::arange(last.size(0), torch::kInt64);
  const Tensor pooled = last.index({rows, poolingPositions(tokenIds)});
  return {penultimate, textProjection->forward(pooled)};
}

}  // namespace unmask
