// Fields of a JSON object from outside, checked on the way out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace unmask {

/// Parses a file of at most `maxBytes` with the checks of core/io/strict_json.h.
Result<nlohmann::json> readJsonFile(const std::filesystem::path& path, size_t maxBytes);

/// Field `key` of `object`, which must be there and of the right type; errors name `where` and the key.
Result<std::string> stringField(const nlohmann::json& object, const std::string& key,
                                const std::string& where);
Result<int64_t> integerField(const nlohmann::json& object, const std::string& key, int64_t least,
                             int64_t most, const std::string& where);
Result<bool> boolField(const nlohmann::json& object, const std::string& key, const std::string& where);
Result<std::vector<std::string>> stringListField(const nlohmann::json& object, const std::string& key,
                                                 size_t maxCount, const std::string& where);
/// The array or object itself; lives as long as `object`.
Result<const nlohmann::json*> arrayField(const nlohmann::json& object, const std::string& key,
                                         const std::string& where);
Result<const nlohmann::json*> objectField(const nlohmann::json& object, const std::string& key,
                                          const std::string& where);

}  // namespace unmask
