#include "core/model/winograd.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

using torch::Tensor;

struct Shape {
  int64_t pictures, inputs, outputs, height, width;
};

// Sides odd and even, down to one pixel; channels that fill neither a vector nor a panel; more tiles than a
// block has.
constexpr Shape kShapes[] = {{1, 16, 24, 8, 8},  {1, 5, 16, 7, 5},   {2, 33, 50, 3, 6},    {3, 8, 17, 1, 1},
                             {1, 64, 97, 2, 31}, {1, 1, 16, 40, 40}, {2, 256, 256, 16, 16}};

Tensor direct(const Tensor& x, const Tensor& weight, const Tensor& bias, bool replicate) {
  const Tensor padded =
      replicate ? torch::replication_pad2d(x, {1, 1, 1, 1}) : torch::constant_pad_nd(x, {1, 1, 1, 1});
  return torch::conv2d(padded.to(torch::kFloat64), weight.to(torch::kFloat64), bias.to(torch::kFloat64));
}

TEST(Winograd, IsTheConvolutionOnEveryInstructionSet) {
  torch::manual_seed(1);
  const torch::NoGradGuard noGrad;
  for (const RowKernels* kernels : supportedRowKernels())
    for (const Shape& s : kShapes)
      for (const bool replicate : {false, true}) {
        const Tensor x = torch::randn({s.pictures, s.inputs, s.height, s.width});
        const Tensor weight = torch::randn({s.outputs, s.inputs, 3, 3}), bias = torch::randn({s.outputs});
        const Tensor y = winogradConvolution(x, winogradWeights(weight, *kernels), bias, replicate, *kernels);
        const Tensor truth = direct(x, weight, bias, replicate);
        ASSERT_EQ(y.sizes(), truth.sizes());
        const double scale = std::sqrt(9.0 * static_cast<double>(s.inputs));  // of a value
        EXPECT_LT((y - truth).abs().max().item<double>(), 5e-6 * scale)
            << kernels->instructionSet << ", " << s.inputs << " to " << s.outputs << ", " << s.height << " x "
            << s.width << (replicate ? ", border repeated" : ", zeros");
      }
}

TEST(Winograd, APictureDoesNotDependOnTheOthersBesideIt) {
  const torch::NoGradGuard noGrad;
  torch::manual_seed(2);
  Conv3x3 convolution(20, 40, true);
  convolution->freeze();
  const Tensor x = torch::randn({5, 20, 9, 7});
  const Tensor together = convolution->forward(x);
  for (int64_t i = 0; i < x.size(0); ++i)
    EXPECT_TRUE(torch::equal(convolution->forward(x.narrow(0, i, 1)), together.narrow(0, i, 1))) << i;
}

TEST(Winograd, OnlyFrozenWeightsWithoutGradientsGoThatWay) {
  torch::manual_seed(3);
  Conv3x3 convolution(16, 16, false);
  const Tensor x = torch::randn({1, 16, 6, 6});
  const Tensor before = convolution->forward(x);
  EXPECT_TRUE(before.requires_grad());
  convolution->freeze();
  EXPECT_TRUE(torch::equal(convolution->forward(x), before)) << "with gradients, as before";
  const torch::NoGradGuard noGrad;
  const Tensor fast = convolution->forward(x);
  EXPECT_FALSE(torch::equal(fast, before)) << "the other way rounds differently";
  EXPECT_LT((fast - before).abs().max().item<double>(), 1e-5);
  EXPECT_EQ(convolution->forward(x.to(torch::kFloat64).to(torch::kFloat32)).scalar_type(), torch::kFloat32);
  // Another memory format is the same picture.
  EXPECT_TRUE(torch::equal(convolution->forward(x.contiguous(torch::MemoryFormat::ChannelsLast)), fast));
  convolution->weight.mul_(2);
  convolution->freeze();  // weights that changed after all
  EXPECT_GT((convolution->forward(x) - fast).abs().max().item<double>(), 0.1);
}

}  // namespace
}  // namespace unmask
