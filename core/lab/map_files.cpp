#include "core/lab/map_files.h"

#include <array>
#include <charconv>
#include <limits>

#include "core/io/atomic_file.h"
#include "core/io/safetensors.h"

namespace unmask {

namespace {

Result<void> checkMap(const CellMap& map) {
  const auto cells = static_cast<size_t>(map.height) * static_cast<size_t>(map.width);
  if (cells > 0 && map.values.size() == cells && map.known.size() == cells) return {};
  return Error{.kind = ErrorKind::Usage,
               .message = "there is no map to write",
               .key = "cells",
               .expected = std::to_string(cells),
               .found = std::to_string(map.values.size())};
}

}  // namespace

std::string mapCsv(const CellMap& map) {
  std::string text = "row,column,value\n";
  size_t cell = 0;
  for (int row = 0; row < map.height; ++row) {
    for (int column = 0; column < map.width; ++column, ++cell) {
      text += std::to_string(row) + ',' + std::to_string(column) + ',';
      std::array<char, 32> number{};
      if (map.known[cell] != 0) {
        const auto end = std::to_chars(number.data(), number.data() + number.size(), map.values[cell]);
        text.append(number.data(), end.ptr);
      }
      text += '\n';
    }
  }
  return text;
}

Result<void> writeMapCsv(const std::filesystem::path& path, const CellMap& map) {
  UNMASK_CHECK(checkMap(map));
  return writeFileAtomically(path, mapCsv(map));
}

Result<void> writeMapTensors(const std::filesystem::path& path, const CellMap& map, const MapNote& note) {
  UNMASK_CHECK(checkMap(map));
  std::vector<float> values = map.values;
  for (size_t cell = 0; cell < values.size(); ++cell)
    if (map.known[cell] == 0) values[cell] = std::numeric_limits<float>::quiet_NaN();
  const TensorView view{"map", TensorType::F32, {map.height, map.width}, std::as_bytes(std::span(values))};
  std::map<std::string, std::string> metadata = {{"name", note.name}, {"step", std::to_string(note.step)}};
  if (!note.requestJson.empty()) metadata["unmask:request"] = note.requestJson;
  return writeSafetensors(path, std::span(&view, 1), metadata);
}

}  // namespace unmask
