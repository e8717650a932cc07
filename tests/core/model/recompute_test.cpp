#include "core/model/recompute.h"

#include <gtest/gtest.h>

#include "core/model/uvit.h"
#include "core/train/autocast.h"
#include "tests/support/tiny_models.h"

namespace unmask {
namespace {

using namespace test;
using torch::Tensor;

TEST(Recompute, GivesTheGradientsOfTheBlock) {
  torch::manual_seed(1);
  const Tensor leaf = torch::randn({3, 3}).requires_grad_(true);
  const Tensor product = leaf * 2;  // not a leaf
  const Tensor unused = torch::randn({2}).requires_grad_(true), fixed = torch::randn({3});
  const Tensor x = torch::randn({4, 3}).requires_grad_(true);
  int calls = 0;
  const auto block = [&](const Tensor& in) {
    ++calls;
    return torch::tanh(torch::matmul(in, product.t()) + fixed);
  };
  const std::vector<Tensor> truth = torch::autograd::grad({block(x * 3).square().sum()}, {x, leaf}, {}, true);
  calls = 0;
  const Tensor y = recomputed(block, x * 3, {product, unused, fixed});
  EXPECT_EQ(calls, 1);
  y.square().sum().backward();
  EXPECT_EQ(calls, 2);
  EXPECT_TRUE(torch::allclose(x.grad(), truth[0]));
  EXPECT_TRUE(torch::allclose(leaf.grad(), truth[1]));
  EXPECT_FALSE(unused.grad().defined() && unused.grad().abs().sum().item<double>() > 0);
}

TEST(Recompute, ABlockOfAnInputWithoutGradientStillReachesWhatItUses) {
  const Tensor weight = torch::ones({3, 3}).requires_grad_(true);
  recomputed([&](const Tensor& in) { return torch::matmul(in, weight); }, torch::ones({2, 3}), {weight})
      .sum()
      .backward();
  EXPECT_TRUE(torch::equal(weight.grad(), torch::full({3, 3}, 2.0F)));
}

/// Also when an optimizer changes a weight in place, whose cast autocast would keep.
TEST(Recompute, SeesWeightsAsTheyAreUnderAutocast) {
  torch::manual_seed(2);
  const Tensor start = torch::randn({8, 8}), x = torch::randn({4, 8});
  const auto gradientAfterAStep = [&](bool checkpoints) {
    const Tensor weight = start.clone().requires_grad_(true);
    Tensor found;
    for (int step = 0; step < 2; ++step) {
      const auto block = [&weight](const Tensor& in) {
        return torch::tanh(torch::linear(in, weight)).square();
      };
      Tensor y;
      {
        const NoCastCache cache;
        const bool before = cpu_autocast::isEnabled();
        cpu_autocast::enable(true);
        y = checkpoints ? recomputed(block, x, {weight}) : block(x);
        cpu_autocast::enable(before);
      }
      found = torch::autograd::grad({y.to(torch::kFloat32).sum()}, {weight})[0];
      const torch::NoGradGuard noGrad;
      weight.mul_(-0.3);
    }
    return found;
  };
  const Tensor kept = gradientAfterAStep(false), again = gradientAfterAStep(true);
  EXPECT_LT((kept - again).abs().max().item<double>(), 0.02 * kept.abs().max().item<double>());
}

/// Every parameter's, whichever layer it stands in.
TEST(Recompute, TheNetworksGradientsStayTheSame) {
  for (const bool sampling : {false, true}) {
    Uvit model(tinyTransformerConfig(sampling));
    fillGolden(*model);
    const UvitInputs in = tinyUvitInputs();
    const auto gradients = [&](bool checkpoints) {
      model->checkpointsActivations = checkpoints;
      model->zero_grad();
      const Tensor logits = model->forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions);
      logits.log_softmax(1).select(1, 3).mean().backward();
      std::vector<Tensor> out;
      for (const Tensor& parameter : model->parameters()) out.push_back(parameter.grad().clone());
      return out;
    };
    const std::vector<Tensor> kept = gradients(false), recomputedOnes = gradients(true);
    const std::vector<std::string> names = model->named_parameters().keys();
    for (size_t i = 0; i < kept.size(); ++i)
      EXPECT_LT((kept[i] - recomputedOnes[i]).abs().max().item<double>(),
                1e-6 + 1e-4 * kept[i].abs().max().item<double>())
          << names[i];
  }
}

TEST(Recompute, KeepsNothingInBetween) {
  const auto isKept = [](bool checkpoints) {
    const Tensor x = torch::ones({8}).requires_grad_(true);
    c10::weak_intrusive_ptr<at::TensorImpl> between(torch::empty({0}).getIntrusivePtr());
    const auto block = [&between](const Tensor& in) {
      const Tensor inner = torch::exp(in);  // keeps its result for the gradient
      between = c10::weak_intrusive_ptr<at::TensorImpl>(inner.getIntrusivePtr());
      return inner * inner;
    };
    const Tensor y = checkpoints ? recomputed(block, x, {}) : block(x);
    return !between.expired();
  };
  EXPECT_TRUE(isKept(false));
  EXPECT_FALSE(isKept(true));
}

}  // namespace
}  // namespace unmask
