#include "core/eval/composed_plan.h"

#include <algorithm>
#include <set>

#include "core/data/hold_out.h"
#include "core/data/picture_fit.h"
#include "core/eval/colours.h"
#include "core/io/image_codec.h"

namespace unmask {
namespace {

constexpr Colour kWhite{255, 255, 255};

void blend(ImageBuffer& canvas, const ImageBuffer& rgba, int left, int top) {
  for (int y = 0; y < std::min(rgba.height, canvas.height - top); ++y) {
    for (int x = 0; x < std::min(rgba.width, canvas.width - left); ++x) {
      const uint8_t* from = rgba.at(x, y);
      uint8_t* to = canvas.at(left + x, top + y);
      for (size_t c = 0; c < 3; ++c)
        to[c] = static_cast<uint8_t>((from[c] * from[3] + to[c] * (255 - from[3]) + 127) / 255);
    }
  }
}

ComposedThing thingOf(const DatasetPicture& picture) {
  return {picture.conceptId, picture.label, {}, 1, picture.captions.front()};
}

std::string backgroundOf(const Scene& scene) {
  return scene.colour == kWhiteBackground ? "" : backgroundColours()[static_cast<size_t>(scene.colour)].name;
}

/// The relation a caption names; the sampler's captions hold one only where two things are related.
std::optional<Relation> relationIn(const std::string& caption) {
  for (const Relation relation : {Relation::LeftOf, Relation::RightOf, Relation::Above, Relation::Below}) {
    if (caption.find(std::string(nameOf(relation)) + " ") != std::string::npos) return relation;
  }
  return std::nullopt;
}

ComposedPrompt promptFor(const Dataset& dataset, const Scene& scene) {
  ComposedPrompt prompt;
  const DatasetPicture& picture = dataset.pictures[scene.objects.front().picture];
  prompt.caption = scene.caption;
  prompt.style = picture.style;
  prompt.background = backgroundOf(scene);
  prompt.truth = renderScene(dataset, scene, picture.rgba.width);
  return prompt;
}

std::optional<ComposedPrompt> asKind(const Dataset& dataset, const Scene& scene, SceneKind kind) {
  if (scene.objects.empty()) return std::nullopt;
  ComposedPrompt prompt = promptFor(dataset, scene);
  const auto pictureOf = [&](size_t object) { return dataset.pictures[scene.objects[object].picture]; };
  switch (kind) {
    case SceneKind::OnColour:
      if (scene.objects.size() != 1 || prompt.background.empty()) return std::nullopt;
      prompt.things = {thingOf(pictureOf(0))};
      return prompt;
    case SceneKind::Counted:
      if (scene.objects.size() < 2 || scene.objects[0].picture != scene.objects[1].picture)
        return std::nullopt;
      prompt.things = {thingOf(pictureOf(0))};
      prompt.things[0].count = static_cast<int>(scene.objects.size());
      return prompt;
    case SceneKind::Related:
      break;
  }
  prompt.relation = relationIn(scene.caption);
  if (scene.objects.size() != 2 || !prompt.relation) return std::nullopt;
  // Objects are in the order of their places, captions begin with either.
  const bool isInOrder = prompt.relation == Relation::LeftOf || prompt.relation == Relation::Above;
  prompt.things = {thingOf(pictureOf(isInOrder ? 0 : 1)), thingOf(pictureOf(isInOrder ? 1 : 0))};
  return prompt;
}

/// The styles that have all of the concepts and hold none of them out, in the order of the gallery.
std::vector<std::string> stylesWith(const Gallery& gallery, const std::vector<std::string>& concepts) {
  std::vector<std::string> styles;
  std::set<std::string> seen;
  for (const GalleryEntry& entry : gallery.entries()) {
    if (!seen.insert(entry.style).second) continue;
    const bool hasAll = std::ranges::all_of(concepts, [&](const std::string& conceptId) {
      const int found = gallery.find(conceptId, entry.style);
      return found >= 0 && !gallery[static_cast<size_t>(found)].heldOut;
    });
    if (hasAll) styles.push_back(entry.style);
  }
  return styles;
}

/// Which picture a concept has in a style; the style is one of stylesWith().
size_t pictureIn(const Gallery& gallery, const std::string& conceptId, const std::string& style) {
  return gallery[static_cast<size_t>(gallery.find(conceptId, style))].picture;
}

std::string styledEnd(const std::string& style) {
  return style.empty() ? "" : ", " + style;
}

/// "on a blue background"
std::string onBackground(const std::string& colour) {
  const bool isVowel = std::string_view("aeiou").find(colour.front()) != std::string_view::npos;
  return std::string(isVowel ? " on an " : " on a ") + colour + " background";
}

}  // namespace

ImageBuffer renderScene(const Dataset& dataset, const Scene& scene, int side) {
  const Colour background =
      scene.colour == kWhiteBackground ? kWhite : backgroundColours()[static_cast<size_t>(scene.colour)].rgb;
  ImageBuffer canvas(side, side, 3);
  for (size_t i = 0; i < canvas.pixels.size(); ++i) canvas.pixels[i] = background[i % 3];
  for (const SceneObject& object : scene.objects) {
    const ImageBuffer& rgba = dataset.pictures[object.picture].rgba;
    const int size = side * object.cells / kSceneCells;
    const ImageBuffer scaled = toRgba(resizeLanczos(rgba, size, size));
    blend(canvas, scene.mirrored ? mirroredLeftRight(scaled) : scaled, side * object.cellX / kSceneCells,
          side * object.cellY / kSceneCells);
  }
  return canvas;
}

std::vector<ComposedPrompt> sampledScenes(const Dataset& dataset, SceneKind kind, int count, uint64_t seed) {
  // Things in their own colours, as those are what the gallery holds.
  SceneShares shares{.onWhite = 0, .onColour = 0, .placed = 0, .counted = 0, .related = 0, .painted = 0};
  (kind == SceneKind::OnColour  ? shares.onColour
   : kind == SceneKind::Counted ? shares.counted
                                : shares.related) = 1;
  const SceneSampler sampler(dataset, shares, false);
  std::vector<ComposedPrompt> prompts;
  std::set<std::string> captions;
  for (int i = 0; static_cast<int>(prompts.size()) < count && i < 20 * count; ++i) {
    auto prompt = asKind(dataset, sampler.draw(seed, static_cast<uint64_t>(i)), kind);
    if (prompt && captions.insert(prompt->caption).second) prompts.push_back(std::move(*prompt));
  }
  return prompts;
}

std::vector<ComposedPrompt> heldOutColourScenes(const Dataset& dataset, const Gallery& gallery) {
  std::vector<ComposedPrompt> prompts;
  for (const HeldOutColour& item : dataset.heldOutColours) {
    const std::vector<std::string> styles = stylesWith(gallery, {item.conceptId});
    const auto colour = std::ranges::find(backgroundColours(), item.colour, &NamedColour::name);
    if (styles.empty() || colour == backgroundColours().end()) continue;
    const std::string& style = styles[nameHash(item.conceptId + item.colour) % styles.size()];
    Scene scene;
    scene.colour = static_cast<int>(colour - backgroundColours().begin());
    scene.objects = {{pictureIn(gallery, item.conceptId, style), 0, 0, kSceneCells}};
    const DatasetPicture& picture = dataset.pictures[scene.objects[0].picture];
    scene.caption = picture.captions.front() + onBackground(item.colour) + styledEnd(style);
    prompts.push_back(promptFor(dataset, scene));
    prompts.back().things = {thingOf(picture)};
    prompts.back().heldOut = true;
  }
  return prompts;
}

std::vector<ComposedPrompt> heldOutRelationScenes(const Dataset& dataset, const Gallery& gallery) {
  std::vector<ComposedPrompt> prompts;
  for (const HeldOutRelation& item : dataset.heldOutRelations) {
    const std::vector<std::string> styles = stylesWith(gallery, {item.first, item.second});
    const std::optional<Relation> relation = relationNamed(item.relation);
    if (styles.empty() || !relation) continue;
    const std::string& style = styles[nameHash(item.first + item.second) % styles.size()];
    const size_t first = pictureIn(gallery, item.first, style);
    const size_t second = pictureIn(gallery, item.second, style);
    const bool isSideways = relation == Relation::LeftOf || relation == Relation::RightOf;
    const bool isInOrder = relation == Relation::LeftOf || relation == Relation::Above;
    constexpr int kMiddle = (kSceneCells - kHalfObjectCells) / 2;
    Scene scene;
    for (const int place : {0, kHalfObjectCells}) {
      const size_t picture = (place == 0) == isInOrder ? first : second;
      scene.objects.push_back(
          {picture, isSideways ? place : kMiddle, isSideways ? kMiddle : place, kHalfObjectCells});
    }
    const DatasetPicture& one = dataset.pictures[first];
    const DatasetPicture& other = dataset.pictures[second];
    scene.caption =
        one.captions.front() + " " + item.relation + " " + other.captions.front() + styledEnd(style);
    prompts.push_back(promptFor(dataset, scene));
    prompts.back().things = {thingOf(one), thingOf(other)};
    prompts.back().relation = relation;
    prompts.back().heldOut = true;
  }
  return prompts;
}

std::vector<ComposedPrompt> namedColourPictures(const Dataset& dataset, const Gallery& gallery) {
  std::vector<ComposedPrompt> prompts;
  for (const size_t i : sampledEntries(gallery, static_cast<int>(gallery.entries().size()))) {
    const DatasetPicture& picture = dataset.pictures[gallery[i].picture];
    const std::string word = picture.label.substr(0, picture.label.find(' '));
    // "orange" alone is the fruit.
    if (word.size() == picture.label.size() || colourNamesFor(word).empty()) continue;
    ComposedPrompt prompt;
    prompt.caption = styledCaption(picture);
    prompt.style = picture.style;
    prompt.things = {thingOf(picture)};
    prompt.things[0].colour = word;
    prompt.heldOut = picture.heldOut;
    prompt.truth = flattenToRgb(picture.rgba);
    prompts.push_back(std::move(prompt));
  }
  return prompts;
}

std::vector<ComposedPrompt> paintedPictures(const Dataset& dataset, const Gallery& gallery) {
  std::vector<std::pair<uint64_t, ComposedPrompt>> ranked;
  for (const DatasetPicture& picture : dataset.pictures) {
    if (picture.paint.empty()) continue;
    // A held-out (concept, style) pair in another colour would ask two things at once.
    const int own = gallery.find(picture.conceptId, picture.style);
    if (own >= 0 && gallery[static_cast<size_t>(own)].heldOut) continue;
    ComposedPrompt prompt;
    prompt.caption = styledCaption(picture);
    prompt.style = picture.style;
    prompt.things = {thingOf(picture)};
    prompt.things[0].colour = picture.paint;
    prompt.heldOut = picture.heldOut;
    prompt.truth = flattenToRgb(picture.rgba);
    ranked.emplace_back(nameHash(picture.file), std::move(prompt));
  }
  std::ranges::sort(ranked, {}, &std::pair<uint64_t, ComposedPrompt>::first);
  std::vector<ComposedPrompt> prompts;
  for (auto& item : ranked) prompts.push_back(std::move(item.second));
  return prompts;
}

std::vector<ComposedPrompt> composedPrompts(const Dataset& dataset, const Gallery& gallery,
                                            const ComposedCounts& counts, uint64_t seed) {
  // Where the dataset paints objects, these ask more than colours that belong to their things anyway.
  std::vector<ComposedPrompt> prompts = paintedPictures(dataset, gallery);
  if (prompts.empty()) prompts = namedColourPictures(dataset, gallery);
  const auto append = [&prompts](std::vector<ComposedPrompt> more) {
    std::ranges::move(more, std::back_inserter(prompts));
  };
  if (dataset.heldOutColours.empty() && dataset.heldOutRelations.empty()) return prompts;
  append(sampledScenes(dataset, SceneKind::OnColour, counts.colours, seed));
  append(heldOutColourScenes(dataset, gallery));
  append(sampledScenes(dataset, SceneKind::Related, counts.relations, seed));
  append(heldOutRelationScenes(dataset, gallery));
  append(sampledScenes(dataset, SceneKind::Counted, counts.counted, seed));
  return prompts;
}

}  // namespace unmask
