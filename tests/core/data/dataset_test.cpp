#include "core/data/dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/io/image_codec.h"
#include "tests/core/data/made_up_packages.h"

namespace unmask {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;

class DatasetFolder : public testing::Test {
 protected:
  void savePicture(const std::string& name, int width = 4, int height = 4, int channels = 3,
                   uint8_t fill = 50) const {
    ASSERT_TRUE(savePng(m_folder.path() / name, ImageBuffer(width, height, channels, fill)).ok());
  }
  Result<Dataset> load(const DatasetOptions& options = {}) const {
    return loadDataset(m_folder.path(), options);
  }

  /// A valid manifest of one picture, to be broken in one place.
  static json manifest() {
    return {{"schema", 1},
            {"pictures",
             {{{"file", "a.png"},
               {"concept", "1f34e"},
               {"label", "red apple"},
               {"style", "3d"},
               {"captions", {"a red apple"}},
               {"heldOut", true},
               {"unknown key", {1, 2}}}}}};
  }
  Result<Dataset> loadManifest(const json& content) const {
    m_folder.write("dataset.json", content.dump());
    return load();
  }

  test::TemporaryFolder m_folder;
};

TEST_F(DatasetFolder, ReadsAManifest) {
  savePicture("a.png");
  const auto dataset = loadManifest(manifest());
  ASSERT_TRUE(dataset.ok()) << dataset.error().text();
  ASSERT_EQ(dataset->pictures.size(), 1u);
  EXPECT_TRUE(dataset->pictures[0].heldOut);
  EXPECT_EQ(dataset->pictures[0].file, "a.png");
  EXPECT_EQ(dataset->pictures[0].rgba.channels, 4);
  EXPECT_EQ(dataset->pictures[0].rgba.at(0, 0)[3], 255);
}

TEST_F(DatasetFolder, ReadsWhatIsHeldOut) {
  savePicture("a.png");
  json content = manifest();
  content["heldOutColours"] = {{{"concept", "1f34e"}, {"colour", "blue"}}};
  content["heldOutRelations"] = {{{"first", "1f34e"}, {"relation", "above"}, {"second", "2b50"}}};
  const auto dataset = loadManifest(content);
  ASSERT_TRUE(dataset.ok()) << dataset.error().text();
  EXPECT_THAT(dataset->heldOutColours, ElementsAre(HeldOutColour{"1f34e", "blue"}));
  EXPECT_THAT(dataset->heldOutRelations, ElementsAre(HeldOutRelation{"1f34e", "above", "2b50"}));
  content["heldOutColours"] = {{{"concept", 7}, {"colour", "blue"}}};
  EXPECT_FALSE(loadManifest(content).ok());
}

TEST_F(DatasetFolder, RefusesEachBrokenField) {
  savePicture("a.png");
  const std::vector<std::pair<std::string, json>> breaks = {
      {"file", 5},
      {"file", ""},
      {"concept", nullptr},
      {"label", json::array()},
      {"style", 1},
      {"captions", "one"},
      {"captions", json::array()},
      {"captions", {1}},
      {"heldOut", 0},
      {"file", "missing.png"},
      {"captions", {std::string(2001, 'x')}},
      {"captions", json(std::vector<std::string>(65, "x"))},
  };
  for (const auto& [key, value] : breaks) {
    json broken = manifest();
    broken["pictures"][0][key] = value;
    EXPECT_FALSE(loadManifest(broken).ok()) << key << " = " << value;
    broken = manifest();
    broken["pictures"][0].erase(key);
    EXPECT_EQ(loadManifest(broken).error().kind, ErrorKind::BadInput) << "without " << key;
  }
  EXPECT_TRUE(loadManifest(manifest()).ok());
}

TEST_F(DatasetFolder, NamesPictureAndKeyOfWhatIsWrong) {
  savePicture("a.png");
  json broken = manifest();
  broken["pictures"].push_back(broken["pictures"][0]);
  broken["pictures"][1].erase("label");
  const auto dataset = loadManifest(broken);
  ASSERT_FALSE(dataset.ok());
  EXPECT_THAT(dataset.error().file, HasSubstr("pictures/1"));
  EXPECT_EQ(dataset.error().key, "label");
}

TEST_F(DatasetFolder, RefusesPathsThatLeaveTheFolder) {
  test::TemporaryFolder outside;
  ASSERT_TRUE(savePng(outside.path() / "a.png", ImageBuffer(4, 4, 3)).ok());
  std::filesystem::create_directory_symlink(outside.path(), m_folder.path() / "link");
  const std::string sibling = "../" + outside.path().filename().string() + "/a.png";
  for (const std::string& file : {sibling, (outside.path() / "a.png").string(), std::string("link/a.png"),
                                  std::string("x/../../a.png"), std::string("a.png\0b", 7)}) {
    json broken = manifest();
    broken["pictures"][0]["file"] = file;
    const auto dataset = loadManifest(broken);
    ASSERT_FALSE(dataset.ok()) << file;
    EXPECT_THAT(dataset.error().message, HasSubstr("outside")) << file;
  }
}

TEST_F(DatasetFolder, RefusesMalformedManifests) {
  savePicture("a.png");
  const std::vector<std::string> texts = {"",
                                          "{",
                                          "[]",
                                          R"({"schema": 1})",
                                          R"({"schema": 1, "pictures": {}})",
                                          R"({"schema": 1, "pictures": []})",
                                          R"({"schema": 1, "pictures": [5]})",
                                          R"({"schema": 0, "pictures": []})",
                                          R"({"schema": "1", "pictures": []})",
                                          R"({"schema": 1, "schema": 1, "pictures": []})",
                                          std::string(100000, '['),
                                          "{\"schema\": 1, \"pictures\": [{\"file\": \"\xFF\"}]}"};
  for (const std::string& text : texts) {
    m_folder.write("dataset.json", text);
    EXPECT_EQ(load().error().kind, ErrorKind::BadInput) << text.substr(0, 60);
  }
}

TEST_F(DatasetFolder, NewerSchemasAreUnsupported) {
  json newer = manifest();
  newer["schema"] = 2;
  EXPECT_EQ(loadManifest(newer).error().kind, ErrorKind::Unsupported);
}

TEST_F(DatasetFolder, BoundsCountAndMemory) {
  savePicture("a.png");
  savePicture("b.png");
  EXPECT_TRUE(load({.maxPictures = 2, .maxBytes = 128}).ok());
  EXPECT_EQ(load({.maxPictures = 1}).error().kind, ErrorKind::BadInput);
  EXPECT_EQ(load({.maxBytes = 127}).error().kind, ErrorKind::BadInput);
}

TEST_F(DatasetFolder, ReadsATableOfJsonLines) {
  savePicture("a.png");
  savePicture("b.png");
  savePicture("not named.png");
  m_folder.write("metadata.jsonl",
                 "{\"file_name\": \"b.png\", \"text\": \"a bee\"}\n\n"
                 "{\"file_name\": \"a.png\", \"text\": [\"an ant\", \"ant\"], \"more\": 1}");
  const auto dataset = load();
  ASSERT_TRUE(dataset.ok()) << dataset.error().text();
  ASSERT_EQ(dataset->pictures.size(), 2u);
  EXPECT_THAT(dataset->pictures[0].captions, ElementsAre("a bee"));
  EXPECT_THAT(dataset->pictures[1].captions, ElementsAre("an ant", "ant"));
  EXPECT_EQ(dataset->pictures[1].conceptId, "a");
}

TEST_F(DatasetFolder, RefusesBrokenLinesByNumber) {
  savePicture("a.png");
  for (const char* line :
       {"{", "[]", R"({"text": "x"})", R"({"file_name": "a.png"})", R"({"file_name": "a.png", "text": 1})",
        R"({"file_name": "a.png", "text": []})", R"({"file_name": "../a.png", "text": "x"})",
        R"({"file_name": "none.png", "text": "x"})"}) {
    m_folder.write("metadata.jsonl", std::string(R"({"file_name": "a.png", "text": "x"})") + "\n" + line);
    const auto dataset = load();
    ASSERT_FALSE(dataset.ok()) << line;
    const bool namesLine = dataset.error().text().find("line 2") != std::string::npos;
    EXPECT_TRUE(namesLine || dataset.error().kind == ErrorKind::NotFound) << dataset.error().text();
  }
}

TEST_F(DatasetFolder, PlainFolderTakesCaptionsFromTextFiles) {
  savePicture("b.png");
  savePicture("a.png");
  m_folder.write("a.txt", "  a red apple \r\n\nan apple\n");
  m_folder.write("b.txt",
                 "a b\xFF"
                 "c");
  m_folder.write("notes.md", "not a picture");
  const auto dataset = load();
  ASSERT_TRUE(dataset.ok()) << dataset.error().text();
  ASSERT_EQ(dataset->pictures.size(), 2u);
  EXPECT_EQ(dataset->pictures[0].file, "a.png");
  EXPECT_THAT(dataset->pictures[0].captions, ElementsAre("a red apple", "an apple"));
  EXPECT_THAT(dataset->pictures[1].captions, ElementsAre("a b\xEF\xBF\xBD"
                                                         "c"));
  EXPECT_FALSE(dataset->pictures[0].heldOut);
}

TEST_F(DatasetFolder, PlainFolderIsReadInNameOrder) {
  const std::string names = "kbxafzcqmdwe";
  for (const char name : names) savePicture(std::string(1, name) + ".png");
  const auto dataset = load();
  ASSERT_TRUE(dataset.ok()) << dataset.error().text();
  std::string order;
  for (const DatasetPicture& picture : dataset->pictures) order += picture.label;
  EXPECT_EQ(order, "abcdefkmqwxz");
}

TEST_F(DatasetFolder, PlainFolderFallsBackToFileNames) {
  savePicture("red_apple-01.png");
  savePicture("sky-blue car.PNG");
  const auto dataset = load();
  ASSERT_TRUE(dataset.ok()) << dataset.error().text();
  EXPECT_THAT(dataset->pictures[0].captions, ElementsAre("red apple"));
  EXPECT_THAT(dataset->pictures[1].captions, ElementsAre("sky blue car"));
}

TEST_F(DatasetFolder, PlainFolderWithoutWordsIsAnError) {
  savePicture("_.png");
  EXPECT_EQ(load().error().kind, ErrorKind::BadInput);
}

TEST_F(DatasetFolder, EmptyCaptionFileIsAnError) {
  savePicture("a.png");
  m_folder.write("a.txt", "\n \n");
  EXPECT_EQ(load().error().kind, ErrorKind::BadInput);
}

TEST_F(DatasetFolder, CropsAndResizesWhenAsked) {
  savePicture("wide.png", 12, 8);
  const auto dataset = load({.pixels = 16});
  ASSERT_TRUE(dataset.ok()) << dataset.error().text();
  EXPECT_EQ(dataset->pictures[0].rgba.width, 16);
  EXPECT_EQ(dataset->pictures[0].rgba.height, 16);
  EXPECT_EQ(dataset->pictures[0].rgba.at(8, 8)[0], 50);
}

TEST_F(DatasetFolder, BrokenPictureIsNamed) {
  m_folder.write("apple.png", "not a picture");
  const auto dataset = load();
  ASSERT_FALSE(dataset.ok());
  EXPECT_THAT(dataset.error().file, HasSubstr("apple.png"));
}

TEST_F(DatasetFolder, EmptyAndMissingFoldersAreErrors) {
  EXPECT_EQ(load().error().kind, ErrorKind::BadInput);
  EXPECT_EQ(loadDataset(m_folder.path() / "nowhere").error().kind, ErrorKind::NotFound);
}

}  // namespace unmask
