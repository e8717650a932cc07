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

std::string_view cutUtf8(std::string_view text, size_t maxBytes) {
  if (text.size() <= maxBytes) return text;
  while (maxBytes > 0 && (static_cast<unsigned char>(text[maxBytes]) & 0xC0) == 0x80) --maxBytes;
  return text.substr(0, maxBytes);
}

}  // namespace unmask
