#include "core/hub/adapter_choice.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/adapter/adapter_file.h"
#include "core/hub/adapter_search.h"
#include "core/io/safetensors.h"
#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

namespace fs = std::filesystem;

TensorView viewOf(const std::vector<float>& values, std::vector<int64_t> shape) {
  return {"", TensorType::F32, std::move(shape), std::as_bytes(std::span(values))};
}

class AdapterChoice : public testing::Test {
 protected:
  fs::path write(const std::string& name, std::optional<double> alpha = 4) {
    const std::vector<float> down(2 * 6, 1), up(4 * 2, 1);
    AdapterInfo info;
    info.alpha = alpha;
    info.trigger = "in ink style";
    info.caption = "a mushroom in ink style";
    info.baseModel = "tiny";
    info.baseModelHash = "sha256:1";
    const fs::path file = m_dir / (name + ".safetensors");
    EXPECT_TRUE(writeAdapter(file, info, {{"layers.0.to_q", viewOf(down, {2, 6}), viewOf(up, {4, 2})}}).ok());
    return file;
  }
  fs::path writeModel(const std::string& tensor, std::vector<int64_t> shape) {
    const fs::path dir = m_dir / "model";
    fs::create_directories(dir / "transformer");
    int64_t count = 1;
    for (const int64_t side : shape) count *= side;
    const std::vector<float> values(static_cast<size_t>(count));
    TensorView view = viewOf(values, std::move(shape));
    view.name = tensor;
    EXPECT_TRUE(writeSafetensors(dir / "transformer" / "x.safetensors", std::span(&view, 1)).ok());
    return dir;
  }
  AdapterFinder finder() const {
    return [this](const std::string& name) {
      AdapterSearchOptions options;
      options.extraDirs = {m_dir.path()};
      options.environment = [](const char*) { return std::nullopt; };
      return resolveAdapter(name, options);
    };
  }

  test::ScratchDir m_dir;
};

TEST_F(AdapterChoice, ACardTellsWhatTheFileSays) {
  const fs::path file = write("ink");
  const auto card = readAdapterCard(file);
  ASSERT_TRUE(card.ok()) << card.error().text();
  EXPECT_EQ(card->reference, (AdapterReference{"ink", file.string(), 1, *fileHash(file)}));
  EXPECT_EQ(card->trigger, "in ink style");
  EXPECT_EQ(card->caption, "a mushroom in ink style");
  EXPECT_EQ(card->baseModel, "tiny");
  EXPECT_EQ(card->baseModelHash, "sha256:1");
  EXPECT_FALSE(readAdapterCard(m_dir / "none.safetensors").ok());
}

TEST_F(AdapterChoice, WithoutAlphaAScaleIsNeeded) {
  const fs::path file = write("old", std::nullopt);
  const auto card = readAdapterCard(file);
  ASSERT_FALSE(card.ok());
  EXPECT_EQ(card.error().kind, ErrorKind::Usage);
  EXPECT_EQ(readAdapterCard(file, 2.0F)->reference.scale, 2.0F);
  EXPECT_FALSE(readAdapterCard(write("ink"), 2.0F)->reference.scale.has_value());  // it says so itself
}

TEST_F(AdapterChoice, FitsOnlyModelsWithItsMatrices) {
  const fs::path file = write("ink");
  EXPECT_TRUE(checkAdapterFits(file, writeModel("layers.0.to_q.weight", {4, 6})).ok());
  const auto otherShape = checkAdapterFits(file, writeModel("layers.0.to_q.weight", {4, 8}));
  ASSERT_FALSE(otherShape.ok());
  EXPECT_EQ(otherShape.error().kind, ErrorKind::BadInput);
  EXPECT_NE(otherShape.error().found.find("4 × 6 and the model has 4 × 8"), std::string::npos)
      << otherShape.error().text();
  EXPECT_NE(otherShape.error().remedy.find("tiny"), std::string::npos);
  EXPECT_FALSE(checkAdapterFits(file, writeModel("layers.1.to_q.weight", {4, 6})).ok());
  EXPECT_TRUE(checkAdapterFits(file, m_dir / "no model").ok());
}

TEST_F(AdapterChoice, TagsBringTheirAdaptersIn) {
  write("ink");
  GenerationRequest request;
  request.prompt = request.promptTemplate = "a house <lora:ink:0.5>";
  const auto made = withPromptAdapters(request, finder());
  ASSERT_TRUE(made.ok()) << made.error().text();
  EXPECT_EQ(made->prompt, "a house");
  EXPECT_EQ(made->promptTemplate, "a house <lora:ink:0.5>");
  ASSERT_EQ(made->adapters.size(), 1U);
  EXPECT_EQ(made->adapters[0].strength, 0.5F);
  EXPECT_EQ(made->adapters[0].contentHash, *fileHash(m_dir / "ink.safetensors"));
  request.prompt = "a house <lora:nink>";
  EXPECT_EQ(withPromptAdapters(request, finder()).error().kind, ErrorKind::NotFound);
  request.prompt = "a house <lora:ink:much>";
  EXPECT_EQ(withPromptAdapters(request, finder()).error().kind, ErrorKind::Usage);
}

TEST_F(AdapterChoice, AMovedFileIsFoundByItsName) {
  const fs::path file = write("ink");
  GenerationRequest request;
  request.prompt = "a house";
  request.adapters = {{"ink", "/gone/ink.safetensors", 0.7F, *fileHash(file)}};
  const auto made = withPromptAdapters(request, finder());
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(made->adapters[0].path, file.string());
  EXPECT_EQ(made->adapters[0].strength, 0.7F);
  request.adapters = {{"ink", file.string(), 0.7F, ""}};
  EXPECT_EQ(*withPromptAdapters(request, finder()), request);
  request.adapters = {{"pen", "/gone/pen.safetensors"}};
  EXPECT_EQ(withPromptAdapters(request, finder()).error().kind, ErrorKind::NotFound);

  fs::create_directories(m_dir / "mine");
  fs::rename(file, m_dir / "mine" / "ink.safetensors");
  request.adapters = {{"ink", "/gone/mine/ink.safetensors", 0.7F}};
  const auto inFolder = withPromptAdapters(request, finder());
  ASSERT_TRUE(inFolder.ok()) << inFolder.error().text();
  EXPECT_EQ(inFolder->adapters[0].path, (m_dir / "mine" / "ink.safetensors").string());
}

// Brought back into the window, a run's prompt names its tags again: they must not count twice.
TEST_F(AdapterChoice, WhatTagsBroughtInIsLeftToThem) {
  write("ink");
  write("noir");
  GenerationRequest request;
  request.seed = 5;
  request.prompt = request.promptTemplate = "a house <lora:ink:0.5>";
  request.adapters = {{"noir", (m_dir / "noir.safetensors").string(), 0.5F}};
  const auto made = withPromptAdapters(request, finder());
  ASSERT_EQ(made->adapters.size(), 2U);
  EXPECT_EQ(adaptersBesideTags(*made), request.adapters);
  request.adapters = {{"ink", (m_dir / "ink.safetensors").string(), 0.5F}};  // in the list, too
  EXPECT_EQ(adaptersBesideTags(*withPromptAdapters(request, finder())).size(), 1U);
  request.promptTemplate = "a {house <lora:noir>|<lora:noir> tree} <lora:ink:0.5>";
  request.adapters = {{"noir", "", 1}, {"ink", "", 0.5F}, {"pen", "", 1}};
  EXPECT_EQ(adaptersBesideTags(request), (std::vector<AdapterReference>{{"pen", "", 1}}));
}

}  // namespace
}  // namespace unmask
