// Activation checkpointing (Chen et al. 2016, arXiv 1604.06174), which LibTorch 1.13 has for Python alone.
#pragma once

#include <torch/torch.h>

#include <functional>
#include <vector>

namespace unmask {

/// block(x), without keeping what lies between x and the result: that is computed once more when gradients
/// are wanted, at the precision (autocast) of the first time. `captured`: everything beside x that the block
/// uses and that may need a gradient; it must still be what the block uses then, and what is left out gets
/// none. The first time the block runs without gradients, so it may round differently there, as fused_ops.h
/// does.
torch::Tensor recomputed(std::function<torch::Tensor(const torch::Tensor& x)> block, const torch::Tensor& x,
                         std::vector<torch::Tensor> captured);

}  // namespace unmask
