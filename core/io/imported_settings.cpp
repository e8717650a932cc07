#include "core/io/imported_settings.h"

#include <charconv>
#include <cmath>

#include "core/io/import_formats.h"
#include "core/io/png_metadata.h"
#include "core/io/strict_json.h"
#include "core/io/utf8.h"

namespace unmask {

namespace {

constexpr size_t kMaxInputBytes = size_t{16} << 20;
constexpr size_t kMaxTextBytes = size_t{1} << 20;
constexpr size_t kMaxRestBytes = 4096;
constexpr size_t kMaxRest = 256;
constexpr JsonLimits kJsonLimits{.maxDepth = 64, .maxValues = size_t{1} << 18};

std::string_view trimmed(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r\n") + 1 - begin);
}

std::string withoutNan(const std::string& text) {
  std::string out;
  out.reserve(text.size());
  bool isInText = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (isInText && c == '\\' && i + 1 < text.size()) {
      out += c;
      out += text[++i];
      continue;
    }
    if (c == '"') isInText = !isInText;
    bool isReplaced = false;
    for (const std::string_view word : {"NaN", "-Infinity", "Infinity"}) {
      if (isInText || text.compare(i, word.size(), word) != 0) continue;
      out += "null";
      i += word.size() - 1;
      isReplaced = true;
      break;
    }
    if (!isReplaced) out += c;
  }
  return out;
}

template <typename Number>
std::optional<Number> parsed(std::string_view text) {
  text = trimmed(text);
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

ImportedSettings fromRequest(GenerationRequest request) {
  ImportedSettings settings;
  settings.source = ImportSource::Unmask;
  settings.prompt = request.prompt;
  settings.negativePrompt = request.negativePrompt;
  settings.seed = request.seed;
  settings.steps = request.steps;
  settings.guidanceScale = request.guidanceScale;
  settings.strength = request.strength;
  if (request.width > 0 && request.height > 0) {
    settings.width = request.width;
    settings.height = request.height;
  }
  settings.modelName = request.model.name;
  settings.request = std::move(request);
  return settings;
}

const std::string* find(const PngTexts& texts, const char* key) {
  const auto found = texts.find(key);
  return found == texts.end() || found->second.size() > kMaxInputBytes ? nullptr : &found->second;
}

}  // namespace

std::string_view nameOf(ImportSource source) {
  switch (source) {
    case ImportSource::Unmask:
      return "Unmask";
    case ImportSource::A1111:
      return "A1111";
    case ImportSource::ComfyUi:
      return "ComfyUI";
    case ImportSource::InvokeAi:
      return "InvokeAI";
    case ImportSource::SwarmUi:
      return "SwarmUI";
  }
  return "";
}

std::optional<ImportedSettings> importedSettings(const PngTexts& texts) {
  auto request = requestFromTexts(texts, "metadata");
  if (request.ok() && request->has_value()) return fromRequest(**std::move(request));

  using Reader = std::optional<ImportedSettings> (*)(const std::string&);
  constexpr std::pair<const char*, Reader> kReaders[] = {
      {"invokeai_metadata", fromInvokeAi}, {kParametersKey, fromSwarmUi},
      {kParametersKey, fromA1111},         {"prompt", fromComfyUi},
      {"workflow", fromComfyUiWorkflow},
  };
  for (const auto& [key, read] : kReaders) {
    const std::string* text = find(texts, key);
    if (text == nullptr) continue;
    std::optional<ImportedSettings> settings = read(*text);
    if (settings && saysAnything(*settings)) return settings;
  }
  return std::nullopt;
}

std::optional<nlohmann::json> importedJson(const std::string& text) {
  if (text.size() > kMaxInputBytes) return std::nullopt;
  auto json = parseStrictJson(withoutNan(text), "metadata", kJsonLimits);
  if (!json.ok() || !json->is_object()) return std::nullopt;
  return *std::move(json);
}

std::string importedText(std::string_view text) {
  return toValidUtf8(std::string(cutUtf8(text, kMaxTextBytes)));
}

std::optional<uint64_t> seedFrom(std::string_view text) {
  return parsed<uint64_t>(text);
}

std::optional<int> integerFrom(std::string_view text, int least, int most) {
  const auto value = parsed<int>(text);
  return value && *value >= least && *value <= most ? value : std::nullopt;
}

std::optional<float> numberFrom(std::string_view text, float least, float most) {
  const auto value = parsed<float>(text);
  return value && *value >= least && *value <= most ? value : std::nullopt;
}

std::string scalarText(const nlohmann::json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  return {};
}

void setSteps(ImportedSettings& settings, std::string_view text) {
  settings.steps = integerFrom(text, 1, 1000);
}

void setGuidance(ImportedSettings& settings, std::string_view text) {
  settings.guidanceScale = numberFrom(text, -1000, 1000);
}

void setStrength(ImportedSettings& settings, std::string_view text) {
  settings.strength = numberFrom(text, 0, 1);
}

void setSize(ImportedSettings& settings, std::string_view width, std::string_view height) {
  const auto w = integerFrom(width, 1, 65536);
  const auto h = integerFrom(height, 1, 65536);
  if (!w || !h) return;
  settings.width = w;
  settings.height = h;
}

void addRest(ImportedSettings& settings, std::string_view key, std::string_view value) {
  value = trimmed(value);
  if (value.empty() || settings.rest.size() >= kMaxRest) return;
  settings.rest.emplace_back(toValidUtf8(std::string(cutUtf8(key, kMaxRestBytes))),
                             toValidUtf8(std::string(cutUtf8(value, kMaxRestBytes))));
}

bool saysAnything(const ImportedSettings& s) {
  return !s.prompt.empty() || !s.negativePrompt.empty() || s.seed || s.steps || s.guidanceScale || s.width ||
         !s.modelName.empty();
}

}  // namespace unmask
