// VQ model: pixels ↔ tokens (reference sections 4.2 and 5). Pictures are float32 [B, 3, H, W] in [0, 1].
#pragma once

#include <torch/torch.h>

#include <vector>

#include "core/model/config.h"
#include "core/model/layers.h"
#include "core/model/winograd.h"

namespace unmask {

/// Group norm, or with the extension an RMS norm over the channels of each pixel; affine either way. [B, C,
/// h, w].
struct VqNormImpl : torch::nn::Module {
  VqNormImpl(int64_t channels, const VqConfig& config);
  torch::Tensor forward(const torch::Tensor& x);
  torch::Tensor weight, bias;
  int64_t groups;
  bool perPixel;
};
TORCH_MODULE(VqNorm);

struct VqResnetImpl : torch::nn::Module {
  VqResnetImpl(int64_t in, int64_t out, const VqConfig& config);
  torch::Tensor forward(const torch::Tensor& x);
  VqNorm norm1{nullptr}, norm2{nullptr};
  Conv3x3 conv1{nullptr}, conv2{nullptr};
  torch::nn::Conv2d shortcut{nullptr};
};
TORCH_MODULE(VqResnet);

/// Single-head attention of the mid block; only when the config asks for it (released checkpoints do not).
struct VqAttentionImpl : torch::nn::Module {
  VqAttentionImpl(int64_t channels, const VqConfig& config);
  torch::Tensor forward(const torch::Tensor& x);
  torch::nn::GroupNorm groupNorm{nullptr};
  torch::nn::Linear toQ{nullptr}, toK{nullptr}, toV{nullptr}, toOut{nullptr};
};
TORCH_MODULE(VqAttention);

struct VqMidImpl : torch::nn::Module {
  VqMidImpl(int64_t channels, const VqConfig& config);
  torch::Tensor forward(const torch::Tensor& x);
  VqResnet first{nullptr}, second{nullptr};
  VqAttention attention{nullptr};
};
TORCH_MODULE(VqMid);

/// Down: resnets, then a stride-2 convolution; up: resnets, then nearest ×2 and a convolution. Last level has
/// neither.
struct VqLevelImpl : torch::nn::Module {
  VqLevelImpl(int64_t in, int64_t out, int resnetCount, bool up, bool last, const VqConfig& config);
  torch::Tensor forward(torch::Tensor x);
  std::vector<VqResnet> resnets;
  torch::nn::Conv2d down{nullptr};
  Conv3x3 up{nullptr};
  bool replicate;
};
TORCH_MODULE(VqLevel);

struct VqCoderImpl : torch::nn::Module {
  VqCoderImpl(const VqConfig& config, bool decoder);
  /// `base`, only for the decoder beside a cell projection: the codes' own picture, unshuffled like the
  /// output.
  torch::Tensor forward(const torch::Tensor& x, const Tap* tap = nullptr, const torch::Tensor& base = {});
  Conv3x3 convIn{nullptr}, convOut{nullptr};
  Conv3x3 baseIn{nullptr};  ///< shows `base` to the last level; null without a cell projection
  std::vector<VqLevel> levels;
  VqMid mid{nullptr};
  VqNorm normOut{nullptr};
  bool isDecoder;
};
TORCH_MODULE(VqCoder);

/// The extension `cell_projection`: z = W·(cell − mean), with orthonormal rows W [D, 3·p²]; a cell's values
/// are ordered channel, row, column. Back, a cell is drawn from its own z and the eight around it (those at
/// the border repeated): `blend` [3·p², D, 3, 3], whose centre alone would be Wᵀ, plus mean. Always in
/// float32: a token must not depend on what else is computed beside it.
struct CellProjectionImpl : torch::nn::Module {
  explicit CellProjectionImpl(const VqConfig& config);
  torch::Tensor encode(const torch::Tensor& pixels);   ///< [B, 3, h·p, w·p] → [B, D, h, w]
  torch::Tensor decode(const torch::Tensor& latents);  ///< and back
  void blendNothing();                                 ///< every cell from its own z alone
  torch::Tensor weight, mean, blend;
  int64_t pixelsPerCell;
};
TORCH_MODULE(CellProjection);

struct VqModelImpl : torch::nn::Module {
  explicit VqModelImpl(const VqConfig& config);

  /// The weights stay as they are from now on, and pictures are drawn faster. Encoding stays as it is:
  /// near-ties between codes fall as in the reference.
  void freeze() { freezeConvolutions(*decoder); }

  /// Pixels → latents after `quant_conv`, unquantised [B, D, h, w].
  torch::Tensor encode(const torch::Tensor& pixels, const Tap* tap = nullptr);
  /// Latents → nearest codes, int64 [B, h, w].
  torch::Tensor quantise(const torch::Tensor& latents);
  /// Codes [B, h, w] → codebook rows as a map [B, D, h, w].
  torch::Tensor lookup(const torch::Tensor& codes);
  /// Quantised latents → pixels, not clipped.
  torch::Tensor decodeLatents(const torch::Tensor& latents, const Tap* tap = nullptr);
  torch::Tensor decode(const torch::Tensor& codes) { return decodeLatents(lookup(codes)); }

  const VqConfig config;
  VqCoder encoder{nullptr}, decoder{nullptr};
  CellProjection cells{nullptr};  ///< in place of `encoder` and `quantConv`, or null
  torch::nn::Conv2d quantConv{nullptr}, postQuantConv{nullptr};
  torch::nn::Embedding codebook{nullptr};
};
TORCH_MODULE(VqModel);

}  // namespace unmask
