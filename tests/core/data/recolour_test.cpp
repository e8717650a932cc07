#include "core/data/recolour.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace unmask {
namespace {

using Rgba = std::array<uint8_t, 4>;

ImageBuffer painted(const std::vector<Rgba>& pixels) {
  ImageBuffer image(static_cast<int>(pixels.size()), 1, 4);
  for (size_t i = 0; i < pixels.size(); ++i) std::ranges::copy(pixels[i], image.at(static_cast<int>(i), 0));
  return image;
}

constexpr Rgba kRed{224, 32, 32, 255}, kDarkRed{120, 10, 14, 255}, kGreen{40, 180, 60, 255},
    kBlack{0, 0, 0, 255}, kWhite{250, 250, 250, 255}, kNothing{255, 255, 255, 0};

const PaintColour& paint(const std::string& name) {
  return *std::ranges::find(paintColours(), name, &PaintColour::name);
}

TEST(Recolour, FindsTheOnlyPaintAcrossTheEndOfTheHueCircle) {
  const auto hue = onlyPaintHue(painted({kRed, kRed, kDarkRed, {224, 32, 60, 255}, kBlack, kNothing}));
  ASSERT_TRUE(hue);
  EXPECT_LT(std::abs(std::remainder(*hue, 360)), 10);
}

TEST(Recolour, RefusesWhatHasTwoPaintsOrHardlyAny) {
  EXPECT_FALSE(onlyPaintHue(painted({kRed, kRed, kGreen})));
  EXPECT_FALSE(onlyPaintHue(painted({kRed, kWhite, kWhite, kBlack})));
  EXPECT_FALSE(onlyPaintHue(painted({kNothing, kNothing})));
  EXPECT_TRUE(onlyPaintHue(painted({kRed, kRed, kRed, kRed, kRed, kRed, kGreen})));
}

TEST(Recolour, TurnsThePaintAndNothingElse) {
  const ImageBuffer before = painted({kRed, kDarkRed, kGreen, kBlack, kWhite, kNothing});
  const ImageBuffer after = repainted(before, 0, paint("blue"));
  EXPECT_GT(after.at(0, 0)[2], after.at(0, 0)[0] + 100);
  EXPECT_EQ(after.at(0, 0)[2], 224);  // as bright as it was
  EXPECT_EQ(after.at(1, 0)[2], 120);  // shades stay shades
  for (int x = 2; x < 6; ++x)
    for (int c = 0; c < 4; ++c) EXPECT_EQ(after.at(x, 0)[c], before.at(x, 0)[c]) << x;
}

TEST(Recolour, PaintingBackGivesThePictureBack) {
  const ImageBuffer before = painted({kRed, kDarkRed, {224, 40, 30, 255}});
  const ImageBuffer blue = repainted(before, 0, {"blue", 240});
  const ImageBuffer back = repainted(blue, 240, {"red", 0});
  for (size_t i = 0; i < back.pixels.size(); ++i) EXPECT_NEAR(back.pixels[i], before.pixels[i], 2) << i;
}

TEST(Recolour, OffersNoPaintTheObjectHasAlready) {
  for (const PaintColour& other : otherPaints(20)) {
    EXPECT_NE(other.name, "red");
    EXPECT_NE(other.name, "orange");
  }
  EXPECT_EQ(otherPaints(214).size(), paintColours().size() - 1);
}

TEST(Recolour, NamesWhatItPainted) {
  const ConceptEntry apple{"1f34e", "red apple", {"apple"}, "a"};
  const ConceptEntry orange = repaintedConcept(apple, "orange");
  EXPECT_EQ(orange.label, "orange apple");
  EXPECT_EQ(orange.synonyms, std::vector<std::string>{"orange apple"});
  EXPECT_EQ(orange.article, "an");
  EXPECT_EQ(repaintedConcept({"1f34a", "orange", {}, "an"}, "blue").label, "blue orange");
  EXPECT_EQ(repaintedConcept({"1f347", "grapes", {}, ""}, "red").article, "");
}

}  // namespace
}  // namespace unmask
