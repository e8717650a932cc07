#include "core/text/tokenizer_settings.h"

#include "core/io/strict_json.h"
#include "core/text/json_fields.h"

namespace unmask {

using nlohmann::json;

namespace {

constexpr size_t kMaxSettingsBytes = size_t{4} << 20;
constexpr size_t kMaxTokenBytes = 256;
constexpr double kNotSet = 1e9;

Error settingError(const std::string& where, const std::string& key, const std::string& expected,
                   const json& found) {
  return Error{ErrorKind::BadInput,
               "the tokenizer setting is not usable",
               where,
               key,
               expected,
               describeJson(found),
               {}};
}

Result<void> readToken(const json& root, const char* key, const std::string& where,
                       std::optional<std::string>& token) {
  const auto it = root.find(key);
  if (it == root.end() || it->is_null()) return {};
  const json* text = &*it;
  if (it->is_object()) {
    const auto content = it->find("content");
    if (content == it->end()) return settingError(where, key, "an object with content", *it);
    text = &*content;
  }
  if (!text->is_string()) return settingError(where, key, "text or an object with content", *text);
  const auto& value = text->get_ref<const std::string&>();
  if (value.empty() || value.size() > kMaxTokenBytes)
    return settingError(where, key, "1 to 256 bytes", *text);
  token = value;
  return {};
}

Result<void> readMaxTokens(const json& root, const std::string& where, int& maxTokens) {
  constexpr char kKey[] = "model_max_length";
  const auto it = root.find(kKey);
  if (it == root.end() || it->is_null()) return {};
  if (it->is_number() && it->get<double>() >= kNotSet) return {};
  UNMASK_TRY(const int64_t value, integerField(root, kKey, kLeastMaxTokens, kMostMaxTokens, where));
  maxTokens = static_cast<int>(value);
  return {};
}

Result<void> readSettingsFile(const std::filesystem::path& file, TokenizerSettings& settings) {
  std::error_code code;
  if (!std::filesystem::exists(file, code)) return {};
  const std::string where = file.string();
  UNMASK_TRY(const json root, readJsonFile(file, kMaxSettingsBytes));
  if (!root.is_object()) return settingError(where, {}, "an object", root);
  UNMASK_CHECK(readMaxTokens(root, where, settings.maxTokens));
  UNMASK_CHECK(readToken(root, "bos_token", where, settings.startToken));
  UNMASK_CHECK(readToken(root, "eos_token", where, settings.endToken));
  UNMASK_CHECK(readToken(root, "pad_token", where, settings.padToken));
  return readToken(root, "unk_token", where, settings.unknownToken);
}

}  // namespace

Result<TokenizerSettings> readTokenizerSettings(const std::filesystem::path& tokenizerDir) {
  TokenizerSettings settings;
  UNMASK_CHECK(readSettingsFile(tokenizerDir / "tokenizer_config.json", settings));
  UNMASK_CHECK(readSettingsFile(tokenizerDir / "special_tokens_map.json", settings));
  return settings;
}

}  // namespace unmask
