// One visitor writes and reads a settings struct, so that the two cannot drift apart. Internal to the
// settings' sources: each defines `visit(Settings&, Visitor&)` before it calls writeSettings() or
// parseSettings().
#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "core/base/result.h"

namespace unmask::settings_visitor {

using Json = nlohmann::ordered_json;

struct Writer {
  Json json = Json::object();
  template <typename T>
  void operator()(const char* key, T& value) {
    json[key] = value;
  }
};

struct Loader {
  const nlohmann::json& json;
  std::set<std::string> seen;
  std::string problem;

  void operator()(const char* key, bool& value) {
    if (const auto* found = find(key)) {
      if (found->is_boolean())
        value = found->get<bool>();
      else
        problem = key;
    }
  }
  void operator()(const char* key, double& value) {
    if (const auto* found = find(key)) {
      if (found->is_number() && found->get<double>() >= 0 && found->get<double>() < 1e9)
        value = found->get<double>();
      else
        problem = key;
    }
  }
  template <typename Integer>
  void operator()(const char* key, Integer& value) {
    if (const auto* found = find(key)) {
      if (found->is_number_unsigned() && found->get<uint64_t>() <= uint64_t{1} << 40)
        value = found->get<Integer>();
      else
        problem = key;
    }
  }
  const nlohmann::json* find(const char* key) {
    seen.insert(key);
    const auto it = json.find(key);
    return it == json.end() ? nullptr : &*it;
  }
};

template <typename Settings>
std::string writeSettings(Settings settings) {
  Writer writer;
  visit(settings, writer);
  return writer.json.dump();
}

template <typename Settings>
Result<Settings> parseSettings(const std::string& text, const std::string& where) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object())
    return Error{
        ErrorKind::BadInput, "training settings are not a JSON object", where, "", "an object", "", ""};
  Settings settings;
  Loader loader{json, {}, ""};
  visit(settings, loader);
  if (!loader.problem.empty())
    return Error{ErrorKind::BadInput, "training setting is not usable",          where, loader.problem,
                 "another value",     json[loader.problem].dump().substr(0, 60), ""};
  for (const auto& [key, value] : json.items())
    if (!loader.seen.count(key))
      return Error{ErrorKind::BadInput, "unknown training setting", where, key.substr(0, 60), "", "", ""};
  return settings;
}

}  // namespace unmask::settings_visitor
