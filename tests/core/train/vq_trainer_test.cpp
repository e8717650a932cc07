#include "core/train/vq_trainer.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

VqConfig smallVq() {
  VqConfig c;
  c.blockOutChannels = {16, 32};
  c.latentChannels = c.vqEmbedDim = 8;
  c.layersPerBlock = 1;
  c.numVqEmbeddings = 32;
  c.extensions = {4, true, true};
  return c;
}

/// Eight flat-coloured squares on white.
torch::Tensor eightPictures() {
  torch::manual_seed(5);
  torch::Tensor pictures = torch::full({8, 3, 64, 64}, 255, torch::kUInt8);
  for (int64_t i = 0; i < 8; ++i)
    pictures[i].narrow(1, 16, 32).narrow(2, 16, 32).copy_(
        torch::randint(200, {3, 1, 1}, torch::kInt64).to(torch::kUInt8).expand({3, 32, 32}));
  return pictures;
}

VqTrainingSettings quickSettings() {
  VqTrainingSettings s;
  s.steps = 220;
  s.quantiseFrom = 60;
  s.warmup = 10;
  s.cooldown = 60;
  s.batchSize = 8;
  s.cropPixels = 64;
  s.learningRate = 2e-3;
  s.emaDecay = 0.95;
  s.bfloat16 = false;
  return s;
}

TEST(VqTrainer, LearnsEightPicturesAndKeepsWhiteOnOneCode) {
  at::set_num_threads(2);
  VqModel model(smallVq());
  const torch::Tensor pictures = eightPictures();
  VqTrainer trainer(model, pictures, quickSettings());
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
  VqTrainingSettings settings = quickSettings();
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
  for (size_t i = 0; i < a.size(); ++i) EXPECT_TRUE(torch::equal(a[i].second, b[i].second)) << a[i].first;
}

}  // namespace
}  // namespace unmask
