// Tensors of safetensors files → modules, and back.
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/safetensors.h"

namespace unmask {

/// A view of a mapped tensor without a copy; it keeps the mapping alive. Any of the format's types Torch
/// knows.
torch::Tensor tensorFromView(const TensorView& view, const std::shared_ptr<const void>& storage);

/// One component's weight files, opened: a single file, a variant of it, or the shards an index names. Moves,
/// but does not copy: `tensors` points into `files`.
struct WeightFiles {
  WeightFiles() = default;
  WeightFiles(WeightFiles&&) = default;
  WeightFiles& operator=(WeightFiles&&) = default;

  std::vector<SafetensorsFile> files;
  std::map<std::string, std::pair<size_t, const TensorView*>> tensors;  ///< name → (file, view)
  int64_t bytes = 0;
  std::string label;  ///< for errors: the file, or the index of several
};

/// Looks in `dir` for `<stem>[.variant].safetensors`, then the sharded
/// `<stem>.safetensors.index[.variant].json`. With an empty `variant`, plain names come first, else the only
/// variant there is. A pickle beside it is named in the error.
Result<WeightFiles> openWeights(const std::filesystem::path& dir, const std::string& stem,
                                const std::string& variant);

/// BadInput when the files hold fewer numbers than `entries`: asked before a network is made as large as its
/// config says. `config` is the file that says it.
Result<void> requireEntries(const WeightFiles& weights, int64_t entries, const std::filesystem::path& config);

/// Copies every tensor into the module's parameter of the same name, converting to the parameter's type. Keys
/// the module does not have are ignored. Tensors that are missing or have another shape are all listed in one
/// error, and then the module is left as it was.
Result<void> loadInto(torch::nn::Module& module, const WeightFiles& weights);

/// Points parameters at the mapped memory instead of copying where type and layout allow (float32 files): no
/// second copy of the weights in memory. The module must not be trained afterwards.
Result<void> mapInto(torch::nn::Module& module, const WeightFiles& weights, torch::ScalarType computeType);

/// All parameters of a module as named tensors of type `type`, sorted by name.
std::vector<std::pair<std::string, torch::Tensor>> namedTensors(const torch::nn::Module& module);
Result<void> saveTensors(const std::filesystem::path& path,
                         const std::vector<std::pair<std::string, torch::Tensor>>& tensors,
                         const std::map<std::string, std::string>& metadata = {});

int64_t parameterCount(const torch::nn::Module& module);

}  // namespace unmask
