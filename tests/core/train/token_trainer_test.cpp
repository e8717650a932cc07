#include "core/train/token_trainer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/train/checkpoint.h"
#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

TransformerConfig smallTransformer() {
  TransformerConfig c;
  c.hiddenSize = c.blockOutChannels = c.inChannels = 32;
  c.condEmbedDim = c.encoderHiddenSize = 16;
  c.microCondEncodeDim = 8;
  c.microCondEmbedDim = 40;
  c.codebookSize = 20;
  c.vocabSize = 21;
  c.numResBlocks = 0;
  c.downsample = c.upsample = true;
  c.useBias = true;
  c.blockNumHeads = c.numAttentionHeads = 2;
  c.numHiddenLayers = 2;
  c.intermediateSize = 64;
  c.sampleSize = 4;
  c.extensions.positionalEmbedding = c.extensions.pooledTextHead = true;
  return c;
}

TextEncoderConfig smallText() {
  TextEncoderConfig c;
  c.vocabSize = 12;
  c.hiddenSize = c.projectionDim = 16;
  c.intermediateSize = 32;
  c.numHiddenLayers = 2;
  c.numAttentionHeads = 2;
  c.maxPositionEmbeddings = 5;
  c.bosTokenId = 1;
  c.eosTokenId = 2;
  return c;
}

/// Eight pictures, each with a word of its own.
TokenDataset eightSamples() {
  torch::manual_seed(11);
  TokenDataset data;
  data.codes = torch::randint(20, {8, 4, 4}, torch::kInt64);
  data.captionIds = torch::full({8, 5}, 2, torch::kInt64);
  for (int64_t i = 0; i < 8; ++i) {
    data.captionIds[i][0] = 1;
    data.captionIds[i][1] = 3 + i;
    data.captions.push_back({i});
  }
  data.emptyIds = torch::tensor({1, 2, 2, 2, 2}, torch::kInt64);
  data.pictureSide = 64;
  return data;
}

TokenTrainer makeTrainer(const TokenTrainingSettings& settings) {
  torch::manual_seed(3);
  Uvit transformer(smallTransformer());
  TextEncoder text(smallText());
  initialiseForTraining(transformer, text, settings.referenceInitialisation);
  return {transformer, text, eightSamples(), settings};
}

TokenTrainingSettings quickSettings() {
  TokenTrainingSettings s;
  s.steps = 200;
  s.warmup = 5;
  s.cooldown = 40;
  s.batchSize = 8;
  s.learningRate = 3e-3;
  s.emaDecay = 0.9;
  s.labelSmoothing = 0;
  s.bfloat16 = false;
  return s;
}

TEST(TokenTrainer, LearnsEightSamplesFromTheirCaptionsAlone) {
  at::set_num_threads(2);
  TokenTrainer trainer = makeTrainer(quickSettings());
  const double before = trainer.crossEntropyAt(1, false, 8);
  EXPECT_NEAR(before, std::log(20.0), 1.0);
  while (trainer.stepsDone() < 200) trainer.step();
  const TokenTrainer::Averaged averaged(trainer);
  EXPECT_LT(trainer.crossEntropyAt(1, false, 8), 0.3);
  EXPECT_GT(trainer.crossEntropyAt(1, true, 8), 2) << "the text must be what told the pictures apart";
}

TEST(TokenTrainer, ResumingEqualsNotStopping) {
  at::set_num_threads(1);
  const test::ScratchDir dir;
  TokenTrainer whole = makeTrainer(quickSettings());
  for (int i = 0; i < 8; ++i) whole.step();

  TokenTrainer first = makeTrainer(quickSettings());
  for (int i = 0; i < 5; ++i) first.step();
  ASSERT_TRUE(saveCheckpoint(dir / "checkpoint.safetensors", first.stepsDone(), "{}", first.state()).ok());
  const auto checkpoint = loadCheckpoint(dir / "checkpoint.safetensors");
  ASSERT_TRUE(checkpoint.ok());
  TokenTrainer second = makeTrainer(quickSettings());
  for (int i = 0; i < 2; ++i) second.step();  // another state, all of which the checkpoint must replace
  ASSERT_TRUE(second.restore(checkpoint->tensors, checkpoint->step));
  EXPECT_EQ(second.stepsDone(), 5);
  for (int i = 0; i < 3; ++i) second.step();

  const auto a = whole.state(), b = second.state();
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_TRUE(torch::equal(a[i].second, b[i].second)) << a[i].first;
}

TEST(TokenTrainer, DrawnSamplesAreAskedForByTheirPositionInTheRun) {
  TokenDataset data = eightSamples();
  std::vector<uint64_t> asked;
  const torch::Tensor codes = data.codes, captions = data.captionIds;
  data.draw = [&asked, codes, captions](uint64_t position) -> TokenSample {
    asked.push_back(position);
    const auto row = static_cast<int64_t>(position % 8);
    return {codes[row], captions[row]};
  };
  Uvit transformer(smallTransformer());
  TextEncoder text(smallText());
  initialiseForTraining(transformer, text, false);
  TokenTrainer trainer(transformer, text, data, quickSettings());
  trainer.step();
  trainer.step();
  std::vector<uint64_t> wanted(16);
  std::iota(wanted.begin(), wanted.end(), 0);
  EXPECT_EQ(asked, wanted);
}

TEST(TokenTrainer, RefusesACheckpointOfAnotherShapeAndStaysAsItWas) {
  TokenTrainer trainer = makeTrainer(quickSettings());
  std::map<std::string, torch::Tensor> state;
  for (auto& [name, tensor] : trainer.state()) state.emplace(name, tensor.clone());
  state.begin()->second = torch::zeros({1});
  trainer.step();
  EXPECT_FALSE(trainer.restore(state, 0));
  EXPECT_EQ(trainer.stepsDone(), 1);
}

TEST(TokenTrainer, ReferenceInitialisationStartsWithZeroLogits) {
  TokenTrainingSettings settings = quickSettings();
  settings.referenceInitialisation = true;
  EXPECT_NEAR(makeTrainer(settings).crossEntropyAt(0.5, false, 8), std::log(20.0), 1e-5);  // reference 3.4
}

TEST(Masks, HideTheScheduledNumberOfCells) {
  at::Generator generator = stepGenerator(1, 0);
  const torch::Tensor masks = drawMasks(400, 16, 16, 0, 0, generator);
  const torch::Tensor counts = masks.flatten(1).sum(1).to(torch::kFloat32);
  EXPECT_GE(counts.min().item<float>(), 1);
  EXPECT_LE(counts.max().item<float>(), 256);
  EXPECT_NEAR(counts.mean().item<float>() / 256, 2 / M_PI, 0.06);  // mean of cos(u·π/2)
  // A rectangle fills its own bounding box.
  const torch::Tensor boxes = drawMasks(50, 16, 16, 0, 1, generator);
  for (int64_t i = 0; i < 50; ++i) {
    const torch::Tensor cells = boxes[i].nonzero();
    const auto low = std::get<0>(cells.min(0)), high = std::get<0>(cells.max(0));
    EXPECT_EQ((high - low + 1).prod().item<int64_t>(), cells.size(0));
  }
}

TEST(Muon, OrthogonalisesWhateverTheShape) {
  torch::manual_seed(1);
  for (const auto& [rows, columns] : {std::pair{8, 20}, std::pair{20, 8}, std::pair{12, 12}}) {
    const torch::Tensor made = orthogonalised(torch::randn({1, rows, columns}), 5)[0];
    const auto singular = std::get<1>(torch::linalg_svd(made, false));
    EXPECT_GT(singular.min().item<double>(), 0.3);
    EXPECT_LT(singular.max().item<double>(), 1.4);
  }
}

TEST(AdamW, EqualsTorchsOwn) {
  torch::manual_seed(2);
  const torch::Tensor start = torch::randn({7, 5});
  torch::Tensor ours = start.clone().requires_grad_(), theirs = start.clone().requires_grad_();
  AdamWOptions options;
  options.weightDecay = 0.1;
  AdamW mine({{"w", ours}}, options, scratchNoDecay);
  torch::optim::AdamW reference({theirs}, torch::optim::AdamWOptions(1e-2).weight_decay(0.1));
  for (int i = 0; i < 20; ++i) {
    const torch::Tensor target = torch::randn({7, 5});
    (ours - target).square().sum().backward();
    mine.step(1e-2);
    reference.zero_grad();
    (theirs - target).square().sum().backward();
    reference.step();
  }
  EXPECT_LT((ours - theirs).abs().max().item<double>(), 1e-5);
}

TEST(LearningRate, TrapezoidWarmsUpAndCoolsDown) {
  EXPECT_DOUBLE_EQ(trapezoid(0, 10, 20, 100), 0.1);
  EXPECT_DOUBLE_EQ(trapezoid(50, 10, 20, 100), 1);
  EXPECT_DOUBLE_EQ(trapezoid(90, 10, 20, 100), 0.5);
  EXPECT_DOUBLE_EQ(trapezoid(100, 10, 20, 100), 0);
}

}  // namespace
}  // namespace unmask
