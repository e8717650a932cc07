// "A blue apple": pictures of one paint, given another.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/image_buffer.h"
#include "core/data/concept_list.h"

namespace unmask {

/// A paint an object can be given; `hue` in degrees of HSV.
struct PaintColour {
  std::string name;
  double hue;
};

/// Apart enough in hue that a person names each alike in every shade. (Brown and pink differ from orange and
/// red by lightness, which stays.)
const std::vector<PaintColour>& paintColours();

/// Hue in degrees of the one paint that makes up the object, or nothing where giving it another would not be
/// honest: the colourful part has to cover at least half of what is seen, and 85 % of it must lie within 25°
/// of one hue. `rgba` has 4 channels.
std::optional<double> onlyPaintHue(const ImageBuffer& rgba);

/// The picture with the paint at `fromHue` turned to `paint`, saturation, lightness and every other colour (a
/// green leaf, a black outline) kept.
ImageBuffer repainted(const ImageBuffer& rgba, double fromHue, const PaintColour& paint);

/// The paints that are not what the object has already (at least 40° away).
std::vector<PaintColour> otherPaints(double hue);

/// "red apple" + "blue" → "blue apple", "car" → "blue car", synonyms alike. The article follows the word.
ConceptEntry repaintedConcept(const ConceptEntry& entry, const std::string& colour);

}  // namespace unmask
