// GoogleTest assertions for tensors. Shape, NaN and tolerance are handled here, once.
#pragma once

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <string>
#include <vector>

namespace unmask::test {

/// Largest |a − b| in double; infinite when either holds a NaN or an infinity.
inline double largestDifference(const torch::Tensor& a, const torch::Tensor& b) {
  if (a.numel() == 0) return 0;
  const torch::Tensor difference = (a.to(torch::kFloat64) - b.to(torch::kFloat64)).abs();
  return torch::isfinite(difference).all().item<bool>() ? difference.max().item<double>()
                                                        : std::numeric_limits<double>::infinity();
}

/// Same shape, and every element within `tolerance`.
inline testing::AssertionResult near(const torch::Tensor& actual, const torch::Tensor& expected,
                                     double tolerance) {
  if (!actual.defined() || !expected.defined()) return testing::AssertionFailure() << "undefined tensor";
  if (actual.sizes() != expected.sizes())
    return testing::AssertionFailure() << "shape " << actual.sizes() << " and not " << expected.sizes();
  const double worst = largestDifference(actual, expected);
  if (worst <= tolerance) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "differs by " << worst << ", allowed " << tolerance;
}

/// Same type, shape and bits.
inline testing::AssertionResult identical(const torch::Tensor& actual, const torch::Tensor& expected) {
  if (actual.scalar_type() != expected.scalar_type())
    return testing::AssertionFailure() << actual.scalar_type() << " and not " << expected.scalar_type();
  if (actual.sizes() != expected.sizes())
    return testing::AssertionFailure() << "shape " << actual.sizes() << " and not " << expected.sizes();
  if (torch::equal(actual, expected)) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "differs by " << largestDifference(actual, expected);
}

/// Row-major elements as a plain vector, for comparing integers exactly with readable failures.
inline std::vector<int64_t> integers(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.to(torch::kInt64).contiguous();
  return {flat.data_ptr<int64_t>(), flat.data_ptr<int64_t>() + flat.numel()};
}

inline std::vector<float> floats(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.detach().to(torch::kFloat32).contiguous();
  return {flat.data_ptr<float>(), flat.data_ptr<float>() + flat.numel()};
}

}  // namespace unmask::test
