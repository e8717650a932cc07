#include "core/eval/colours.h"

#include <gtest/gtest.h>

#include "tests/core/eval/drawn_pictures.h"

namespace unmask {
namespace {

using enum ColourName;

TEST(Colours, EverydayColoursHaveTheirNames) {
  const std::vector<std::pair<Colour, ColourName>> examples = {
      {{255, 255, 255}, White}, {{245, 245, 240}, White}, {{128, 128, 128}, Grey},  {{180, 182, 185}, Grey},
      {{0, 0, 0}, Black},       {{25, 25, 28}, Black},    {{220, 40, 40}, Red},     {{170, 20, 30}, Red},
      {{245, 140, 30}, Orange}, {{255, 165, 0}, Orange},  {{250, 215, 50}, Yellow}, {{255, 255, 0}, Yellow},
      {{0, 128, 0}, Green},     {{60, 179, 113}, Green},  {{144, 238, 144}, Green}, {{0, 0, 255}, Blue},
      {{60, 120, 220}, Blue},   {{135, 206, 235}, Blue},  {{20, 30, 100}, Blue},    {{128, 0, 128}, Purple},
      {{140, 80, 190}, Purple}, {{255, 192, 203}, Pink},  {{255, 105, 180}, Pink},  {{139, 69, 19}, Brown},
      {{101, 67, 33}, Brown}};
  for (const auto& [colour, name] : examples) {
    EXPECT_EQ(colourNamed(colour), name) << int{colour[0]} << " " << int{colour[1]} << " " << int{colour[2]}
                                         << " is called " << nameOf(colourNamed(colour));
  }
}

TEST(Colours, WordsAllowNames) {
  EXPECT_EQ(colourNamesFor("blue"), std::vector{Blue});
  EXPECT_EQ(colourNamesFor("turquoise"), (std::vector{Blue, Green}));
  EXPECT_TRUE(colourNamesFor("apple").empty());
  for (int i = 0; i < kColourNames; ++i) {
    const auto name = static_cast<ColourName>(i);
    EXPECT_EQ(colourNamesFor(nameOf(name)), std::vector{name});
  }
}

// Half of the pixels are a black outline: the paint still wins, and a black thing is still black.
TEST(Colours, OutlinesDoNotOutvoteThePaint) {
  ImageBuffer picture = test::plain(64, 64, {255, 255, 255});
  test::pasteShape(picture, test::drawnShape(test::Shape::Square, {20, 20, 20}, 60), 2, 2);
  test::pasteShape(picture, test::drawnShape(test::Shape::Square, {50, 90, 220}, 40), 12, 12);
  const Segmentation segmentation = findRegions(picture);
  const auto shares = colourShares(picture, segmentation, boxOfObject(segmentation));
  EXPECT_TRUE(showsColour(shares, "blue"));
  EXPECT_FALSE(showsColour(shares, "black"));
  EXPECT_FALSE(showsColour(shares, "red"));

  ImageBuffer black = test::plain(64, 64, {255, 255, 255});
  test::pasteShape(black, test::drawnShape(test::Shape::Disc, {20, 20, 20}, 64), 0, 0);
  const Segmentation dark = findRegions(black);
  EXPECT_TRUE(showsColour(colourShares(black, dark, boxOfObject(dark)), "black"));
}

TEST(Colours, NothingShowsNoColour) {
  const ImageBuffer white = test::plain(64, 64, {255, 255, 255});
  const Segmentation segmentation = findRegions(white);
  const auto shares = colourShares(white, segmentation, boxOfObject(segmentation));
  EXPECT_FALSE(showsColour(shares, "red"));
  EXPECT_FALSE(showsColour(shares, "white"));
}

}  // namespace
}  // namespace unmask
