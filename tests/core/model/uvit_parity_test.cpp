// U-ViT against both tables of reference 13.2, stage by stage.
#include "core/model/uvit.h"

#include <map>

#include "core/model/weights.h"
#include "tests/support/reference_table.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

Uvit tinyUvit(bool sampling) {
  Uvit model(tinyTransformerConfig(sampling));
  fillGolden(*model);
  model->eval();
  return model;
}

/// Every tensor the tap sees, feature maps brought into the reference's [B, C, h, w].
std::map<std::string, torch::Tensor> runTapped(UvitImpl& model) {
  torch::NoGradGuard noGrad;
  std::map<std::string, torch::Tensor> seen;
  const Tap tap = [&seen](const std::string& path, const torch::Tensor& value) {
    seen[path] = value.dim() == 4 ? value.permute({0, 3, 1, 2}) : value;
  };
  const UvitInputs in = tinyUvitInputs();
  seen["logits"] = model.forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions, &tap);
  return seen;
}

TEST(UvitParity, EveryStageWithoutSampling) {
  Uvit model = tinyUvit(false);
  EXPECT_EQ(parameterCount(*model), 93'856);
  expectMatchesTable(runTapped(*model), "uvit_plain.md", 14);
}

TEST(UvitParity, EveryStageWithSampling) {
  Uvit model = tinyUvit(true);
  EXPECT_EQ(parameterCount(*model), 98'512);
  expectMatchesTable(runTapped(*model), "uvit_sampling.md", 16);
}

TEST(UvitParity, TapDoesNotChangeTheResult) {
  Uvit model = tinyUvit(true);
  torch::NoGradGuard noGrad;
  const UvitInputs in = tinyUvitInputs();
  EXPECT_TRUE(identical(model->forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions),
                        runTapped(*model).at("logits")));
}

// Reference 3.2, from its formula: cosines first, number-major, frequencies exp(−ln 10000 · k / half).
TEST(UvitParity, MicroConditionsAreSinusoids) {
  const torch::Tensor micro = torch::tensor({{512.F, 480.F, 3.F, 17.F, 5.5F}});
  const torch::Tensor embedded = microConditionEmbedding(micro, 8);
  ASSERT_EQ(embedded.sizes(), at::IntArrayRef({1, 40}));
  for (int64_t number = 0; number < 5; ++number)
    for (int64_t k = 0; k < 4; ++k) {
      const double angle = micro[0][number].item<double>() * std::exp(-std::log(10000.0) * k / 4.0);
      EXPECT_NEAR(embedded[0][number * 8 + k].item<double>(), std::cos(angle), 5e-5);
      EXPECT_NEAR(embedded[0][number * 8 + 4 + k].item<double>(), std::sin(angle), 5e-5);
    }
}

}  // namespace
}  // namespace unmask::test
