#include "core/decode/noise.h"

#include <gtest/gtest.h>

#include <numeric>

#include "core/io/safetensors.h"
#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

TEST(AddressedNoise, DependsOnTheAddressAlone) {
  const auto noise = addressedNoise(42);
  std::vector<int> all(16);
  std::iota(all.begin(), all.end(), 0);
  std::vector<float> whole(16 * 10), single(10);
  noise->tokenExponentials(3, all, 10, whole.data());
  for (const int cell : {15, 0, 7}) {  // out of order and alone
    noise->tokenExponentials(3, std::vector{cell}, 10, single.data());
    EXPECT_EQ(single, std::vector<float>(whole.begin() + cell * 10, whole.begin() + (cell + 1) * 10));
  }
  std::vector<float> other(10);
  noise->tokenExponentials(4, std::vector{7}, 10, other.data());
  EXPECT_NE(single, other);
  addressedNoise(43)->tokenExponentials(3, std::vector{7}, 10, other.data());
  EXPECT_NE(single, other);
}

TEST(AddressedNoise, HasTheRightDistribution) {
  constexpr int kCells = 200, kCodes = 500;
  std::vector<int> cells(kCells);
  std::iota(cells.begin(), cells.end(), 0);
  std::vector<float> q(kCells * kCodes), u(kCells);
  const auto noise = addressedNoise(7);
  noise->tokenExponentials(0, cells, kCodes, q.data());
  double mean = 0, above = 0;
  for (const float value : q) {
    ASSERT_GT(value, 0);
    mean += value;
    above += value > 1;
  }
  // 10⁵ draws of exponential(1): mean 1 ± 5σ, and e⁻¹ of them above 1.
  EXPECT_NEAR(mean / q.size(), 1, 5 / std::sqrt(q.size()));
  EXPECT_NEAR(above / q.size(), std::exp(-1.0), 5 * 0.5 / std::sqrt(q.size()));
  noise->revealUniforms(0, cells, u.data());
  for (const float value : u) {
    EXPECT_GT(value, 0);
    EXPECT_LT(value, 1);
  }
}

TEST(InjectedNoise, NamesTheTensorThatDoesNotFit) {
  const test::ScratchDir dir;
  std::vector<float> values(2 * 4 * 8, 0.5F);
  const auto view = [&values](const std::string& name, std::vector<int64_t> shape) {
    int64_t count = 1;
    for (const int64_t side : shape) count *= side;
    return TensorView{name, TensorType::F32, std::move(shape),
                      std::as_bytes(std::span(values).first(static_cast<size_t>(count)))};
  };
  const auto path = dir.path() / "draws.safetensors";
  const std::vector<TensorView> tensors = {view("step0.exp", {8, 8}), view("step0.gumbel", {2, 4}),
                                           view("step1.exp", {8, 7})};
  ASSERT_TRUE(writeSafetensors(path, tensors).ok());
  const auto one = injectedNoise(path, 2, 4, 8, 0, 2, false);
  ASSERT_FALSE(one.ok());
  EXPECT_EQ(one.error().kind, ErrorKind::BadInput);
  EXPECT_EQ(one.error().key, "step1.exp");
  EXPECT_NE(one.error().found.find("[8, 7]"), std::string::npos);
  EXPECT_EQ(injectedNoise(path, 2, 4, 8, 0, 1, true).error().key, "noise");
  EXPECT_TRUE(injectedNoise(path, 2, 4, 8, 0, 1, false).ok());
}

}  // namespace
}  // namespace unmask
