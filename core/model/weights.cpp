#include "core/model/weights.h"

#include <algorithm>
#include <optional>
#include <set>

#include "core/io/atomic_file.h"
#include "core/io/safetensors_index.h"

namespace unmask {
namespace fs = std::filesystem;
using torch::Tensor;

namespace {

std::optional<torch::ScalarType> scalarType(TensorType type) {
  switch (type) {
    case TensorType::Bool:
      return torch::kBool;
    case TensorType::U8:
      return torch::kUInt8;
    case TensorType::I8:
      return torch::kInt8;
    case TensorType::I16:
      return torch::kInt16;
    case TensorType::F16:
      return torch::kFloat16;
    case TensorType::BF16:
      return torch::kBFloat16;
    case TensorType::I32:
      return torch::kInt32;
    case TensorType::F32:
      return torch::kFloat32;
    case TensorType::F64:
      return torch::kFloat64;
    case TensorType::I64:
      return torch::kInt64;
    case TensorType::U16:
    case TensorType::U32:
    case TensorType::U64:
      return std::nullopt;
  }
  return std::nullopt;
}

TensorType tensorType(torch::ScalarType type) {
  switch (type) {
    case torch::kBool:
      return TensorType::Bool;
    case torch::kUInt8:
      return TensorType::U8;
    case torch::kInt8:
      return TensorType::I8;
    case torch::kInt16:
      return TensorType::I16;
    case torch::kFloat16:
      return TensorType::F16;
    case torch::kBFloat16:
      return TensorType::BF16;
    case torch::kInt32:
      return TensorType::I32;
    case torch::kFloat64:
      return TensorType::F64;
    case torch::kInt64:
      return TensorType::I64;
    default:
      return TensorType::F32;
  }
}

std::string shapeText(at::IntArrayRef shape) {
  std::string out = "[";
  for (size_t i = 0; i < shape.size(); ++i) {
    if (i > 0) out += ',';
    out += std::to_string(shape[i]);
  }
  return out + "]";
}

Result<WeightFiles> openAll(const std::vector<fs::path>& paths, const std::string& label) {
  WeightFiles weights;
  weights.label = label;
  for (const fs::path& path : paths) {
    UNMASK_TRY(SafetensorsFile file, SafetensorsFile::open(path));
    weights.files.push_back(std::move(file));
  }
  // Views are collected only now: the vector no longer moves.
  for (size_t i = 0; i < weights.files.size(); ++i)
    for (const TensorView& view : weights.files[i].tensors()) {
      if (!weights.tensors.emplace(view.name, std::pair{i, &view}).second)
        return Error{
            ErrorKind::BadInput, "two shards hold the same tensor", label, view.name, "one", "two", ""};
      weights.bytes += static_cast<int64_t>(view.bytes.size());
    }
  return weights;
}

Result<WeightFiles> openShards(const fs::path& index) {
  UNMASK_TRY(const std::string json, readFile(index, size_t{64} << 20));
  UNMASK_TRY(const auto map, parseSafetensorsIndex(json, index.string()));
  std::set<std::string> names;
  for (const auto& [tensor, file] : map) names.insert(file);
  std::vector<fs::path> paths;
  for (const std::string& name : names) paths.push_back(index.parent_path() / name);
  UNMASK_TRY(WeightFiles weights, openAll(paths, index.string()));
  std::vector<std::string> wrong;
  for (const auto& [tensor, file] : map) {
    const auto it = weights.tensors.find(tensor);
    if (it == weights.tensors.end() || weights.files[it->second.first].path().filename() != file)
      wrong.push_back(tensor);
  }
  if (!wrong.empty())
    return joinErrors({ErrorKind::BadInput, "the index names tensors that its shards do not hold",
                       index.string(), "weight_map", "", "", "Download the folder again."},
                      wrong);
  return weights;
}

/// The variants a folder holds, sorted, from "<stem>.<variant>.safetensors" and the index of a sharded one.
std::vector<std::string> variantsIn(const fs::path& dir, const std::string& stem) {
  std::set<std::string> found;
  const auto between = [&found](const std::string& name, const std::string& head, const std::string& tail) {
    if (name.size() <= head.size() + tail.size() || !name.starts_with(head) || !name.ends_with(tail)) return;
    const std::string middle = name.substr(head.size(), name.size() - head.size() - tail.size());
    const bool isShard = middle.find("-of-") != std::string::npos;
    if (!isShard && middle.find('.') == std::string::npos) found.insert(middle);
  };
  std::error_code ignored;
  for (fs::directory_iterator it(dir, ignored), end; !ignored && it != end; it.increment(ignored)) {
    const std::string name = it->path().filename().string();
    between(name, stem + ".", ".safetensors");
    between(name, stem + ".safetensors.index.", ".json");
  }
  return {found.begin(), found.end()};
}

struct Match {
  Tensor parameter;
  const TensorView* view;
  size_t file;
};

/// Pairs every parameter with its tensor, or one error that names all that do not pair up.
Result<std::vector<Match>> match(torch::nn::Module& module, const WeightFiles& weights) {
  std::vector<Match> matches;
  std::vector<std::string> problems;
  for (const auto& item : module.named_parameters()) {
    const auto it = weights.tensors.find(item.key());
    if (it == weights.tensors.end()) {
      problems.push_back(item.key() + " is missing");
      continue;
    }
    const TensorView& view = *it->second.second;
    const auto type = scalarType(view.type);
    if (!type || !torch::isFloatingType(*type)) {
      problems.push_back(item.key() + " is " + std::string(tensorTypeName(view.type)) +
                         " and not a float type");
    } else if (item.value().sizes() != at::IntArrayRef(view.shape)) {
      problems.push_back(item.key() + " has shape " + shapeText(view.shape) + " and not " +
                         shapeText(item.value().sizes()));
    } else {
      matches.push_back({item.value(), &view, it->second.first});
    }
  }
  if (!problems.empty())
    return joinErrors({ErrorKind::BadInput, "weights do not fit the config", weights.label, "", "", "",
                       "The config.json beside it belongs to another model, or the file is damaged."},
                      problems, problems.size());
  return matches;
}

}  // namespace

Tensor tensorFromView(const TensorView& view, const std::shared_ptr<const void>& storage) {
  const auto type = scalarType(view.type);
  TORCH_CHECK(type, "tensor ", view.name, " has a type Torch does not know");
  const auto options = torch::TensorOptions().dtype(*type);
  const auto* start = view.bytes.data();
  if (reinterpret_cast<uintptr_t>(start) % c10::elementSize(*type) != 0) {
    // The format does not promise alignment; copy what is not aligned.
    Tensor copy = torch::empty(view.shape, options);
    std::copy_n(start, view.bytes.size(), static_cast<std::byte*>(copy.data_ptr()));
    return copy;
  }
  // Torch has no read-only tensors; nothing here ever writes to a mapped one.
  return torch::from_blob(
      const_cast<std::byte*>(start), view.shape, [storage](void*) {}, options);
}

Result<WeightFiles> openWeights(const fs::path& dir, const std::string& stem, const std::string& variant) {
  const auto exists = [](const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
  };
  std::vector<std::string> variants = {variant};
  if (variant.empty())
    for (std::string& other : variantsIn(dir, stem)) variants.push_back(std::move(other));
  for (const std::string& v : variants) {
    const std::string infix = v.empty() ? "" : "." + v;
    const fs::path single = dir / (stem + infix + ".safetensors");
    if (exists(single)) return openAll({single}, single.string());
    const fs::path index = dir / (stem + ".safetensors.index" + infix + ".json");
    if (exists(index)) return openShards(index);
  }
  Error error{ErrorKind::NotFound,
              "no safetensors weights in the folder",
              dir.string(),
              "",
              stem + (variant.empty() ? "" : "." + variant) + ".safetensors",
              "",
              ""};
  for (const char* pickle : {".bin", ".pt", ".ckpt", ".pth"})
    if (exists(dir / (stem + pickle)) || exists(dir / (std::string("pytorch_model") + pickle))) {
      error.found = std::string("a pickle (") + pickle + "), which can run code and is never opened";
      error.remedy = "Convert it to safetensors with the tool it came from.";
    }
  return error;
}

Result<void> loadInto(torch::nn::Module& module, const WeightFiles& weights) {
  UNMASK_TRY(std::vector<Match> matches, match(module, weights));
  torch::NoGradGuard noGrad;
  for (Match& m : matches) m.parameter.copy_(tensorFromView(*m.view, weights.files[m.file].storage()));
  return {};
}

Result<void> requireEntries(const WeightFiles& weights, int64_t entries, const fs::path& config) {
  int64_t numbers = 0;
  for (const auto& [name, place] : weights.tensors) {
    int64_t count = 1;
    for (const int64_t side : place.second->shape) count *= side;
    numbers += count;
  }
  if (numbers >= entries) return {};
  return Error{ErrorKind::BadInput,
               "the config describes a larger network than the weights hold",
               config.string(),
               weights.label,
               "at least " + std::to_string(entries) + " numbers",
               std::to_string(numbers),
               "Use the folder as it was released."};
}

Result<void> mapInto(torch::nn::Module& module, const WeightFiles& weights, torch::ScalarType computeType) {
  UNMASK_TRY(std::vector<Match> matches, match(module, weights));
  torch::NoGradGuard noGrad;
  for (Match& m : matches) {
    m.parameter.requires_grad_(false);
    m.parameter.set_data(tensorFromView(*m.view, weights.files[m.file].storage()).to(computeType));
  }
  return {};
}

std::vector<std::pair<std::string, Tensor>> namedTensors(const torch::nn::Module& module) {
  std::vector<std::pair<std::string, Tensor>> out;
  for (const auto& item : module.named_parameters()) out.emplace_back(item.key(), item.value().detach());
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return out;
}

Result<void> saveTensors(const fs::path& path, const std::vector<std::pair<std::string, Tensor>>& tensors,
                         const std::map<std::string, std::string>& metadata) {
  std::vector<Tensor> kept;
  std::vector<TensorView> views;
  for (const auto& [name, tensor] : tensors) {
    kept.push_back(tensor.detach().cpu().contiguous());
    const Tensor& t = kept.back();
    views.push_back({name,
                     tensorType(t.scalar_type()),
                     t.sizes().vec(),
                     {static_cast<const std::byte*>(t.data_ptr()), static_cast<size_t>(t.nbytes())}});
  }
  return writeSafetensors(path, views, metadata);
}

int64_t parameterCount(const torch::nn::Module& module) {
  int64_t count = 0;
  for (const auto& parameter : module.parameters()) count += parameter.numel();
  return count;
}

}  // namespace unmask
