#include "core/engine/convert.h"

#include <gtest/gtest.h>

#include "core/engine/engine.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/tiny_checkpoint.h"

namespace unmask {
namespace {

namespace fs = std::filesystem;

TEST(ConvertModel, WritesAFolderThatOpensAndNothingOfTheOldWeights) {
  test::ScratchDir dir;
  test::TinyCheckpointOptions options;
  options.shards = 2;
  test::writeTinyCheckpoint(dir / "from", options);
  test::writeText(dir / "from" / "text_encoder" / "pytorch_model.bin", "pickled");
  test::writeText(dir / "from" / ".git" / "config", "");
  test::writeText(dir / "from" / "README.md", "the card");
  const auto done = convertModel(dir / "from", dir / "to", TensorType::F16);
  ASSERT_TRUE(done.ok()) << done.error().text();

  EXPECT_TRUE(fs::exists(dir / "to" / "README.md"));
  EXPECT_FALSE(fs::exists(dir / "to" / ".git"));
  size_t weightFiles = 0;
  for (const auto& entry : fs::recursive_directory_iterator(dir / "to")) {
    EXPECT_NE(entry.path().extension(), ".bin");
    EXPECT_FALSE(entry.path().string().ends_with(".index.json"));
    weightFiles += entry.path().extension() == ".safetensors";
  }
  EXPECT_EQ(weightFiles, 3U);
  EngineOptions engine;
  engine.modelDir = dir / "to";
  const auto opened = loadEngine(engine);
  EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().text());
}

TEST(ConvertModel, DoesNotOverwriteItsSource) {
  test::ScratchDir dir;
  test::writeTinyCheckpoint(dir / "from");
  const auto done = convertModel(dir / "from", dir / "from" / ".", TensorType::F16);
  ASSERT_FALSE(done.ok());
  EXPECT_EQ(done.error().kind, ErrorKind::Usage);
}

}  // namespace
}  // namespace unmask
