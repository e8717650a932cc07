#include "core/data/svg_renderer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unmask {

using testing::ElementsAre;

std::string svg(const std::string& body, const std::string& box = "0 0 32 32") {
  return R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox=")" + box + "\">" + body + "</svg>";
}

std::vector<int> pixel(const ImageBuffer& image, int x, int y) {
  const uint8_t* p = image.at(x, y);
  return {p[0], p[1], p[2], p[3]};
}

TEST(SvgRenderer, DrawsColourAndAlpha) {
  const auto image = renderSvg(svg(R"(<path fill="#f80" d="M0 0h16v32H0z"/>)"), 64, "test");
  ASSERT_TRUE(image.ok()) << image.error().text();
  EXPECT_EQ(image->width, 64);
  EXPECT_EQ(image->channels, 4);
  EXPECT_THAT(pixel(*image, 10, 30), ElementsAre(255, 136, 0, 255));
  EXPECT_THAT(pixel(*image, 50, 30), ElementsAre(255, 255, 255, 0)) << "white under no alpha";
}

TEST(SvgRenderer, AlphaIsStraight) {
  const auto image =
      renderSvg(svg(R"(<path fill="#f80" fill-opacity="0.5" d="M0 0h32v32H0z"/>)"), 16, "test");
  ASSERT_TRUE(image.ok());
  const auto p = pixel(*image, 8, 8);
  EXPECT_NEAR(p[0], 255, 1);
  EXPECT_NEAR(p[1], 136, 2);
  EXPECT_NEAR(p[3], 128, 1);
}

TEST(SvgRenderer, KeepsTheAspectRatioCentred) {
  const auto image = renderSvg(svg(R"(<path d="M0 0h64v32H0z"/>)", "0 0 64 32"), 64, "test");
  ASSERT_TRUE(image.ok());
  EXPECT_EQ(image->at(32, 4)[3], 0);
  EXPECT_EQ(image->at(32, 32)[3], 255);
  EXPECT_EQ(image->at(32, 60)[3], 0);
}

TEST(SvgRenderer, RefusesWhatIsNoDrawing) {
  for (const std::string& text : {std::string(), std::string("hello"), std::string("<svg"),
                                  std::string("<html></html>"), svg("<path"), std::string(1000, '\0')}) {
    const auto image = renderSvg(text, 16, "icons.json, icon x");
    ASSERT_FALSE(image.ok()) << text;
    EXPECT_EQ(image.error().kind, ErrorKind::BadInput);
    EXPECT_EQ(image.error().file, "icons.json, icon x");
  }
}

TEST(SvgRenderer, BoundsItsInput) {
  EXPECT_FALSE(renderSvg(std::string(size_t{9} << 20, ' '), 16, "f").ok());
  EXPECT_FALSE(renderSvg(svg(""), 0, "f").ok());
  EXPECT_FALSE(renderSvg(svg(""), 100000, "f").ok());
}

TEST(SvgRenderer, FollowsNoReferenceToFiles) {
  const auto image =
      renderSvg(svg(R"(<image href="file:///etc/hostname" width="32" height="32"/>)"), 16, "f");
  ASSERT_TRUE(image.ok());
  EXPECT_EQ(image->at(8, 8)[3], 0);
}

}  // namespace unmask
