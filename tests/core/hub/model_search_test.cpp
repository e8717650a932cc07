#include "core/hub/model_search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <map>

namespace unmask {
namespace {

namespace fs = std::filesystem;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ModelSearch : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = (fs::temp_directory_path() / "unmask-hub-XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    m_root = fs::canonical(name);
    m_variables["HOME"] = (m_root / "home").string();
    m_options.environment = [this](const char* variable) -> std::optional<std::string> {
      const auto it = m_variables.find(variable);
      if (it == m_variables.end()) return std::nullopt;
      return it->second;
    };
  }
  void TearDown() override { fs::remove_all(m_root); }

  fs::path makeModel(const fs::path& relative) {
    const fs::path dir = m_root / relative;
    fs::create_directories(dir / "transformer");
    fs::create_directories(dir / "vqvae");
    std::ofstream(dir / "model_index.json") << "{}";
    return dir;
  }

  std::vector<std::string> names() const {
    std::vector<std::string> out;
    for (const FoundModel& model : findModels(m_options)) out.push_back(model.name);
    return out;
  }

  fs::path m_root;
  std::map<std::string, std::string> m_variables;
  ModelSearchOptions m_options;
};

TEST_F(ModelSearch, FollowsTheSearchOrder) {
  makeModel("home/.cache/huggingface/hub/models--amused--amused-256/snapshots/abc");
  makeModel("home/.local/share/unmask/models/mine");
  makeModel("extra/one");
  makeModel("tree/resources/models/emoji-256");
  m_options.executableDir = m_root / "tree/build/bin";
  fs::create_directories(m_options.executableDir);
  m_options.extraDirs = {m_root / "extra"};
  EXPECT_THAT(names(), ElementsAre("emoji-256", "one", "mine", "amused/amused-256"));
}

TEST_F(ModelSearch, FindsTheInstalledDefaultModel) {
  const fs::path model = makeModel("usr/share/unmask/models/emoji-256");
  m_options.executableDir = m_root / "usr/bin";
  fs::create_directories(m_options.executableDir);
  const std::vector<FoundModel> found = findModels(m_options);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].dir, model);
  EXPECT_EQ(found[0].source, ModelSource::BuiltIn);
}

TEST_F(ModelSearch, EnvironmentOverridesTheBuiltInModel) {
  makeModel("tree/resources/models/emoji-256");
  const fs::path other = makeModel("elsewhere/own");
  m_options.executableDir = m_root / "tree/build/bin";
  fs::create_directories(m_options.executableDir);
  m_variables["UNMASK_MODEL_DIR"] = other.string();
  EXPECT_EQ(*resolveModel("", m_options), other);
}

TEST_F(ModelSearch, HubCacheVariablesGoBeforeEachOther) {
  makeModel("a/models--x--one/snapshots/1");
  makeModel("b/hub/models--x--two/snapshots/1");
  makeModel("c/huggingface/hub/models--x--three/snapshots/1");
  m_variables["XDG_CACHE_HOME"] = (m_root / "c").string();
  EXPECT_THAT(names(), ElementsAre("x/three"));
  m_variables["HF_HOME"] = (m_root / "b").string();
  EXPECT_THAT(names(), ElementsAre("x/two"));
  m_variables["HF_HUB_CACHE"] = (m_root / "a").string();
  EXPECT_THAT(names(), ElementsAre("x/one"));
}

TEST_F(ModelSearch, SnapshotOfMainComesFirstAndOthersAreTold) {
  m_variables["HF_HUB_CACHE"] = (m_root / "hub").string();
  makeModel("hub/models--o--n/snapshots/1111111aaa");
  const fs::path current = makeModel("hub/models--o--n/snapshots/2222222bbb");
  fs::create_directories(m_root / "hub/models--o--n/refs");
  std::ofstream(m_root / "hub/models--o--n/refs/main") << "2222222bbb";
  EXPECT_THAT(names(), ElementsAre("o/n", "o/n@1111111"));
  EXPECT_EQ(*resolveModel("o/n", m_options), current);
}

TEST_F(ModelSearch, OtherPipelinesAndDatasetsAreNotModels) {
  m_variables["HF_HUB_CACHE"] = (m_root / "hub").string();
  fs::create_directories(m_root / "hub/models--sd--turbo/snapshots/1/unet");
  std::ofstream(m_root / "hub/models--sd--turbo/snapshots/1/model_index.json") << "{}";
  makeModel("hub/datasets--x--y/snapshots/1");
  EXPECT_TRUE(names().empty());
}

TEST_F(ModelSearch, SameFolderIsListedOnce) {
  const fs::path model = makeModel("models/one");
  fs::create_directory_symlink(model, m_root / "link");
  m_options.extraDirs = {model, m_root / "models", m_root / "link"};
  EXPECT_THAT(names(), ElementsAre("one"));
}

TEST_F(ModelSearch, EqualNamesStayDistinct) {
  const fs::path first = makeModel("a/same");
  const fs::path second = makeModel("b/same");
  m_options.extraDirs = {first, second};
  EXPECT_THAT(names(), ElementsAre("same", "same@b"));
  EXPECT_EQ(*resolveModel("same@b", m_options), second);
}

TEST_F(ModelSearch, UnreadableAndAbsentPlacesArePassedOver) {
  std::ofstream(m_root / "file") << "not a folder";
  m_options.extraDirs = {m_root / "file", m_root / "absent", "", std::string(5000, 'x')};
  EXPECT_TRUE(names().empty());
}

TEST_F(ModelSearch, ResolvesPathsBeforeNames) {
  const fs::path model = makeModel("somewhere/model");
  EXPECT_EQ(*resolveModel(model.string(), m_options), model);
}

TEST_F(ModelSearch, FolderThatIsNoModelIsBadInput) {
  fs::create_directories(m_root / "empty");
  const auto result = resolveModel((m_root / "empty").string(), m_options);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::BadInput);
  EXPECT_EQ(result.error().file, (m_root / "empty").string());
}

TEST_F(ModelSearch, UnknownNameTellsWhereItLooked) {
  m_options.extraDirs = {m_root / "extra"};
  const auto result = resolveModel("nothing", m_options);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::NotFound);
  EXPECT_THAT(result.error().found, HasSubstr((m_root / "extra").string()));
  EXPECT_FALSE(result.error().remedy.empty());
}

TEST(ModelSearchProgram, KnowsItsOwnFolder) {
  EXPECT_TRUE(fs::exists(executableDir() / "hub_tests"));
}

}  // namespace
}  // namespace unmask
