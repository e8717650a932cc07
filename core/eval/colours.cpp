#include "core/eval/colours.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace unmask {
namespace {

struct Hsl {
  double hue = 0;  ///< degrees, 0 … 360
  double saturation = 0;
  double lightness = 0;
  double chroma = 0;  ///< largest minus smallest channel, 0 … 1
};

Hsl hslOf(const Colour& colour) {
  const double r = colour[0] / 255.0;
  const double g = colour[1] / 255.0;
  const double b = colour[2] / 255.0;
  const double most = std::max({r, g, b});
  const double least = std::min({r, g, b});
  Hsl hsl;
  hsl.chroma = most - least;
  hsl.lightness = (most + least) / 2;
  if (hsl.chroma <= 0) return hsl;
  hsl.saturation = hsl.chroma / (1 - std::abs(2 * hsl.lightness - 1));
  if (most == r)
    hsl.hue = 60 * ((g - b) / hsl.chroma);
  else if (most == g)
    hsl.hue = 60 * ((b - r) / hsl.chroma + 2);
  else
    hsl.hue = 60 * ((r - g) / hsl.chroma + 4);
  if (hsl.hue < 0) hsl.hue += 360;
  return hsl;
}

ColourName withoutHue(double lightness) {
  if (lightness > 0.88) return ColourName::White;
  return lightness < 0.16 ? ColourName::Black : ColourName::Grey;
}

/// Reds and yellows change their name with the lightness: dark ones are brown, light reds are pink.
ColourName warm(const Hsl& c) {
  const bool isRed = c.hue < 15 || c.hue >= 345;
  if (isRed) {
    if (c.lightness > 0.70) return ColourName::Pink;
    return c.lightness < 0.22 || (c.saturation < 0.4 && c.lightness < 0.45) ? ColourName::Brown
                                                                            : ColourName::Red;
  }
  if (c.hue < 42) {
    return c.lightness < 0.38 || (c.saturation < 0.5 && c.lightness < 0.6) ? ColourName::Brown
                                                                           : ColourName::Orange;
  }
  return c.lightness < 0.28 ? ColourName::Brown : ColourName::Yellow;
}

}  // namespace

std::string_view nameOf(ColourName name) {
  static constexpr std::array<std::string_view, kColourNames> kNames = {
      "white", "grey", "black", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown"};
  return kNames[static_cast<size_t>(name)];
}

ColourName colourNamed(const Colour& colour) {
  const Hsl c = hslOf(colour);
  if (c.chroma < 0.08 || (c.saturation < 0.14 && c.chroma < 0.14)) return withoutHue(c.lightness);
  if (c.lightness < 0.09) return ColourName::Black;
  if (c.lightness > 0.96) return ColourName::White;
  if (c.hue < 66 || c.hue >= 345) return warm(c);
  if (c.hue < 170) return ColourName::Green;
  if (c.hue < 252) return ColourName::Blue;
  if (c.hue < 300) return ColourName::Purple;
  return c.lightness < 0.3 ? ColourName::Purple : ColourName::Pink;
}

std::vector<ColourName> colourNamesFor(std::string_view word) {
  using enum ColourName;
  static const std::map<std::string_view, std::vector<ColourName>> kWords = {
      {"white", {White}},
      {"grey", {Grey}},
      {"gray", {Grey}},
      {"black", {Black}},
      {"red", {Red}},
      {"orange", {Orange}},
      {"yellow", {Yellow}},
      {"green", {Green}},
      {"blue", {Blue}},
      {"purple", {Purple}},
      {"pink", {Pink}},
      {"brown", {Brown}},
      {"violet", {Purple}},
      {"magenta", {Pink, Purple}},
      {"turquoise", {Blue, Green}},
      {"teal", {Blue, Green}},
      {"cyan", {Blue}},
      {"light blue", {Blue}},
      {"dark blue", {Blue}},
      {"sky blue", {Blue}},
      {"navy", {Blue}},
      {"navy blue", {Blue}},
      {"light green", {Green}},
      {"dark green", {Green}},
      {"mint", {Green}},
      {"lime", {Green, Yellow}},
      {"gold", {Yellow, Orange}},
      {"golden", {Yellow, Orange}},
      {"beige", {Orange, Yellow, Brown, White}},
      {"cream", {Yellow, Orange, White}},
      {"silver", {Grey}},
      {"light grey", {Grey, White}},
      {"dark grey", {Grey, Black}},
  };
  const auto found = kWords.find(word);
  return found == kWords.end() ? std::vector<ColourName>{} : found->second;
}

std::array<double, kColourNames> colourShares(const ImageBuffer& rgb, const Segmentation& segmentation,
                                              const Box& box) {
  constexpr double kColourful = 0.02;  // mean chroma below which an object counts as black and white
  std::array<double, kColourNames> byChroma{};
  std::array<double, kColourNames> byPixel{};
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) {
      if (*segmentation.isObject.at(x, y) == 0) continue;
      const uint8_t* p = rgb.at(x, y);
      const Colour colour{p[0], p[1], p[2]};
      const auto name = static_cast<size_t>(colourNamed(colour));
      byPixel[name] += 1;
      byChroma[name] += (std::max({p[0], p[1], p[2]}) - std::min({p[0], p[1], p[2]})) / 255.0;
    }
  }
  const double pixels = std::accumulate(byPixel.begin(), byPixel.end(), 0.0);
  const double chroma = std::accumulate(byChroma.begin(), byChroma.end(), 0.0);
  std::array<double, kColourNames>& shares = chroma > kColourful * pixels ? byChroma : byPixel;
  const double total = &shares == &byChroma ? chroma : pixels;
  if (total > 0) {
    for (double& share : shares) share /= total;
  }
  return shares;
}

bool showsColour(const std::array<double, kColourNames>& shares, std::string_view word) {
  double allowed = 0;
  double mostOther = 0;
  const std::vector<ColourName> names = colourNamesFor(word);
  for (int i = 0; i < kColourNames; ++i) {
    const double share = shares[static_cast<size_t>(i)];
    if (std::ranges::find(names, static_cast<ColourName>(i)) != names.end())
      allowed += share;
    else
      mostOther = std::max(mostOther, share);
  }
  return allowed > 0 && (allowed >= mostOther || allowed >= 0.4);
}

}  // namespace unmask
