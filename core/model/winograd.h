// 3×3 convolutions with fewer products, for networks whose weights no longer change.
#pragma once

#include <torch/torch.h>

#include "core/model/row_kernels.h"

namespace unmask {

/// A 3×3 convolution with stride 1 and a border of one: the picture's own border repeated, or zeros. Its
/// parameters are those of torch::nn::Conv2d.
struct Conv3x3Impl : torch::nn::Conv2dImpl {
  Conv3x3Impl(int64_t inputs, int64_t outputs, bool replicate);

  /// [B, C, h, w] of any memory format → [B, O, h, w]. Not by several threads at once.
  torch::Tensor forward(const torch::Tensor& x);

  /// The weights stay as they are from now on: without gradients, in float32 on the CPU, forward() then goes
  /// by Winograd's F(2×2, 3×3) (Lavin and Gray, arXiv 1509.09308), with 16 products where there were 36 and a
  /// result that differs by some 1e-6 of its size. Transformed weights, 16/9 as large, are made when they are
  /// first wanted.
  void freeze();

 private:
  bool canGoByWinograd(const torch::Tensor& x) const;

  bool m_replicate;
  bool m_isFrozen = false;
  torch::Tensor m_transformed;  ///< winogradWeights()
};
TORCH_MODULE(Conv3x3);

/// G g Gᵀ of weights [O, C, 3, 3], as these kernels want them. [16, panels, C, panel].
torch::Tensor winogradWeights(const torch::Tensor& weight, const RowKernels& kernels);
/// What Conv3x3 computes, from weights made for these kernels. x [B, C, h, w] float32 on the CPU.
torch::Tensor winogradConvolution(const torch::Tensor& x, const torch::Tensor& weights,
                                  const torch::Tensor& bias, bool replicate, const RowKernels& kernels);

/// freeze() for all of a network.
void freezeConvolutions(torch::nn::Module& network);

}  // namespace unmask
