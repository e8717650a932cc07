#include "tests/core/data/made_up_packages.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <fstream>

namespace unmask::test {

namespace {

constexpr char kIcons[] = R"({
  "prefix": "made-up", "width": 32, "height": 32,
  "icons": {
    "red-square": {"body": "<path fill=\"#f00\" d=\"M8 8h16v16H8z\"/>"},
    "left-arrow": {"body": "<path fill=\"#00f\" d=\"M0 0h16v32H0z\"/>"},
    "wide": {"body": "<path fill=\"#0f0\" d=\"M0 0h64v32H0z\"/>", "width": 64},
    "odd": {"body": 5},
    "flat-size": {"body": "", "height": 0}
  },
  "aliases": {
    "right-arrow": {"parent": "left-arrow", "hFlip": true},
    "turned": {"parent": "left-arrow", "rotate": 1},
    "orphan": {"parent": "nobody"}
  }
})";

constexpr char kChars[] = R"({
  "1f7e5": "red-square", "2b05": "left-arrow", "27a1": "right-arrow", "2194": "wide", "1f300": "odd",
  "1f301": "flat-size", "1f302": "turned", "1f303": "orphan", "1f304": "no-such-icon", "1f305": 7
})";

constexpr char kNames[] = R"([
  {"label": "red square", "hexcode": "1F7E5", "tags": ["red", "square"], "group": 1, "extra": {"x": 1}},
  {"label": "left arrow", "hexcode": "2B05-FE0F"}
])";

std::string packageJson(const std::string& name) {
  return R"({"name": ")" + name + R"(", "version": "9.8.7", "license": "MIT"})";
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  static std::atomic<int> counter{0};
  m_path = std::filesystem::path(testing::TempDir()) /
           ("unmask-data-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
  std::filesystem::create_directories(m_path);
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(m_path, ignored);
}

std::filesystem::path TemporaryFolder::write(const std::string& name, const std::string& text) const {
  const std::filesystem::path file = m_path / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file;
}

void writeMadeUpPackages(const TemporaryFolder& folder) {
  for (const std::string package : {"@iconify-json/fluent-emoji-flat", "@iconify-json/noto"}) {
    const std::string dir = "node_modules/" + package + "/";
    folder.write(dir + "package.json", packageJson(package));
    folder.write(dir + "icons.json", kIcons);
    folder.write(dir + "chars.json", package.ends_with("noto") ? R"({"1f7e5": "red-square"})" : kChars);
  }
  folder.write("node_modules/emojibase-data/package.json", packageJson("emojibase-data"));
  folder.write("node_modules/emojibase-data/en/data.json", kNames);
  folder.write("node_modules/emojibase-data/en/messages.json",
               R"({"groups": [{"key": "shapes", "order": 1, "message": "shapes"}]})");
}

}  // namespace unmask::test
