// Prompts for composed pictures, each with what it would truly look like.
#pragma once

#include <string>
#include <vector>

#include "core/data/scene.h"
#include "core/eval/eval_plan.h"

namespace unmask {

/// A scene as RGB: each object's picture scaled to its cells and laid over the background by alpha.
ImageBuffer renderScene(const Dataset& dataset, const Scene& scene, int side);

enum class SceneKind {
  OnColour,  ///< one thing of full size on a named colour
  Counted,   ///< two or three of a kind
  Related,   ///< two things and how they stand
};

/// Up to `count` scenes of a kind as the trainer draws them: nothing that is held out. Fewer where the
/// dataset has no partners or plurals for them.
std::vector<ComposedPrompt> sampledScenes(const Dataset& dataset, SceneKind kind, int count, uint64_t seed);

/// The dataset's held-out combinations, each in one style that has all its pictures and holds none of them
/// out, chosen by hash.
std::vector<ComposedPrompt> heldOutColourScenes(const Dataset& dataset, const Gallery& gallery);
std::vector<ComposedPrompt> heldOutRelationScenes(const Dataset& dataset, const Gallery& gallery);

/// Single pictures whose label begins with a colour ("red apple"): the thing has to have it.
std::vector<ComposedPrompt> namedColourPictures(const Dataset& dataset, const Gallery& gallery);

/// Objects in a colour that is not their own ("blue apple"), in an order drawn by hash; pairs of concept and
/// style that are held out are left out.
std::vector<ComposedPrompt> paintedPictures(const Dataset& dataset, const Gallery& gallery);

/// All prompts for composed pictures that the dataset gives reason to ask: scenes only where it holds
/// combinations out, as only then was it made for a model that learns scenes. `counts` bounds each kind.
struct ComposedCounts {
  int colours = 0;
  int relations = 0;
  int counted = 0;
};
std::vector<ComposedPrompt> composedPrompts(const Dataset& dataset, const Gallery& gallery,
                                            const ComposedCounts& counts, uint64_t seed);

}  // namespace unmask
