#include "core/io/safetensors_index.h"

#include "core/io/strict_json.h"

namespace unmask {

namespace {

bool isPlainFileName(const std::string& name) {
  if (name.empty() || name == "." || name == "..") return false;
  return name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

Error indexError(const std::string& where, const std::string& message, const std::string& key,
                 const std::string& expected, const std::string& found) {
  return Error{.kind = ErrorKind::BadInput,
               .message = message,
               .file = where,
               .key = key,
               .expected = expected,
               .found = found};
}

}  // namespace

Result<std::map<std::string, std::string>> parseSafetensorsIndex(const std::string& json,
                                                                 const std::string& where) {
  UNMASK_TRY(const nlohmann::json root, parseStrictJson(json, where));
  if (!root.is_object()) {
    return indexError(where, "is not a safetensors index", {}, "an object", describeJson(root));
  }
  const auto weightMap = root.find("weight_map");
  if (weightMap == root.end() || !weightMap->is_object()) {
    return indexError(where, "is not a safetensors index", "weight_map", "an object of tensor and file names",
                      weightMap == root.end() ? "nothing" : describeJson(*weightMap));
  }
  std::map<std::string, std::string> files;
  for (const auto& [tensor, file] : weightMap->items()) {
    if (!file.is_string() || !isPlainFileName(file.get_ref<const std::string&>())) {
      return indexError(where, "names no file beside it", tensor, "a plain file name", describeJson(file));
    }
    files.emplace(tensor, file.get_ref<const std::string&>());
  }
  return files;
}

}  // namespace unmask
