#include "core/train/adapter_trainer.h"

#include <gtest/gtest.h>

#include "core/model/adapter_fold.h"
#include "core/train/checkpoint.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/small_training.h"

namespace unmask {
namespace {

using torch::Tensor;

/// As the released models: convolutions in the blocks, no extensions.
TransformerConfig blockyTransformer() {
  TransformerConfig c = test::smallTransformer();
  c.numResBlocks = 1;
  c.useBias = false;
  c.extensions = {};
  return c;
}

AdapterTrainingSettings quickSettings() {
  AdapterTrainingSettings s;
  s.steps = 60;
  s.warmup = 5;
  s.cooldown = 20;
  s.batchSize = 4;
  s.learningRate = 2e-2;
  s.rank = 4;
  s.alpha = 8;
  s.textDropout = 0;
  s.bfloat16 = false;
  return s;
}

/// A picture to learn and three of "own" ones, each with a caption of its own; caption 0 is the empty one.
AdapterDataset samples() {
  torch::manual_seed(11);
  AdapterDataset data;
  data.groups = {{torch::randint(20, {1, 4, 4}, torch::kInt64), {1}, 0.5},
                 {torch::randint(20, {3, 4, 4}, torch::kInt64), {2, 3, 4}, 0.5}};
  data.hiddenStates = torch::randn({5, 6, 16});
  data.pooled = torch::randn({5, 16});
  data.pictureSide = 64;
  return data;
}

Uvit network() {
  torch::manual_seed(3);
  Uvit transformer(blockyTransformer());
  return transformer;
}

AdapterTrainer::Batch wholePicture(const AdapterDataset& data) {
  return {data.groups[0].codes, torch::ones({1, 4, 4}, torch::kBool), {1}};
}

std::map<std::string, Tensor> asMap(const std::vector<std::pair<std::string, Tensor>>& state) {
  std::map<std::string, Tensor> out;
  for (const auto& [name, tensor] : state) out.emplace(name, tensor.clone());
  return out;
}

/// As many threads as said, for the life of a scope.
class Threads {
 public:
  explicit Threads(int count) : m_before(at::get_num_threads()) { at::set_num_threads(count); }
  ~Threads() { at::set_num_threads(m_before); }
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;

 private:
  int m_before;
};

/// With prior preservation, which runs the network without the adapter in between, and two batches an update.
TEST(AdapterTrainer, LearnsTheSameWithLessMemory) {
  AdapterDataset data = samples();
  data.groups[1].isPrior = true;
  const auto learned = [&](bool checkpoints) {
    const Threads scope(checkpoints ? 3 : 1);  // also what is computed again inside of a thread
    AdapterTrainingSettings s = quickSettings();
    s.accumulation = 2;
    s.activationCheckpointing = checkpoints;
    AdapterTrainer trainer(network(), data, s);
    for (int i = 0; i < 5; ++i) trainer.step();
    return asMap(trainer.state());
  };
  const auto kept = learned(false), recomputed = learned(true);
  ASSERT_EQ(kept.size(), recomputed.size());
  for (const auto& [name, tensor] : kept)
    EXPECT_LT((tensor - recomputed.at(name)).abs().max().item<double>(), 2e-4) << name;
}

TEST(AdapterTrainer, ThreadsThatShareTheSamplesOutLearnTheSame) {
  AdapterDataset data = samples();
  data.groups.push_back(data.groups[1]);
  data.groups.back().isPrior = true;
  AdapterTrainingSettings settings = quickSettings();
  settings.batchSize = 5;  // not to be halved, and too few for eight
  settings.accumulation = 2;
  struct Learned {
    std::map<std::string, Tensor> state;
    TokenStepReport last;
  };
  const auto learned = [&](int threads) {
    const Threads scope(threads);
    AdapterTrainer trainer(network(), data, settings);
    Learned out;
    for (int i = 0; i < 4; ++i) out.last = trainer.step();
    out.state = asMap(trainer.state());
    return out;
  };
  const Learned alone = learned(1);
  EXPECT_GT(alone.last.accuracy, 0);
  for (const int threads : {2, 3, 8}) {
    const Learned shared = learned(threads), again = learned(threads);
    EXPECT_NEAR(shared.last.loss, alone.last.loss, 1e-5) << threads;
    EXPECT_NEAR(shared.last.crossEntropy, alone.last.crossEntropy, 1e-5) << threads;
    EXPECT_NEAR(shared.last.accuracy, alone.last.accuracy, 1e-9) << threads;
    EXPECT_NEAR(shared.last.gradientNorm, alone.last.gradientNorm, 1e-4) << threads;
    for (const auto& [name, tensor] : alone.state) {
      EXPECT_LT((shared.state.at(name) - tensor).abs().max().item<double>(), 2e-4) << name << ", " << threads;
      EXPECT_TRUE(torch::equal(shared.state.at(name), again.state.at(name))) << name << ", " << threads;
    }
  }
}

TEST(AdapterTrainer, SamplesAreSharedOutInOrder) {
  AdapterTrainer::Batch batch;
  batch.codes = torch::arange(5).view({5, 1, 1}).expand({5, 4, 4}).contiguous();
  batch.masked = batch.codes > 2;
  batch.captions = {10, 11, 12, 13, 14};
  batch.isPrior = {false, true, false, false, true};
  const std::vector<AdapterTrainer::Batch> parts = batch.inParts(2);
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts[0].captions, (std::vector<int64_t>{10, 11}));
  EXPECT_EQ(parts[1].captions, (std::vector<int64_t>{12, 13, 14}));
  EXPECT_EQ(parts[1].isPrior, (std::vector<bool>{false, false, true}));
  EXPECT_TRUE(torch::equal(parts[1].codes, batch.codes.narrow(0, 2, 3)));
  EXPECT_TRUE(torch::equal(parts[1].masked, batch.masked.narrow(0, 2, 3)));
  EXPECT_EQ(batch.inParts(9).size(), 5U);
  EXPECT_EQ(batch.priorOnly().captions, (std::vector<int64_t>{11, 14}));
  batch.isPrior.clear();
  EXPECT_EQ(batch.priorOnly().codes.size(0), 0);
}

// A part of a batch may hold nothing that is hidden.
TEST(AdapterTrainer, ASampleThatHidesNothingTeachesNothing) {
  const AdapterDataset data = samples();
  AdapterTrainer::Batch one{data.groups[1].codes.narrow(0, 0, 1), torch::ones({1, 4, 4}, torch::kBool), {2}};
  AdapterTrainer::Batch two{
      data.groups[1].codes.narrow(0, 0, 2), torch::ones({2, 4, 4}, torch::kBool), {2, 3}};
  two.masked[1].fill_(false);
  const auto learned = [&](const AdapterTrainer::Batch& batch) {
    const Threads scope(2);
    AdapterTrainer trainer(network(), data, quickSettings());
    trainer.step({batch});
    return asMap(trainer.state());
  };
  const auto expected = learned(one);
  for (const auto& [name, tensor] : learned(two))
    EXPECT_TRUE(torch::allclose(tensor, expected.at(name), 1e-3, 1e-6)) << name;
}

TEST(AdapterTrainer, StartsAsTheModelItself) {
  const AdapterDataset data = samples();
  Uvit transformer = network();
  const torch::NoGradGuard noGrad;
  const UvitContext context =
      transformer->prepare(data.hiddenStates.narrow(0, 1, 1), data.pooled.narrow(0, 1, 1),
                           torch::tensor({64.0F, 64.0F, 0.0F, 0.0F, 6.0F}).unsqueeze(0));
  const Tensor masked = torch::full({1, 4, 4}, 20, torch::kInt64);
  const Tensor plain = transformer->head(transformer->trunk(masked, context)).flatten(0, 2);
  AdapterTrainer trainer(transformer, data, quickSettings());
  EXPECT_TRUE(torch::equal(trainer.maskedLogits(wholePicture(data)), plain));
}

TEST(AdapterTrainer, LearnsThePictureAndLeavesTheModelAlone) {
  Uvit transformer = network();
  std::map<std::string, Tensor> before;
  for (const auto& item : transformer->named_parameters()) before[item.key()] = item.value().detach().clone();
  AdapterDataset data = samples();
  data.groups.pop_back();  // the picture alone
  AdapterTrainer trainer(transformer, data, quickSettings());
  const auto lossNow = [&] {
    const torch::NoGradGuard noGrad;
    return maskedLoss(trainer.maskedLogits(wholePicture(data)), data.groups[0].codes.flatten(), 0)
        .item<double>();
  };
  const double first = lossNow();
  while (trainer.stepsDone() < 60) trainer.step();
  EXPECT_LT(lossNow(), 0.6 * first);
  for (const auto& item : transformer->named_parameters())
    EXPECT_TRUE(torch::equal(item.value(), before.at(item.key()))) << item.key();
}

TEST(AdapterTrainer, TheFoldedAdapterIsTheTrainingForward) {
  Uvit transformer = network();
  const AdapterDataset data = samples();
  const AdapterTrainingSettings settings = quickSettings();
  AdapterTrainer trainer(transformer, data, settings);
  for (int i = 0; i < 10; ++i) trainer.step();
  const torch::NoGradGuard noGrad;
  const Tensor training = trainer.maskedLogits(wholePicture(data));

  test::ScratchDir dir;
  std::vector<AdapterLayer> layers;
  const auto view = [](const Tensor& t) {
    return TensorView{
        "", TensorType::F32, t.sizes().vec(), {static_cast<const std::byte*>(t.data_ptr()), t.nbytes()}};
  };
  const auto matrices = trainer.matrices();
  for (const auto& m : matrices) layers.push_back({m.module, view(m.down), view(m.up)});
  AdapterInfo info;
  info.rank = static_cast<int>(settings.rank);
  info.alpha = settings.alpha;
  ASSERT_TRUE(writeAdapter(dir / "a.safetensors", info, layers).ok());
  AdapterFold fold(*transformer);
  ASSERT_TRUE(fold.set({{*AdapterFile::open(dir / "a.safetensors"), 1}}).ok());
  const UvitContext context =
      transformer->prepare(data.hiddenStates.narrow(0, 1, 1), data.pooled.narrow(0, 1, 1),
                           torch::tensor({64.0F, 64.0F, 0.0F, 0.0F, 6.0F}).unsqueeze(0));
  const Tensor masked = torch::full({1, 4, 4}, 20, torch::kInt64);
  const Tensor folded = transformer->head(transformer->trunk(masked, context)).flatten(0, 2);
  EXPECT_TRUE(torch::allclose(folded, training, 1e-5, 1e-5));
  // While something is folded in, training still starts from the model's own weights.
  EXPECT_TRUE(torch::equal(trainer.maskedLogits(wholePicture(data)), training));
}

TEST(AdapterTrainer, AResumedRunIsTheSameRun) {
  const AdapterDataset data = samples();
  AdapterTrainingSettings settings = quickSettings();
  settings.emaDecay = 0.9;
  settings.textDropout = 0.3;
  settings.contiguousMasks = 0.3;
  AdapterTrainer whole(network(), data, settings);
  for (int i = 0; i < 12; ++i) whole.step();

  test::ScratchDir dir;
  {
    AdapterTrainer first(network(), data, settings);
    for (int i = 0; i < 7; ++i) first.step();
    ASSERT_TRUE(saveCheckpoint(dir / "run", first.stepsDone(), "{}", first.state()).ok());
  }
  const auto checkpoint = loadCheckpoint(dir / "run");
  ASSERT_TRUE(checkpoint.ok());
  AdapterTrainer second(network(), data, settings);
  ASSERT_TRUE(second.restore(checkpoint->tensors, checkpoint->step));
  EXPECT_EQ(second.stepsDone(), 7);
  for (int i = 0; i < 5; ++i) second.step();
  const auto expected = asMap(whole.state());
  for (const auto& [name, tensor] : second.state())
    EXPECT_TRUE(torch::equal(tensor, expected.at(name))) << name;
}

TEST(AdapterTrainer, RefusesAnothersState) {
  const AdapterDataset data = samples();
  AdapterTrainingSettings other = quickSettings();
  other.rank = 2;
  AdapterTrainer small(network(), data, other), trainer(network(), data, quickSettings());
  trainer.step();
  const auto before = asMap(trainer.state());
  EXPECT_FALSE(trainer.restore(asMap(small.state()), 0));
  EXPECT_FALSE(trainer.restore({}, 0));
  EXPECT_EQ(trainer.stepsDone(), 1);
  for (const auto& [name, tensor] : trainer.state())
    EXPECT_TRUE(torch::equal(tensor, before.at(name))) << name;
}

TEST(AdapterTrainer, AccumulationIsTheMeanOfItsBatches) {
  const AdapterDataset data = samples();
  const auto batch = [&](int64_t picture) {
    AdapterTrainer::Batch b;
    b.codes = data.groups[1].codes.narrow(0, picture, 1);
    b.masked = torch::ones({1, 4, 4}, torch::kBool);
    b.captions = {2 + picture};
    return b;
  };
  AdapterTrainer apart(network(), data, quickSettings()), together(network(), data, quickSettings());
  apart.step({batch(0), batch(1)});
  AdapterTrainer::Batch both = batch(0);
  both.codes = data.groups[1].codes.narrow(0, 0, 2);
  both.masked = torch::ones({2, 4, 4}, torch::kBool);
  both.captions = {2, 3};
  together.step({both});
  const auto expected = asMap(together.state());
  for (const auto& [name, tensor] : apart.state())
    EXPECT_TRUE(torch::allclose(tensor, expected.at(name), 1e-3, 1e-6)) << name;
}

// With textDropout 1 no caption is ever seen, so that other texts give the same adapter; with 0 they do not.
TEST(AdapterTrainer, TextDropoutIsTheRightWayRound) {
  const auto trained = [](double dropout, double textScale, bool hasUnusedPrior = false) {
    AdapterDataset data = samples();
    if (hasUnusedPrior) {
      data.groups.push_back(data.groups[1]);
      data.groups.back().isPrior = true;
      data.groups.back().share = 0;
    }
    data.hiddenStates.narrow(0, 1, 4).mul_(textScale);
    data.pooled.narrow(0, 1, 4).mul_(textScale);
    AdapterTrainingSettings settings = quickSettings();
    settings.textDropout = dropout;
    AdapterTrainer trainer(network(), data, settings);
    for (int i = 0; i < 3; ++i) trainer.step();
    return trainer.matrices().front().up.clone();
  };
  EXPECT_TRUE(torch::equal(trained(1, 1), trained(1, -2)));
  EXPECT_FALSE(torch::equal(trained(0, 1), trained(0, -2)));
  // A prior of no share keeps nothing, and so cannot be left to learn what no words mean.
  EXPECT_TRUE(torch::equal(trained(1, 1, true), trained(1, -2, true)));
}

TEST(AdapterTrainer, TargetsAreChosenByName) {
  AdapterTrainingSettings settings = quickSettings();
  // Two layers with two attentions, two text blocks with two: 8 · 4 matrices, and of each layer two of the
  // feed-forward and three of the norms.
  EXPECT_EQ(AdapterTrainer(network(), samples(), settings).matrices().size(), 8U * 4 + 2 * 5);
  settings.allTargets = false;
  EXPECT_EQ(AdapterTrainer(network(), samples(), settings).matrices().size(), 8U * 3);
}

TEST(AdapterTrainer, GroupsAreDrawnByTheirShares) {
  AdapterDataset data = samples();
  data.groups[0].share = 0;  // the picture itself: never
  AdapterTrainer without(network(), data, quickSettings());
  data.groups[0].codes = data.groups[0].codes.flip({1});
  AdapterTrainer other(network(), data, quickSettings());
  without.step(), other.step();
  EXPECT_TRUE(torch::equal(without.matrices().front().up, other.matrices().front().up));
}

// The loss of prior samples is how far the predictions went away from the network's own: nothing at the
// start, and held down while the picture is learned.
TEST(AdapterTrainer, PriorSamplesKeepTheModelAsItIs) {
  const Threads scope(1);  // several share the samples out, and then rounding may differ
  const auto driftWith = [](double priorShare) {
    AdapterDataset data = samples();
    AdapterDataset::Group prior = data.groups[1];
    prior.isPrior = true;
    data.groups = {data.groups[0], prior};
    data.groups[0].share = 1 - priorShare;
    data.groups[1].share = priorShare;
    AdapterTrainer trainer(network(), data, quickSettings());
    const AdapterTrainer::Batch batch{prior.codes, torch::ones({3, 4, 4}, torch::kBool), {2, 3, 4}};
    {
      const torch::NoGradGuard noGrad;
      EXPECT_TRUE(torch::equal(trainer.maskedLogits(batch), trainer.ownLogits(batch)));
    }
    for (int i = 0; i < 40; ++i) trainer.step();
    const torch::NoGradGuard noGrad;
    return torch::kl_div(trainer.maskedLogits(batch).log_softmax(1), trainer.ownLogits(batch).log_softmax(1),
                         at::Reduction::Sum, true)
               .item<double>() /
           48;
  };
  const double without = driftWith(0);
  EXPECT_GT(without, 0.05);
  EXPECT_LT(driftWith(0.5), 0.5 * without);
}

}  // namespace
}  // namespace unmask
