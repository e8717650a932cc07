// A training run on disk: one safetensors file that appears whole, from which the run goes on exactly.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace unmask {

struct TrainingCheckpoint {
  int64_t step = 0;  ///< updates done; all randomness is a function of (seed, step), so nothing else is state
  std::string settings;  ///< JSON of the run's settings, compared on resume
  std::map<std::string, torch::Tensor> tensors;
};

using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

/// Copies what `state` has of these names into `targets`. False, and nothing is copied, when one is missing
/// or of another shape.
bool copyState(const NamedTensors& targets, const std::map<std::string, torch::Tensor>& state);

Result<void> saveCheckpoint(const std::filesystem::path& path, int64_t step, const std::string& settings,
                            const NamedTensors& tensors);
/// The tensors are the file's own bytes, which stay theirs when another file takes its place: a second copy
/// of a large model's state might not fit. Nobody may write into them.
Result<TrainingCheckpoint> loadCheckpoint(const std::filesystem::path& path);

/// The generator of one step's randomness; the same for the same (seed, step, stream) however often it is
/// made.
at::Generator stepGenerator(uint64_t seed, int64_t step, uint64_t stream = 0);

}  // namespace unmask
