#include "core/model/fused_ops.h"

namespace unmask {
using torch::Tensor;

Tensor rmsNorm(const Tensor& x, const Tensor& weight, double eps) {
  const Tensor wide = x.to(torch::kFloat32);
  Tensor y = wide * torch::rsqrt(wide.square().mean(-1, /*keepdim=*/true) + eps);
  if (!weight.defined()) return y.to(x.scalar_type());
  return y.to(weight.scalar_type()) * weight;
}

Tensor modulate(const Tensor& x, const Tensor& scale, const Tensor& shift) {
  return torch::addcmul(shift, x, scale);
}

Tensor geglu(const Tensor& x) {
  const auto halves = x.chunk(2, -1);
  return halves[0] * torch::gelu(halves[1]);
}

Tensor globalResponseNorm(const Tensor& x, const Tensor& gamma, const Tensor& beta) {
  const Tensor wide = x.to(torch::kFloat32);
  const Tensor norm = wide.square().sum({1, 2}, /*keepdim=*/true).sqrt();  // [B, 1, 1, C]
  const Tensor ratio = norm / (norm.mean(-1, /*keepdim=*/true) + 1e-6);
  return torch::addcmul(beta, x, (ratio * gamma + 1).to(x.scalar_type()));
}

}  // namespace unmask
