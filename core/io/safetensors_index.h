// The index of a checkpoint whose tensors are spread over several safetensors files.
#pragma once

#include <map>
#include <string>

#include "core/base/result.h"

namespace unmask {

/// Parses `*.safetensors.index.json`: the `weight_map` as tensor name → file name. File names stay inside the
/// index's own folder: empty ones, '.', '..', and any with a path separator or a NUL are BadInput, as is
/// everything else that is not an object of texts. `where` becomes the error's file.
Result<std::map<std::string, std::string>> parseSafetensorsIndex(const std::string& json,
                                                                 const std::string& where);

}  // namespace unmask
