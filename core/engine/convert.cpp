#include "core/engine/convert.h"

#include <torch/torch.h>

#include "core/io/folder_copy.h"
#include "core/model/weights.h"

namespace unmask {
namespace fs = std::filesystem;

namespace {

Result<torch::ScalarType> weightType(TensorType type) {
  switch (type) {
    case TensorType::F32:
      return torch::kFloat32;
    case TensorType::F16:
      return torch::kFloat16;
    case TensorType::BF16:
      return torch::kBFloat16;
    default:
      return Error{ErrorKind::Usage,
                   "weights can be F32, F16 or BF16",
                   "",
                   "dtype",
                   "",
                   std::string(tensorTypeName(type)),
                   ""};
  }
}

Result<void> convertWeights(const fs::path& from, const fs::path& to, const std::string& stem,
                            torch::ScalarType type) {
  UNMASK_TRY(const WeightFiles weights, openWeights(from, stem, ""));
  std::vector<std::pair<std::string, torch::Tensor>> tensors;
  for (const auto& [name, place] : weights.tensors) {
    const torch::Tensor tensor = tensorFromView(*place.second, weights.files[place.first].storage());
    tensors.emplace_back(name, tensor.is_floating_point() ? tensor.to(type) : tensor);
  }
  return saveTensors(to / (stem + ".safetensors"), tensors);
}

}  // namespace

Result<void> convertModel(const fs::path& from, const fs::path& to, TensorType type) {
  UNMASK_TRY(const torch::ScalarType scalar, weightType(type));
  std::error_code failed;
  if (fs::equivalent(from, to, failed))
    return Error{ErrorKind::Usage,   "source and target are the same folder", to.string(), "", "", "",
                 "Name another one."};
  fs::create_directories(to, failed);
  if (failed)
    return Error{ErrorKind::Io, "cannot make the folder", to.string(), "", "", failed.message(), ""};
  UNMASK_CHECK(copyFolder(from, to, [](const fs::path& below) { return !holdsWeights(below); }));
  UNMASK_CHECK(convertWeights(from / "transformer", to / "transformer", "diffusion_pytorch_model", scalar));
  UNMASK_CHECK(convertWeights(from / "vqvae", to / "vqvae", "diffusion_pytorch_model", scalar));
  return convertWeights(from / "text_encoder", to / "text_encoder", "model", scalar);
}

}  // namespace unmask
