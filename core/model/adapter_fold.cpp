#include "core/model/adapter_fold.h"

#include "core/model/weights.h"

namespace unmask {
using torch::Tensor;

namespace {

std::string sizesText(at::IntArrayRef sizes) {
  std::string out;
  for (const int64_t size : sizes) out += (out.empty() ? "" : " × ") + std::to_string(size);
  return out;
}

Tensor floatsFrom(const TensorView& view, const std::shared_ptr<const void>& storage) {
  return tensorFromView(view, storage).to(torch::kFloat32);
}

}  // namespace

std::map<std::string, std::shared_ptr<torch::nn::LinearImpl>> linearLayers(torch::nn::Module& module) {
  std::map<std::string, std::shared_ptr<torch::nn::LinearImpl>> out;
  for (const auto& item : module.named_modules("", /*include_self=*/false))
    if (auto linear = std::dynamic_pointer_cast<torch::nn::LinearImpl>(item.value()))
      out.emplace(item.key(), std::move(linear));
  return out;
}

Tensor adapterDelta(const Tensor& down, const Tensor& up, double factor) {
  return torch::matmul(up, down) * factor;
}

Result<void> AdapterFold::check(const Part& part) const {
  std::vector<std::string> problems;
  for (const AdapterLayer& layer : part.file.layers()) {
    const auto it = m_layers.find(layer.module);
    if (it == m_layers.end()) {
      problems.push_back(layer.module + " is not in the model");
      continue;
    }
    const std::vector<int64_t> sizes = {layer.up.shape[0], layer.down.shape[1]};
    if (it->second->weight.sizes() != at::IntArrayRef(sizes))
      problems.push_back(layer.module + " is for " + sizesText(sizes) + " and the model has " +
                         sizesText(it->second->weight.sizes()));
    const auto scale = part.file.scaleOf(layer, part.scale);
    if (!scale) return scale.error();
  }
  if (problems.empty()) return {};
  return joinErrors({ErrorKind::BadInput, "the adapter was made for another model", part.file.path().string(),
                     "", "", "", "Use it with the model it was trained on."},
                    problems, 4);
}

Result<void> AdapterFold::set(const std::vector<Part>& parts) {
  for (const Part& part : parts) UNMASK_CHECK(check(part));
  const torch::NoGradGuard noGrad;
  std::map<std::string, Tensor> sums;  // float32, then the folded weights
  for (const Part& part : parts) {
    if (part.strength == 0) continue;
    for (const AdapterLayer& layer : part.file.layers()) {
      UNMASK_TRY(const double scale, part.file.scaleOf(layer, part.scale));
      const Tensor delta = adapterDelta(floatsFrom(layer.down, part.file.storage()),
                                        floatsFrom(layer.up, part.file.storage()), scale * part.strength);
      if (!delta.isfinite().all().item<bool>())
        return Error{ErrorKind::BadInput,
                     "the adapter holds numbers that are not finite",
                     part.file.path().string(),
                     layer.module,
                     "",
                     "",
                     ""};
      Tensor& sum = sums[layer.module];
      sum = sum.defined() ? sum + delta : delta;
    }
  }
  // All of it first: there may be too little memory for the rest, and half an adapter is none.
  std::map<std::string, Tensor> own;
  for (auto& [module, sum] : sums) {
    const auto kept = m_own.find(module);
    const Tensor weight = kept != m_own.end() ? kept->second : m_layers.at(module)->weight.detach();
    sum = sum.add_(weight.to(torch::kFloat32)).to(weight.scalar_type());
    own.emplace(module, weight);
  }
  clear();
  m_own = std::move(own);
  for (const auto& [module, folded] : sums) m_layers.at(module)->weight.set_data(folded);
  return {};
}

void AdapterFold::clear() {
  const torch::NoGradGuard noGrad;
  for (const auto& [module, own] : m_own) m_layers.at(module)->weight.set_data(own);
  m_own.clear();
}

}  // namespace unmask
