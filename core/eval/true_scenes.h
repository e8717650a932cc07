// Scenes composed of true pictures, to find out what the judging of scenes itself can see.
#pragma once

#include <vector>

#include "core/data/dataset.h"
#include "core/eval/eval_plan.h"

namespace unmask {

/// One thing in its place.
struct PlacedThing {
  const ImageBuffer* rgba = nullptr;
  Box box;  ///< the thing's opaque part is scaled to fit it, centred
};

/// Things on a plain background, later ones over earlier ones.
ImageBuffer composeScene(const std::vector<PlacedThing>& things, int side, const Colour& background);

/// What a colour word looks like at its purest; white for a word that is no colour.
Colour typicalColour(std::string_view word);

/// Words that typicalColour knows, for backgrounds.
const std::vector<std::string>& typicalColourWords();

/// `count` made-up scenes of two things of one style, their relation and background drawn by seed.
std::vector<ComposedPrompt> drawTrueScenes(const Dataset& dataset, const Gallery& gallery, int count,
                                           uint64_t seed);
/// `count` made-up pictures of one to three of the same kind.
std::vector<ComposedPrompt> drawTrueCounts(const Dataset& dataset, const Gallery& gallery, int count,
                                           uint64_t seed);

}  // namespace unmask
