// One visitor writes and reads a settings struct, so that the two cannot drift apart. Internal to the
// settings' sources: each defines `visit(Settings&, Visitor&)` before it calls writeSettings() or
// parseSettings().
#pragma once

#include <cstdio>
#include <initializer_list>
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
  /// A key that came later: unfinished runs of before are told by their settings, and go on without it.
  template <typename T>
  void later(const char* key, T& value, T unless) {
    if (value != unless) json[key] = value;
  }
};

struct Loader {
  const nlohmann::json& json;
  std::set<std::string> seen;
  std::string problem;

  template <typename T>
  void later(const char* key, T& value, T) {
    (*this)(key, value);
  }
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
  /// A seed: any number of 64 bits.
  void operator()(const char* key, uint64_t& value) {
    if (const auto* found = find(key)) {
      if (found->is_number_unsigned())
        value = found->get<uint64_t>();
      else
        problem = key;
    }
  }
  void operator()(const char* key, int64_t& value) {
    if (const auto* found = find(key)) {
      if (found->is_number_unsigned() && found->get<uint64_t>() <= uint64_t{1} << 40)
        value = found->get<int64_t>();
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

/// What a setting may be, both ends included.
struct Range {
  template <typename Number>
  Range(const char* name, Number given, double low, double high)
      : key(name), value(static_cast<double>(given)), least(low), most(high) {}
  const char* key;
  double value, least, most;
};

/// BadInput for the first that is not.
inline Result<void> requireRanges(std::initializer_list<Range> ranges, const std::string& where) {
  const auto text = [](double number) {
    char out[32];
    std::snprintf(out, sizeof out, "%.12g", number);
    return std::string(out);
  };
  for (const Range& range : ranges)
    if (range.value < range.least || range.value > range.most)
      return Error{ErrorKind::BadInput,
                   "training setting is not usable",
                   where,
                   range.key,
                   text(range.least) + " to " + text(range.most),
                   text(range.value),
                   ""};
  return {};
}

/// Of the moving average of squares: with 1, updates would be divided by nothing.
inline Result<void> requireBeta2(double beta2, const std::string& where) {
  if (beta2 < 1) return {};
  return Error{ErrorKind::BadInput, "training setting is not usable", where, "beta2", "less than 1", "", ""};
}

}  // namespace unmask::settings_visitor
