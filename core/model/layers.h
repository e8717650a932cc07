// Building blocks shared by the networks (reference section 3.1). Feature maps are channels-last, [B, h, w,
// C], from end to end: every 1×1 convolution is then a plain matrix product and no layer pays for a
// permutation.
#pragma once

#include <torch/torch.h>

#include <functional>
#include <string>

namespace unmask {

/// Sees intermediate tensors by module path; for parity tests, and for the token lab's replay of one step.
using Tap = std::function<void(const std::string& path, const torch::Tensor& value)>;

/// y = x · rsqrt(mean(x²) + eps) · weight over the last dimension, computed in float32.
struct RmsNormImpl : torch::nn::Module {
  RmsNormImpl(int64_t channels, double eps, bool affine);
  torch::Tensor forward(const torch::Tensor& x);  // [..., C] → [..., C]
  torch::Tensor weight;                           // [C]; undefined without affine
  double eps;
};
TORCH_MODULE(RmsNorm);

/// The parameters of a layer norm with a weight and, only when asked, a bias (reference: `norm3.norm` of the
/// main layers alone). AdaNorm computes with them.
struct LayerNormImpl : torch::nn::Module {
  LayerNormImpl(int64_t channels, double eps, bool affine, bool useBias);
  torch::Tensor weight, bias;  // [C]; undefined when left out
  double eps;
};
TORCH_MODULE(LayerNorm);

/// A linear layer that can carry an adapter while that is learned: W x + b + factor · B (A x), so that no
/// gradient of all of W is ever made (Hu et al. 2021). For drawing, adapters are folded into W
/// (adapter_fold.h). forward() is not virtual: through a torch::nn::LinearImpl the adapter is left out.
struct AdaptableLinearImpl : torch::nn::LinearImpl {
  using torch::nn::LinearImpl::LinearImpl;
  torch::Tensor forward(const torch::Tensor& x);
  torch::Tensor down, up;  // A [rank, in], B [out, rank]; undefined = none. Never in a file.
  double factor = 0;
};
TORCH_MODULE(AdaptableLinear);

/// Scale and shift from the condition vector; both [B, 1, C], scale already 1 + s.
struct Modulation {
  torch::Tensor scale, shift;
};

/// Linear_{H→2C}(SiLU(c)) split into (scale, shift). Takes SiLU(c), which is the same for every user in one
/// forward.
Modulation modulationFrom(AdaptableLinearImpl& mapper, const torch::Tensor& siluCond);

/// AdaLayerNormContinuous: norm(x) · (1 + scale) + shift, scale first (reference 3.1).
struct AdaNormImpl : torch::nn::Module {
  AdaNormImpl(int64_t channels, int64_t condChannels, double eps, bool rms, bool affine, bool useBias);
  Modulation prepare(const torch::Tensor& siluCond) { return modulationFrom(*linear, siluCond); }
  torch::Tensor forward(const torch::Tensor& x, const Modulation& m);  // x [B, N, C]
  AdaptableLinear linear{nullptr};
  RmsNorm rmsNorm{nullptr};
  LayerNorm layerNorm{nullptr};
};
TORCH_MODULE(AdaNorm);

/// Keys and values of an attention, heads split: [B, heads, T, d].
struct KeyValue {
  torch::Tensor key, value;
};

/// Multi-head attention without mask, residual or QK norm. Keys and values of the text do not depend on the
/// step, so they are made once by project() and handed in.
struct AttentionImpl : torch::nn::Module {
  AttentionImpl(int64_t channels, int64_t heads, bool useBias);
  KeyValue project(const torch::Tensor& source);                      // [B, T, C]
  torch::Tensor forward(const torch::Tensor& x, const KeyValue& kv);  // [B, N, C] → [B, N, C]
  /// What forward() weighs the values with: softmax(q kᵀ / √d) [B, heads, N, T]. For observers only.
  torch::Tensor weights(const torch::Tensor& x, const KeyValue& kv);
  torch::Tensor selfForward(const torch::Tensor& x) { return forward(x, project(x)); }
  AdaptableLinear toQ{nullptr}, toK{nullptr}, toV{nullptr}, toOut{nullptr};
  int64_t heads;
};
TORCH_MODULE(Attention);

/// softmax(q kᵀ / √d) v over [B, heads, N, d]; `causal` lets position i see ≤ i.
torch::Tensor attend(const torch::Tensor& q, const torch::Tensor& k, const torch::Tensor& v,
                     bool causal = false);

/// `ff`: H → 2F, value · GELU_erf(gate), F → H.
struct GegluFeedForwardImpl : torch::nn::Module {
  GegluFeedForwardImpl(int64_t channels, int64_t inner, bool useBias);
  torch::Tensor forward(const torch::Tensor& x);
  AdaptableLinear projIn{nullptr}, projOut{nullptr};
};
TORCH_MODULE(GegluFeedForward);

}  // namespace unmask
