#include "tests/support/training_batch.h"

#include <cmath>

#include "tests/support/golden_fill.h"

namespace unmask::test {

// Reference 9.1: a position is masked when the permutation's value there is below n.
TrainingBatch tinyTrainingBatch() {
  constexpr int64_t kCells = 16, kMaskId = 71;
  const torch::Tensor codes = torch::tensor(goldenIds("train_tokens", 2 * kCells, 64)).view({2, kCells});
  const torch::Tensor uniforms = torch::tensor(goldenUniforms("train_rand", 2 * kCells)).view({2, kCells});
  const torch::Tensor permutation = uniforms.argsort(int64_t{-1});
  const torch::Tensor share = (torch::tensor({0.25F, 0.7F}) * static_cast<float>(M_PI / 2)).cos();
  const torch::Tensor count = (share * static_cast<float>(kCells)).round().clamp_min(1);
  const torch::Tensor masked = permutation < count.unsqueeze(1);
  return {torch::where(masked, torch::full_like(codes, kMaskId), codes).view({2, 4, 4}),
          torch::where(masked, codes, torch::full_like(codes, -100))};
}

}  // namespace unmask::test
