#include "core/eval/features.h"

#include <gtest/gtest.h>

#include "core/eval/picture_quality.h"
#include "core/io/image_codec.h"
#include "tests/core/eval/drawn_pictures.h"

namespace unmask {
namespace {

using test::plain;

TEST(Features, WhiteIsZero) {
  for (const float value : featureOf(plain(256, 256, {255, 255, 255})).values) EXPECT_EQ(value, 0);
}

TEST(Features, ColourIsDistanceFromWhite) {
  const Feature feature = featureOf(plain(256, 256, {255, 0, 51}));
  for (size_t cell = 0; cell < 256; ++cell) {
    EXPECT_NEAR(feature.values[cell * 3 + 0], 0, 1e-6);
    EXPECT_NEAR(feature.values[cell * 3 + 1], 1, 1e-6);
    EXPECT_NEAR(feature.values[cell * 3 + 2], 0.8, 1e-6);
  }
  for (size_t i = Feature::kColours; i < feature.values.size(); ++i) EXPECT_EQ(feature.values[i], 0);
}

TEST(Features, ACellIsTheMeanOfItsPixels) {
  ImageBuffer picture = plain(256, 256, {255, 255, 255});
  for (int y = 32; y < 48; ++y) {
    for (int x = 80; x < 88; ++x) picture.at(x, y)[0] = 0;  // half of the cell in row 2, column 5
  }
  const Feature feature = featureOf(picture);
  EXPECT_NEAR(feature.values[(2 * 16 + 5) * 3], 0.5, 1e-3);
  EXPECT_EQ(feature.values[(2 * 16 + 4) * 3], 0);
  EXPECT_EQ(feature.values[(2 * 16 + 6) * 3], 0);
}

// A black half beside a white one: the step is 1 in the two columns of 64 that touch it, so 2/4 in neither
// cell but 1/4 in each of the two cells that share the border.
TEST(Features, EdgesStandWhereTheStepIs) {
  ImageBuffer picture = plain(64, 64, {255, 255, 255});
  for (int y = 0; y < 64; ++y) {
    for (int x = 0; x < 32; ++x) picture.at(x, y)[0] = picture.at(x, y)[1] = picture.at(x, y)[2] = 0;
  }
  const Feature feature = featureOf(picture);
  for (size_t row = 0; row < 16; ++row) {
    for (size_t column = 0; column < 16; ++column) {
      const float expected = column == 7 || column == 8 ? 0.25f : 0.0f;
      EXPECT_NEAR(feature.values[Feature::kColours + row * 16 + column], expected, 1e-5);
    }
  }
}

TEST(Features, DistanceIsEuclidean) {
  Feature a;
  Feature b;
  a.values[3] = 3;
  b.values[900] = 4;
  EXPECT_FLOAT_EQ(distanceBetween(a, b), 5);
}

TEST(Features, SizeHardlyMatters) {
  const ImageBuffer large = flattenToRgb(test::drawnShape(test::Shape::Ring, {200, 30, 90}, 256));
  const ImageBuffer small = flattenToRgb(test::drawnShape(test::Shape::Ring, {200, 30, 90}, 128));
  const ImageBuffer other = flattenToRgb(test::drawnShape(test::Shape::Disc, {200, 30, 90}, 256));
  EXPECT_LT(distanceBetween(featureOf(large), featureOf(small)),
            distanceBetween(featureOf(large), featureOf(other)) / 4);
}

TEST(Features, AveragingKeepsThinAndSmallPictures) {
  const ImageBuffer thin = plain(3, 200, {10, 20, 30});
  EXPECT_EQ(averagedDown(thin, 64, 64), plain(64, 64, {10, 20, 30}));
}

TEST(PictureQuality, PsnrIsThatOfTheMeanSquare) {
  EXPECT_EQ(psnrBetween(plain(20, 20, {9, 9, 9}), plain(20, 20, {9, 9, 9})), 100);
  EXPECT_NEAR(psnrBetween(plain(20, 20, {9, 9, 9}), plain(20, 20, {19, 19, 19})), 28.1308, 1e-4);
}

TEST(PictureQuality, SsimIsOneForEqualAndFallsWithStructure) {
  const ImageBuffer ring = flattenToRgb(test::drawnShape(test::Shape::Ring, {200, 30, 90}, 64));
  ImageBuffer brighter = ring;
  for (uint8_t& value : brighter.pixels) value = static_cast<uint8_t>(value * 0.9);
  const ImageBuffer square = flattenToRgb(test::drawnShape(test::Shape::Square, {200, 30, 90}, 64));
  EXPECT_NEAR(ssimBetween(ring, ring), 1, 1e-9);
  EXPECT_GT(ssimBetween(ring, brighter), 0.9);
  EXPECT_LT(ssimBetween(ring, square), 0.85);
  // Two flat greys have no structure: what is left is the luminance term (2ab + C1) / (a² + b² + C1).
  EXPECT_NEAR(ssimBetween(plain(16, 16, {100, 100, 100}), plain(16, 16, {200, 200, 200})), 0.800, 1e-3);
}

}  // namespace
}  // namespace unmask
