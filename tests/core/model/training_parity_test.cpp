// Three updates of the fine-tuning step against reference 13.6.
#include <cmath>
#include <map>

#include "core/model/uvit.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"
#include "tests/support/training_batch.h"

namespace unmask::test {
namespace {

constexpr double kLossTolerance = 1e-5;      // printed with six decimals; three updates add up
constexpr double kGradientTolerance = 1e-6;  // printed with seven decimals
constexpr int64_t kCells = 16;

torch::Tensor lossOf(const torch::Tensor& logits, const torch::Tensor& labels, double smoothing = 0) {
  const torch::Tensor rows = logits.permute({0, 2, 3, 1}).reshape({2 * kCells, -1});
  return torch::nn::functional::cross_entropy(
      rows, labels.flatten(),
      torch::nn::functional::CrossEntropyFuncOptions().ignore_index(-100).label_smoothing(smoothing));
}

class TrainingParity : public testing::Test {
 protected:
  void SetUp() override { fillGolden(*model); }

  torch::Tensor logits() {
    return model->forward(batch.inputs, in.encoderStates, in.pooled, in.microConditions);
  }

  double gradientNorm() {
    double squares = 0;
    for (const torch::Tensor& parameter : model->parameters())
      squares += parameter.grad().to(torch::kFloat64).square().sum().item<double>();
    return std::sqrt(squares);
  }

  Uvit model{tinyTransformerConfig(true)};
  UvitInputs in = tinyUvitInputs();
  TrainingBatch batch = tinyTrainingBatch();
};

TEST_F(TrainingParity, BatchIsMaskedAsPrinted) {
  EXPECT_EQ(integers(batch.inputs),
            (std::vector<int64_t>{71, 71, 71, 71, 71, 71, 71, 71, 71, 71, 71, 71, 71, 23, 71, 71,
                                  71, 37, 28, 46, 71, 54, 17, 62, 71, 40, 17, 71, 24, 71, 71, 71}));
  EXPECT_EQ((batch.labels >= 0).sum().item<int64_t>(), 15 + 7);
  // Where nothing is masked the label is ignored, elsewhere it is the code itself.
  EXPECT_EQ(batch.labels[0][13].item<int64_t>(), -100);
  EXPECT_EQ(batch.labels[0][0].item<int64_t>(), 28);
}

TEST_F(TrainingParity, GradientsOfTheFirstUpdate) {
  lossOf(logits(), batch.labels).backward();
  struct Row {
    const char* name;
    double norm;
    double first[3];
  };
  const Row rows[] = {
      {"embed.embeddings.weight", 0.169867, {0, 0, 0}},
      {"down_block.res_blocks.0.channelwise_norm.gamma", 0.110207, {-0.0076884, 0.0012085, -0.0230796}},
      {"transformer_layers.0.norm1.linear.weight", 0.165636, {-0.0002552, -1.67e-05, 0.0011051}},
      {"transformer_layers.1.ff.net.0.proj.weight", 0.33193, {0.0031106, 0.0085529, 0.0100423}},
      {"up_block.upsample.conv.weight", 2.221027, {-0.0437831, -0.0100315, -0.0298368}},
      {"mlm_layer.conv2.weight", 0.992368, {0.0071149, 0.0237094, 0.0018598}},
      {"encoder_proj.weight", 0.476805, {-0.0005399, 0.0162865, 0.0226943}},
  };
  const auto parameters = model->named_parameters();
  for (const Row& row : rows) {
    const torch::Tensor gradient = parameters[row.name].grad();
    ASSERT_TRUE(gradient.defined()) << row.name;
    EXPECT_NEAR(gradient.norm().item<double>(), row.norm, kLossTolerance) << row.name;
    const std::vector<float> values = floats(gradient);
    for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(values[i], row.first[i], kGradientTolerance) << row.name << i;
  }
}

bool decays(const std::string& name) {
  for (const char* part : {"bias", "layer_norm.weight", "mlm_ln.weight", "embeddings.weight"})
    if (name.find(part) != std::string::npos) return false;
  return true;
}

TEST_F(TrainingParity, LossesOverThreeUpdates) {
  std::vector<torch::Tensor> decayed, kept;
  for (const auto& item : model->named_parameters())
    (decays(item.key()) ? decayed : kept).push_back(item.value());
  ASSERT_EQ(kept.size(), 4U);
  const auto group = [](const std::vector<torch::Tensor>& parameters, double decay) {
    return torch::optim::OptimizerParamGroup(
        parameters, std::make_unique<torch::optim::AdamWOptions>(
                        torch::optim::AdamWOptions(1e-3).betas({0.9, 0.999}).eps(1e-8).weight_decay(decay)));
  };
  torch::optim::AdamW optimizer({group(decayed, 0.01), group(kept, 0)});

  const double printed[3][3] = {
      {4.497845, 4.50399, 3.94303}, {4.012039, 4.068587, 3.557512}, {3.692666, 3.782916, 3.287748}};
  for (const auto& [loss, smoothed, norm] : printed) {
    optimizer.zero_grad();
    const torch::Tensor output = logits();
    const torch::Tensor actual = lossOf(output, batch.labels);
    actual.backward();
    EXPECT_NEAR(actual.item<double>(), loss, kLossTolerance);
    EXPECT_NEAR(lossOf(output.detach(), batch.labels, 0.1).item<double>(), smoothed, kLossTolerance);
    EXPECT_NEAR(gradientNorm(), norm, 2 * kLossTolerance);
    optimizer.step();
  }
}

}  // namespace
}  // namespace unmask::test
