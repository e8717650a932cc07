#include "app/cli/output_names.h"

#include <gtest/gtest.h>

#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

std::string nameAt(const std::string& pattern, int count, int index) {
  const auto names = OutputNames::parse(pattern, count);
  return names.ok() ? names->at(index).string() : "error: " + names.error().text();
}

TEST(OutputNames, NumberStandsWhereThePatternSays) {
  EXPECT_EQ(nameAt("dir/a%d.png", 3, 2), "dir/a2.png");
  EXPECT_EQ(nameAt("a%03d.png", 3, 7), "a007.png");
  EXPECT_EQ(nameAt("a%3d.png", 3, 7), "a  7.png");
  EXPECT_EQ(nameAt("a%02d.png", 200, 123), "a123.png");
  EXPECT_EQ(nameAt("%d-%d.png", 3, 1), "1-1.png");
}

TEST(OutputNames, BatchWithoutNumberGetsOneBeforeTheExtension) {
  EXPECT_EQ(nameAt("out.dir/apple.png", 2, 0), "out.dir/apple-0.png");
  EXPECT_EQ(nameAt("apple.PNG", 12, 11), "apple-11.PNG");
}

TEST(OutputNames, OnePictureKeepsItsName) {
  EXPECT_EQ(nameAt("apple.png", 1, 0), "apple.png");
}

TEST(OutputNames, OtherPercentSignsStandForThemselves) {
  EXPECT_EQ(nameAt("50%.png", 1, 0), "50%.png");
  EXPECT_EQ(nameAt("%s%n%x.png", 1, 0), "%s%n%x.png");
  EXPECT_EQ(nameAt("%%d.png", 1, 0), "%d.png");
  EXPECT_EQ(nameAt("100%.png", 2, 1), "100%-1.png");
  EXPECT_EQ(nameAt("%99999999999d.png", 1, 0), "%99999999999d.png");
}

TEST(OutputNames, WidthIsBounded) {
  EXPECT_EQ(nameAt("%099d.png", 1, 1), "%099d.png");
}

TEST(OutputNames, OnlyPngIsWritten) {
  for (const char* name : {"a.jpg", "a", "", "png", ".png", "a.png/b"}) {
    const auto names = OutputNames::parse(name, 1);
    ASSERT_FALSE(names.ok()) << name;
    EXPECT_EQ(names.error().kind, ErrorKind::Usage);
  }
}

TEST(OutputNames, FolderMustBeThere) {
  const test::ScratchDir dir;
  EXPECT_TRUE(checkFolderOf(dir / "a.png").ok());
  EXPECT_TRUE(checkFolderOf("a.png").ok());
  const auto missing = checkFolderOf(dir / "nowhere/a.png");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace unmask
