#include "core/text/json_fields.h"

#include "core/io/atomic_file.h"
#include "core/io/strict_json.h"

namespace unmask {

using nlohmann::json;

namespace {

Error fieldError(const std::string& where, const std::string& key, const std::string& expected,
                 const std::string& found) {
  return Error{
      ErrorKind::BadInput, "a value is missing or not what it should be", where, key, expected, found, {}};
}

Result<const json*> typedField(const json& object, const std::string& key,
                               bool (json::*isType)() const noexcept, const std::string& typeName,
                               const std::string& where) {
  if (!object.is_object()) return fieldError(where, key, "an object around it", describeJson(object));
  const auto it = object.find(key);
  if (it == object.end()) return fieldError(where, key, typeName, "nothing");
  if (!((*it).*isType)()) return fieldError(where, key, typeName, describeJson(*it));
  return &*it;
}

}  // namespace

Result<json> readJsonFile(const std::filesystem::path& path, size_t maxBytes) {
  UNMASK_TRY(const std::string text, readFile(path, maxBytes));
  return parseStrictJson(text, path.string());
}

Result<std::string> stringField(const json& object, const std::string& key, const std::string& where) {
  UNMASK_TRY(const json* field, typedField(object, key, &json::is_string, "a string", where));
  return field->get_ref<const std::string&>();
}

Result<int64_t> integerField(const json& object, const std::string& key, int64_t least, int64_t most,
                             const std::string& where) {
  UNMASK_TRY(const json* field, typedField(object, key, &json::is_number_integer, "an integer", where));
  const bool tooLarge =
      field->is_number_unsigned() && field->get<uint64_t>() > static_cast<uint64_t>(INT64_MAX);
  const int64_t value = tooLarge ? INT64_MAX : field->get<int64_t>();
  if (tooLarge || value < least || value > most) {
    return fieldError(where, key, std::to_string(least) + " to " + std::to_string(most), field->dump());
  }
  return value;
}

Result<bool> boolField(const json& object, const std::string& key, const std::string& where) {
  UNMASK_TRY(const json* field, typedField(object, key, &json::is_boolean, "true or false", where));
  return field->get<bool>();
}

Result<std::vector<std::string>> stringListField(const json& object, const std::string& key, size_t maxCount,
                                                 const std::string& where) {
  UNMASK_TRY(const json* field, arrayField(object, key, where));
  if (field->size() > maxCount) {
    return fieldError(where, key, "at most " + std::to_string(maxCount) + " strings",
                      std::to_string(field->size()));
  }
  std::vector<std::string> list;
  for (const json& entry : *field) {
    if (!entry.is_string()) return fieldError(where, key, "strings only", describeJson(entry));
    list.push_back(entry.get_ref<const std::string&>());
  }
  return list;
}

Result<const json*> arrayField(const json& object, const std::string& key, const std::string& where) {
  return typedField(object, key, &json::is_array, "a list", where);
}

Result<const json*> objectField(const json& object, const std::string& key, const std::string& where) {
  return typedField(object, key, &json::is_object, "an object", where);
}

}  // namespace unmask
