// Element-wise work that ATen would do in many passes over memory, done in one. Each function has the plain
// formula in its comment. Without gradients, for contiguous float32 or bfloat16 on the CPU, it runs as one
// kernel over rows that computes in float32 and rounds once; otherwise as the plain formula, which is
// differentiable.
#pragma once

#include <torch/torch.h>

namespace unmask {

/// x · rsqrt(mean(x², last) + eps) · weight, statistics in float32. `weight` [C] may be undefined. With a
/// float32 weight and a half input the result is float32 (reference 3.1); without a weight it has the input's
/// type.
torch::Tensor rmsNorm(const torch::Tensor& x, const torch::Tensor& weight, double eps);

/// modulate(rmsNorm(x, weight, eps), scale, shift).
torch::Tensor rmsNormModulated(const torch::Tensor& x, const torch::Tensor& weight, double eps,
                               const torch::Tensor& scale, const torch::Tensor& shift);

/// modulate(layer_norm(x) · weight + bias, scale, shift); weight and bias [C] may be undefined.
torch::Tensor layerNormModulated(const torch::Tensor& x, const torch::Tensor& weight,
                                 const torch::Tensor& bias, double eps, const torch::Tensor& scale,
                                 const torch::Tensor& shift);

/// x · scale + shift; x [B, N, C], scale and shift [B, 1, C].
torch::Tensor modulate(const torch::Tensor& x, const torch::Tensor& scale, const torch::Tensor& shift);

/// value · GELU_erf(gate) where x [..., 2F] = (value, gate).
torch::Tensor geglu(const torch::Tensor& x);

/// Global response norm (reference 3.1) of y = GELU_erf(x): g = ‖y‖₂ over the grid, r = g / (mean_c g +
/// 1e-6), gamma · (y · r) + beta + y. x [B, h, w, C]; gamma, beta [1, 1, 1, C].
torch::Tensor geluResponseNorm(const torch::Tensor& x, const torch::Tensor& gamma, const torch::Tensor& beta);

}  // namespace unmask
