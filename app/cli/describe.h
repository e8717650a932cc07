// What files hold, as JSON, without loading a model: the substance of `inspect`.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace unmask {

/// A model folder: configs, weight files with tensor, parameter and type counts, presets, model card. Reads
/// headers only. A file that cannot be read is described by its `error`; NotFound when `dir` itself is no
/// folder.
Result<nlohmann::json> describeModel(const std::filesystem::path& dir);

/// A project file, looked at without changing it: versions, document, undo steps, runs, queue. Long strings
/// as in describePng.
Result<nlohmann::json> describeProject(const std::filesystem::path& file, bool full);

/// Size and texts of a PNG; a request of ours parsed, other programs' settings as far as they are understood.
/// Strings longer than 4096 bytes are cut unless `full`.
Result<nlohmann::json> describePng(const std::filesystem::path& file, bool full);

/// Tensors and metadata of a safetensors file. Long strings as in describePng.
Result<nlohmann::json> describeSafetensors(const std::filesystem::path& file, bool full);

/// Parts of a model folder that hold weights, and their safetensors files in the order of their names.
struct WeightFile {
  std::string component;
  std::filesystem::path path;
};
std::vector<WeightFile> weightFilesOf(const std::filesystem::path& modelDir);

/// A text as `inspect` prints it: cut when it is longer than 4096 bytes, unless `full`.
std::string shownText(const std::string& text, bool full);

/// An Error's fields as JSON, empty ones left out.
nlohmann::json errorJson(const Error& error);

}  // namespace unmask
