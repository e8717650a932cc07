// A map over a picture's cells as a file of numbers, for other programs.
#pragma once

#include <filesystem>
#include <string>

#include "core/base/result.h"
#include "core/doc/cell_maps.h"

namespace unmask {

/// What the numbers are, beside them.
struct MapNote {
  std::string name;         ///< of the map, for people
  int step = 0;             ///< steps done at the moment it shows
  std::string requestJson;  ///< of the run; empty when there is none
};

/// `row,column,value` with a header line, row-major, counted from 0; an unknown cell's value is empty.
/// Numbers read back to the same float.
std::string mapCsv(const CellMap& map);

/// Whole or not at all. Usage when there is no map.
Result<void> writeMapCsv(const std::filesystem::path& path, const CellMap& map);

/// Safetensors: `map` float32 [h, w], NaN where nothing is known; the note in the metadata as `name`, `step`
/// and `unmask:request`.
Result<void> writeMapTensors(const std::filesystem::path& path, const CellMap& map, const MapNote& note);

}  // namespace unmask
