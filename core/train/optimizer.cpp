#include "core/train/optimizer.h"

#include <algorithm>
#include <cmath>

#include "core/train/checkpoint.h"

namespace unmask {
using torch::Tensor;

AdamW::AdamW(Named parameters, const AdamWOptions& options, bool (*noDecay)(const std::string&))
    : m_options(options) {
  for (auto& [name, parameter] : parameters) {
    TORCH_CHECK(parameter.scalar_type() == torch::kFloat32 && parameter.is_contiguous(), name,
                " is not plain float32");
    const Tensor data = parameter.detach();
    m_slots.push_back({name, parameter, torch::zeros_like(data), torch::zeros_like(data),
                       options.emaDecay > 0 ? data.clone() : Tensor(), !noDecay(name)});
  }
}

double AdamW::step(double learningRate) {
  torch::NoGradGuard noGrad;
  double squares = 0;
  for (const Slot& slot : m_slots)
    if (slot.parameter.grad().defined()) squares += slot.parameter.grad().square().sum().item<double>();
  const double norm = std::sqrt(squares);
  if (!std::isfinite(norm)) {
    dropGradients();
    return norm;
  }
  const double clip = m_options.clipNorm > 0 && norm > m_options.clipNorm ? m_options.clipNorm / norm : 1.0;

  ++m_steps;
  const double t = static_cast<double>(m_steps);
  const auto beta1 = static_cast<float>(m_options.beta1), beta2 = static_cast<float>(m_options.beta2);
  const auto rate = static_cast<float>(learningRate / (1 - std::pow(m_options.beta1, t)));
  const auto rootCorrection = static_cast<float>(1 / std::sqrt(1 - std::pow(m_options.beta2, t)));
  const auto eps = static_cast<float>(m_options.eps);
  const auto emaRate = static_cast<float>(1 - std::min(m_options.emaDecay, t / (9 + t)));
  const auto gradScale = static_cast<float>(clip);

  for (Slot& slot : m_slots) {
    Tensor gradient = slot.parameter.mutable_grad();
    if (!gradient.defined()) continue;
    gradient = gradient.contiguous();
    const float keep = slot.decays ? static_cast<float>(1 - learningRate * m_options.weightDecay) : 1.0F;
    float* p = slot.parameter.data_ptr<float>();
    const float* g = gradient.data_ptr<float>();
    float* m = slot.m.data_ptr<float>();
    float* v = slot.v.data_ptr<float>();
    float* e = slot.ema.defined() ? slot.ema.data_ptr<float>() : nullptr;
    at::parallel_for(0, slot.parameter.numel(), 16384, [=](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        const float grad = g[i] * gradScale;
        m[i] = beta1 * m[i] + (1 - beta1) * grad;
        v[i] = beta2 * v[i] + (1 - beta2) * grad * grad;
        p[i] = p[i] * keep - rate * m[i] / (std::sqrt(v[i]) * rootCorrection + eps);
      }
      if (e)
        for (int64_t i = begin; i < end; ++i) e[i] += emaRate * (p[i] - e[i]);
    });
    slot.parameter.mutable_grad() = Tensor();
  }
  return norm;
}

void AdamW::dropGradients() {
  for (Slot& slot : m_slots) slot.parameter.mutable_grad() = Tensor();
}

AdamW::Named AdamW::averaged() const {
  Named out;
  for (const Slot& slot : m_slots)
    out.emplace_back(slot.name, slot.ema.defined() ? slot.ema : slot.parameter.detach());
  return out;
}

AdamW::Named AdamW::state() const {
  Named out;
  for (const Slot& slot : m_slots) {
    out.emplace_back("adam.m." + slot.name, slot.m);
    out.emplace_back("adam.v." + slot.name, slot.v);
    if (slot.ema.defined()) out.emplace_back("ema." + slot.name, slot.ema);
  }
  return out;
}

bool AdamW::restore(const std::map<std::string, Tensor>& state, int64_t stepsDone) {
  if (!copyState(this->state(), state)) return false;
  m_steps = stepsDone;
  return true;
}

bool referenceNoDecay(const std::string& name) {
  for (const char* part : {"bias", "layer_norm.weight", "mlm_ln.weight", "embeddings.weight"})
    if (name.find(part) != std::string::npos) return true;
  return false;
}

bool scratchNoDecay(const std::string& name) {
  for (const char* part : {"bias", "norm", "embedding", "gamma", "beta", "position"})
    if (name.find(part) != std::string::npos && name.find("linear.weight") == std::string::npos) return true;
  return false;
}

double trapezoid(int64_t step, int64_t warmup, int64_t cooldown, int64_t total) {
  double scale = 1;
  if (warmup > 0) scale = std::min(scale, static_cast<double>(step + 1) / static_cast<double>(warmup));
  if (cooldown > 0)
    scale = std::min(scale, static_cast<double>(total - step) / static_cast<double>(cooldown));
  return std::max(0.0, scale);
}

}  // namespace unmask
