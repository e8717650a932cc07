#include "core/model/fused_ops.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "core/model/row_kernels.h"

namespace unmask {
using torch::Tensor;

namespace {

constexpr double kResponseEps = 1e-6;
constexpr int64_t kValuesPerTask = int64_t{1} << 14;

/// The kernels for this tensor's type, or null where the plain formula has to do.
const RowKernelsOf* kernelsFor(const Tensor& x) {
  if (torch::GradMode::is_enabled() || !x.is_contiguous() || !x.device().is_cpu()) return nullptr;
  if (x.scalar_type() == torch::kFloat32) return &rowKernels().float32;
  if (x.scalar_type() == torch::kBFloat16) return &rowKernels().bfloat16;
  return nullptr;
}

/// Whether `t` may stand beside `x` in a kernel: absent, or contiguous and of its type.
bool fits(const Tensor& t, const Tensor& x) {
  return !t.defined() || (t.is_contiguous() && t.scalar_type() == x.scalar_type());
}

const void* dataOf(const Tensor& t) {
  return t.defined() ? t.data_ptr() : nullptr;
}

template <typename Work>
void overRows(int64_t rows, int64_t valuesPerRow, const Work& work) {
  at::parallel_for(0, rows, std::max<int64_t>(1, kValuesPerTask / std::max<int64_t>(1, valuesPerRow)), work);
}

struct NormKind {
  bool centred;
  double eps;
};

/// The norm as one kernel; undefined when it cannot be.
Tensor fusedNorm(const Tensor& x, const Tensor& weight, const Tensor& bias, NormKind kind, Tensor scale,
                 Tensor shift) {
  const RowKernelsOf* kernels = kernelsFor(x);
  if (!kernels || !fits(weight, x) || !fits(bias, x)) return {};
  if (scale.defined()) {
    if (x.size(0) != scale.size(0) || scale.scalar_type() != x.scalar_type() ||
        shift.scalar_type() != x.scalar_type())
      return {};
    scale = scale.contiguous();  // halves of one tensor: a few thousand values
    shift = shift.contiguous();
  }
  const Tensor y = torch::empty_like(x);
  NormArguments arguments;
  arguments.x = x.data_ptr();
  arguments.y = y.data_ptr();
  arguments.weight = dataOf(weight);
  arguments.bias = dataOf(bias);
  arguments.scale = dataOf(scale);
  arguments.shift = dataOf(shift);
  arguments.channels = x.size(-1);
  const int64_t rows = x.numel() / std::max<int64_t>(1, arguments.channels);
  arguments.rowsPerSample = std::max<int64_t>(1, rows / std::max<int64_t>(1, x.size(0)));
  arguments.eps = static_cast<float>(kind.eps);
  arguments.centred = kind.centred;
  overRows(rows, arguments.channels,
           [&](int64_t begin, int64_t end) { kernels->norm(arguments, begin, end); });
  return y;
}

Tensor plainRmsNorm(const Tensor& x, const Tensor& weight, double eps) {
  const Tensor wide = x.to(torch::kFloat32);
  Tensor y = wide * torch::rsqrt(wide.square().mean(-1, /*keepdim=*/true) + eps);
  if (!weight.defined()) return y.to(x.scalar_type());
  return y.to(weight.scalar_type()) * weight;
}

Tensor plainResponseNorm(const Tensor& y, const Tensor& gamma, const Tensor& beta) {
  const Tensor wide = y.to(torch::kFloat32);
  const Tensor norm = wide.square().sum({1, 2}, /*keepdim=*/true).sqrt();  // [B, 1, 1, C]
  const Tensor ratio = norm / (norm.mean(-1, /*keepdim=*/true) + kResponseEps);
  return torch::addcmul(beta, y, (ratio * gamma + 1).to(y.scalar_type()));
}

}  // namespace

Tensor rmsNorm(const Tensor& x, const Tensor& weight, double eps) {
  const Tensor fused = fusedNorm(x, weight, {}, {false, eps}, {}, {});
  return fused.defined() ? fused : plainRmsNorm(x, weight, eps);
}

Tensor rmsNormModulated(const Tensor& x, const Tensor& weight, double eps, const Tensor& scale,
                        const Tensor& shift) {
  const Tensor fused = fusedNorm(x, weight, {}, {false, eps}, scale, shift);
  return fused.defined() ? fused : modulate(plainRmsNorm(x, weight, eps), scale, shift);
}

Tensor layerNormModulated(const Tensor& x, const Tensor& weight, const Tensor& bias, double eps,
                          const Tensor& scale, const Tensor& shift) {
  const Tensor fused = fusedNorm(x, weight, bias, {true, eps}, scale, shift);
  if (fused.defined()) return fused;
  // Under mixed precision the input may be bfloat16 beside float32 weights, which Torch 1.13 does not take.
  const Tensor wide = weight.defined() ? x.to(weight.scalar_type()) : x;
  return modulate(torch::layer_norm(wide, {x.size(-1)}, weight, bias, eps), scale, shift);
}

Tensor modulate(const Tensor& x, const Tensor& scale, const Tensor& shift) {
  return torch::addcmul(shift, x, scale);
}

Tensor geglu(const Tensor& x) {
  const RowKernelsOf* kernels = kernelsFor(x);
  if (!kernels) {
    const auto halves = x.chunk(2, -1);
    return halves[0] * torch::gelu(halves[1]);
  }
  auto sizes = x.sizes().vec();
  const int64_t inner = sizes.back() / 2, rows = x.numel() / sizes.back();
  sizes.back() = inner;
  const Tensor y = torch::empty(sizes, x.options());
  const void* from = x.data_ptr();
  void* to = y.data_ptr();
  overRows(rows, 2 * inner, [&](int64_t begin, int64_t end) { kernels->geglu(from, to, inner, begin, end); });
  return y;
}

Tensor geluResponseNorm(const Tensor& x, const Tensor& gamma, const Tensor& beta) {
  const RowKernelsOf* kernels = kernelsFor(x);
  if (!kernels || !fits(beta, x) || !beta.defined()) return plainResponseNorm(torch::gelu(x), gamma, beta);
  const int64_t samples = x.size(0), rows = x.size(1) * x.size(2), channels = x.size(3);
  const Tensor y = torch::empty_like(x);
  const Tensor squares = torch::empty({samples, channels});
  const int64_t valueBytes = static_cast<int64_t>(x.element_size()),
                sampleBytes = rows * channels * valueBytes;
  const auto* from = static_cast<const char*>(x.data_ptr());
  auto* to = static_cast<char*>(y.data_ptr());
  auto* sums = squares.data_ptr<float>();
  for (int64_t b = 0; b < samples; ++b)
    // Whole cache lines of channels, so that threads do not share one.
    at::parallel_for(0, (channels + 63) / 64, std::max<int64_t>(1, kValuesPerTask / (64 * rows)),
                     [&](int64_t begin, int64_t end) {
                       kernels->geluSquares(from + b * sampleBytes, to + b * sampleBytes, sums + b * channels,
                                            rows, channels, begin * 64, std::min(channels, end * 64));
                     });
  const Tensor norm = squares.sqrt_();  // [B, C]
  const Tensor scale = ((norm / (norm.mean(-1, /*keepdim=*/true) + kResponseEps)) *
                            gamma.view({1, channels}).to(torch::kFloat32) +
                        1)
                           .contiguous();
  for (int64_t b = 0; b < samples; ++b)
    overRows(rows, channels, [&](int64_t begin, int64_t end) {
      kernels->scaleRows(to + b * sampleBytes, scale.data_ptr<float>() + b * channels, beta.data_ptr(),
                         channels, begin, end);
    });
  return y;
}

}  // namespace unmask
