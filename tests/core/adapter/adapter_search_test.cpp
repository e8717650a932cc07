#include "core/hub/adapter_search.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

namespace fs = std::filesystem;

class AdapterSearch : public testing::Test {
 protected:
  void SetUp() override {
    options.environment = [this](const char* name) -> std::optional<std::string> {
      if (std::string(name) == "XDG_DATA_HOME") return dir.path().string();
      return std::nullopt;
    };
  }
  fs::path make(const fs::path& below) {
    const fs::path file = adaptersFolder(options) / below;
    fs::create_directories(file.parent_path());
    std::ofstream(file) << "x";
    return file;
  }
  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const FoundAdapter& adapter : findAdapters(options)) out.push_back(adapter.name);
    return out;
  }

  test::ScratchDir dir;
  AdapterSearchOptions options;
};

TEST_F(AdapterSearch, FindsNothingWhereThereIsNothing) {
  EXPECT_TRUE(names().empty());
  EXPECT_EQ(adaptersFolder(options), dir.path() / "unmask" / "adapters");
}

TEST_F(AdapterSearch, ListsSafetensorsByNameAlsoInFolders) {
  make("noir.safetensors");
  make("ink.safetensors");
  make("mine/ink.safetensors");
  make("notes.txt");
  fs::create_directories(adaptersFolder(options) / "folder.safetensors");
  EXPECT_EQ(names(), (std::vector<std::string>{"ink", "mine/ink", "noir"}));
}

TEST_F(AdapterSearch, AFileWinsOverAName) {
  const fs::path ink = make("ink.safetensors");
  EXPECT_EQ(*resolveAdapter("ink", options), ink);
  EXPECT_EQ(*resolveAdapter(ink.string(), options), ink);
  const auto none = resolveAdapter("inkk", options);
  ASSERT_FALSE(none.ok());
  EXPECT_EQ(none.error().kind, ErrorKind::NotFound);
  EXPECT_NE(none.error().expected.find(adaptersFolder(options).string()), std::string::npos);
}

TEST_F(AdapterSearch, AFileNameIsEnoughWhereOnlyOneHasIt) {
  const fs::path pen = make("mine/pen.v2.safetensors");
  EXPECT_EQ(*resolveAdapter("mine/pen.v2", options), pen);
  EXPECT_EQ(*resolveAdapter("pen.v2", options), pen);
  EXPECT_EQ(resolveAdapter("pen", options).error().kind, ErrorKind::NotFound);
  make("mine/ink.safetensors");
  make("old/ink.safetensors");
  const auto several = resolveAdapter("ink", options);
  ASSERT_FALSE(several.ok());
  EXPECT_EQ(several.error().kind, ErrorKind::Usage);
  EXPECT_NE(several.error().text().find("mine/ink"), std::string::npos) << several.error().text();
  EXPECT_NE(several.error().text().find("old/ink"), std::string::npos) << several.error().text();
  const fs::path ink = make("ink.safetensors");  // its whole name is the one asked for
  EXPECT_EQ(*resolveAdapter("ink", options), ink);
}

TEST_F(AdapterSearch, NamedFoldersComeFirst) {
  make("ink.safetensors");
  test::ScratchDir other;
  std::ofstream(other.path() / "ink.safetensors") << "y";
  options.extraDirs = {other.path()};
  EXPECT_EQ(*resolveAdapter("ink", options), other.path() / "ink.safetensors");
  EXPECT_EQ(names().size(), 1U);
}

}  // namespace
}  // namespace unmask
