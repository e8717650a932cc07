#include "core/io/exif.h"

#include <gtest/gtest.h>

#include "tests/core/io/test_files.h"
#include "tests/core/io/test_pngs.h"

namespace unmask {
namespace {

using test::bytesOf;
using test::tiffWithOrientation;

TEST(Exif, ReadsTheOrientationInBothByteOrders) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const std::string little = tiffWithOrientation(orientation, true);
    const std::string big = tiffWithOrientation(orientation, false);
    EXPECT_EQ(exifOrientation(bytesOf(little)), orientation);
    EXPECT_EQ(exifOrientation(bytesOf(big)), orientation);
  }
}

TEST(Exif, TakesMalformedBlocksAsUpright) {
  const std::string good = tiffWithOrientation(6, true);
  for (size_t length = 0; length < good.size() - 6; ++length) {
    const std::string cut = good.substr(0, length);
    EXPECT_EQ(exifOrientation(bytesOf(cut)), 1) << length;
  }
  for (const int orientation : {0, 9, 300}) {
    const std::string tiff = tiffWithOrientation(orientation, false);
    EXPECT_EQ(exifOrientation(bytesOf(tiff)), 1);
  }
  std::string farAway = good;
  farAway.replace(4, 4, "\xFF\xFF\xFF\xFF");
  EXPECT_EQ(exifOrientation(bytesOf(farAway)), 1);
  std::string manyEntries = tiffWithOrientation(9, true);
  manyEntries.replace(8, 2, "\xFF\xFF");
  EXPECT_EQ(exifOrientation(bytesOf(manyEntries)), 1);
}

/// The stored picture is 1 2 3 over 4 5 6; what each orientation makes of it (Exif 2.3, 4.6.4 A).
TEST(Exif, TurnsEveryOrientationUpright) {
  ImageBuffer stored(3, 2, 1);
  stored.pixels = {1, 2, 3, 4, 5, 6};
  const std::vector<std::vector<uint8_t>> upright{
      {1, 2, 3, 4, 5, 6},  // 1: as it is
      {3, 2, 1, 6, 5, 4},  // 2: mirrored
      {6, 5, 4, 3, 2, 1},  // 3: turned by 180°
      {4, 5, 6, 1, 2, 3},  // 4: upside down
      {1, 4, 2, 5, 3, 6},  // 5: transposed
      {4, 1, 5, 2, 6, 3},  // 6: turned by 90° clockwise
      {6, 3, 5, 2, 4, 1},  // 7: transposed along the other diagonal
      {3, 6, 2, 5, 1, 4},  // 8: turned by 90° counter-clockwise
  };
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const ImageBuffer turned = turnUpright(stored, orientation);
    EXPECT_EQ(turned.pixels, upright[static_cast<size_t>(orientation - 1)]) << orientation;
    EXPECT_EQ(turned.width, orientation >= 5 ? 2 : 3) << orientation;
    EXPECT_EQ(turned.height, orientation >= 5 ? 3 : 2) << orientation;
  }
}

}  // namespace
}  // namespace unmask
