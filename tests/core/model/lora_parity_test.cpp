// LoRA on the tiny U-ViT against tests/parity/lora.md, which make_lora.py computed without any of our code.
#include <map>

#include "core/model/adapter_fold.h"
#include "core/train/adapter_trainer.h"
#include "tests/support/golden_fill.h"
#include "tests/support/reference_table.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"
#include "tests/support/training_batch.h"

namespace unmask::test {
namespace {

using torch::Tensor;

constexpr double kLossTolerance = 1e-5;
constexpr double kNormTolerance = 2e-5;  // relative: what the reference promises between builds

Tensor goldenMatrix(const std::string& name, const Tensor& like) {
  return torch::tensor(goldenParameter(name, like.sizes().vec())).view(like.sizes());
}

class LoraParity : public testing::Test {
 protected:
  LoraParity() {
    fillGolden(*model);
    settings.steps = 1000;
    settings.warmup = settings.cooldown = 0;
    settings.learningRate = 1e-3;
    settings.beta2 = 0.999;
    settings.clipNorm = 0;
    settings.rank = 4;
    settings.alpha = 8;
    settings.allTargets = settings.bfloat16 = false;
    const UvitInputs in = tinyUvitInputs();
    AdapterDataset data;
    data.hiddenStates = in.encoderStates;
    data.pooled = in.pooled;
    data.pictureSide = 64;
    trainer = std::make_unique<AdapterTrainer>(model, std::move(data), settings);
    std::map<std::string, Tensor> state;
    for (const auto& [name, tensor] : trainer->state())
      state[name] = name.starts_with("adam.") ? tensor : goldenMatrix(name, tensor);
    EXPECT_TRUE(trainer->restore(state, 0));
    const TrainingBatch tiny = tinyTrainingBatch();
    const Tensor masked = (tiny.labels >= 0).view({2, 4, 4});
    batch = {torch::where(masked, tiny.labels.view({2, 4, 4}), tiny.inputs), masked, {0, 1}};
  }

  void expectRow(const std::string& name, const Tensor& actual) const {
    for (const ReferenceRow& row : table)
      if (row.path == name) {
        EXPECT_TRUE(matchesRow(actual, row)) << name;
        return;
      }
    ADD_FAILURE() << "no row " << name;
  }

  Uvit model{tinyTransformerConfig(true)};
  AdapterTrainingSettings settings;
  std::unique_ptr<AdapterTrainer> trainer;
  AdapterTrainer::Batch batch;
  const std::vector<ReferenceRow> table = readReferenceTable("lora.md");
};

TEST_F(LoraParity, ChangesTheReferencesModules) {
  EXPECT_EQ(trainer->matrices().size(), 36U);
  EXPECT_EQ(trainer->parameterCount(), 7680);
  for (const auto& m : trainer->matrices())
    EXPECT_TRUE(m.module.ends_with("to_q") || m.module.ends_with("to_k") || m.module.ends_with("to_v"))
        << m.module;
}

// The table holds the logits of every cell; the trainer computes those of the hidden ones, so fold the
// matrices in and ask the whole network.
TEST_F(LoraParity, ForwardWithAndWithout) {
  const torch::NoGradGuard noGrad;
  const UvitInputs in = tinyUvitInputs();
  const Tensor micro = torch::tensor({64.0F, 64.0F, 0.0F, 0.0F, 6.0F}).repeat({2, 1});
  const Tensor input = batch.codes.masked_fill(batch.masked, 71);
  const auto logits = [&] { return model->forward(input, in.encoderStates, in.pooled, micro); };
  expectRow("logits without", logits());
  for (const auto& m : trainer->matrices()) {
    Tensor& weight = linearLayers(*model).at(m.module)->weight;
    weight.add_(adapterDelta(m.down, m.up, 2));
  }
  expectRow("logits", logits());
}

TEST_F(LoraParity, ThreeUpdates) {
  const double printed[3][2] = {{4.607069, 6.756431}, {4.396525, 4.448084}, {4.305473, 5.171569}};
  for (const auto& [loss, norm] : printed) {
    const TokenStepReport report = trainer->step({batch});
    EXPECT_NEAR(report.loss, loss, kLossTolerance);
    EXPECT_NEAR(report.gradientNorm, norm, kNormTolerance * norm);
  }
  std::map<std::string, Tensor> state;
  for (const auto& [name, tensor] : trainer->state()) state[name] = tensor;
  for (const char* path : {"transformer_layers.0.attn1.to_q", "up_block.attention_blocks.1.attn2.to_v"})
    for (const char* part : {".lora_A.weight", ".lora_B.weight"})
      expectRow(std::string(path) + part, state.at(std::string(path) + part));
}

}  // namespace
}  // namespace unmask::test
