#include "core/io/sha256.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

// FIPS 180-2, appendix B.
constexpr char kAbc[] = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
constexpr char kNothing[] = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Sha256, IsThatOfTheStandard) {
  EXPECT_EQ(Sha256().finishAsText(), kNothing);
  EXPECT_EQ(Sha256().add("abc").finishAsText(), kAbc);
  EXPECT_EQ(Sha256().add("a").add(std::as_bytes(std::span("bc", 2))).finishAsText(), kAbc);
  EXPECT_EQ(Sha256().add("abc").finish()[1], std::byte{0x78});
}

TEST(Sha256, OfAFileIsThatOfItsBytes) {
  const test::ScratchDir dir;
  const std::string large((size_t{1} << 20) + 5, 'x');  // more than is read at once
  std::ofstream(dir / "large", std::ios::binary) << large;
  Sha256 digest;
  ASSERT_TRUE(digest.addFile(dir / "large"));
  EXPECT_EQ(digest.finishAsText(), Sha256().add(large).finishAsText());
  EXPECT_FALSE(Sha256().addFile(dir / "absent"));
  EXPECT_FALSE(Sha256().addFile(dir.path())) << "a folder";
}

}  // namespace
}  // namespace unmask
