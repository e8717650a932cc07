#include "core/adapter/adapter_metadata.h"

#include <cmath>

#include "core/io/strict_json.h"

namespace unmask {
namespace {

using nlohmann::json;

constexpr size_t kMaxMetadataBytes = size_t{8} << 20;
constexpr size_t kMaxTargets = 4096;
constexpr int kMaxRank = 4096;
constexpr double kMaxAlpha = 1e6;

struct OwnText {
  const char* key;
  std::string AdapterInfo::*field;
};
constexpr OwnText kOwnTexts[] = {{"unmask.base_model", &AdapterInfo::baseModel},
                                 {"unmask.base_model_hash", &AdapterInfo::baseModelHash},
                                 {"unmask.trigger", &AdapterInfo::trigger},
                                 {"unmask.caption", &AdapterInfo::caption},
                                 {"unmask.sample_picture", &AdapterInfo::samplePicture},
                                 {"unmask.settings", &AdapterInfo::settings}};

Error bad(const std::string& where, const std::string& key, const std::string& expected, const json& found) {
  return {ErrorKind::BadInput,
          "the adapter's description cannot be used",
          where,
          key,
          expected,
          describeJson(found),
          ""};
}

Error unsupported(const std::string& where, const std::string& key, const std::string& reason) {
  return {ErrorKind::Unsupported, reason, where, key, "", "", ""};
}

/// PEFT writes a name, a list of names or null.
Result<std::vector<std::string>> targetsFrom(const json& value, const std::string& where,
                                             const std::string& key) {
  if (value.is_null()) return std::vector<std::string>{};
  if (value.is_string()) return std::vector<std::string>{value.get<std::string>()};
  if (!value.is_array() || value.size() > kMaxTargets)
    return bad(where, key, "a list of module names", value);
  std::vector<std::string> targets;
  for (const json& item : value) {
    if (!item.is_string()) return bad(where, key, "a list of module names", item);
    targets.push_back(item.get<std::string>());
  }
  return targets;
}

Result<void> readPeft(const json& root, const std::string& where, AdapterInfo& info) {
  const auto member = [&root](const char* key) -> const json* {
    const auto it = root.find(key);
    return it == root.end() || it->is_null() ? nullptr : &*it;
  };
  if (const json* rank = member("transformer.r")) {
    const bool fits = rank->is_number_unsigned() && *rank >= 1 && *rank <= kMaxRank;
    if (!fits) return bad(where, "transformer.r", "an integer from 1 to 4096", *rank);
    info.rank = rank->get<int>();
  }
  if (const json* alpha = member("transformer.lora_alpha")) {
    const double value = alpha->is_number() ? alpha->get<double>() : NAN;
    if (!(std::abs(value) <= kMaxAlpha)) return bad(where, "transformer.lora_alpha", "a number", *alpha);
    info.alpha = value;
  }
  if (const json* targets = member("transformer.target_modules")) {
    UNMASK_TRY(info.targets, targetsFrom(*targets, where, "transformer.target_modules"));
  }
  if (const json* root2 = member("transformer.use_rslora")) {
    if (!root2->is_boolean()) return bad(where, "transformer.use_rslora", "true or false", *root2);
    info.rootOfRank = root2->get<bool>();
  }
  if (const json* pattern = member("transformer.rank_pattern"))
    info.hasRankPattern = pattern->is_object() && !pattern->empty();
  if (const json* dora = member("transformer.use_dora"); dora && *dora == true)
    return unsupported(where, "transformer.use_dora", "adapters of the DoRA kind are not supported");
  if (const json* pattern = member("transformer.alpha_pattern"); pattern && !pattern->empty())
    return unsupported(where, "transformer.alpha_pattern",
                       "adapters with another alpha for some modules are not supported");
  return {};
}

}  // namespace

std::string adapterMetadata(const AdapterInfo& info) {
  json out = json::object();
  if (info.rank > 0) out["transformer.r"] = info.rank;
  if (info.alpha) out["transformer.lora_alpha"] = *info.alpha;
  if (info.rootOfRank) out["transformer.use_rslora"] = true;
  if (!info.targets.empty()) out["transformer.target_modules"] = info.targets;
  for (const OwnText& own : kOwnTexts)
    if (!(info.*own.field).empty()) out[own.key] = info.*own.field;
  return out.dump(2, ' ', true, json::error_handler_t::replace);
}

Result<AdapterInfo> parseAdapterMetadata(const std::string& text, const std::string& where) {
  AdapterInfo info;
  if (text.empty()) return info;
  if (text.size() > kMaxMetadataBytes)
    return Error{ErrorKind::BadInput,
                 "the adapter's description is too large",
                 where,
                 kAdapterMetadataKey,
                 std::to_string(kMaxMetadataBytes) + " bytes",
                 std::to_string(text.size()) + " bytes",
                 ""};
  UNMASK_TRY(const json root, parseStrictJson(text, where));
  if (!root.is_object()) return bad(where, kAdapterMetadataKey, "an object", root);
  UNMASK_CHECK(readPeft(root, where, info));
  for (const OwnText& own : kOwnTexts) {
    const auto it = root.find(own.key);
    if (it == root.end()) continue;
    if (!it->is_string()) return bad(where, own.key, "a text", *it);
    info.*own.field = it->get<std::string>();
  }
  return info;
}

}  // namespace unmask
