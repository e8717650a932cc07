#include "core/lab/map_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <fstream>
#include <sstream>

#include "core/io/safetensors.h"
#include "tests/support/scratch_dir.h"

namespace unmask::test {
namespace {

CellMap smallMap() {
  CellMap map;
  map.height = 1;
  map.width = 3;
  map.values = {0.1F, 0, -2.5F};
  map.known = {1, 0, 1};
  map.low = -2.5F;
  map.high = 0.1F;
  return map;
}

TEST(MapFiles, CsvReadsBackToTheSameFloats) {
  EXPECT_EQ(mapCsv(smallMap()), "row,column,value\n0,0,0.1\n0,1,\n0,2,-2.5\n");
  CellMap odd = smallMap();
  odd.values[0] = 1.0F / 3;
  std::istringstream lines(mapCsv(odd));
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  EXPECT_EQ(std::stof(line.substr(4)), 1.0F / 3);
}

TEST(MapFiles, TensorsTellWhatTheyAre) {
  const ScratchDir dir;
  const auto path = dir.path() / "map.safetensors";
  ASSERT_TRUE(writeMapTensors(path, smallMap(), {"Entropy", 4, "{}"}).ok());
  const auto file = SafetensorsFile::open(path);
  ASSERT_TRUE(file.ok()) << file.error().text();
  const TensorView* map = file->find("map");
  ASSERT_NE(map, nullptr);
  EXPECT_EQ(map->shape, (std::vector<int64_t>{1, 3}));
  std::array<float, 3> values{};
  ASSERT_EQ(map->bytes.size(), sizeof(values));
  std::memcpy(values.data(), map->bytes.data(), sizeof(values));
  EXPECT_EQ(values[0], 0.1F);
  EXPECT_TRUE(std::isnan(values[1]));
  EXPECT_EQ(values[2], -2.5F);
  EXPECT_EQ(file->metadata().at("name"), "Entropy");
  EXPECT_EQ(file->metadata().at("step"), "4");
  EXPECT_EQ(file->metadata().at("unmask:request"), "{}");
}

TEST(MapFiles, NoMapIsNoFile) {
  const ScratchDir dir;
  const auto path = dir.path() / "map.csv";
  EXPECT_EQ(writeMapCsv(path, {}).error().kind, ErrorKind::Usage);
  CellMap torn = smallMap();
  torn.values.pop_back();
  EXPECT_EQ(writeMapTensors(path, torn, {}).error().kind, ErrorKind::Usage);
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace unmask::test
