// CLIP text encoder with projection (reference sections 4.3 and 8.2).
#pragma once

#include <torch/torch.h>

#include <vector>

#include "core/model/config.h"
#include "core/model/layers.h"

namespace unmask {

struct TextLayerImpl : torch::nn::Module {
  explicit TextLayerImpl(const TextEncoderConfig& config);
  torch::Tensor forward(const torch::Tensor& x);  // [B, T, D]
  torch::nn::Linear qProj{nullptr}, kProj{nullptr}, vProj{nullptr}, outProj{nullptr}, fc1{nullptr},
      fc2{nullptr};
  torch::nn::LayerNorm layerNorm1{nullptr}, layerNorm2{nullptr};
  int64_t heads;
  bool quickGelu;
};
TORCH_MODULE(TextLayer);

struct TextEncoding {
  torch::Tensor
      hiddenStates;      ///< [B, T, D], output of the last layer but one, no final norm: hidden_states[−2]
  torch::Tensor pooled;  ///< [B, P], projected, not normalised
};

struct TextEncoderImpl : torch::nn::Module {
  explicit TextEncoderImpl(const TextEncoderConfig& config);
  /// tokenIds [B, T] int64, T ≤ maxPositionEmbeddings. Causal, no padding mask, as the pipelines call it.
  TextEncoding forward(const torch::Tensor& tokenIds, const Tap* tap = nullptr);
  /// Position whose state is pooled, per row [B]: legacy argmax of the ids, or the first end token.
  torch::Tensor poolingPositions(const torch::Tensor& tokenIds) const;

  const TextEncoderConfig config;
  torch::nn::Embedding tokenEmbedding{nullptr}, positionEmbedding{nullptr};
  std::vector<TextLayer> layers;
  torch::nn::LayerNorm finalLayerNorm{nullptr};
  torch::nn::Linear textProjection{nullptr};
};
TORCH_MODULE(TextEncoder);

}  // namespace unmask
