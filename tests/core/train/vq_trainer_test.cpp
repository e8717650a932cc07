#include "core/train/vq_trainer.h"

#include <gtest/gtest.h>

#include "tests/support/small_training.h"

namespace unmask {
namespace {

using namespace test;

TEST(VqTrainer, LearnsEightPicturesAndKeepsWhiteOnOneCode) {
  at::set_num_threads(2);
  VqModel model(smallVq());
  const torch::Tensor pictures = eightPictures();
  VqTrainer trainer(model, pictures, smallVqSettings());
  const double before = trainer.step().psnr;
  VqStepReport last;
  while (trainer.stepsDone() < 220) last = trainer.step();
  EXPECT_GT(last.psnr, before + 8);
  trainer.finish();
  torch::NoGradGuard noGrad;
  const torch::Tensor pixels = pictures.to(torch::kFloat32).div(255);
  const torch::Tensor codes = model->quantise(model->encode(pixels));
  EXPECT_GT(meanPsnr(model->decode(codes), pixels), 20);
  const torch::Tensor white = codes.index({whiteCells(pixels, model->config.pixelsPerCell())});
  const torch::Tensor counts = torch::bincount(white);
  EXPECT_GT(counts.max().item<double>() / static_cast<double>(white.numel()), 0.95);
}

TEST(VqTrainer, ResumingEqualsNotStopping) {
  at::set_num_threads(1);
  VqTrainingSettings settings = smallVqSettings();
  settings.quantiseFrom = 3;
  settings.resetEvery = 2;
  torch::manual_seed(9);
  VqTrainer whole(VqModel(smallVq()), eightPictures(), settings);
  for (int i = 0; i < 9; ++i) whole.step();
  VqTrainer first(VqModel(smallVq()), eightPictures(), settings);
  for (int i = 0; i < 5; ++i) first.step();
  std::map<std::string, torch::Tensor> state;
  for (auto& [name, tensor] : first.state()) state.emplace(name, tensor.clone());
  VqTrainer second(VqModel(smallVq()), eightPictures(), settings);
  ASSERT_TRUE(second.restore(state, 5));
  for (int i = 0; i < 4; ++i) second.step();
  const auto a = whole.state(), b = second.state();
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_TRUE(torch::equal(a[i].second, b[i].second)) << a[i].first;
}

}  // namespace
}  // namespace unmask
