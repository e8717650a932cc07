#include "core/model/layers.h"

#include <cmath>

#include "core/model/fused_ops.h"

namespace unmask {
namespace nn = torch::nn;
using torch::Tensor;

RmsNormImpl::RmsNormImpl(int64_t channels, double epsilon, bool affine) : eps(epsilon) {
  if (affine) weight = register_parameter("weight", torch::ones({channels}));
}

Tensor RmsNormImpl::forward(const Tensor& x) {
  return rmsNorm(x, weight, eps);
}

LayerNormImpl::LayerNormImpl(int64_t channels, double epsilon, bool affine, bool useBias) : eps(epsilon) {
  if (affine) weight = register_parameter("weight", torch::ones({channels}));
  if (affine && useBias) bias = register_parameter("bias", torch::zeros({channels}));
}

Tensor AdaptableLinearImpl::forward(const Tensor& x) {
  const Tensor y = torch::nn::LinearImpl::forward(x);
  if (!down.defined()) return y;
  const Tensor low = torch::linear(x, down.to(x.scalar_type())) * factor;
  return y + torch::linear(low, up.to(x.scalar_type()));
}

Modulation modulationFrom(AdaptableLinearImpl& mapper, const Tensor& siluCond) {
  const auto halves = mapper.forward(siluCond).unsqueeze(1).chunk(2, -1);
  return {halves[0] + 1, halves[1]};
}

AdaNormImpl::AdaNormImpl(int64_t channels, int64_t condChannels, double eps, bool rms, bool affine,
                         bool useBias) {
  linear =
      register_module("linear", AdaptableLinear(nn::LinearOptions(condChannels, 2 * channels).bias(useBias)));
  if (rms)
    rmsNorm = register_module("norm", RmsNorm(channels, eps, affine));
  else
    layerNorm = register_module("norm", LayerNorm(channels, eps, affine, useBias));
}

Tensor AdaNormImpl::forward(const Tensor& x, const Modulation& m) {
  if (rmsNorm) return rmsNormModulated(x, rmsNorm->weight, rmsNorm->eps, m.scale, m.shift);
  return layerNormModulated(x, layerNorm->weight, layerNorm->bias, layerNorm->eps, m.scale, m.shift);
}

AttentionImpl::AttentionImpl(int64_t channels, int64_t headCount, bool useBias) : heads(headCount) {
  const auto square = nn::LinearOptions(channels, channels).bias(useBias);
  toQ = register_module("to_q", AdaptableLinear(square));
  toK = register_module("to_k", AdaptableLinear(square));
  toV = register_module("to_v", AdaptableLinear(square));
  // The checkpoint calls it `to_out.0`; a dot is not allowed in a module name, so a one-element list holds
  // it.
  nn::ModuleList out;
  toOut = AdaptableLinear(square);
  out->push_back(toOut);
  register_module("to_out", out);
}

KeyValue AttentionImpl::project(const Tensor& source) {
  const auto split = [this](const Tensor& t) {
    return t.unflatten(-1, {heads, t.size(-1) / heads}).transpose(1, 2);
  };
  return {split(toK->forward(source)), split(toV->forward(source))};
}

Tensor AttentionImpl::forward(const Tensor& x, const KeyValue& kv) {
  Tensor q = toQ->forward(x);
  q = q.unflatten(-1, {heads, q.size(-1) / heads}).transpose(1, 2);
  return toOut->forward(attend(q, kv.key, kv.value).transpose(1, 2).flatten(2));
}

Tensor AttentionImpl::weights(const Tensor& x, const KeyValue& kv) {
  Tensor q = toQ->forward(x);
  q = q.unflatten(-1, {heads, q.size(-1) / heads}).transpose(1, 2).to(torch::kFloat32);
  const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(-1)));
  return torch::matmul(q * scale, kv.key.to(torch::kFloat32).transpose(-1, -2)).softmax(-1);
}

Tensor attend(const Tensor& q, const Tensor& k, const Tensor& v, bool causal) {
  const double scale = 1.0 / std::sqrt(static_cast<double>(q.size(-1)));
  Tensor scores = torch::matmul(q * scale, k.transpose(-1, -2));  // [B, heads, N, T]
  if (causal) {
    const auto mask = torch::ones({q.size(-2), k.size(-2)}, torch::kBool).triu(1);
    scores = scores.masked_fill(mask, -std::numeric_limits<float>::infinity());
  }
  return torch::matmul(scores.softmax(-1), v);
}

GegluFeedForwardImpl::GegluFeedForwardImpl(int64_t channels, int64_t inner, bool useBias) {
  // Names in the file: ff.net.0.proj and ff.net.2; net.1 is a dropout of 0.
  struct ProjImpl : nn::Module {
    explicit ProjImpl(const AdaptableLinear& linear) { register_module("proj", linear); }
  };
  projIn = AdaptableLinear(nn::LinearOptions(channels, 2 * inner).bias(useBias));
  projOut = AdaptableLinear(nn::LinearOptions(inner, channels).bias(useBias));
  auto net = std::make_shared<nn::Module>("net");
  net->register_module("0", std::make_shared<ProjImpl>(projIn));
  net->register_module("2", projOut);
  register_module("net", net);
}

Tensor GegluFeedForwardImpl::forward(const Tensor& x) {
  return projOut->forward(geglu(projIn->forward(x)));
}

}  // namespace unmask
