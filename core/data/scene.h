// Scenes put together from single pictures: a background of a named colour, one to three objects on whole
// cells of the token grid, and a caption that says so. Drawn anew for every training sample; nothing is
// stored.
//
// An object is as large as the picture (16×16 cells) or half as large (8×8 cells); its picture is scaled and
// laid over the background by alpha before it is encoded, and since the encoder of the default model looks at
// one cell at a time, the tokens of a scene are the tokens of its parts.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/data/dataset.h"

namespace unmask {

struct NamedColour {
  std::string name;
  std::array<uint8_t, 3> rgb;
};

/// The backgrounds a caption can name; white is the one it need not name and is not among them.
const std::vector<NamedColour>& backgroundColours();

constexpr int kSceneCells = 16;       ///< cells on each side of a scene
constexpr int kHalfObjectCells = 8;   ///< cells on each side of an object of half size
constexpr int kWhiteBackground = -1;  ///< Scene::colour of a white scene

struct SceneObject {
  size_t picture = 0;        ///< index into Dataset::pictures
  int cellX = 0, cellY = 0;  ///< of its top left cell
  int cells = kSceneCells;   ///< kSceneCells or kHalfObjectCells
};

struct Scene {
  int colour = kWhiteBackground;  ///< index into backgroundColours()
  bool mirrored = false;          ///< every object left for right, each at its place
  std::vector<SceneObject> objects;
  std::string caption;
};

/// Shares of the kinds of scene; they need not sum to one.
struct SceneShares {
  double onWhite = 0.45;       ///< one object of full size on white, with a caption of its own
  double onColour = 0.25;      ///< one object of full size on a colour
  double placed = 0.10;        ///< one of half size: small, or at one of four sides
  double counted = 0.08;       ///< two or three of a kind
  double related = 0.12;       ///< two kinds, one left of / right of / above / below the other
  double painted = 0;          ///< of all, how many show an object in a colour that is not its own
  double colouredParts = 0.4;  ///< of the last three, how many stand on a colour
};

/// Draws scenes from the pictures of a dataset that are not held out, never a held-out combination. Keeps a
/// reference to the dataset. Thread-safe.
class SceneSampler {
 public:
  SceneSampler(const Dataset& dataset, const SceneShares& shares, bool mirror);

  /// The scene of one (seed, position), always the same for the same arguments. Full-size objects take the
  /// pictures in turn, in a new order each round, so that every picture is seen equally often.
  Scene draw(uint64_t seed, uint64_t position) const;

  /// Whether the dataset holds this object on this colour, or this pair in this relation, out.
  bool isHeldOut(const std::string& conceptId, int colour) const;
  bool isHeldOut(const std::string& first, const std::string& relation, const std::string& second) const;

 private:
  friend class SceneDraw;
  const Dataset& m_dataset;
  SceneShares m_shares;
  bool m_mirror;
  std::vector<size_t> m_pictures;  // those to learn from, in their own colours
  std::vector<size_t> m_painted;   // those to learn from, in others
};

/// "red apple" → "red apples", "cherry" → "cherries", "fox" → "foxes", "mouse face" → "mouse faces".
std::string pluralOf(const std::string& label);

}  // namespace unmask
