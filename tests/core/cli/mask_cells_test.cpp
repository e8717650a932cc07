#include "app/cli/mask_cells.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

void paint(ImageBuffer& image, int x, int y, uint8_t value) {
  for (int channel = 0; channel < image.channels; ++channel) image.at(x, y)[channel] = value;
}

TEST(MaskCells, OneWhitePixelSelectsItsCell) {
  ImageBuffer mask(64, 48, 3);
  paint(mask, 16, 15, 255);
  const auto cells = cellsTouched(mask, 3, 4);
  ASSERT_TRUE(cells.ok());
  EXPECT_EQ(cells->height, 3);
  EXPECT_EQ(cells->width, 4);
  EXPECT_EQ(cells->count(), 1u);
  EXPECT_TRUE(cells->contains({0, 1}));
}

TEST(MaskCells, GreyBelowHalfIsNotWhite) {
  ImageBuffer mask(32, 32, 3);
  paint(mask, 0, 0, 127);
  EXPECT_FALSE(cellsTouched(mask, 2, 2).ok());
  paint(mask, 0, 0, 128);
  EXPECT_TRUE(cellsTouched(mask, 2, 2).ok());
}

TEST(MaskCells, PixelOnTheSeamOfStretchedCellsSelectsBoth) {
  // 33 pixels over two cells: pixel 16 is half in either.
  ImageBuffer mask(33, 32, 3);
  paint(mask, 16, 0, 255);
  const auto cells = cellsTouched(mask, 2, 2);
  ASSERT_TRUE(cells.ok());
  EXPECT_EQ(cells->count(), 2u);
  EXPECT_TRUE(cells->contains({0, 0}));
  EXPECT_TRUE(cells->contains({0, 1}));
}

TEST(MaskCells, EveryPixelLiesInSomeCellForOddSizes) {
  for (int width = 16; width < 70; ++width) {
    ImageBuffer mask(width, 16, 1);
    paint(mask, width - 1, 15, 255);
    const auto cells = cellsTouched(mask, 1, width / 16);
    ASSERT_TRUE(cells.ok()) << width;
    EXPECT_TRUE(cells->contains({0, width / 16 - 1})) << width;
  }
}

TEST(MaskCells, TransparentIsBlack) {
  ImageBuffer mask(32, 32, 4);
  mask.pixels.assign(mask.pixels.size(), 255);
  for (int y = 0; y < 32; ++y) {
    for (int x = 0; x < 32; ++x) mask.at(x, y)[3] = y < 16 && x < 16 ? 255 : 0;
  }
  const auto cells = cellsTouched(mask, 2, 2);
  ASSERT_TRUE(cells.ok());
  EXPECT_EQ(cells->count(), 1u);
  EXPECT_TRUE(cells->contains({0, 0}));
}

TEST(MaskCells, BlackMaskIsAnError) {
  const auto cells = cellsTouched(ImageBuffer(32, 32, 3), 2, 2);
  ASSERT_FALSE(cells.ok());
  EXPECT_EQ(cells.error().kind, ErrorKind::BadInput);
}

TEST(MaskCells, ReferenceLosesThinStrokesAndKeepsBroadOnes) {
  ImageBuffer thin(256, 256, 3);
  for (int y = 0; y < 256; ++y) paint(thin, 100, y, 255);
  EXPECT_TRUE(cellsTouched(thin, 16, 16).ok());
  EXPECT_FALSE(cellsAsReference(thin, 16, 16, 16).ok());

  ImageBuffer broad(256, 256, 3);
  for (int y = 0; y < 256; ++y) {
    for (int x = 96; x < 160; ++x) paint(broad, x, y, 255);
  }
  const auto cells = cellsAsReference(broad, 16, 16, 16);
  ASSERT_TRUE(cells.ok());
  EXPECT_EQ(cells->count(), 64u);
  EXPECT_TRUE(cells->contains({0, 6}));
  EXPECT_FALSE(cells->contains({0, 10}));
}

TEST(MaskCells, ReferenceRefusesGridsItFloors) {
  const auto cells = cellsAsReference(ImageBuffer(384, 384, 3, 255), 24, 24, 16);
  ASSERT_FALSE(cells.ok());
  EXPECT_EQ(cells.error().kind, ErrorKind::Unsupported);
  EXPECT_TRUE(cellsAsReference(ImageBuffer(512, 512, 3, 255), 32, 32, 16).ok());
}

}  // namespace
}  // namespace unmask
