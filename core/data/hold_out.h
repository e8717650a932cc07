// What the default model is never trained on, so that `unmask eval` can ask for it: chosen by hash, so that
// neither the order of a list nor a random generator decides, and written into the dataset's manifest
// (`dataset.json`):
//
//   "pictures":         [{…, "heldOut": true}, …]                      (concept, style) pairs
//   "colours":          [{"name": "blue", "rgb": [91, 155, 240]}, …]   the backgrounds of scenes, see scene.h
//   "heldOutColours":   [{"concept": "1f34e", "colour": "blue"}, …]    object on background, in every style
//   and size "heldOutRelations": [{"first": "1f34e", "relation": "left of", "second": "2b50"}, …]
//
// `relation` is "left of", "right of", "above" or "below". "a left of b" also rules out "b right of a".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/concept_list.h"

namespace unmask {

struct HeldOutColour {
  std::string conceptId, colour;
  bool operator==(const HeldOutColour&) const = default;
};

struct HeldOutRelation {
  std::string first, relation, second;  ///< code points, relation, code points
  bool operator==(const HeldOutRelation&) const = default;
};

struct HeldOutPair {
  std::string conceptId, style;
  bool operator==(const HeldOutPair&) const = default;
};

/// How many of each; fewer where a small list has fewer: at most a fifth of the pairs or colours, and a
/// concept keeps all its styles but one.
struct HoldOutCounts {
  int pairs = 150;
  int colours = 50;
  int relations = 60;
};

struct HoldOut {
  std::vector<HeldOutPair> pairs;
  std::vector<HeldOutColour> colours;
  std::vector<HeldOutRelation> relations;
};

/// Of the (object, paint) combinations that can be rendered (recolour.h), which are held out, in every style:
/// at most `count` and at most a fifth. Repetitions in `all` do not matter.
std::vector<HeldOutColour> choosePaints(const std::vector<HeldOutColour>& all, int count = 50);

/// Depends on the code points and styles alone, not on the order of `concepts`. One style: no pair is held
/// out.
HoldOut chooseHoldOut(const std::vector<ConceptEntry>& concepts, const std::vector<std::string>& styles,
                      const HoldOutCounts& counts = {});

/// The hash that chooses: FNV-1a, 64 bits, and SplitMix64's finaliser.
uint64_t nameHash(std::string_view text);

/// "left of" ↔ "right of", "above" ↔ "below".
std::string_view oppositeRelation(std::string_view relation);

}  // namespace unmask
