#include "core/adapter/adapter_file.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "core/adapter/adapter_metadata.h"
#include "core/io/sha256.h"

namespace unmask {
namespace {

constexpr size_t kMaxModules = 4096;
constexpr int64_t kMaxRank = 4096;
constexpr double kMaxScale = 1e6;

bool isFloat(TensorType type) {
  return type == TensorType::F32 || type == TensorType::F16 || type == TensorType::BF16;
}

float fromHalf(uint16_t half) {
  const int exponent = (half >> 10) & 31, fraction = half & 1023;
  const float magnitude = exponent == 0    ? std::ldexp(static_cast<float>(fraction), -24)
                          : exponent == 31 ? (fraction != 0 ? NAN : INFINITY)
                                           : std::ldexp(static_cast<float>(fraction + 1024), exponent - 25);
  return (half & 0x8000) != 0 ? -magnitude : magnitude;
}

std::vector<float> floatsOf(const TensorView& view) {
  std::vector<float> out(static_cast<size_t>(view.elementCount()));
  const std::byte* bytes = view.bytes.data();
  for (size_t i = 0; i < out.size(); ++i) {
    if (view.type == TensorType::F32) {
      std::memcpy(&out[i], bytes + 4 * i, 4);
      continue;
    }
    uint16_t bits = 0;
    std::memcpy(&bits, bytes + 2 * i, 2);
    out[i] = view.type == TensorType::BF16 ? std::bit_cast<float>(uint32_t{bits} << 16) : fromHalf(bits);
  }
  return out;
}

/// "transformer.a.b.lora_A.weight" → ("a.b", "lora_A"); PEFT puts the adapter's name behind the part, and its
/// own saver another prefix.
struct KeyParts {
  std::string module, part;
};
std::optional<KeyParts> split(std::string key) {
  for (const char* prefix : {"base_model.model.", "transformer."})
    if (key.starts_with(prefix)) {
      key.erase(0, std::strlen(prefix));
      break;
    }
  for (const char* part : {"lora_A", "lora_B"})
    for (const char* tail : {".weight", ".default.weight", ".default_0.weight"})
      if (const std::string end = std::string(".") + part + tail;
          key.ends_with(end) && key.size() > end.size())
        return KeyParts{key.substr(0, key.size() - end.size()), part};
  if (key.ends_with(".alpha") && key.size() > 6) return KeyParts{key.substr(0, key.size() - 6), "alpha"};
  return std::nullopt;
}

Result<void> refuseOtherKinds(const SafetensorsFile& file, const std::string& name) {
  const auto refuse = [&name](const std::string& key, const std::string& reason) {
    return Error{ErrorKind::Unsupported, reason, name, key, "", "", ""};
  };
  for (const TensorView& tensor : file.tensors()) {
    const std::string& key = tensor.name;
    if (key.starts_with("text_encoder") || key.starts_with("lora_te"))
      return refuse(
          key,
          "adapters of the text encoder are not supported: the released training code names modules "
          "there that its text encoder does not have, so that no such file can have learned anything");
    if (key.find("lora_magnitude_vector") != std::string::npos || key.ends_with(".dora_scale"))
      return refuse(key, "adapters of the DoRA kind are not supported");
    if (tensor.shape.size() > 2) return refuse(key, "adapters of convolutions are not supported");
  }
  return {};
}

std::string shapeText(const std::vector<int64_t>& shape) {
  std::string out = "[";
  for (size_t i = 0; i < shape.size(); ++i) out += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  return out + "]";
}

/// Pairs the tensors up; what does not fit goes into `problems`.
std::map<std::string, AdapterLayer> paired(const SafetensorsFile& file, std::vector<std::string>& problems) {
  std::map<std::string, AdapterLayer> layers;
  for (const TensorView& tensor : file.tensors()) {
    const std::optional<KeyParts> key = split(tensor.name);
    if (!key) {
      problems.push_back(tensor.name + " belongs to no adapter");
      continue;
    }
    if (!isFloat(tensor.type)) {
      problems.push_back(tensor.name + " is " + std::string(tensorTypeName(tensor.type)) +
                         " and not a float type");
      continue;
    }
    AdapterLayer& layer = layers[key->module];
    layer.module = key->module;
    if (key->part == "alpha") {
      const float alpha = tensor.elementCount() == 1 ? floatsOf(tensor)[0] : NAN;
      if (!(std::abs(alpha) <= kMaxScale)) problems.push_back(tensor.name + " is not one number");
      layer.alpha = alpha;
      continue;
    }
    TensorView& half = key->part == "lora_A" ? layer.down : layer.up;
    if (!half.name.empty()) problems.push_back(tensor.name + " is there twice, as " + half.name);
    half = tensor;
    const bool isMatrix = tensor.shape.size() == 2 && tensor.shape[0] > 0 && tensor.shape[1] > 0;
    if (!isMatrix)
      problems.push_back(tensor.name + " has shape " + shapeText(tensor.shape) + " and is no matrix");
  }
  return layers;
}

void checkPair(const AdapterLayer& layer, const AdapterInfo& info, std::vector<std::string>& problems) {
  if (layer.down.shape.size() != 2 || layer.up.shape.size() != 2) {
    problems.push_back(layer.module + " lacks " + (layer.down.shape.size() != 2 ? "lora_A" : "lora_B"));
    return;
  }
  if (layer.down.shape[0] != layer.up.shape[1] || layer.rank() > kMaxRank)
    problems.push_back(layer.module + " has lora_A " + shapeText(layer.down.shape) + " and lora_B " +
                       shapeText(layer.up.shape));
  else if (info.rank > 0 && !info.hasRankPattern && layer.rank() != info.rank)
    problems.push_back(layer.module + " has rank " + std::to_string(layer.rank()) +
                       ", the description says " + std::to_string(info.rank));
}

std::vector<TensorView> namedViews(const std::vector<AdapterLayer>& layers) {
  std::vector<TensorView> views;
  for (const AdapterLayer& layer : layers) {
    views.push_back(layer.down);
    views.back().name = "transformer." + layer.module + ".lora_A.weight";
    views.push_back(layer.up);
    views.back().name = "transformer." + layer.module + ".lora_B.weight";
  }
  return views;
}

}  // namespace

Result<AdapterFile> AdapterFile::from(SafetensorsFile file, const std::string& name) {
  AdapterFile out;
  UNMASK_CHECK(refuseOtherKinds(file, name));
  const auto text = file.metadata().find(kAdapterMetadataKey);
  UNMASK_TRY(out.m_info, parseAdapterMetadata(text == file.metadata().end() ? "" : text->second, name));
  std::vector<std::string> problems;
  auto layers = paired(file, problems);
  if (problems.empty())
    for (const auto& [module, layer] : layers) checkPair(layer, out.m_info, problems);
  if (layers.size() > kMaxModules) problems = {std::to_string(layers.size()) + " modules"};
  if (problems.empty() && layers.empty()) problems.push_back("no tensors");
  if (!problems.empty())
    return joinErrors({ErrorKind::BadInput, "not an adapter of a masked image model", name, "",
                       "pairs transformer.….lora_A.weight and lora_B.weight", "", ""},
                      problems, 8);
  for (auto& [module, layer] : layers) out.m_layers.push_back(std::move(layer));
  out.m_file = std::make_shared<const SafetensorsFile>(std::move(file));
  return out;
}

Result<AdapterFile> AdapterFile::open(const std::filesystem::path& path) {
  UNMASK_TRY(SafetensorsFile file, SafetensorsFile::open(path));
  UNMASK_TRY(AdapterFile out, from(std::move(file), path.string()));
  UNMASK_TRY(out.m_hash, fileHash(path));
  return out;
}

Result<AdapterFile> AdapterFile::parse(std::span<const std::byte> bytes, const std::string& nameForErrors) {
  UNMASK_TRY(SafetensorsFile file, SafetensorsFile::parse(bytes, nameForErrors));
  return from(std::move(file), nameForErrors);
}

int64_t AdapterFile::parameterCount() const {
  int64_t count = 0;
  for (const AdapterLayer& layer : m_layers) count += layer.down.elementCount() + layer.up.elementCount();
  return count;
}

Result<double> AdapterFile::scaleOf(const AdapterLayer& layer, std::optional<double> given) const {
  const auto rank = static_cast<double>(layer.rank());
  if (layer.alpha) return *layer.alpha / rank;
  if (m_info.alpha) return *m_info.alpha / (m_info.rootOfRank ? std::sqrt(rank) : rank);
  if (given && std::abs(*given) <= kMaxScale) return *given;
  return Error{
      ErrorKind::Usage,
      "the adapter does not say how strongly it was trained to count (alpha)",
      path().string(),
      "alpha",
      "a scale, alpha / rank",
      "none",
      "Give it with --adapter-scale: 1 is what diffusers takes for granted, 2 what its script for the "
      "256 model trains with, 0.0625 its recipe for the 512 model."};
}

Result<void> writeAdapter(const std::filesystem::path& path, const AdapterInfo& info,
                          const std::vector<AdapterLayer>& layers) {
  return writeSafetensors(path, namedViews(layers),
                          {{"format", "pt"}, {kAdapterMetadataKey, adapterMetadata(info)}});
}

Result<void> exportWithFoldedScale(const AdapterFile& adapter, std::optional<double> given,
                                   const std::filesystem::path& path) {
  std::vector<AdapterLayer> layers = adapter.layers();
  std::vector<std::vector<float>> scaled(layers.size());
  for (size_t i = 0; i < layers.size(); ++i) {
    UNMASK_TRY(const double scale, adapter.scaleOf(layers[i], given));
    scaled[i] = floatsOf(layers[i].up);
    for (float& value : scaled[i]) value = static_cast<float>(value * scale);
    layers[i].up.type = TensorType::F32;
    layers[i].up.bytes = std::as_bytes(std::span<const float>(scaled[i]));
    layers[i].alpha.reset();
  }
  AdapterInfo info = adapter.info();
  // Modules of different ranks have no common alpha; without one, alpha = rank is what is taken for granted.
  const bool isUniform = std::ranges::all_of(
      layers, [&](const AdapterLayer& layer) { return layer.rank() == layers.front().rank(); });
  info.rank = isUniform ? static_cast<int>(layers.front().rank()) : 0;
  info.alpha = isUniform ? std::optional<double>(info.rank) : std::nullopt;
  info.rootOfRank = false;
  return writeAdapter(path, info, layers);
}

Result<std::string> fileHash(const std::filesystem::path& path) {
  Sha256 digest;
  if (!digest.addFile(path))
    return Error{ErrorKind::Io, "cannot read the file", path.string(), "", "", "", ""};
  return digest.finishAsText();
}

}  // namespace unmask
