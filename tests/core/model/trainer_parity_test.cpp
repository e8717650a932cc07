// The trainer's own parts (loss on the hidden cells alone, AdamW in one pass) against the losses of
// reference 13.6.
#include <map>

#include "core/model/uvit.h"
#include "core/train/optimizer.h"
#include "core/train/token_trainer.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"
#include "tests/support/training_batch.h"

namespace unmask::test {
namespace {

constexpr double kTolerance = 1e-5;  // printed with six decimals; three updates add up

AdamW::Named namedParameters(const torch::nn::Module& module) {
  AdamW::Named out;
  for (const auto& item : module.named_parameters()) out.emplace_back(item.key(), item.value());
  return out;
}

TEST(TrainerParity, ExemptsTheFourTensorsOfTheReferenceFromDecay) {
  std::vector<std::string> exempt;
  Uvit model(tinyTransformerConfig(true));
  for (const auto& item : model->named_parameters())
    if (referenceNoDecay(item.key())) exempt.push_back(item.key());
  std::sort(exempt.begin(), exempt.end());
  EXPECT_EQ(exempt,
            (std::vector<std::string>{"embed.embeddings.weight", "embed.layer_norm.weight",
                                      "encoder_proj_layer_norm.weight", "mlm_layer.layer_norm.weight"}));
}

TEST(TrainerParity, LossesOverThreeUpdates) {
  Uvit model(tinyTransformerConfig(true));
  fillGolden(*model);
  AdamW optimizer(namedParameters(*model), AdamWOptions(), referenceNoDecay);
  const UvitInputs in = tinyUvitInputs();
  const TrainingBatch batch = tinyTrainingBatch();
  const torch::Tensor hidden = (batch.labels.flatten() >= 0).nonzero().flatten();
  const torch::Tensor labels = batch.labels.flatten().index({hidden});
  const double printed[3][3] = {
      {4.497845, 4.50399, 3.94303}, {4.012039, 4.068587, 3.557512}, {3.692666, 3.782916, 3.287748}};
  for (const auto& [loss, smoothed, norm] : printed) {
    const UvitContext context = model->prepare(in.encoderStates, in.pooled, in.microConditions);
    const torch::Tensor rows = model->trunk(batch.inputs, context).flatten(0, 2).index({hidden});
    const torch::Tensor logits = model->head(rows);
    const torch::Tensor actual = maskedLoss(logits, labels, 0);
    actual.backward();
    EXPECT_NEAR(actual.item<double>(), loss, kTolerance);
    EXPECT_NEAR(maskedLoss(logits.detach(), labels, 0.1).item<double>(), smoothed, kTolerance);
    EXPECT_NEAR(optimizer.step(1e-3), norm, 2 * kTolerance);
  }
}

}  // namespace
}  // namespace unmask::test
