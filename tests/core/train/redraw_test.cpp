#include "core/train/redraw.h"

#include <gtest/gtest.h>

#include <cmath>

namespace unmask {
namespace {

using torch::Tensor;

constexpr int64_t kSide = 128;

/// Distance of each pixel from the middle.
Tensor radius(double x, double y) {
  const Tensor line = torch::arange(kSide, torch::kFloat32);
  return ((line - y).square().unsqueeze(1) + (line - x).square().unsqueeze(0)).sqrt();
}

Tensor filled(const Tensor& where, std::vector<float> inside, const Tensor& ground) {
  const Tensor colour = torch::tensor(inside).view({3, 1, 1});
  return torch::where(where.unsqueeze(0), colour, ground);
}

Tensor white() {
  return torch::ones({3, kSide, kSide});
}

/// A red disc with a black outline, of 40 pixels.
Tensor outlined() {
  const Tensor r = radius(64, 64);
  return filled(r < 36, {0.9F, 0.2F, 0.2F}, filled(r < 41, {0, 0, 0}, white()));
}

double darkShare(const Tensor& picture, const Tensor& where) {
  return (picture.amax(0) < 0.35).masked_select(where).to(torch::kFloat32).mean().item<double>();
}

TEST(Redraw, CarriesAnOutlineOver) {
  const PictureManner manner(outlined());
  const Tensor square = torch::zeros({kSide, kSide}, torch::kBool);
  square.slice(0, 30, 98).slice(1, 30, 98).fill_(true);
  const Tensor plain = filled(square, {0.2F, 0.5F, 0.9F}, white());
  const Tensor redrawn = manner.redraw(plain);
  // The thing of 68 pixels grows a third of the way to the source's 82: its rim is dark, its middle blue, the
  // rest white.
  Tensor rim = torch::zeros({kSide, kSide}, torch::kBool), middle = rim.clone(), outside = rim.clone();
  rim.slice(0, 40, 88).slice(1, 28, 33).fill_(true);
  middle.slice(0, 45, 83).slice(1, 45, 83).fill_(true);
  outside.slice(0, 0, 10).fill_(true);
  EXPECT_LT(darkShare(plain, rim), 0.01);
  EXPECT_GT(darkShare(redrawn, rim), 0.5);
  EXPECT_LT(darkShare(redrawn, middle), 0.05);
  EXPECT_GT(redrawn[2].masked_select(middle).mean().item<double>(), 0.8);
  EXPECT_GT(redrawn.amin(0).masked_select(outside).min().item<double>(), 0.95);
}

TEST(Redraw, AddsNothingWhereTheSourceHasNoLines) {
  const PictureManner manner(filled(radius(64, 64) < 40, {0.9F, 0.2F, 0.2F}, white()));
  const Tensor redrawn = manner.redraw(filled(radius(60, 66) < 40, {0.2F, 0.8F, 0.3F}, white()));
  EXPECT_LT(darkShare(redrawn, torch::ones({kSide, kSide}, torch::kBool)), 0.01);
}

/// All the way, things came out too small to be told; not at all, lines fell off the sheet.
TEST(Redraw, GoesAThirdOfTheWayToTheSourcesSizeAndPlace) {
  const PictureManner manner(filled(radius(64, 64) < 24, {0.9F, 0.2F, 0.2F}, white()));
  const Tensor redrawn = manner.redraw(filled(radius(58, 70) < 40, {0.2F, 0.8F, 0.3F}, white()));
  const Tensor thing = redrawn.amin(0) < 0.6;
  EXPECT_NEAR(thing.any(0).sum().item<double>(), 80 * std::pow(48.0 / 80, 0.3), 3);
  const Tensor columns = thing.any(0).nonzero();
  EXPECT_NEAR((columns.min() + columns.max()).item<double>() / 2, 58 + 0.3 * 6, 1.5);
}

/// Shaded from `dark` at the top to `light` at the bottom.
Tensor shaded(const Tensor& where, std::vector<float> dark, std::vector<float> light) {
  const Tensor share = torch::linspace(0, 1, kSide).view({1, kSide, 1});
  const Tensor from = torch::tensor(dark).view({3, 1, 1}), to = torch::tensor(light).view({3, 1, 1});
  return torch::where(where.unsqueeze(0), from + share * (to - from), white());
}

/// Of the pixels well inside, how many differ from the one below.
double shadedShare(const Tensor& picture) {
  const Tensor inner = picture.slice(1, 45, 84).slice(2, 45, 84);
  const Tensor differ = (inner.slice(1, 1) - inner.slice(1, 0, -1)).abs().amax(0) > 1e-4;
  return differ.to(torch::kFloat32).mean().item<double>();
}

TEST(Redraw, DrawsInFlatAreasAsFarAsTheSourceDoes) {
  const Tensor disc = radius(64, 64) < 40;
  const Tensor picture = shaded(disc, {0, 0.05F, 0}, {0.6F, 1.0F, 0.7F});
  const Tensor fromFlat = PictureManner(filled(disc, {0.9F, 0.2F, 0.2F}, white())).redraw(picture);
  const Tensor fromModelled = PictureManner(shaded(disc, {0.1F, 0, 0}, {1, 0.9F, 0.8F})).redraw(picture);
  EXPECT_LT(shadedShare(fromFlat), 0.15);
  EXPECT_GT(shadedShare(fromModelled), 0.8);
  EXPECT_GT(fromFlat[1].slice(0, 80, 90).slice(1, 60, 68).mean().item<double>(),
            fromFlat[1].slice(0, 38, 48).slice(1, 60, 68).mean().item<double>() + 0.1)
      << "in more than one area";
}

TEST(Redraw, TakesTheSourcesColoursWhereTheyAreNear) {
  const Tensor disc = radius(64, 64) < 40;
  const PictureManner manner(filled(disc, {0.9F, 0.35F, 0.3F}, white()));
  const auto middle = [](const Tensor& picture) {
    return picture.slice(1, 60, 68).slice(2, 60, 68).mean({1, 2});
  };
  const Tensor red = middle(manner.redraw(filled(disc, {0.95F, 0.25F, 0.2F}, white())));
  EXPECT_TRUE(torch::allclose(red, torch::tensor({0.9F, 0.35F, 0.3F}), 0, 0.02)) << red;
  const Tensor blue = middle(manner.redraw(filled(disc, {0.2F, 0.4F, 0.9F}, white())));
  EXPECT_TRUE(torch::allclose(blue, torch::tensor({0.2F, 0.4F, 0.9F}), 0, 0.02)) << blue;
}

/// A grey disc is not a blue's neighbour, and the blue of another picture is.
TEST(Redraw, SeveralPicturesShareTheirColours) {
  const Tensor disc = radius(64, 64) < 40;
  std::vector<PictureManner> manners = {PictureManner(filled(disc, {0.5F, 0.5F, 0.5F}, white())),
                                        PictureManner(filled(disc, {0.1F, 0.3F, 0.8F}, white()))};
  const Tensor picture = filled(disc, {0.2F, 0.42F, 0.9F}, white());
  const auto blueOf = [&](const PictureManner& manner) {
    return manner.redraw(picture)[2][64][64].item<double>();
  };
  const double own = blueOf(manners[0]), others = blueOf(manners[1]);
  ASSERT_GT(own - others, 0.05);
  PictureManner::shareColours(manners);
  EXPECT_NEAR(blueOf(manners[0]), others, 0.01);
  EXPECT_NEAR(blueOf(manners[1]), others, 0.01);

  std::vector<PictureManner> one = {PictureManner(outlined())};
  const Tensor before = one[0].redraw(picture);
  PictureManner::shareColours(one);
  EXPECT_TRUE(torch::equal(one[0].redraw(picture), before));
}

// Too small for a manner, or nothing but background: no colours to share, and none lost.
TEST(Redraw, APictureWithoutColoursTakesThoseOfTheOthers) {
  const Tensor disc = radius(64, 64) < 40;
  std::vector<PictureManner> manners = {PictureManner(white()), PictureManner(torch::ones({3, 16, 16})),
                                        PictureManner(filled(disc, {0.1F, 0.3F, 0.8F}, white()))};
  const Tensor picture = filled(disc, {0.2F, 0.42F, 0.9F}, white());
  const Tensor expected = manners[2].redraw(picture);
  PictureManner::shareColours(manners);
  EXPECT_TRUE(torch::equal(manners[2].redraw(picture), expected));
  EXPECT_TRUE(torch::equal(manners[1].redraw(picture), picture));
}

TEST(Redraw, IsTheSameEveryTime) {
  const Tensor picture = filled(radius(60, 66) < 40, {0.2F, 0.8F, 0.3F}, white());
  EXPECT_TRUE(
      torch::equal(PictureManner(outlined()).redraw(picture), PictureManner(outlined()).redraw(picture)));
}

TEST(Redraw, PicturesWithoutAnyThingStayInRange) {
  for (const Tensor& source : {white(), torch::zeros({3, kSide, kSide}), torch::rand({3, kSide, kSide})})
    for (const Tensor& picture : {white(), outlined(), torch::rand({3, kSide, kSide})}) {
      const Tensor redrawn = PictureManner(source).redraw(picture);
      EXPECT_EQ(redrawn.sizes(), picture.sizes());
      EXPECT_TRUE(redrawn.isfinite().all().item<bool>());
      EXPECT_LE(redrawn.max().item<double>(), 1);
      EXPECT_GE(redrawn.min().item<double>(), 0);
    }
}

}  // namespace
}  // namespace unmask
