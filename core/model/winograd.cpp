#include "core/model/winograd.h"

#include <ATen/Parallel.h>

#include <vector>
namespace unmask {
using torch::Tensor;

namespace {

constexpr int64_t kPoints = 16;
constexpr int64_t kTilesPerTask = 8;
constexpr int64_t kFewestOutputs = 16;  ///< fewer leave most of a panel empty

}  // namespace

Tensor winogradWeights(const Tensor& weight, const RowKernels& kernels) {
  const int64_t outputs = weight.size(0), inputs = weight.size(1), panel = kernels.winogradPanel();
  const int64_t panels = (outputs + panel - 1) / panel;
  const Tensor g =
      torch::tensor({1.0F, 0.0F, 0.0F, 0.5F, 0.5F, 0.5F, 0.5F, -0.5F, 0.5F, 0.0F, 0.0F, 1.0F}).view({4, 3});
  const Tensor rows = weight.permute({2, 3, 1, 0}).reshape({9, inputs * outputs});
  Tensor points = torch::matmul(torch::kron(g, g), rows).view({kPoints, inputs, outputs});
  points = torch::constant_pad_nd(points, {0, panels * panel - outputs});
  return points.view({kPoints, inputs, panels, panel}).transpose(1, 2).contiguous();
}

Tensor winogradConvolution(const Tensor& picture, const Tensor& weights, const Tensor& bias, bool replicate,
                           const RowKernels& kernels) {
  const Tensor x = picture.permute({0, 2, 3, 1}).contiguous(), addend = bias.contiguous();
  const Tensor y = torch::empty({x.size(0), x.size(1), x.size(2), bias.size(0)});
  const Tensor around = replicate ? Tensor() : torch::zeros({x.size(3)});
  WinogradArguments a;
  a.x = x.data_ptr<float>();
  a.zeros = replicate ? nullptr : around.data_ptr<float>();
  a.weights = weights.data_ptr<float>();
  a.bias = addend.data_ptr<float>();
  a.y = y.data_ptr<float>();
  a.height = x.size(1);
  a.width = x.size(2);
  a.tileRows = (a.height + 1) / 2;
  a.tileColumns = (a.width + 1) / 2;
  a.inputs = x.size(3);
  a.outputs = bias.size(0);
  const auto scratchSize = static_cast<size_t>(kernels.winogradScratch(a));
  at::parallel_for(0, x.size(0) * a.tileRows * a.tileColumns, kTilesPerTask, [&](int64_t begin, int64_t end) {
    thread_local std::vector<float> scratch;  // kept: to make it anew takes as long as to use it
    if (scratch.size() < scratchSize) scratch.resize(scratchSize);
    kernels.winograd(a, scratch.data(), begin, end);
  });
  return y.permute({0, 3, 1, 2});
}

Conv3x3Impl::Conv3x3Impl(int64_t inputs, int64_t outputs, bool replicate)
    : Conv2dImpl(torch::nn::Conv2dOptions(inputs, outputs, 3)), m_replicate(replicate) {}

Tensor Conv3x3Impl::forward(const Tensor& x) {
  if (canGoByWinograd(x)) {
    if (!m_transformed.defined()) m_transformed = winogradWeights(weight, rowKernels());
    return winogradConvolution(x, m_transformed, bias, m_replicate, rowKernels());
  }
  if (!m_replicate) return torch::conv2d(x, weight, bias, at::IntArrayRef{1}, at::IntArrayRef{1});
  return torch::conv2d(torch::replication_pad2d(x, {1, 1, 1, 1}), weight, bias);
}

void Conv3x3Impl::freeze() {
  m_isFrozen = true;
  m_transformed = Tensor();
}

bool Conv3x3Impl::canGoByWinograd(const Tensor& x) const {
  return m_isFrozen && !torch::GradMode::is_enabled() && x.device().is_cpu() &&
         x.scalar_type() == torch::kFloat32 && weight.scalar_type() == torch::kFloat32 &&
         weight.size(0) >= kFewestOutputs && x.numel() > 0;
}

void freezeConvolutions(torch::nn::Module& network) {
  for (const auto& module : network.modules())
    if (auto* convolution = module->as<Conv3x3Impl>()) convolution->freeze();
}

}  // namespace unmask
