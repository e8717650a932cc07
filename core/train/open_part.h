// One component of a model folder, config and weights, to train on or to begin with.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/io/atomic_file.h"
#include "core/model/config_size.h"
#include "core/model/weights.h"

namespace unmask {

/// `dir` holds config.json, read by `parse` (text, file name), and the weights `stem`.
template <typename Model, typename Config>
Result<Model> openPart(const std::filesystem::path& dir, const std::string& stem,
                       Result<Config> (*parse)(const std::string&, const std::string&)) {
  constexpr size_t kMaxConfigBytes = size_t{1} << 20;
  UNMASK_TRY(const std::string json, readFile(dir / "config.json", kMaxConfigBytes));
  UNMASK_TRY(const Config config, parse(json, (dir / "config.json").string()));
  UNMASK_TRY(const WeightFiles weights, openWeights(dir, stem, ""));
  UNMASK_CHECK(requireEntries(weights, matrixEntries(config), dir / "config.json"));
  Model model(config);
  UNMASK_CHECK(loadInto(*model, weights));
  return model;
}

}  // namespace unmask
