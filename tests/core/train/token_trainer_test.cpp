#include "core/train/token_trainer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/train/checkpoint.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/small_training.h"

namespace unmask {
namespace {

using namespace test;

TEST(TokenTrainer, LearnsEightSamplesFromTheirCaptionsAlone) {
  at::set_num_threads(2);
  TokenTrainer trainer = smallTokenTrainer(smallTokenSettings());
  const double before = trainer.crossEntropyAt(1, false, 8);
  EXPECT_NEAR(before, std::log(20.0), 1.0);
  while (trainer.stepsDone() < 200) trainer.step();
  const TokenTrainer::Averaged averaged(trainer);
  EXPECT_LT(trainer.crossEntropyAt(1, false, 8), 0.3);
  EXPECT_GT(trainer.crossEntropyAt(1, true, 8), 2) << "the text must be what told the pictures apart";
}

// A mirror image has the captions of what it mirrors: half of such a set away once lay the same picture.
TEST(TokenTrainer, MirrorImagesAreNoOtherPictures) {
  TokenDataset mirrored = eightSamples();
  mirrored.codes = torch::cat({mirrored.codes, mirrored.codes.flip({2})});
  for (int64_t i = 0; i < 8; ++i) mirrored.captions.push_back({i});
  mirrored.distinctPictures = 8;
  torch::manual_seed(3);
  Uvit transformer(smallTransformer());
  TextEncoder text(smallText());
  initialiseForTraining(transformer, text, false);
  TokenTrainer trainer(transformer, text, std::move(mirrored), smallTokenSettings(), nullptr);
  EXPECT_NE(trainer.crossEntropyAt(1, true, 8), trainer.crossEntropyAt(1, false, 8));
  EXPECT_EQ(trainer.crossEntropyAt(1, true, 8),
            smallTokenTrainer(smallTokenSettings()).crossEntropyAt(1, true, 8));
}

TEST(TokenTrainer, ResumingEqualsNotStopping) {
  at::set_num_threads(1);
  const test::ScratchDir dir;
  TokenTrainer whole = smallTokenTrainer(smallTokenSettings());
  for (int i = 0; i < 8; ++i) whole.step();

  TokenTrainer first = smallTokenTrainer(smallTokenSettings());
  for (int i = 0; i < 5; ++i) first.step();
  ASSERT_TRUE(saveCheckpoint(dir / "checkpoint.safetensors", first.stepsDone(), "{}", first.state()).ok());
  const auto checkpoint = loadCheckpoint(dir / "checkpoint.safetensors");
  ASSERT_TRUE(checkpoint.ok());
  TokenTrainer second = smallTokenTrainer(smallTokenSettings());
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
  TokenTrainer trainer(transformer, text, data, smallTokenSettings());
  trainer.step();
  trainer.step();
  std::vector<uint64_t> wanted(16);
  std::iota(wanted.begin(), wanted.end(), 0);
  EXPECT_EQ(asked, wanted);
}

TEST(TokenTrainer, RefusesACheckpointOfAnotherShapeAndStaysAsItWas) {
  TokenTrainer trainer = smallTokenTrainer(smallTokenSettings());
  std::map<std::string, torch::Tensor> state;
  for (auto& [name, tensor] : trainer.state()) state.emplace(name, tensor.clone());
  state.begin()->second = torch::zeros({1});
  trainer.step();
  EXPECT_FALSE(trainer.restore(state, 0));
  EXPECT_EQ(trainer.stepsDone(), 1);
}

TEST(TokenTrainer, LeavesAllToAdamWWithoutARateForMuon) {
  TokenTrainingSettings settings = smallTokenSettings();
  settings.muonLearningRate = 0;
  settings.learningRate = 1e-2;
  TokenTrainer trainer = smallTokenTrainer(settings);
  std::map<std::string, torch::Tensor> before;
  for (const auto& [name, tensor] : trainer.state()) before.emplace(name, tensor.clone());
  trainer.step();
  int matrices = 0;
  for (const auto& [name, tensor] : trainer.state()) {
    EXPECT_FALSE(name.starts_with("muon."));
    if (!name.starts_with("model.") || !name.ends_with("to_q.weight")) continue;
    EXPECT_FALSE(torch::equal(tensor, before.at(name))) << name;
    EXPECT_TRUE(before.count("adam.m." + name.substr(6)));
    ++matrices;
  }
  EXPECT_GT(matrices, 0);
}

TEST(TokenTrainer, ThreadsThatShareTheBatchMakeTheSameUpdate) {
  const auto learned = [](int threads, std::vector<TokenStepReport>& reports) {
    at::set_num_threads(threads);
    TokenTrainingSettings settings = smallTokenSettings();
    settings.activationCheckpointing = threads == 3;  // computed again inside of a thread
    TokenTrainer trainer = smallTokenTrainer(settings);
    for (int i = 0; i < 3; ++i) reports.push_back(trainer.step());
    std::map<std::string, torch::Tensor> state;
    for (const auto& [name, tensor] : trainer.state()) state.emplace(name, tensor.clone());
    return state;
  };
  std::vector<TokenStepReport> one;
  const auto alone = learned(1, one);
  for (const int threads : {2, 3, 8, 16}) {  // 8 samples: sixteen share each product
    std::vector<TokenStepReport> some, same;
    const auto shared = learned(threads, some), again = learned(threads, same);
    for (size_t i = 0; i < one.size(); ++i) {
      EXPECT_NEAR(some[i].loss, one[i].loss, 1e-4);
      EXPECT_NEAR(some[i].crossEntropy, one[i].crossEntropy, 1e-4);
      EXPECT_NEAR(some[i].accuracy, one[i].accuracy, 1e-6);
      EXPECT_NEAR(some[i].gradientNorm, one[i].gradientNorm, 1e-3 * one[i].gradientNorm);
    }
    for (const auto& [name, tensor] : alone) {
      EXPECT_LT((shared.at(name) - tensor).abs().max().item<double>(), 2e-3) << name << ", " << threads;
      EXPECT_TRUE(torch::equal(shared.at(name), again.at(name))) << name << ", " << threads;
    }
  }
  at::set_num_threads(2);
}

TEST(TokenTrainer, MicroBatchesMakeTheSameUpdate) {
  at::set_num_threads(1);
  TokenTrainingSettings settings = smallTokenSettings();
  ASSERT_EQ(settings.batchSize, 8);
  TokenTrainer whole = smallTokenTrainer(settings);
  settings.microBatch = 3;  // 3, 3 and 2, each with its own number of masked cells
  TokenTrainer parts = smallTokenTrainer(settings);
  for (int i = 0; i < 3; ++i) {
    const TokenStepReport a = whole.step(), b = parts.step();
    EXPECT_NEAR(a.loss, b.loss, 1e-4);
    EXPECT_NEAR(a.accuracy, b.accuracy, 1e-6);
    EXPECT_NEAR(a.gradientNorm, b.gradientNorm, 1e-3 * a.gradientNorm);
  }
  const auto a = whole.state(), b = parts.state();
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    if (!a[i].first.starts_with("adam.m.") && !a[i].first.starts_with("muon.")) continue;
    const double most = a[i].second.abs().max().item<double>();
    EXPECT_LT((a[i].second - b[i].second).abs().max().item<double>(), 1e-3 * most + 1e-7) << a[i].first;
  }
}

TEST(TokenTrainer, AFrozenTextEncoderStaysAndComesBackWithTheRun) {
  TokenTrainingSettings settings = smallTokenSettings();
  settings.trainTextEncoder = false;
  TokenTrainer trainer = smallTokenTrainer(settings);
  std::map<std::string, torch::Tensor> before;
  for (const auto& [name, tensor] : trainer.state()) before.emplace(name, tensor.clone());
  trainer.step();
  int frozen = 0, learned = 0;
  for (const auto& [name, tensor] : trainer.state()) {
    if (name.starts_with("model.text_encoder.")) {
      EXPECT_TRUE(torch::equal(tensor, before.at(name))) << name;
      ++frozen;
    }
    if (name.starts_with("model.transformer.") && !torch::equal(tensor, before.at(name))) ++learned;
    EXPECT_EQ(name.find("adam.m.text_encoder"), std::string::npos);
    EXPECT_EQ(name.find("ema.text_encoder"), std::string::npos);
  }
  EXPECT_GT(frozen, 10);
  EXPECT_GT(learned, 10);

  for (auto& [name, tensor] : before)
    if (name.starts_with("model.text_encoder.")) tensor.add_(1);  // another's
  ASSERT_TRUE(trainer.restore(before, 0));
  for (const auto& [name, tensor] : trainer.state())
    EXPECT_TRUE(torch::equal(tensor, before.at(name))) << name;
}

TEST(TokenTrainer, ReferenceInitialisationStartsWithZeroLogits) {
  TokenTrainingSettings settings = smallTokenSettings();
  settings.referenceInitialisation = true;
  EXPECT_NEAR(smallTokenTrainer(settings).crossEntropyAt(0.5, false, 8), std::log(20.0),
              1e-5);  // reference 3.4
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

TEST(WrongTokens, AreOtherPicturesOfTheSameCellUpToTheShareAsked) {
  // A code tells its picture and its cell; the batch's own are negative.
  const torch::Tensor cells = torch::arange(256).view({1, 16, 16});
  const torch::Tensor others = cells + 256 * torch::arange(7).view({7, 1, 1});
  const torch::Tensor codes = -1 - cells.expand({400, 16, 16});
  at::Generator generator = stepGenerator(1, 0);
  const torch::Tensor shown = withWrongTokens(codes, others, 0.4, generator);
  const torch::Tensor isWrong = shown.ge(0);
  EXPECT_TRUE(torch::equal(shown.masked_select(~isWrong), codes.masked_select(~isWrong)));
  EXPECT_TRUE((shown.remainder(256).eq(cells) | ~isWrong).all().item<bool>());
  const torch::Tensor shares = isWrong.flatten(1).to(torch::kFloat32).mean(1);
  EXPECT_NEAR(shares.mean().item<float>(), 0.2, 0.02);
  EXPECT_LT(shares.min().item<float>(), 0.02);
  EXPECT_GT(shares.max().item<float>(), 0.38);
  EXPECT_LT(shares.max().item<float>(), 0.55);  // 0.4 and five deviations of 256 draws
  // A picture for each cell, every picture as often.
  const torch::Tensor uses = shown.masked_select(isWrong).floor_divide(256).bincount({}, 7);
  EXPECT_GT(uses.min().item<int64_t>() * 1.1, uses.max().item<int64_t>());
}

// A step with wrong tokens shows the network something else and asks for the same.
TEST(TokenTrainer, WrongTokensMakeTheTaskHarderAndAreNotTheAnswer) {
  TokenTrainingSettings settings = smallTokenSettings();
  TokenTrainer clean = smallTokenTrainer(settings);
  settings.wrongTokens = 1;
  TokenTrainer wrong = smallTokenTrainer(settings);
  double ofClean = 0, ofWrong = 0;
  for (int64_t i = 0; i < settings.steps; ++i) {
    ofClean = clean.step().crossEntropy;
    ofWrong = wrong.step().crossEntropy;
  }
  EXPECT_GT(ofWrong, ofClean);
  EXPECT_LT(wrong.crossEntropyAt(0.7, false, 8), 0.5);  // learned all the same, and true tokens help
}

TEST(Muon, KeepsNoAverageThatNobodyAskedFor) {
  torch::Tensor weight = torch::ones({4, 4});
  weight.mutable_grad() = torch::eye(4);
  Muon plain({{"w", weight}}, {});
  EXPECT_TRUE(plain.averaged().front().second.is_alias_of(weight));
  EXPECT_EQ(plain.state().size(), 1U);
  plain.step(0.1);
  EXPECT_TRUE(torch::equal(plain.averaged().front().second, weight));
  const Muon kept({{"w", weight}}, {.emaDecay = 0.9});
  EXPECT_FALSE(kept.averaged().front().second.is_alias_of(weight));
  EXPECT_EQ(kept.state().size(), 2U);
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
