#include <algorithm>
#include <array>
#include <fstream>

#include "app/cli/describe.h"
#include "core/adapter/adapter_file.h"
#include "core/adapter/adapter_metadata.h"
#include "core/io/imported_settings.h"
#include "core/io/png_metadata.h"
#include "core/io/safetensors.h"
#include "core/io/strict_json.h"

namespace unmask {
namespace {

constexpr size_t kShortText = 4096;

// shownText through a whole document; parseStrictJson has bounded its depth.
void cutStrings(nlohmann::json& json, bool full) {
  if (json.is_string()) json = shownText(json.get_ref<const std::string&>(), full);
  if (!json.is_structured()) return;
  for (nlohmann::json& child : json) cutStrings(child, full);
}

nlohmann::json requestFrom(const std::string& text, const std::string& where, bool full) {
  auto parsed = parseStrictJson(text, where);
  if (!parsed) return {{"error", errorJson(parsed.error())}};
  nlohmann::json request = *std::move(parsed);
  cutStrings(request, full);
  return request;
}

// Width and height stand at fixed places: the IHDR chunk comes first.
Result<std::pair<uint32_t, uint32_t>> pngSize(const std::filesystem::path& file) {
  std::array<unsigned char, 24> head{};
  std::ifstream stream(file, std::ios::binary);
  stream.read(reinterpret_cast<char*>(head.data()), head.size());
  if (!stream || !std::equal(head.begin() + 12, head.begin() + 16, "IHDR")) {
    return Error{
        .kind = ErrorKind::BadInput, .message = "the PNG is cut off or has no header", .file = file.string()};
  }
  const auto number = [&head](size_t at) {
    return uint32_t{head[at]} << 24 | uint32_t{head[at + 1]} << 16 | uint32_t{head[at + 2]} << 8 |
           head[at + 3];
  };
  return std::pair(number(16), number(20));
}

template <typename Value>
nlohmann::json orNull(const std::optional<Value>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

nlohmann::json settingsJson(const ImportedSettings& settings, bool full) {
  nlohmann::json rest = nlohmann::json::object();
  for (const auto& [key, value] : settings.rest) rest[key] = shownText(value, full);
  return {{"source", nameOf(settings.source)},
          {"prompt", shownText(settings.prompt, full)},
          {"negative_prompt", shownText(settings.negativePrompt, full)},
          {"seed", orNull(settings.seed)},
          {"steps", orNull(settings.steps)},
          {"guidance_scale", orNull(settings.guidanceScale)},
          {"strength", orNull(settings.strength)},
          {"width", orNull(settings.width)},
          {"height", orNull(settings.height)},
          {"model", settings.modelName},
          {"rest", rest}};
}

bool isAdapter(const SafetensorsFile& file) {
  return std::ranges::any_of(file.tensors(), [](const TensorView& tensor) {
    return tensor.name.find(".lora_A.") != std::string::npos ||
           tensor.name.find(".lora_B.") != std::string::npos;
  });
}

/// What an adapter is and what it is for; an error where it cannot be used.
nlohmann::json adapterJson(const std::filesystem::path& path) {
  const auto file = AdapterFile::open(path);
  if (!file) return {{"error", errorJson(file.error())}};
  const AdapterInfo& info = file->info();
  nlohmann::json json = {{"modules", file->layers().size()},
                         {"parameters", file->parameterCount()},
                         {"rank", file->layers().front().rank()},
                         {"alpha", orNull(info.alpha)},
                         {"targets", info.targets},
                         {"content_hash", file->contentHash()}};
  const auto scale = file->scaleOf(file->layers().front(), {});
  json["scale"] = scale ? nlohmann::json(*scale) : nlohmann::json();
  json["base_model"] = info.baseModel;
  json["base_model_hash"] = info.baseModelHash;
  json["trigger"] = info.trigger;
  json["caption"] = info.caption;
  json["has_sample_picture"] = !info.samplePicture.empty();
  return json;
}

}  // namespace

std::string shownText(const std::string& text, bool full) {
  if (full || text.size() <= kShortText) return text;
  return text.substr(0, 64) + "… (" + std::to_string(text.size()) + " bytes)";
}

nlohmann::json errorJson(const Error& error) {
  nlohmann::json json = {{"message", error.message}};
  const auto add = [&json](const char* key, const std::string& value) {
    if (!value.empty()) json[key] = value;
  };
  add("file", error.file);
  add("key", error.key);
  add("expected", error.expected);
  add("found", error.found);
  add("remedy", error.remedy);
  return json;
}

Result<nlohmann::json> describePng(const std::filesystem::path& file, bool full) {
  UNMASK_TRY(const auto size, pngSize(file));
  UNMASK_TRY(const PngTexts texts, readPngTexts(file));
  nlohmann::json json = {{"kind", "png"},
                         {"path", file.string()},
                         {"width", size.first},
                         {"height", size.second},
                         {"texts", nlohmann::json::object()},
                         {"request", nullptr}};
  for (const auto& [key, text] : texts) {
    if (key == kRequestKey) {
      json["request"] = requestFrom(text, file.string(), full);
      const auto request = requestFromJson(text, file.string());
      json["can_be_replayed"] = request.ok();
      if (!request) json["request_error"] = errorJson(request.error());
    } else {
      json["texts"][key] = shownText(text, full);
    }
  }
  const auto settings = importedSettings(texts);
  if (settings && !settings->request) json["settings"] = settingsJson(*settings, full);
  return json;
}

Result<nlohmann::json> describeSafetensors(const std::filesystem::path& file, bool full) {
  UNMASK_TRY(const SafetensorsFile opened, SafetensorsFile::open(file));
  nlohmann::json json = {{"kind", "safetensors"},
                         {"path", file.string()},
                         {"tensors", nlohmann::json::array()},
                         {"metadata", nlohmann::json::object()}};
  for (const TensorView& tensor : opened.tensors()) {
    json["tensors"].push_back({{"name", tensor.name},
                               {"dtype", tensorTypeName(tensor.type)},
                               {"shape", tensor.shape},
                               {"bytes", tensor.bytes.size()}});
  }
  for (const auto& [key, text] : opened.metadata()) {
    const bool isJson = key == kRequestKey || key == kAdapterMetadataKey;
    json["metadata"][key] =
        isJson ? requestFrom(text, file.string(), full) : nlohmann::json(shownText(text, full));
  }
  if (isAdapter(opened)) json["adapter"] = adapterJson(file);
  return json;
}

}  // namespace unmask
