#include "core/io/utf8.h"

#include <nlohmann/json.hpp>

namespace unmask {

using nlohmann::json;

std::string toValidUtf8(const std::string& text) {
  const std::string quoted = json(text).dump(-1, ' ', false, json::error_handler_t::replace);
  return json::parse(quoted).get<std::string>();
}

bool isUtf8(const std::string& text) {
  return toValidUtf8(text) == text;
}

}  // namespace unmask
