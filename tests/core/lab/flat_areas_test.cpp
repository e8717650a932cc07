// What the default model makes of areas of one colour.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/data/scene.h"
#include "core/engine/engine.h"

namespace unmask::test {
namespace {

ImageBuffer flatPicture(const std::array<uint8_t, 3>& colour) {
  ImageBuffer picture(256, 256, 3);
  for (size_t i = 0; i < picture.pixels.size(); ++i) picture.pixels[i] = colour[i % 3];
  return picture;
}

/// Of 255: one step, as measured, and rounding that another machine may do the other way.
constexpr double kMostDeviation = 1.5;

/// How far a value is from its channel's mean, at most, in steps of 1 / 255.
double mostDeviation(const ImageBuffer& picture) {
  double most = 0;
  for (size_t channel = 0; channel < 3; ++channel) {
    double sum = 0;
    for (size_t i = channel; i < picture.pixels.size(); i += 3) sum += picture.pixels[i];
    const double mean = sum * 3 / static_cast<double>(picture.pixels.size());
    for (size_t i = channel; i < picture.pixels.size(); i += 3)
      most = std::max(most, std::abs(picture.pixels[i] - mean));
  }
  return most;
}

TEST(FlatAreas, StayFlatInTheNamedColours) {
  EngineOptions options;
  options.modelDir = UNMASK_SOURCE_DIR "/resources/models/emoji-256";
  const auto engine = loadEngine(options);
  ASSERT_TRUE(engine.ok()) << engine.error().text();
  std::vector<NamedColour> colours = backgroundColours();
  colours.push_back({"white", {255, 255, 255}});
  for (const NamedColour& colour : colours) {
    const auto tokens = (*engine)->encode(flatPicture(colour.rgb));
    ASSERT_TRUE(tokens.ok()) << tokens.error().text();
    const auto drawn = (*engine)->decode(*tokens);
    ASSERT_TRUE(drawn.ok()) << drawn.error().text();
    EXPECT_LT(mostDeviation(*drawn), kMostDeviation) << colour.name;
  }
}

}  // namespace
}  // namespace unmask::test
