// The kernels against the plain formulas, which run whenever gradients are on.
#include "core/model/fused_ops.h"

#include <functional>

#include "core/model/row_kernels.h"
#include "tests/support/tensor_matchers.h"

namespace unmask::test {
namespace {

using torch::Tensor;

// Values are of size one: float32 sums in another order, and an erf of our own that is within 4e-7.
constexpr double kFloat32 = 4e-6;
// A bfloat16 has 8 bits; the plain formula rounds after each of its operations, the kernel once.
constexpr double kBFloat16 = 0.06;

struct Case {
  const char* name;
  std::function<Tensor(const std::function<Tensor(std::vector<int64_t>)>& random, int64_t channels)> compute;
};

const std::vector<Case> kCases = {
    {"rmsNorm",
     [](const auto& r, int64_t c) {
       return rmsNorm(r({2, 9, c}), r({c}), 1e-6);
     }},
    {"rmsNormWithoutWeight",
     [](const auto& r, int64_t c) {
       return rmsNorm(r({2, 9, c}), {}, 1e-5);
     }},
    {"rmsNormModulated",
     [](const auto& r, int64_t c) {
       return rmsNormModulated(r({2, 9, c}), r({c}), 1e-6, r({2, 1, c}), r({2, 1, c}));
     }},
    {"rmsNormModulatedByHalves",  // as a run has them: two halves of one tensor
     [](const auto& r, int64_t c) {
       const auto halves = r({2, 1, 2 * c}).chunk(2, -1);
       return rmsNormModulated(r({2, 9, c}), r({c}), 1e-6, halves[0], halves[1]);
     }},
    {"layerNormModulated",
     [](const auto& r, int64_t c) {
       return layerNormModulated(r({2, 9, c}), r({c}), r({c}), 1e-6, r({2, 1, c}), r({2, 1, c}));
     }},
    {"layerNormModulatedWithoutBias",
     [](const auto& r, int64_t c) {
       return layerNormModulated(r({2, 9, c}), r({c}), {}, 1e-6, r({2, 1, c}), r({2, 1, c}));
     }},
    {"geglu",
     [](const auto& r, int64_t c) {
       return geglu(r({2, 9, 2 * c}));
     }},
    {"geluResponseNorm",
     [](const auto& r, int64_t c) {
       return geluResponseNorm(r({2, 3, 4, c}), r({1, 1, 1, c}), r({1, 1, 1, c}));
     }},
};

Tensor computed(const Case& tested, int64_t channels, torch::ScalarType type, bool fused) {
  torch::manual_seed(static_cast<uint64_t>(channels));
  const torch::AutoGradMode gradients(!fused);
  return tested
      .compute([type](const std::vector<int64_t>& sizes) { return torch::randn(sizes).to(type); }, channels)
      .detach();
}

TEST(FusedOps, EqualThePlainFormulas) {
  for (const Case& tested : kCases)
    for (const int64_t channels : {5, 7, 16, 33, 64, 100, 768})  // whole vectors, rests, rests only
      for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
        SCOPED_TRACE(std::string(tested.name) + ", " + std::to_string(channels) + " channels");
        const Tensor fused = computed(tested, channels, type, true);
        const Tensor plain = computed(tested, channels, type, false);
        EXPECT_EQ(fused.scalar_type(), plain.scalar_type());
        const double size = std::max(1.0, plain.abs().max().item<double>());
        EXPECT_TRUE(near(fused, plain, size * (type == torch::kFloat32 ? kFloat32 : kBFloat16)));
      }
}

TEST(FusedOps, BFloat16RoundsOnceFromFloat32) {
  torch::manual_seed(3);
  const Tensor x = torch::randn({4, 5, 96}).to(torch::kBFloat16),
               weight = torch::randn({96}).to(torch::kBFloat16);
  const torch::NoGradGuard noGrad;
  const Tensor wide = rmsNorm(x.to(torch::kFloat32), weight.to(torch::kFloat32), 1e-6);
  EXPECT_TRUE(identical(rmsNorm(x, weight, 1e-6), wide.to(torch::kBFloat16)));
}

TEST(FusedOps, DifferentiableWhereGradientsAreOn) {
  const Tensor x = torch::randn({2, 4, 32}).requires_grad_(), weight = torch::randn({16}).requires_grad_();
  rmsNorm(geglu(x), weight, 1e-6).sum().backward();
  EXPECT_TRUE(x.grad().defined());
  EXPECT_TRUE(weight.grad().defined());
}

TEST(FusedOps, ViewsThatAreNotContiguousTakeThePlainRoad) {
  const torch::NoGradGuard noGrad;
  torch::manual_seed(4);
  const Tensor x = torch::randn({2, 32, 9}).transpose(1, 2), weight = torch::randn({32});
  EXPECT_TRUE(near(rmsNorm(x, weight, 1e-6), rmsNorm(x.contiguous(), weight, 1e-6), kFloat32));
}

TEST(FusedOps, SameResultForOneAndTwoThreads) {
  const torch::NoGradGuard noGrad;
  torch::manual_seed(5);
  const Tensor x = torch::randn({2, 16, 16, 768}), gamma = torch::randn({1, 1, 1, 768});
  const auto both = [&] {
    return torch::cat({geglu(x).flatten(), geluResponseNorm(x, gamma, gamma).flatten()});
  };
  const int before = at::get_num_threads();
  at::set_num_threads(1);
  const Tensor one = both();
  at::set_num_threads(2);
  const Tensor two = both();
  at::set_num_threads(before);
  EXPECT_TRUE(identical(one, two));
}

// Which instruction set a machine has is luck; each one it has is tested.
TEST(FusedOps, EveryInstructionSetComputesTheSame) {
  const auto sets = supportedRowKernels();
  ASSERT_FALSE(sets.empty());
  EXPECT_EQ(&rowKernels(), sets.front());
  EXPECT_STREQ(sets.back()->instructionSet, "baseline");
  torch::manual_seed(6);
  const Tensor x = torch::cat({torch::randn({3 * 2 * 100}), torch::linspace(-8, 8, 200)});  // [4, 2 · 100]
  const auto gegluBy = [&x](const RowKernels& kernels) {
    Tensor y = torch::empty({4, 100});
    kernels.float32.geglu(x.data_ptr(), y.data_ptr(), 100, 0, 4);
    return y;
  };
  for (const RowKernels* set : sets) {
    SCOPED_TRACE(set->instructionSet);
    EXPECT_TRUE(near(gegluBy(*set), geglu(x.view({4, 200})), kFloat32));
  }
}

TEST(FusedOps, NotANumberStaysVisible) {
  const torch::NoGradGuard noGrad;
  for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
    Tensor x = torch::randn({2, 64}).to(type);
    x[0][40] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_TRUE(geglu(x).isnan()[0][8].item<bool>());
    EXPECT_TRUE(rmsNorm(x, {}, 1e-6)[0].isnan().all().item<bool>());
    EXPECT_FALSE(rmsNorm(x, {}, 1e-6)[1].isnan().any().item<bool>());
  }
}

}  // namespace
}  // namespace unmask::test
