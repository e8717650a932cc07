// Adapters added into a network's weights, and taken out again without a trace.
#pragma once

#include <torch/torch.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/adapter/adapter_file.h"
#include "core/base/result.h"

namespace unmask {

/// The matrices an adapter can change: every linear layer of a module, by its path. Ordered by path.
std::map<std::string, std::shared_ptr<torch::nn::LinearImpl>> linearLayers(torch::nn::Module& module);

/// A · B as one matrix [out, in], times `factor`, in float32.
torch::Tensor adapterDelta(const torch::Tensor& down, const torch::Tensor& up, double factor);

/// Folds W + Σ strength · scale · B · A into the weights of one network. The network keeps its own tensors
/// beside the folded ones (so mapped memory is never written to), and taking adapters out puts those back:
/// the same bytes, whatever was folded in between. A step costs nothing extra. Not thread-safe.
class AdapterFold {
 public:
  struct Part {
    AdapterFile file;
    double strength = 1;
    std::optional<double> scale = {};  ///< for a file without alpha
  };

  explicit AdapterFold(torch::nn::Module& network) : m_layers(linearLayers(network)) {}

  /// Replaces whatever is folded in. Modules the network does not have or of another shape are listed in one
  /// BadInput, and then the network is left as it was.
  Result<void> set(const std::vector<Part>& parts);
  void clear();
  bool isEmpty() const { return m_own.empty(); }

 private:
  Result<void> check(const Part& part) const;

  std::map<std::string, std::shared_ptr<torch::nn::LinearImpl>> m_layers;
  std::map<std::string, torch::Tensor>
      m_own;  ///< the network's own weights of the layers that are changed now
};

}  // namespace unmask
