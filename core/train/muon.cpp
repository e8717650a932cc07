#include "core/train/muon.h"

#include <algorithm>
#include <cmath>

#include "core/base/processor.h"
#include "core/model/side_by_side.h"
#include "core/train/checkpoint.h"

namespace unmask {
using torch::Tensor;

namespace {

Tensor orthogonalisedAlone(const Tensor& matrices, int iterations) {
  // Coefficients of the quintic that pulls singular values towards 1 fastest from anywhere in (0, 1].
  constexpr double a = 3.4445, b = -4.7750, c = 2.0315;
  const bool tall = matrices.size(1) > matrices.size(2);
  Tensor x = tall ? matrices.transpose(1, 2) : matrices;
  const auto type = multipliesBfloat16() ? torch::kBFloat16 : torch::kFloat32;
  x = (x / (x.norm(2, {1, 2}, /*keepdim=*/true) + 1e-7)).to(type).contiguous();
  for (int i = 0; i < iterations; ++i) {
    const Tensor gram = torch::matmul(x, x.transpose(1, 2).contiguous());
    x = a * x + torch::matmul(b * gram + c * torch::matmul(gram, gram), x);
  }
  return (tall ? x.transpose(1, 2) : x).to(torch::kFloat32);
}

}  // namespace

Tensor orthogonalised(const Tensor& matrices, int iterations) {
  const int64_t all = matrices.size(0), count = partCount(all);
  std::vector<Tensor> parts(static_cast<size_t>(count));
  sideBySide(parts.size(), [&](size_t i) {
    const auto [first, last] = partOf(all, count, static_cast<int64_t>(i));
    parts[i] = orthogonalisedAlone(matrices.slice(0, first, last), iterations);
  });
  return torch::cat(parts);
}

Muon::Muon(Named matrices, const MuonOptions& options) : m_options(options) {
  std::map<std::vector<int64_t>, Named> byShape;
  for (auto& named : matrices) {
    TORCH_CHECK(named.second.dim() == 2, named.first, " is not a matrix");
    byShape[named.second.sizes().vec()].push_back(named);
  }
  for (auto& [shape, members] : byShape) {
    Group group;
    std::vector<Tensor> copies;
    for (auto& [name, parameter] : members) {
      group.names.push_back(name);
      group.parameters.push_back(parameter);
      copies.push_back(parameter.detach());
    }
    const Tensor weights = torch::stack(copies);
    group.momentum = torch::zeros_like(weights);
    if (m_options.emaDecay > 0) group.ema = weights;
    m_groups.push_back(std::move(group));
  }
}

void Muon::step(double learningRate) {
  torch::NoGradGuard noGrad;
  ++m_steps;
  const double t = static_cast<double>(m_steps);
  const double emaRate = 1 - std::min(m_options.emaDecay, t / (9 + t));
  for (Group& group : m_groups) {
    std::vector<Tensor> gradients;
    for (Tensor& p : group.parameters)
      gradients.push_back(p.grad().defined() ? p.grad() : torch::zeros_like(p));
    const Tensor gradient = torch::stack(gradients);
    group.momentum.lerp_(gradient, 1 - m_options.momentum);
    const Tensor update =
        orthogonalised(gradient.lerp(group.momentum, m_options.momentum), m_options.iterations);
    const double rows = static_cast<double>(update.size(1)), columns = static_cast<double>(update.size(2));
    const double scale = learningRate * std::sqrt(std::max(1.0, rows / columns));
    for (size_t i = 0; i < group.parameters.size(); ++i) {
      Tensor& p = group.parameters[i];
      p.mul_(1 - learningRate * m_options.weightDecay).sub_(update[static_cast<int64_t>(i)], scale);
      if (group.ema.defined()) group.ema[static_cast<int64_t>(i)].lerp_(p, emaRate);
      p.mutable_grad() = Tensor();
    }
  }
}

bool Muon::gradientsAreFinite() const {
  for (const Group& group : m_groups)
    for (const Tensor& p : group.parameters)
      if (p.grad().defined() && !std::isfinite(p.grad().sum().item<double>())) return false;
  return true;
}

void Muon::dropGradients() {
  for (Group& group : m_groups)
    for (Tensor& p : group.parameters) p.mutable_grad() = Tensor();
}

Muon::Named Muon::averaged() const {
  Named out;
  for (const Group& group : m_groups)
    for (size_t i = 0; i < group.names.size(); ++i)
      out.emplace_back(group.names[i], group.ema.defined() ? group.ema[static_cast<int64_t>(i)]
                                                           : group.parameters[i].detach());
  return out;
}

Muon::Named Muon::state() const {
  Named out;
  for (const Group& group : m_groups)
    for (size_t i = 0; i < group.names.size(); ++i) {
      out.emplace_back("muon." + group.names[i], group.momentum[static_cast<int64_t>(i)]);
      if (group.ema.defined()) out.emplace_back("ema." + group.names[i], group.ema[static_cast<int64_t>(i)]);
    }
  return out;
}

bool Muon::restore(const std::map<std::string, Tensor>& state, int64_t stepsDone) {
  if (!copyState(this->state(), state)) return false;
  m_steps = stepsDone;
  return true;
}

}  // namespace unmask
