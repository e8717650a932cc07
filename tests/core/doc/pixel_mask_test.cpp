#include "core/doc/pixel_mask.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace unmask {
namespace {

int64_t painted(const PixelMask& mask) {
  return std::count(mask.pixels.begin(), mask.pixels.end(), uint8_t{1});
}

TEST(PixelMask, DotIsRoundAndAsLargeAsItsRadius) {
  PixelMask mask(64, 64);
  paintLine(mask, {32, 32}, {32, 32}, 10, 10);
  EXPECT_NEAR(static_cast<double>(painted(mask)), 3.14159 * 100, 8);
  EXPECT_TRUE(mask.contains(32, 22));
  EXPECT_FALSE(mask.contains(32, 21));
  EXPECT_FALSE(mask.contains(24, 24));  // the corner of its square
}

TEST(PixelMask, SmallestBrushPaintsThePixelUnderThePoint) {
  PixelMask mask(8, 8);
  paintLine(mask, {3.9, 5.1}, {3.9, 5.1}, 0.1, 0.1);
  EXPECT_EQ(painted(mask), 1);
  EXPECT_TRUE(mask.contains(3, 5));
}

TEST(PixelMask, FastStrokeHasNoGaps) {
  PixelMask mask(100, 20);
  paintLine(mask, {5, 10}, {95, 10}, 3, 3);
  for (int x = 5; x < 95; ++x) EXPECT_TRUE(mask.contains(x, 10)) << x;
}

TEST(PixelMask, PressureMakesAStrokeThinnerTowardsItsEnd) {
  PixelMask mask(100, 40);
  paintLine(mask, {10, 20}, {90, 20}, 12, 2);
  const auto thickness = [&](int x) {
    int count = 0;
    for (int y = 0; y < 40; ++y) count += mask.contains(x, y);
    return count;
  };
  EXPECT_NEAR(thickness(12), 24, 1);
  EXPECT_GT(thickness(30), thickness(70));
  EXPECT_NEAR(thickness(88), 4, 1);
}

TEST(PixelMask, ErasingTakesAway) {
  PixelMask mask(32, 32, true);
  paintLine(mask, {16, 16}, {16, 16}, 5, 5, false);
  EXPECT_FALSE(mask.contains(16, 16));
  EXPECT_TRUE(mask.contains(2, 2));
}

TEST(PixelMask, RectangleIsHalfOpenAndCutAtTheEdge) {
  PixelMask mask(10, 10);
  EXPECT_EQ(paintRect(mask, {-5, 2, 3, 99}), (PixelRect{0, 2, 3, 10}));
  EXPECT_EQ(painted(mask), 3 * 8);
}

TEST(PixelMask, PolygonFollowsTheEvenOddRule) {
  PixelMask mask(40, 40);
  // A square walked twice around itself at two sizes: the inner one is a hole.
  const PicturePoint corners[] = {{5, 5},   {35, 5},  {35, 35}, {5, 35},  {5, 5},
                                  {15, 15}, {25, 15}, {25, 25}, {15, 25}, {15, 15}};
  paintPolygon(mask, corners);
  EXPECT_TRUE(mask.contains(10, 30));
  EXPECT_FALSE(mask.contains(20, 20));
  EXPECT_EQ(painted(mask), 30 * 30 - 10 * 10);
}

TEST(PixelMask, LineOfTwoPointsEnclosesNothing) {
  PixelMask mask(10, 10);
  const PicturePoint corners[] = {{1, 1}, {9, 9}};
  EXPECT_TRUE(paintPolygon(mask, corners).empty());
  EXPECT_EQ(painted(mask), 0);
}

TEST(PixelMask, ChangesStayInsideTheReturnedRectangle) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> anywhere(-80, 140);
  std::uniform_real_distribution<double> radius(0, 30);
  for (int round = 0; round < 300; ++round) {
    PixelMask mask(60, 45);
    PixelRect changed;
    if (round % 2 == 0) {
      changed = paintLine(mask, {anywhere(random), anywhere(random)}, {anywhere(random), anywhere(random)},
                          radius(random), radius(random));
    } else {
      std::vector<PicturePoint> corners;
      for (int i = 0; i < 7; ++i) corners.push_back({anywhere(random), anywhere(random)});
      changed = paintPolygon(mask, corners);
    }
    for (int y = 0; y < mask.height; ++y) {
      for (int x = 0; x < mask.width; ++x) {
        if (!mask.contains(x, y)) continue;
        ASSERT_TRUE(x >= changed.left && x < changed.right && y >= changed.top && y < changed.bottom)
            << round << ": " << x << ", " << y;
      }
    }
  }
}

TEST(PixelMask, HugeCoordinatesAreCutOff) {
  PixelMask mask(16, 16);
  paintLine(mask, {-1e12, -1e12}, {1e12, 1e12}, 2, 2);
  const PicturePoint corners[] = {{-1e300, -1e300}, {1e300, -1e300}, {0, 1e300}};
  paintPolygon(mask, corners);
  SUCCEED();
}

TEST(PixelMask, ScalesByTheNearestPixel) {
  PixelMask mask(2, 2);
  mask.row(0)[1] = 1;
  const PixelMask large = scaledMask(mask, 6, 4);
  EXPECT_EQ(painted(large), 6);
  EXPECT_TRUE(large.contains(3, 0));
  EXPECT_TRUE(large.contains(5, 1));
  EXPECT_EQ(scaledMask(large, 2, 2), mask);
  EXPECT_EQ(painted(scaledMask(PixelMask(), 3, 3)), 0);
}

}  // namespace
}  // namespace unmask
