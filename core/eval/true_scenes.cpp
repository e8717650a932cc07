#include "core/eval/true_scenes.h"

#include <algorithm>
#include <cmath>

#include "core/eval/statistics.h"
#include "core/io/image_codec.h"

namespace unmask {
namespace {

struct NamedColour {
  const char* word;
  Colour colour;
};

constexpr NamedColour kColours[] = {
    {"white", {255, 255, 255}}, {"red", {220, 40, 40}},    {"orange", {245, 140, 30}},
    {"yellow", {250, 215, 50}}, {"green", {70, 170, 80}},  {"blue", {60, 120, 220}},
    {"purple", {140, 80, 190}}, {"pink", {245, 150, 190}}, {"brown", {130, 80, 45}},
    {"grey", {150, 150, 150}},  {"black", {25, 25, 25}},
};

ImageBuffer cropped(const ImageBuffer& rgba, const Box& box) {
  ImageBuffer out(box.width(), box.height(), 4);
  for (int y = 0; y < box.height(); ++y) {
    std::copy_n(rgba.at(box.left, box.top + y), static_cast<size_t>(box.width()) * 4, out.at(0, y));
  }
  return out;
}

void blend(ImageBuffer& canvas, const ImageBuffer& rgba, int left, int top) {
  for (int y = 0; y < rgba.height; ++y) {
    for (int x = 0; x < rgba.width; ++x) {
      if (left + x < 0 || top + y < 0 || left + x >= canvas.width || top + y >= canvas.height) continue;
      const uint8_t* from = rgba.at(x, y);
      uint8_t* to = canvas.at(left + x, top + y);
      for (size_t c = 0; c < 3; ++c) {
        to[c] = static_cast<uint8_t>((from[c] * from[3] + to[c] * (255 - from[3]) + 127) / 255);
      }
    }
  }
}

/// A box of `side` around a centre.
Box boxAround(double x, double y, int side) {
  const int left = static_cast<int>(std::lround(x - side / 2.0));
  const int top = static_cast<int>(std::lround(y - side / 2.0));
  return {left, top, left + side, top + side};
}

/// Centres of two things on a square of side 1, the first being `relation` the second.
std::array<double, 4> centresFor(Relation relation) {
  constexpr double kNear = 0.26;
  constexpr double kFar = 0.74;
  switch (relation) {
    case Relation::LeftOf:
      return {kNear, 0.5, kFar, 0.5};
    case Relation::RightOf:
      return {kFar, 0.5, kNear, 0.5};
    case Relation::Above:
      return {0.5, kNear, 0.5, kFar};
    case Relation::Below:
      break;
  }
  return {0.5, kFar, 0.5, kNear};
}

ComposedThing thingOf(const GalleryEntry& entry) {
  return {entry.conceptId, entry.label, {}, 1};
}

}  // namespace

ImageBuffer composeScene(const std::vector<PlacedThing>& things, int side, const Colour& background) {
  ImageBuffer canvas(side, side, 3);
  for (size_t i = 0; i < canvas.pixels.size(); ++i) canvas.pixels[i] = background[i % 3];
  for (const PlacedThing& thing : things) {
    const ImageBuffer object = cropped(*thing.rgba, boxOfAlpha(*thing.rgba));
    const double scale = std::min(static_cast<double>(thing.box.width()) / object.width,
                                  static_cast<double>(thing.box.height()) / object.height);
    const int width = std::max(1, static_cast<int>(std::lround(object.width * scale)));
    const int height = std::max(1, static_cast<int>(std::lround(object.height * scale)));
    blend(canvas, resizeLanczos(object, width, height), thing.box.left + (thing.box.width() - width) / 2,
          thing.box.top + (thing.box.height() - height) / 2);
  }
  return canvas;
}

Colour typicalColour(std::string_view word) {
  for (const NamedColour& named : kColours) {
    if (word == named.word) return named.colour;
  }
  return kColours[0].colour;
}

const std::vector<std::string>& typicalColourWords() {
  static const std::vector<std::string> kWords = [] {
    std::vector<std::string> words;
    for (const NamedColour& named : kColours) words.emplace_back(named.word);
    return words;
  }();
  return kWords;
}

std::vector<ComposedPrompt> drawTrueScenes(const Dataset& dataset, const Gallery& gallery, int count,
                                           uint64_t seed) {
  constexpr std::array kRelations = {Relation::LeftOf, Relation::RightOf, Relation::Above, Relation::Below};
  SeededDraws draws(seed);
  const auto entries = static_cast<uint32_t>(gallery.entries().size());
  std::vector<ComposedPrompt> scenes;
  for (int attempts = 0; static_cast<int>(scenes.size()) < count && attempts < 50 * count; ++attempts) {
    const GalleryEntry& first = gallery[draws.below(entries)];
    const GalleryEntry& second = gallery[draws.below(entries)];
    if (first.style != second.style || first.conceptId == second.conceptId) continue;
    ComposedPrompt scene;
    scene.style = first.style;
    scene.things = {thingOf(first), thingOf(second)};
    scene.relation = kRelations[draws.below(4)];
    const auto& words = typicalColourWords();
    scene.background = words[draws.below(static_cast<uint32_t>(words.size()))];
    scene.caption = first.label + " " + std::string(nameOf(*scene.relation)) + " " + second.label + " on " +
                    scene.background + ", " + scene.style;
    const ImageBuffer& rgba = dataset.pictures[first.picture].rgba;
    const int side = rgba.width;
    const std::array<double, 4> at = centresFor(*scene.relation);
    const int size = static_cast<int>(0.42 * side);
    scene.truth =
        composeScene({{&rgba, boxAround(at[0] * side, at[1] * side, size)},
                      {&dataset.pictures[second.picture].rgba, boxAround(at[2] * side, at[3] * side, size)}},
                     side, typicalColour(scene.background));
    scenes.push_back(std::move(scene));
  }
  return scenes;
}

std::vector<ComposedPrompt> drawTrueCounts(const Dataset& dataset, const Gallery& gallery, int count,
                                           uint64_t seed) {
  SeededDraws draws(seed);
  const auto entries = static_cast<uint32_t>(gallery.entries().size());
  std::vector<ComposedPrompt> pictures;
  for (int i = 0; i < count && entries > 0; ++i) {
    const GalleryEntry& entry = gallery[draws.below(entries)];
    ComposedPrompt picture;
    picture.style = entry.style;
    picture.things = {thingOf(entry)};
    const int number = 1 + static_cast<int>(draws.below(3));
    picture.things[0].count = number;
    picture.caption = std::to_string(number) + " × " + entry.label + ", " + entry.style;
    const ImageBuffer& rgba = dataset.pictures[entry.picture].rgba;
    const int side = rgba.width;
    std::vector<PlacedThing> placed;
    for (int k = 0; k < number; ++k) {
      const double x = side * (k + 0.5) / number;
      placed.push_back({&rgba, boxAround(x, side * 0.5, static_cast<int>(0.82 * side / number))});
    }
    picture.truth = composeScene(placed, side, typicalColour("white"));
    pictures.push_back(std::move(picture));
  }
  return pictures;
}

}  // namespace unmask
