// Judging pictures of several things: which are there, where they stand, how many.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/eval/thing_finder.h"

namespace unmask {

/// Where the first of two things is, seen from the second. Spelled as in captions.
enum class Relation { LeftOf, RightOf, Above, Below };
std::string_view nameOf(Relation relation);  ///< "left of", "right of", "above", "below"
std::optional<Relation> relationNamed(std::string_view text);

/// By the larger of the two differences; (x, y) in pixels, y downwards.
Relation relationBetween(double firstX, double firstY, double secondX, double secondY);

/// Index of the thing that shows the concept best; −1 when none does.
int findConcept(const std::vector<FoundThing>& things, const Gallery& gallery, const std::string& conceptId,
                int withinRank);

/// What a picture of two things got right.
struct SceneVerdict {
  bool firstFound = false;
  bool secondFound = false;
  bool relationRight = false;  ///< only when both were found
};
SceneVerdict judgeScene(const std::vector<FoundThing>& things, const Gallery& gallery,
                        const std::string& firstConcept, const std::string& secondConcept, Relation relation,
                        int withinRank);

/// How many things stand there: those that are at least a third as large as the largest.
int countThings(const Segmentation& segmentation);

/// The largest side of a thing in a scene of several, as a share of the picture's.
inline constexpr double kSceneScale = 0.5;

}  // namespace unmask
