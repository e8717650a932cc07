#include "core/io/folder_copy.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

std::set<std::string> filesBelow(const fs::path& dir) {
  std::set<std::string> out;
  for (const auto& entry : fs::recursive_directory_iterator(dir))
    if (entry.is_regular_file()) out.insert(entry.path().lexically_relative(dir).string());
  return out;
}

bool all(const fs::path&) {
  return true;
}

TEST(FolderCopy, CopiesWhatIsWantedAndNothingHidden) {
  test::ScratchDir dir;
  for (const char* name :
       {"model_index.json", "vqvae/config.json", "vqvae/weights.bin", ".git/config", ".hidden"})
    write(dir / "from" / name, name);
  fs::create_symlink(dir / "from" / "model_index.json", dir / "from" / "link.json");
  ASSERT_TRUE(copyFolder(dir / "from", dir / "to", [](const fs::path& below) {
                return below != fs::path("vqvae") / "weights.bin";
              }).ok());
  EXPECT_EQ(filesBelow(dir / "to"),
            (std::set<std::string>{"link.json", "model_index.json", "vqvae/config.json"}));
  EXPECT_FALSE(fs::is_symlink(dir / "to" / "link.json"));
}

TEST(FolderCopy, LinkedFoldersComeWithTheRestAndRingsEnd) {
  test::ScratchDir dir;
  write(dir / "elsewhere" / "config.json", "c");
  write(dir / "from" / "a.json", "a");
  fs::create_directory_symlink(dir / "elsewhere", dir / "from" / "vqvae");
  fs::create_directory_symlink(dir / "from", dir / "elsewhere" / "ring");
  ASSERT_TRUE(copyFolder(dir / "from", dir / "to", [](const fs::path& below) {
                return *below.begin() != "ring" && below.string().find("ring") == std::string::npos;
              }).ok());
  EXPECT_EQ(filesBelow(dir / "to"), (std::set<std::string>{"a.json", "vqvae/config.json"}));
  EXPECT_FALSE(fs::is_symlink(dir / "to" / "vqvae"));
}

TEST(FolderCopy, ReplacesWhatIsThere) {
  test::ScratchDir dir;
  write(dir / "from" / "a.json", "new");
  write(dir / "to" / "a.json", "an older and longer one");
  ASSERT_TRUE(copyFolder(dir / "from", dir / "to", all).ok());
  EXPECT_EQ(fs::file_size(dir / "to" / "a.json"), 3U);
}

TEST(FolderCopy, AFolderInsideItselfIsCopiedOnce) {
  test::ScratchDir dir;
  write(dir / "from" / "a.json", "a");
  ASSERT_TRUE(copyFolder(dir / "from", dir / "from" / "deep" / "to", all).ok());
  EXPECT_EQ(filesBelow(dir / "from"), (std::set<std::string>{"a.json", "deep/to/a.json"}));
}

TEST(FolderCopy, SaysWhatFailed) {
  test::ScratchDir dir;
  const auto missing = copyFolder(dir / "nowhere", dir / "to", all);
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().kind, ErrorKind::Io);
  write(dir / "from" / "a.json", "a");
  fs::create_directories(dir / "to" / "a.json");  // a folder in the file's place
  const auto blocked = copyFolder(dir / "from", dir / "to", all);
  ASSERT_FALSE(blocked.ok());
  EXPECT_NE(blocked.error().file.find("a.json"), std::string::npos);
  EXPECT_EQ(filesBelow(dir / "to"), std::set<std::string>());
  fs::create_symlink("gone", dir / "from" / "weights.json");
  const auto dangling = copyFolder(dir / "from", dir / "other", all);
  ASSERT_FALSE(dangling.ok());
  EXPECT_NE(dangling.error().file.find("weights.json"), std::string::npos);
}

TEST(FolderCopy, KnowsWeightsByTheirNames) {
  for (const char* name :
       {"model.safetensors", "pytorch_model.bin", "a.ckpt", "model.safetensors.index.json",
        "pytorch_model.bin.index.json", "model.safetensors.index.fp16.json", "model.safetensors.part"})
    EXPECT_TRUE(holdsWeights(name)) << name;
  for (const char* name :
       {"model_index.json", "config.json", "spiece.model", "merges.txt", "sheets/a.png", "README"})
    EXPECT_FALSE(holdsWeights(name)) << name;
}

}  // namespace
}  // namespace unmask
