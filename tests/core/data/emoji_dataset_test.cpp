#include "core/data/emoji_dataset.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "core/data/dataset.h"
#include "core/io/atomic_file.h"
#include "tests/core/data/made_up_packages.h"

namespace unmask {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr size_t kPlenty = size_t{8} << 20;

class EmojiDataset : public testing::Test {
 protected:
  void SetUp() override {
    test::writeMadeUpPackages(m_folder);
    m_options.packagesDir = m_folder.path();
    m_options.outputDir = m_folder.path() / "out";
    m_options.conceptsFile = m_folder.write("concepts.tsv", "1f7e5\tred square\tsquare\n");
    m_options.styles = {"flat", "noto"};
    m_options.pixels = 32;
  }

  std::string manifestText() const { return *readFile(m_options.outputDir / "dataset.json", kPlenty); }

  test::TemporaryFolder m_folder;
  EmojiDatasetOptions m_options;
};

TEST_F(EmojiDataset, WritesPicturesAndManifest) {
  std::vector<int> seen;
  const auto summary = buildEmojiDataset(m_options, {}, [&](int done, int total) {
    EXPECT_EQ(total, 2);
    seen.push_back(done);
  });
  ASSERT_TRUE(summary.ok()) << summary.error().text();
  EXPECT_EQ(summary->concepts, 1);
  EXPECT_EQ(summary->pictures, 2);
  EXPECT_EQ(summary->captions, 16);
  EXPECT_THAT(seen, ElementsAre(1, 2));

  const auto manifest = nlohmann::json::parse(manifestText());
  EXPECT_EQ(manifest["schema"], 1);
  ASSERT_EQ(manifest["sources"].size(), 3u);
  EXPECT_EQ(manifest["sources"][0]["version"], "9.8.7");
  EXPECT_EQ(manifest["sources"][0]["licence"], "MIT");
  const auto& picture = manifest["pictures"][1];
  EXPECT_EQ(picture["file"], "pictures/1f7e5-noto.png");
  EXPECT_EQ(picture["concept"], "1f7e5");
  EXPECT_EQ(picture["emojibaseLabel"], "red square");
  EXPECT_EQ(picture["group"], "shapes");
  EXPECT_EQ(picture["tags"].size(), 2u);
  EXPECT_EQ(picture["heldOut"], false);
}

TEST_F(EmojiDataset, ShowsObjectsOfOneColourInOthers) {
  m_options.paints = 3;
  const auto summary = buildEmojiDataset(m_options);
  ASSERT_TRUE(summary.ok()) << summary.error().text();
  EXPECT_EQ(summary->pictures, 2 * 4);
  const auto dataset = loadDataset(m_options.outputDir);
  ASSERT_TRUE(dataset.ok()) << dataset.error().text();
  std::set<std::string> paints;
  for (const DatasetPicture& picture : dataset->pictures) {
    EXPECT_EQ(picture.conceptId, "1f7e5");
    if (picture.paint.empty()) continue;
    paints.insert(picture.paint);
    EXPECT_EQ(picture.label, picture.paint + " square");
    EXPECT_EQ(picture.file, "pictures/1f7e5-" + picture.style + "-" + picture.paint + ".png");
  }
  EXPECT_EQ(paints.size(), 3u);
}

TEST_F(EmojiDataset, ReadsBackForTraining) {
  ASSERT_TRUE(buildEmojiDataset(m_options).ok());
  const auto dataset = loadDataset(m_options.outputDir);
  ASSERT_TRUE(dataset.ok()) << dataset.error().text();
  ASSERT_EQ(dataset->pictures.size(), 2u);
  const DatasetPicture& picture = dataset->pictures[0];
  EXPECT_EQ(picture.rgba.width, 32);
  EXPECT_EQ(picture.rgba.channels, 4);
  EXPECT_EQ(picture.rgba.at(16, 16)[0], 255);
  EXPECT_EQ(picture.rgba.at(1, 1)[3], 0);
  EXPECT_EQ(picture.captions.front(), "a red square");
  EXPECT_EQ(picture.label, "red square");
  EXPECT_EQ(picture.conceptId, "1f7e5");
  EXPECT_EQ(picture.style, "flat");
}

TEST_F(EmojiDataset, SameInputGivesSameBytes) {
  ASSERT_TRUE(buildEmojiDataset(m_options).ok());
  const std::string manifest = manifestText();
  const std::string picture = *readFile(m_options.outputDir / "pictures/1f7e5-flat.png", kPlenty);
  m_options.outputDir = m_folder.path() / "again";
  ASSERT_TRUE(buildEmojiDataset(m_options).ok());
  EXPECT_EQ(manifestText(), manifest);
  EXPECT_EQ(*readFile(m_options.outputDir / "pictures/1f7e5-flat.png", kPlenty), picture);
}

TEST_F(EmojiDataset, ListsEveryMissingPicture) {
  m_options.conceptsFile =
      m_folder.write("concepts.tsv", "1f7e5\tred square\n2b05\tleft arrow\nffff\tnothing\n");
  const auto summary = buildEmojiDataset(m_options);
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().kind, ErrorKind::BadInput);
  EXPECT_THAT(summary.error().found, HasSubstr("left arrow (noto)"));
  EXPECT_THAT(summary.error().found, HasSubstr("nothing (flat)"));
  EXPECT_FALSE(std::filesystem::exists(m_options.outputDir / "dataset.json"));
}

TEST_F(EmojiDataset, LeavesOutMissingPicturesWhenAsked) {
  m_options.conceptsFile = m_folder.write("concepts.tsv", "1f7e5\tred square\n2b05\tleft arrow\n");
  m_options.skipMissing = true;
  const auto summary = buildEmojiDataset(m_options);
  ASSERT_TRUE(summary.ok()) << summary.error().text();
  EXPECT_EQ(summary->pictures, 3);
  EXPECT_THAT(summary->missing, ElementsAre("left arrow (noto)"));
}

TEST_F(EmojiDataset, StoppingLeavesNoManifest) {
  ASSERT_TRUE(buildEmojiDataset(m_options).ok());
  std::stop_source stop;
  const auto summary = buildEmojiDataset(m_options, stop.get_token(), [&](int, int) { stop.request_stop(); });
  ASSERT_FALSE(summary.ok());
  EXPECT_EQ(summary.error().kind, ErrorKind::Cancelled);
  EXPECT_FALSE(std::filesystem::exists(m_options.outputDir / "dataset.json")) << "nor the older one";
}

TEST_F(EmojiDataset, ChecksItsOptions) {
  for (const int pixels : {0, 15, 1025, -1}) {
    m_options.pixels = pixels;
    EXPECT_EQ(buildEmojiDataset(m_options).error().kind, ErrorKind::Usage) << pixels;
  }
  m_options.pixels = 32;
  m_options.styles = {};
  EXPECT_EQ(buildEmojiDataset(m_options).error().kind, ErrorKind::Usage);
  m_options.styles = {"flat"};
  m_options.packagesDir = m_folder.path() / "nowhere";
  EXPECT_EQ(buildEmojiDataset(m_options).error().kind, ErrorKind::NotFound);
}

}  // namespace unmask
