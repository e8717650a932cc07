// Gradients that several threads found, put together.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace unmask {

/// Adds what each part found for each of `parameters` (undefined = nothing) to the gradients these have, part
/// by part: the same sums every time. Lets go of each as it is added.
inline void addToGradients(std::vector<torch::Tensor>& parameters,
                           std::vector<torch::autograd::variable_list>& ofParts) {
  const torch::NoGradGuard noGrad;
  for (torch::autograd::variable_list& found : ofParts)
    for (size_t i = 0; i < found.size(); ++i) {
      torch::Tensor& gradient = parameters[i].mutable_grad();
      if (found[i].defined()) gradient = gradient.defined() ? gradient + found[i] : found[i];
      found[i].reset();
    }
}

}  // namespace unmask
