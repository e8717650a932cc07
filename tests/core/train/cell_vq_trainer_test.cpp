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

/// How far a pixel of flat pictures in the named colours is from its picture's mean after codes and blend, at
/// most, 0 … 1.
double weaveOf(VqModel& model) {
  const torch::Tensor colours = flatColours();
  const torch::Tensor pixels = colours.view({-1, 3, 1, 1}).expand({colours.size(0), 3, 64, 64}).contiguous();
  const torch::Tensor made = model->cells->decode(model->lookup(model->quantise(model->encode(pixels))));
  return (made - made.mean(std::vector<int64_t>{2, 3}, true)).abs().max().item<double>();
}

/// What fitBlend() does, but over cells that are not flat alone: `pictures` on each of the named colours.
void blendFromBusyCells(VqModel& model, const torch::Tensor& pictures) {
  const int64_t p = model->config.pixelsPerCell(), d = model->config.vqEmbedDim;
  std::vector<torch::Tensor> neighbours, missing;
  model->cells->blendNothing();
  for (const torch::Tensor& colour : flatColours().unbind()) {
    const torch::Tensor pixels = layOver(pictures, colour);
    const torch::Tensor latents = model->lookup(model->quantise(model->encode(pixels)));
    const auto rows = [](const torch::Tensor& map) { return map.transpose(1, 2).flatten(0, 1); };
    const auto cells = [&](const torch::Tensor& map) {
      return rows(torch::pixel_unshuffle(map, p).flatten(2));
    };
    const torch::Tensor values = cells(pixels).view({-1, 3, p * p});
    const torch::Tensor busy = ((values.amax(2) - values.amin(2)).amax(1) > 0.5 / 255).nonzero().flatten();
    const torch::Tensor around =
        torch::im2col(torch::replication_pad2d(latents, {1, 1, 1, 1}), {3, 3}, {1, 1}, {0, 0}, {1, 1});
    neighbours.push_back(rows(around).index({busy}));
    missing.push_back(cells(pixels - model->cells->decode(latents)).index({busy}));
  }
  const torch::Tensor a = torch::cat(neighbours).to(torch::kFloat64),
                      b = torch::cat(missing).to(torch::kFloat64);
  const torch::Tensor gram = torch::matmul(a.t(), a);
  const torch::Tensor ridge = torch::eye(gram.size(0), torch::kFloat64) * (gram.diagonal().mean() * 1e-4);
  const torch::Tensor solved = torch::linalg_solve(gram + ridge, torch::matmul(a.t(), b), true);
  model->cells->blend.add_(solved.t().reshape({-1, d, 3, 3}).to(torch::kFloat32));
}

// A blend that never saw a flat cell repeats over flat areas what the others taught it.
TEST(CellVqTrainer, TheBlendLeavesFlatAreasFlat) {
  // Five steps of 255. Four seeds give 0.011 to 0.013, and 0.043 to 0.069 from busy cells alone.
  constexpr double kBound = 0.02;
  torch::NoGradGuard noGrad;
  at::set_num_threads(2);
  VqTrainingSettings settings = smallCellSettings();
  settings.colourShare = 0.8;
  settings.fitScenes = 80;  // so that each of the colours is seen
  VqModel model(smallCells());
  const CellVqTrainer trainer(model, sixPictures(), settings);
  EXPECT_LT(weaveOf(model), kBound);
  blendFromBusyCells(model, sixPictures());
  EXPECT_GT(weaveOf(model), kBound);
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
  std::vector<Scene> scenes = {scene, full};
  for (int colour = -1; colour < static_cast<int>(backgroundColours().size()); ++colour)
    for (const bool mirrored : {false, true}) {
      Scene s = full;
      s.colour = colour;
      s.mirrored = mirrored;
      scenes.push_back(s);
    }
  for (const Scene& s : scenes) {
    const torch::Tensor pixels = scenePixels(s, pictures).unsqueeze(0);
    const torch::Tensor wanted = model->quantise(model->encode(pixels))[0];
    EXPECT_EQ((tokens.compose(s) != wanted).sum().item<int64_t>(), 0);
    EXPECT_GT(std::get<0>(torch::_unique(wanted)).numel(), 3);
  }
}

// Nothing of the background to be seen, and nothing else.
TEST(SceneTokensTest, TakePicturesThatFillTheSheetOrAreEmpty) {
  torch::NoGradGuard noGrad;
  VqModel model(smallCells());
  const CellVqTrainer fitted(model, sixPictures(), smallCellSettings());
  torch::Tensor pictures = sixPictures().narrow(0, 0, 2).clone();
  pictures[0][3].fill_(255);
  pictures[1][3].fill_(0);
  const SceneTokens tokens(model, pictures);
  for (const size_t picture : {0, 1}) {
    Scene scene;
    scene.colour = 3;
    scene.objects = {{picture, 0, 0, kSceneCells}};
    const torch::Tensor wanted = model->quantise(model->encode(scenePixels(scene, pictures).unsqueeze(0)))[0];
    EXPECT_TRUE(torch::equal(tokens.compose(scene), wanted)) << picture;
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
