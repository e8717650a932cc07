#include "core/data/emoji_packages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/io/image_codec.h"
#include "tests/core/data/made_up_packages.h"

namespace unmask {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class EmojiPackages : public testing::Test {
 protected:
  void SetUp() override { test::writeMadeUpPackages(m_folder); }

  std::unique_ptr<EmojiStyle> flat() const {
    auto style = EmojiStyle::open(m_modules, "flat");
    EXPECT_TRUE(style.ok()) << style.error().text();
    return *std::move(style);
  }

  test::TemporaryFolder m_folder;
  const std::filesystem::path m_modules = m_folder.path() / "node_modules";
};

TEST_F(EmojiPackages, NormalisesCodePoints) {
  EXPECT_EQ(normaliseCodepoints("2764-FE0F"), "2764");
  EXPECT_EQ(normaliseCodepoints("1F468-200D-1F33E"), "1f468-200d-1f33e");
  EXPECT_EQ(normaliseCodepoints("0023-fe0f-20e3"), "0023-20e3");
  EXPECT_EQ(normaliseCodepoints(""), "");
}

TEST_F(EmojiPackages, SourceNamesVersionAndLicence) {
  const EmojiSource source = flat()->source();
  EXPECT_EQ(source.style, "flat");
  EXPECT_EQ(source.package, "@iconify-json/fluent-emoji-flat");
  EXPECT_EQ(source.version, "9.8.7");
  EXPECT_EQ(source.licence, "MIT");
  EXPECT_FALSE(source.attribution.empty());
}

TEST_F(EmojiPackages, DrawsAnIcon) {
  const auto image = flat()->draw("1f7e5", 64);
  ASSERT_TRUE(image.ok()) << image.error().text();
  ASSERT_TRUE(image->has_value());
  EXPECT_EQ((*image)->width, 64);
  EXPECT_EQ((*image)->at(32, 32)[0], 255);
  EXPECT_EQ((*image)->at(32, 32)[1], 0);
  EXPECT_EQ((*image)->at(4, 4)[3], 0) << "the original's margin stays";
}

TEST_F(EmojiPackages, MirrorsAliases) {
  const auto left = flat()->draw("2b05", 64), right = flat()->draw("27a1", 64);
  ASSERT_TRUE(left.ok() && right.ok());
  EXPECT_EQ((*left)->at(5, 30)[3], 255);
  EXPECT_EQ((*left)->at(60, 30)[3], 0);
  EXPECT_EQ((*right)->at(5, 30)[3], 0);
  EXPECT_EQ((*right)->at(60, 30)[3], 255);
}

TEST_F(EmojiPackages, TakesAnIconsOwnWidth) {
  const auto image = flat()->draw("2194", 64);
  ASSERT_TRUE(image.ok() && image->has_value());
  EXPECT_EQ((*image)->at(32, 2)[3], 0);
  EXPECT_EQ((*image)->at(62, 32)[3], 255);
}

TEST_F(EmojiPackages, WhatIsNotThereIsNoPicture) {
  for (const char* codepoints : {"ffff", "", "../x", "1f304"}) {
    const auto image = flat()->draw(codepoints, 64);
    ASSERT_TRUE(image.ok()) << image.error().text();
    EXPECT_FALSE(image->has_value()) << codepoints;
  }
}

TEST_F(EmojiPackages, MalformedIconsAreErrors) {
  for (const char* codepoints : {"1f300", "1f301", "1f302", "1f303", "1f305"}) {
    const auto image = flat()->draw(codepoints, 64);
    ASSERT_FALSE(image.ok()) << codepoints;
    EXPECT_EQ(image.error().kind, ErrorKind::BadInput);
    EXPECT_THAT(image.error().file, HasSubstr("icons.json"));
  }
}

TEST_F(EmojiPackages, MalformedCollectionsAreErrors) {
  const std::string dir = "node_modules/@iconify-json/fluent-emoji-flat/";
  for (const char* icons : {"", "[]", "{}", R"({"icons": []})", R"({"icons": {}})"}) {
    m_folder.write(dir + "icons.json", icons);
    EXPECT_EQ(EmojiStyle::open(m_modules, "flat").error().kind, ErrorKind::BadInput) << icons;
  }
}

TEST_F(EmojiPackages, UnknownStylesAreUsageErrors) {
  EXPECT_EQ(EmojiStyle::open(m_modules, "openmoji").error().kind, ErrorKind::Usage);
  EXPECT_EQ(EmojiStyle::open(m_modules, "twemoji").error().kind, ErrorKind::NotFound)
      << "known but not installed";
}

TEST_F(EmojiPackages, ReadsPicturesNamedByCodePoints) {
  const std::string dir = "node_modules/@lobehub/fluent-emoji-3d/";
  m_folder.write(dir + "package.json", R"({"version": "1.0.0", "license": "MIT"})");
  m_folder.write(dir + "assets/readme.txt", "not a picture");
  // Content decides what a picture is, so a PNG may stand in for the WebP of the real package.
  ASSERT_TRUE(savePng(m_folder.path() / dir / "assets/2764-fe0f.webp", ImageBuffer(8, 8, 4, 255)).ok());
  const auto style = EmojiStyle::open(m_modules, "3d");
  ASSERT_TRUE(style.ok()) << style.error().text();
  const auto image = (*style)->draw("2764", 16);
  ASSERT_TRUE(image.ok()) << image.error().text();
  ASSERT_TRUE(image->has_value());
  EXPECT_EQ(**image, ImageBuffer(16, 16, 4, 255));
  EXPECT_FALSE((*style)->draw("2765", 16)->has_value());
}

TEST_F(EmojiPackages, ReadsEnglishNames) {
  const auto table = loadEmojiNames(m_modules);
  ASSERT_TRUE(table.ok()) << table.error().text();
  EXPECT_EQ(table->source.package, "emojibase-data");
  const EmojiNames& square = table->byCodepoints.at("1f7e5");
  EXPECT_EQ(square.label, "red square");
  EXPECT_THAT(square.tags, ElementsAre("red", "square"));
  EXPECT_EQ(square.group, "shapes");
  EXPECT_THAT(table->byCodepoints.at("2b05").tags, IsEmpty());
}

TEST_F(EmojiPackages, MalformedNamesAreErrors) {
  for (const char* names : {"{}", "[1]", R"([{"label": "x"}])", R"([{"hexcode": "1"}])",
                            R"([{"hexcode": "1", "label": "x", "tags": "y"}])",
                            R"([{"hexcode": "1", "label": "x", "group": "y"}])"}) {
    m_folder.write("node_modules/emojibase-data/en/data.json", names);
    EXPECT_EQ(loadEmojiNames(m_modules).error().kind, ErrorKind::BadInput) << names;
  }
}

}  // namespace unmask
