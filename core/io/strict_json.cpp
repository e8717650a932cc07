#include "core/io/strict_json.h"

#include <vector>

namespace unmask {

namespace {

using nlohmann::json;

constexpr size_t kMaxQuoted = 80;

std::string quoted(std::string text) {
  if (text.size() > kMaxQuoted) {
    size_t end = kMaxQuoted;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
      --end;  // not within a character
    text = text.substr(0, end) + "…";
  }
  return "\"" + text + "\"";
}

/// Builds the document while the parser walks the text, and stops it at the first thing we do not accept.
class StrictBuilder : public nlohmann::json_sax<json> {
 public:
  StrictBuilder(const std::string& where, const JsonLimits& limits) : m_limits(limits) {
    m_error.kind = ErrorKind::BadInput;
    m_error.file = where;
  }

  bool null() override { return add(nullptr) != nullptr; }
  bool boolean(bool value) override { return add(value) != nullptr; }
  bool number_integer(number_integer_t value) override { return add(value) != nullptr; }
  bool number_unsigned(number_unsigned_t value) override { return add(value) != nullptr; }
  bool number_float(number_float_t value, const string_t&) override { return add(value) != nullptr; }
  bool string(string_t& value) override { return add(std::move(value)) != nullptr; }
  bool binary(binary_t&) override { return false; }
  bool start_object(size_t) override { return open(json::object()); }
  bool start_array(size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    auto [slot, isNew] = m_open.back()->get_ref<json::object_t&>().emplace(name, nullptr);
    if (!isNew) return fail("has the same key twice", name);
    m_slot = &slot->second;
    return true;
  }

  bool parse_error(size_t position, const std::string& lastToken,
                   const nlohmann::detail::exception& e) override {
    m_error.message = e.id == kNumberOverflow ? "holds a number out of range" : "is not valid JSON";
    m_error.key = "at byte " + std::to_string(position);
    m_error.found = quoted(printable(lastToken));
    return false;
  }

  json& root() { return m_root; }
  Error& error() { return m_error; }

 private:
  static constexpr int kNumberOverflow = 406;

  static std::string printable(const std::string& text) {
    std::string out;
    for (const char c : text.substr(0, kMaxQuoted)) out += c >= 0x20 && c < 0x7f ? c : '?';
    return out;
  }

  bool fail(const std::string& message, const std::string& keyName, const std::string& expected = {}) {
    m_error.message = message;
    m_error.key = keyName;
    m_error.expected = expected;
    return false;
  }

  json* add(json value) {
    if (++m_count > m_limits.maxValues) {
      fail("holds too many JSON values", {}, "at most " + std::to_string(m_limits.maxValues));
      return nullptr;
    }
    if (m_open.empty()) {
      m_root = std::move(value);
      return &m_root;
    }
    if (m_open.back()->is_object()) {
      *m_slot = std::move(value);
      return m_slot;
    }
    auto& array = m_open.back()->get_ref<json::array_t&>();
    array.push_back(std::move(value));
    return &array.back();
  }

  bool open(json value) {
    if (m_open.size() >= m_limits.maxDepth) {
      return fail("is nested too deeply", {}, "at most " + std::to_string(m_limits.maxDepth) + " levels");
    }
    json* added = add(std::move(value));
    if (added == nullptr) return false;
    m_open.push_back(added);
    return true;
  }

  bool close() {
    m_open.pop_back();
    return true;
  }

  JsonLimits m_limits;
  Error m_error;
  json m_root;
  std::vector<json*>
      m_open;              ///< containers not closed yet; only the innermost grows, so the others do not move
  json* m_slot = nullptr;  ///< where the value after a key goes
  size_t m_count = 0;
};

}  // namespace

Result<json> parseStrictJson(std::string_view text, const std::string& where, const JsonLimits& limits) {
  StrictBuilder builder(where, limits);
  if (json::sax_parse(text.begin(), text.end(), &builder)) return std::move(builder.root());
  return std::move(builder.error());
}

std::string describeJson(const json& value) {
  switch (value.type()) {
    case json::value_t::null:
      return "null";
    case json::value_t::object:
      return "an object";
    case json::value_t::array:
      return "an array of " + std::to_string(value.size());
    case json::value_t::string:
      return "the text " + quoted(value.get_ref<const std::string&>());
    case json::value_t::boolean:
      return value.get<bool>() ? "true" : "false";
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
    case json::value_t::number_float:
      return "the number " + value.dump();
    case json::value_t::binary:
    case json::value_t::discarded:
      break;
  }
  return "nothing";
}

}  // namespace unmask
