#include "core/data/picture_fit.h"

#include <gtest/gtest.h>

namespace unmask {

TEST(PictureFit, MakesRgbaOfAnyChannelCount) {
  const ImageBuffer grey(2, 1, 1, 7), rgb(2, 1, 3, 9);
  EXPECT_EQ(toRgba(grey).pixels, (std::vector<uint8_t>{7, 7, 7, 255, 7, 7, 7, 255}));
  EXPECT_EQ(toRgba(rgb).pixels, (std::vector<uint8_t>{9, 9, 9, 255, 9, 9, 9, 255}));
}

TEST(PictureFit, WhitensWhatIsInvisible) {
  ImageBuffer image(2, 1, 4);
  image.pixels = {1, 2, 3, 0, 1, 2, 3, 4};
  EXPECT_EQ(toRgba(image).pixels, (std::vector<uint8_t>{255, 255, 255, 0, 1, 2, 3, 4}));
}

TEST(PictureFit, RightSizeComesBackUnchanged) {
  const ImageBuffer image(5, 5, 4, 100);
  EXPECT_EQ(fitToSquare(image, 5), image);
  EXPECT_EQ(cropToSquare(image, 5), image);
}

TEST(PictureFit, FitsAllOfItCentred) {
  const ImageBuffer wide(8, 4, 4, 200);
  const ImageBuffer fitted = fitToSquare(wide, 16);
  EXPECT_EQ(fitted.width, 16);
  EXPECT_EQ(fitted.at(8, 1)[3], 0);
  EXPECT_EQ(fitted.at(8, 1)[0], 255);
  EXPECT_EQ(fitted.at(8, 8)[3], 200);
  EXPECT_EQ(fitted.at(0, 8)[3], 200);
}

TEST(PictureFit, CropsTheCentre) {
  ImageBuffer wide(6, 2, 4, 255);
  for (int y = 0; y < 2; ++y) {
    for (int x : {0, 1, 4, 5}) wide.at(x, y)[0] = 0;
  }
  const ImageBuffer cropped = cropToSquare(wide, 2);
  EXPECT_EQ(cropped, ImageBuffer(2, 2, 4, 255));
}

TEST(PictureFit, HiddenColoursDoNotBleed) {
  ImageBuffer image(8, 8, 4, 0);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) {
      uint8_t* p = image.at(x, y);
      const bool visible = x < 4;  // red; green under no alpha
      p[visible ? 0 : 1] = 250;
      p[3] = visible ? 255 : 0;
    }
  }
  const ImageBuffer smaller = fitToSquare(image, 5);
  for (int y = 0; y < 5; ++y) {
    for (int x = 0; x < 5; ++x) {
      const uint8_t* p = smaller.at(x, y);
      if (p[3] > 8) {
        EXPECT_NEAR(p[0], 250, 16) << x << "," << y;
        EXPECT_LE(p[1], 1) << x << "," << y;
      } else if (p[3] == 0) {
        EXPECT_EQ(p[0] + p[1] + p[2], 3 * 255) << x << "," << y;
      }
    }
  }
}

TEST(PictureFit, Mirrors) {
  ImageBuffer image(2, 1, 4);
  image.pixels = {1, 2, 3, 4, 5, 6, 7, 8};
  EXPECT_EQ(mirroredLeftRight(image).pixels, (std::vector<uint8_t>{5, 6, 7, 8, 1, 2, 3, 4}));
}

}  // namespace unmask
