// Small filters on pictures [B, C, H, W], borders repeated; k is odd.
#pragma once

#include <torch/torch.h>

namespace unmask {

inline torch::Tensor padded(const torch::Tensor& x, int64_t by) {
  return torch::replication_pad2d(x, {by, by, by, by});
}
inline torch::Tensor dilated(const torch::Tensor& x, int64_t k) {
  return torch::max_pool2d(padded(x, k / 2), {k, k}, {1, 1});
}
inline torch::Tensor eroded(const torch::Tensor& x, int64_t k) {
  return -dilated(-x, k);
}
inline torch::Tensor blurred(const torch::Tensor& x, int64_t k) {
  return torch::avg_pool2d(padded(x, k / 2), {k, k}, {1, 1});
}

}  // namespace unmask
