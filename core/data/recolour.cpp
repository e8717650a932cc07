#include "core/data/recolour.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace unmask {

namespace {

constexpr double kColourful = 0.35;     // saturation from which a pixel counts as paint
constexpr double kBright = 0.25;        // value below which it is an outline
constexpr double kNear = 25;            // degrees
constexpr double kFalloffEnd = 45;      // degrees; from kNear to here the turn fades to nothing
constexpr double kPaintedShare = 0.5;   // of the object
constexpr double kOneHueShare = 0.85;   // of the paint
constexpr double kAlreadyThatHue = 40;  // degrees

struct Hsv {
  double hue, saturation, value;
};

Hsv hsvFrom(const uint8_t* rgb) {
  const double r = rgb[0] / 255.0, g = rgb[1] / 255.0, b = rgb[2] / 255.0;
  const double high = std::max({r, g, b}), range = high - std::min({r, g, b});
  if (range <= 0) return {0, 0, high};
  double sixth = 0;
  if (high == r)
    sixth = std::fmod((g - b) / range + 6, 6);
  else if (high == g)
    sixth = (b - r) / range + 2;
  else
    sixth = (r - g) / range + 4;
  return {60 * sixth, range / high, high};
}

std::array<uint8_t, 3> rgbFrom(const Hsv& c) {
  std::array<uint8_t, 3> out{};
  constexpr std::array<double, 3> kOffsets = {5, 3, 1};
  for (size_t i = 0; i < 3; ++i) {
    const double k = std::fmod(kOffsets[i] + c.hue / 60, 6);
    const double x = c.value * (1 - c.saturation * std::clamp(std::min(k, 4 - k), 0.0, 1.0));
    out[i] = static_cast<uint8_t>(std::lround(255 * x));
  }
  return out;
}

/// −180…180
double hueDifference(double a, double b) {
  return std::remainder(a - b, 360);
}

bool isPaint(const Hsv& c) {
  return c.saturation >= kColourful && c.value >= kBright;
}

const std::vector<std::string>& colourWords() {
  static const std::vector<std::string> words = {"red",    "orange", "yellow", "green", "blue",
                                                 "purple", "violet", "pink",   "brown", "black",
                                                 "white",  "gray",   "golden"};
  return words;
}

std::string withColour(const std::string& words, const std::string& colour) {
  const size_t space = words.find(' ');
  const bool isNamed = space != std::string::npos &&
                       std::ranges::find(colourWords(), words.substr(0, space)) != colourWords().end();
  return colour + " " + (isNamed ? words.substr(space + 1) : words);
}

}  // namespace

const std::vector<PaintColour>& paintColours() {
  static const std::vector<PaintColour> paints = {{"red", 358},   {"orange", 28}, {"yellow", 50},
                                                  {"green", 125}, {"blue", 214},  {"purple", 272}};
  return paints;
}

std::optional<double> onlyPaintHue(const ImageBuffer& rgba) {
  std::array<int, 360> perDegree{};
  int seen = 0, painted = 0;
  for (size_t i = 0; i + 3 < rgba.pixels.size(); i += 4) {
    if (rgba.pixels[i + 3] < 128) continue;
    ++seen;
    const Hsv c = hsvFrom(&rgba.pixels[i]);
    if (!isPaint(c)) continue;
    ++painted;
    ++perDegree[static_cast<size_t>(c.hue) % 360];
  }
  if (seen == 0 || painted < kPaintedShare * seen) return std::nullopt;
  int best = 0, bestCount = -1;
  for (int centre = 0; centre < 360; ++centre) {
    int count = 0;
    for (int d = -static_cast<int>(kNear); d <= static_cast<int>(kNear); ++d)
      count += perDegree[static_cast<size_t>((centre + d + 360) % 360)];
    if (count > bestCount) best = centre, bestCount = count;
  }
  if (bestCount < kOneHueShare * painted) return std::nullopt;
  // The window's mean: a window that holds all of a narrow hue may stand anywhere around it.
  double sum = 0;
  for (int d = -static_cast<int>(kNear); d <= static_cast<int>(kNear); ++d)
    sum += (d + 0.5) * perDegree[static_cast<size_t>((best + d + 360) % 360)];
  return std::fmod(best + sum / bestCount + 360, 360);
}

ImageBuffer repainted(const ImageBuffer& rgba, double fromHue, const PaintColour& paint) {
  ImageBuffer out = rgba;
  const double turn = hueDifference(paint.hue, fromHue);
  for (size_t i = 0; i + 3 < out.pixels.size(); i += 4) {
    if (out.pixels[i + 3] == 0) continue;
    Hsv c = hsvFrom(&out.pixels[i]);
    const double away = std::abs(hueDifference(c.hue, fromHue));
    if (away >= kFalloffEnd) continue;
    // Halfway a hue would be a third colour, neither the old nor the new; so the edge of the paint turns
    // wholly and only loses saturation.
    const double strength = std::clamp((kFalloffEnd - away) / (kFalloffEnd - kNear), 0.0, 1.0);
    c.hue = std::fmod(c.hue + turn + 360, 360);
    c.saturation *= strength;
    const auto rgb = rgbFrom(c);
    std::ranges::copy(rgb, out.pixels.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return out;
}

std::vector<PaintColour> otherPaints(double hue) {
  std::vector<PaintColour> out;
  for (const PaintColour& paint : paintColours())
    if (std::abs(hueDifference(paint.hue, hue)) >= kAlreadyThatHue) out.push_back(paint);
  return out;
}

ConceptEntry repaintedConcept(const ConceptEntry& entry, const std::string& colour) {
  ConceptEntry out = entry;
  out.label = withColour(entry.label, colour);
  for (std::string& synonym : out.synonyms) synonym = withColour(synonym, colour);
  if (!entry.article.empty()) out.article = colour == "orange" ? "an" : "a";
  return out;
}

}  // namespace unmask
