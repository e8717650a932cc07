#include "core/train/colour_areas.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

using torch::Tensor;

Tensor rows(std::vector<std::pair<int64_t, std::vector<float>>> parts) {
  std::vector<Tensor> out;
  for (const auto& [count, colour] : parts)
    out.push_back(torch::tensor(colour).view({1, 3}).repeat({count, 1}));
  return torch::cat(out);
}

TEST(ColourAreas, KnowsLab) {
  const Tensor lab =
      labFromPicture(torch::tensor({1.0F, 1.0F, 1.0F, 1.0F, 0.0F, 0.0F}).view({2, 3}).t().reshape({3, 1, 2}));
  EXPECT_TRUE(torch::allclose(lab[0], torch::tensor({100.0F, 0.0F, 0.0F}), 0, 0.2)) << lab;
  EXPECT_TRUE(torch::allclose(lab[1], torch::tensor({53.24F, 80.09F, 67.20F}), 0, 0.5))
      << "sRGB's red; " << lab;
}

TEST(ColourAreas, FindsTheCommonestColoursFirst) {
  const Tensor colours = rows({{300, {50, 60, 40}}, {600, {80, 0, 0}}, {92, {82, 4, 0}}, {8, {20, 0, -60}}});
  const Tensor found = commonColours(colours, 12, 8);
  ASSERT_EQ(found.size(0), 2) << "what is near to one is none, nor is what hardly anything has";
  EXPECT_TRUE(torch::allclose(found[0], (600 * colours[300] + 92 * colours[900]) / 692, 0, 0.01));
  EXPECT_TRUE(torch::allclose(found[1], colours[0]));
  EXPECT_EQ(commonColours(colours, 12, 1).size(0), 1);
  EXPECT_EQ(commonColours(colours.narrow(0, 0, 0), 12, 8).size(0), 0);
  EXPECT_EQ(commonColours(colours.narrow(0, 0, 1), 12, 8).size(0), 1);
}

TEST(ColourAreas, PassOverSpeckles) {
  Tensor picture = torch::zeros({3, 32, 32});
  picture.slice(2, 16).fill_(1);
  picture.slice(1, 5, 7).slice(2, 5, 7).fill_(1);
  const Tensor colours = rows({{1, {0, 0, 0}}, {1, {100, 0, 0}}});
  const Tensor areas = areasOf(picture, colours, 5);
  EXPECT_EQ(areas.slice(1, 0, 16).sum().item<int64_t>(), 0);
  EXPECT_EQ(areas.slice(1, 16).sum().item<int64_t>(), 16 * 32);
  const Tensor drawn = filledAreas(areas, colours);
  EXPECT_EQ(drawn.sizes(), picture.sizes());
  EXPECT_NEAR(drawn[1][3][30].item<double>(), 1, 0.01);
  EXPECT_NEAR(drawn[1][6][6].item<double>(), 0, 0.01);
}

TEST(ColourAreas, MoveToANearPaletteAndKeepTheirNames) {
  const Tensor palette = rows({{1, {55, 60, 40}}, {1, {90, 0, 0}}});
  const Tensor moved = movedToPalette(rows({{1, {50, 70, 50}}, {1, {40, 10, -60}}}), palette);
  EXPECT_TRUE(torch::allclose(moved[0], palette[0]));
  EXPECT_TRUE(torch::allclose(moved[1], torch::tensor({40.0F, 10.0F, -60.0F})));
}

}  // namespace
}  // namespace unmask
