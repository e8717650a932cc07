// A model folder in another weight type.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/io/safetensors.h"

namespace unmask {

/// Copies a model folder, its float tensors converted to `type` (F32, F16 or BF16). Configs, tokenizer,
/// presets and card come along as they are. `to` is made; files of the same names in it are replaced, each as
/// a whole.
Result<void> convertModel(const std::filesystem::path& from, const std::filesystem::path& to,
                          TensorType type);

}  // namespace unmask
