// JSON from outside: bounded in depth and size, duplicate keys refused, no exception.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace unmask {

struct JsonLimits {
  size_t maxDepth = 32;                ///< of nested arrays and objects
  size_t maxValues = size_t{1} << 22;  ///< of every kind together; bounds memory at about 100 bytes each
};

/// Parses one JSON document of valid UTF-8. A syntax error, a duplicate key, a number too large for a double,
/// or a document over the limits is BadInput; `where` becomes the error's file.
Result<nlohmann::json> parseStrictJson(std::string_view text, const std::string& where,
                                       const JsonLimits& limits = {});

/// What a value is, for the `found` of an error: "a string", "the number 3.5", "nothing" …
std::string describeJson(const nlohmann::json& value);

}  // namespace unmask
