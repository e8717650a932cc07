// Muon: momentum whose update is made orthogonal by Newton–Schulz iterations; for weight matrices only
// (K. Jordan et al., "Muon: an optimizer for hidden layers in neural networks", 2024). In the small U-ViT it
// reached in 120 steps a loss that AdamW did not (model notes of the default model).
#pragma once

#include <torch/torch.h>

#include <map>
#include <string>
#include <vector>

namespace unmask {

struct MuonOptions {
  double momentum = 0.95;
  double weightDecay = 0.01;  ///< decoupled, times the learning rate
  double emaDecay = 0;        ///< of the weights; 0 = none kept
  int iterations = 4;         ///< Newton–Schulz rounds
};

/// UVᵀ of each matrix [B, R, C], nearly: singular values land in about 0.7 … 1.2. Computed in bfloat16 where
/// the processor multiplies it.
torch::Tensor orthogonalised(const torch::Tensor& matrices, int iterations);

/// Steps matrices [R, C]; matrices of one shape are handled together. Not thread-safe.
class Muon {
 public:
  using Named = std::vector<std::pair<std::string, torch::Tensor>>;
  Muon(Named matrices, const MuonOptions& options);

  /// One update from the gradients (absent = zero), which it clears.
  void step(double learningRate);
  bool gradientsAreFinite() const;
  void dropGradients();
  int64_t stepsDone() const { return m_steps; }
  Named averaged() const;  ///< the weights themselves where no average is kept
  Named state() const;     ///< names "muon." and "ema."
  bool restore(const std::map<std::string, torch::Tensor>& state, int64_t stepsDone);

 private:
  struct Group {
    std::vector<std::string> names;
    std::vector<torch::Tensor> parameters;
    torch::Tensor momentum;  // [count, R, C]
    torch::Tensor ema;       // of the weights, where one is kept
  };
  std::vector<Group> m_groups;
  MuonOptions m_options;
  int64_t m_steps = 0;
};

}  // namespace unmask
