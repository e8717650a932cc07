#include "core/model/recompute.h"

#include <ATen/ThreadLocalState.h>

#include "core/model/cast_cache.h"

namespace unmask {
using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

struct Work : torch::CustomClassHolder {
  std::function<Tensor(const Tensor&)> block;
  at::ThreadLocalState surroundings;  // autocast among them
};

class Recomputed : public torch::autograd::Function<Recomputed> {
 public:
  static Tensor forward(AutogradContext* context, c10::intrusive_ptr<Work> work, at::TensorList inputs) {
    context->save_for_backward(inputs.vec());
    context->saved_data["work"] = c10::IValue::make_capsule(work);
    return work->block(inputs.front());
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto capsule = context->saved_data["work"].toCapsule();
    const auto& work = static_cast<const Work&>(*capsule);
    variable_list inputs = context->get_saved_variables();
    const bool isAsked = inputs.front().requires_grad();
    inputs.front() = inputs.front().detach().requires_grad_(isAsked);
    variable_list asked;
    for (const Tensor& input : inputs)
      if (input.requires_grad()) asked.push_back(input);

    const at::ThreadLocalStateGuard asBefore(work.surroundings);
    const torch::AutoGradMode withGradients(true);
    const NoCastCache weightsAsTheyAre;
    const Tensor result = work.block(inputs.front());
    const variable_list found =
        torch::autograd::grad({result}, asked, {gradients.front()}, /*retain_graph=*/{},
                              /*create_graph=*/false, /*allow_unused=*/true);
    variable_list out = {Tensor()};  // of the work itself
    size_t next = 0;
    for (const Tensor& input : inputs) out.push_back(input.requires_grad() ? found[next++] : Tensor());
    return out;
  }
};

}  // namespace

Tensor recomputed(std::function<Tensor(const Tensor&)> block, const Tensor& x, std::vector<Tensor> captured) {
  auto work = c10::make_intrusive<Work>();
  work->block = std::move(block);
  captured.insert(captured.begin(), x);
  return Recomputed::apply(work, at::TensorList(captured));  // of a vector it would take no notice
}

}  // namespace unmask
