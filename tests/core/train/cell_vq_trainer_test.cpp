#include "core/train/cell_vq_trainer.h"

#include <gtest/gtest.h>

#include "core/train/checkpoint.h"
#include "core/train/scene_tokens.h"
#include "core/train/vq_figures.h"
#include "core/train/vq_trainer.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/small_training.h"

namespace unmask {
namespace {

using namespace test;

TEST(CellVqTrainer, TheBlendIsNearerThanTheCodesOwnPictures) {
  torch::NoGradGuard noGrad;
  at::set_num_threads(2);
  VqModel model(smallCells());
  const torch::Tensor pictures = sixPictures();
  const CellVqTrainer trainer(model, pictures, smallCellSettings());
  const torch::Tensor pixels = layOver(pictures, flatColours()[0]);
  const torch::Tensor latents = model->lookup(model->quantise(model->encode(pixels)));
  const double blended = meanPsnr(model->cells->decode(latents), pixels);
  model->cells->blendNothing();
  EXPECT_GT(blended, meanPsnr(model->cells->decode(latents), pixels) + 0.2);
}

TEST(CellVqTrainer, TheDecoderAddsToWhatTheCodesAloneGive) {
  at::set_num_threads(2);
  VqModel model(smallCells());
  CellVqTrainer trainer(model, sixPictures(), smallCellSettings());
  const CellVqStepReport first = trainer.step();
  EXPECT_GT(first.basePsnr, 18);
  EXPECT_NEAR(first.psnr, first.basePsnr, 3) << "what the network adds starts near nothing";
  double made = 0, base = 0;
  while (trainer.stepsDone() < 60) {
    const CellVqStepReport r = trainer.step();
    if (trainer.stepsDone() > 45) made += r.psnr, base += r.basePsnr;
  }
  EXPECT_GT(made, base);
}

TEST(CellVqTrainer, FlatColoursAreTheFirstCodesExactly) {
  torch::NoGradGuard noGrad;
  VqModel model(smallCells());
  const CellVqTrainer trainer(model, sixPictures(), smallCellSettings());
  const torch::Tensor colours = flatColours();
  const int64_t n = colours.size(0);
  const torch::Tensor codes =
      model->quantise(model->encode(colours.view({n, 3, 1, 1}).expand({n, 3, 32, 32}).contiguous()));
  for (int64_t i = 0; i < n; ++i) EXPECT_TRUE((codes[i] == i).all().item<bool>()) << i;
}

TEST(CellVqTrainer, CodesThatAreThereAlreadyStay) {
  torch::NoGradGuard noGrad;
  VqModel model(smallCells());
  const CellVqTrainer fitted(model, sixPictures(), smallCellSettings());
  VqModel other(smallCells());
  other->codebook->weight.copy_(model->codebook->weight);
  other->cells->weight.copy_(model->cells->weight);
  other->cells->mean.copy_(model->cells->mean);
  const torch::Tensor pixels = layOver(sixPictures(), flatColours()[2]);
  const torch::Tensor codes = model->quantise(model->encode(pixels));
  VqTrainingSettings settings = smallCellSettings();
  settings.seed = 77;
  const CellVqTrainer trainer(other, sixPictures(), settings, CellVqFit::Blend);
  EXPECT_TRUE(torch::equal(other->quantise(other->encode(pixels)), codes));
  const double own = meanPsnr(other->cells->decode(other->lookup(codes)), pixels);
  other->cells->blendNothing();
  EXPECT_GT(own, meanPsnr(other->cells->decode(other->lookup(codes)), pixels) + 0.2)
      << "the blend was fitted";
}

TEST(CellVqTrainer, ResumingEqualsNotStopping) {
  at::set_num_threads(1);
  const test::ScratchDir dir;
  VqModel wholeModel(smallCells());
  CellVqTrainer whole(wholeModel, sixPictures(), smallCellSettings());
  for (int i = 0; i < 5; ++i) whole.step();

  VqModel firstModel(smallCells());
  CellVqTrainer first(firstModel, sixPictures(), smallCellSettings());
  for (int i = 0; i < 3; ++i) first.step();
  ASSERT_TRUE(saveCheckpoint(dir / "checkpoint.safetensors", first.stepsDone(), "{}", first.state()).ok());
  const auto checkpoint = loadCheckpoint(dir / "checkpoint.safetensors");
  ASSERT_TRUE(checkpoint.ok());
  VqModel secondModel(smallCells());
  CellVqTrainer second(secondModel, sixPictures(), smallCellSettings(), CellVqFit::Nothing);
  ASSERT_TRUE(second.restore(checkpoint->tensors, checkpoint->step));
  for (int i = 0; i < 2; ++i) second.step();
  const auto a = whole.state(), b = second.state();
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_TRUE(torch::equal(a[i].second, b[i].second)) << a[i].first;
}

TEST(SceneTokensTest, AreTheCodesOfTheScenesPixels) {
  at::set_num_threads(2);
  torch::NoGradGuard noGrad;
  VqModel model(smallCells());
  const torch::Tensor pictures = sixPictures();
  const CellVqTrainer fitted(model, pictures, smallCellSettings());
  const SceneTokens tokens(model, pictures);
  Scene scene;
  scene.colour = 2;
  scene.mirrored = true;
  scene.objects = {{1, 0, 4, kHalfObjectCells}, {3, 8, 4, kHalfObjectCells}};
  Scene full;
  full.objects = {{4, 0, 0, kSceneCells}};
  for (const Scene& s : {scene, full}) {
    const torch::Tensor pixels = scenePixels(s, pictures).unsqueeze(0);
    const torch::Tensor wanted = model->quantise(model->encode(pixels))[0];
    EXPECT_EQ((tokens.compose(s) != wanted).sum().item<int64_t>(), 0);
    EXPECT_GT(std::get<0>(torch::_unique(wanted)).numel(), 3);
  }
}

TEST(StructuralSimilarity, IsOneForEqualPicturesAndFallsWithNoise) {
  torch::manual_seed(2);
  const torch::Tensor picture = torch::rand({1, 3, 64, 64});
  EXPECT_NEAR(structuralSimilarity(picture, picture).item<double>(), 1, 1e-5);
  const double little =
      structuralSimilarity(picture + 0.05 * torch::randn_like(picture), picture).item<double>();
  const double much =
      structuralSimilarity(picture + 0.3 * torch::randn_like(picture), picture).item<double>();
  EXPECT_LT(much, little);
  EXPECT_LT(little, 1);
  // Of two flat pictures only the means matter: (2ab + c1) / (a² + b² + c1).
  const torch::Tensor a = torch::full({1, 3, 32, 32}, 0.4), b = torch::full({1, 3, 32, 32}, 0.6);
  EXPECT_NEAR(structuralSimilarity(a, b).item<double>(), (0.48 + 1e-4) / (0.52 + 1e-4), 1e-3);
}

}  // namespace
}  // namespace unmask
