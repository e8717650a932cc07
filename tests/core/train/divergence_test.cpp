// What a step makes of a gradient that is not finite: nothing.
#include <gtest/gtest.h>

#include <cmath>

#include "core/train/cell_vq_trainer.h"
#include "core/train/optimizer.h"
#include "core/train/vq_trainer.h"
#include "tests/support/small_training.h"

namespace unmask {
namespace {

using namespace test;
using torch::Tensor;
using State = std::vector<std::pair<std::string, Tensor>>;

State copyOf(const State& state) {
  State out;
  for (const auto& [name, tensor] : state) out.emplace_back(name, tensor.clone());
  return out;
}

void expectEqual(const State& now, const State& before) {
  ASSERT_EQ(now.size(), before.size());
  for (size_t i = 0; i < now.size(); ++i)
    EXPECT_TRUE(torch::allclose(now[i].second, before[i].second, 0, 0, /*equal_nan=*/true)) << now[i].first;
}

/// Steps with the first parameter whose name starts so made useless; all else has to stay as it is.
template <typename Trainer>
void expectUselessStepChangesNothing(Trainer& trainer, const std::string& spoilt) {
  const torch::NoGradGuard noGrad;
  const State state = trainer.state();  // views
  const auto at =
      std::ranges::find_if(state, [&](const auto& item) { return item.first.starts_with(spoilt); });
  ASSERT_NE(at, state.end());
  Tensor(at->second).fill_(NAN);
  const State before = copyOf(state);
  const int64_t done = trainer.stepsDone();
  {
    const torch::AutoGradMode withGradients(true);
    EXPECT_FALSE(std::isfinite(trainer.step().gradientNorm));
  }
  EXPECT_EQ(trainer.stepsDone(), done);
  expectEqual(trainer.state(), before);
}

TEST(Divergence, AdamWStepsNothing) {
  for (const float bad : {INFINITY, NAN}) {
    Tensor a = torch::ones({3}).requires_grad_(true), b = torch::ones({2}).requires_grad_(true);
    AdamWOptions options;
    options.clipNorm = 1;
    options.emaDecay = 0.9;
    AdamW adam({{"a", a}, {"b", b}}, options, scratchNoDecay);
    a.mutable_grad() = torch::full({3}, 0.5F);
    b.mutable_grad() = torch::full({2}, 0.5F);
    adam.step(0.1);
    const State before = copyOf(adam.state());
    const Tensor wasA = a.detach().clone(), wasB = b.detach().clone();
    a.mutable_grad() = torch::tensor({0.5F, bad, 0.5F});
    b.mutable_grad() = torch::full({2}, 0.5F);
    EXPECT_FALSE(std::isfinite(adam.step(0.1)));
    EXPECT_EQ(adam.stepsDone(), 1);
    expectEqual(adam.state(), before);
    EXPECT_TRUE(torch::equal(a, wasA));
    EXPECT_TRUE(torch::equal(b, wasB));
    EXPECT_FALSE(a.grad().defined() || b.grad().defined()) << "the next step must not see them";
  }
}

TEST(Divergence, TokenTrainerStepsNothing) {
  TokenTrainer trainer = smallTokenTrainer(smallTokenSettings());
  trainer.step();
  expectUselessStepChangesNothing(trainer, "model.text_encoder.");
}

// A matrix of Muon's may overflow where none of AdamW's gradients does.
TEST(Divergence, MuonSaysSoItself) {
  Tensor a = torch::ones({2, 3}).requires_grad_(true), b = torch::ones({2, 3}).requires_grad_(true);
  const Muon muon({{"a", a}, {"b", b}}, {});
  EXPECT_TRUE(muon.gradientsAreFinite());
  a.mutable_grad() = torch::full({2, 3}, 0.5F);
  EXPECT_TRUE(muon.gradientsAreFinite());
  b.mutable_grad() = torch::tensor({{0.5F, 0.5F, 0.5F}, {-INFINITY, 0.5F, 0.5F}});
  EXPECT_FALSE(muon.gradientsAreFinite());
}

TEST(Divergence, VqTrainerStepsNothing) {
  VqTrainingSettings settings = smallVqSettings();
  settings.quantiseFrom = 1;
  VqTrainer trainer(VqModel(smallVq()), eightPictures(), settings);
  for (int i = 0; i < 3; ++i) trainer.step();
  expectUselessStepChangesNothing(trainer, "model.decoder.");
}

TEST(Divergence, CellVqTrainerStepsNothing) {
  CellVqTrainer trainer(VqModel(smallCells()), sixPictures(), smallCellSettings());
  trainer.step();
  expectUselessStepChangesNothing(trainer, "model.decoder.");
}

}  // namespace
}  // namespace unmask
