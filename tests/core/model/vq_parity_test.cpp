// VQ model against reference 13.3.
#include "core/model/vq_model.h"

#include <map>

#include "core/model/tensor_image.h"
#include "core/model/weights.h"
#include "tests/support/reference_table.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

const std::vector<int64_t> kCodes = {27, 18, 30, 38, 21, 30, 3,  21, 34, 38, 30, 21, 21, 34, 21, 30,
                                     9,  27, 18, 30, 18, 14, 30, 21, 34, 30, 21, 22, 38, 15, 21, 30};

class VqParity : public testing::Test {
 protected:
  void SetUp() override {
    fillGolden(*model);
    model->eval();
  }

  torch::NoGradGuard noGrad;
  VqModel model{tinyVqConfig()};
  torch::Tensor pictures = tinyPictures(2);
};

TEST_F(VqParity, HasThePrintedSize) {
  EXPECT_EQ(parameterCount(*model), 53'509);
  EXPECT_EQ(model->parameters().size(), 137U);
}

TEST_F(VqParity, EveryStage) {
  std::map<std::string, torch::Tensor> seen;
  const Tap tap = [&seen](const std::string& path, const torch::Tensor& value) { seen[path] = value; };
  seen["quant_conv"] = model->encode(pictures, &tap);
  seen["decode"] = model->decode(model->quantise(seen["quant_conv"]));
  seen["clipped"] = seen["decode"].clamp(0, 1);
  expectMatchesTable(seen, "vq.md", 5);
}

TEST_F(VqParity, CodesAreExact) {
  const torch::Tensor codes = model->quantise(model->encode(pictures));
  ASSERT_EQ(codes.sizes(), at::IntArrayRef({2, 4, 4}));
  EXPECT_EQ(integers(codes), kCodes);
}

TEST_F(VqParity, LegacyQuantiserLoss) {
  // mean((sg[z_q] − z)²) + 0.25 · mean((z_q − sg[z])²); the values of both terms are the same.
  const torch::Tensor latents = model->encode(pictures);
  const torch::Tensor quantised = model->lookup(model->quantise(latents));
  const double loss = 1.25 * (quantised - latents).square().mean().item<double>();
  EXPECT_NEAR(loss, 0.179371, 2e-6);
}

TEST_F(VqParity, BytesOfThePicture) {
  const torch::Tensor decoded = model->decode(torch::tensor(kCodes).view({2, 4, 4}));
  const ImageBuffer first = imageFromTensor(decoded[0]);
  const ImageBuffer second = imageFromTensor(decoded[1]);
  ASSERT_EQ(first.pixels.size(), 192U);
  EXPECT_EQ(std::vector<int>(first.pixels.begin(), first.pixels.begin() + 12),
            (std::vector<int>{0, 0, 59, 18, 0, 10, 0, 0, 22, 54, 0, 0}));
  int64_t sum = 0;
  for (const ImageBuffer* picture : {&first, &second})
    for (const uint8_t byte : picture->pixels) sum += byte;
  EXPECT_EQ(sum, 18306);
}

TEST_F(VqParity, NearestCodeIsFoundByFullSearch) {
  const torch::Tensor latents = goldenTensor("latents", {1, 6, 5, 7});
  const torch::Tensor rows = latents.permute({0, 2, 3, 1}).reshape({-1, 1, 6});
  const torch::Tensor distance = (rows - model->codebook->weight.unsqueeze(0)).square().sum(-1);
  EXPECT_EQ(integers(model->quantise(latents)), integers(distance.argmin(1)));
}

// With attention in the middle, from the formula of reference 4.2: one head as wide as the map.
TEST(VqAttention, EqualsTheFormula) {
  torch::NoGradGuard noGrad;
  VqConfig config = tinyVqConfig();
  config.midBlockAddAttention = true;
  VqModel model(config);
  fillGolden(*model);
  EXPECT_EQ(model->parameters().size(), 137U + 2 * 10);
  ASSERT_TRUE(model->named_parameters().contains("encoder.mid_block.attentions.0.to_out.0.bias"));

  VqAttentionImpl& attention = *model->encoder->mid->attention;
  const torch::Tensor x = goldenTensor("x", {2, 16, 3, 5});
  const auto p = attention.named_parameters();
  const torch::Tensor tokens =
      torch::group_norm(x, 4, p["group_norm.weight"], p["group_norm.bias"], 1e-6).flatten(2).transpose(1, 2);
  const auto project = [&p](const torch::Tensor& t, const std::string& name) {
    return torch::matmul(t, p[name + ".weight"].t()) + p[name + ".bias"];
  };
  const torch::Tensor weights =
      (torch::matmul(project(tokens, "to_q"), project(tokens, "to_k").transpose(1, 2)) / 4.0).softmax(-1);
  const torch::Tensor mixed = project(torch::matmul(weights, project(tokens, "to_v")), "to_out.0");
  EXPECT_TRUE(near(attention.forward(x), x + mixed.transpose(1, 2).reshape(x.sizes()), 1e-5));
}

}  // namespace
}  // namespace unmask::test
