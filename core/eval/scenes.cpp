#include "core/eval/scenes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace unmask {
namespace {

constexpr std::array<std::pair<std::string_view, Relation>, 8> kRelationWords = {{
    {"left of", Relation::LeftOf},
    {"right of", Relation::RightOf},
    {"above", Relation::Above},
    {"below", Relation::Below},
    {"left", Relation::LeftOf},
    {"right", Relation::RightOf},
    {"over", Relation::Above},
    {"under", Relation::Below},
}};

struct Candidate {
  int thing = -1;
  int rank = 0;
  float distance = 0;
};

/// Where among the things a concept is, best first.
std::vector<Candidate> candidatesFor(const std::vector<FoundThing>& things, const Gallery& gallery,
                                     const std::string& conceptId, int withinRank) {
  std::vector<Candidate> candidates;
  for (size_t i = 0; i < things.size(); ++i) {
    const int rank = rankOfConcept(gallery, things[i].matches, conceptId);
    if (rank == 0 || rank > withinRank) continue;
    const auto match = std::ranges::find_if(
        things[i].matches, [&](const Match& m) { return gallery[m.entry].conceptId == conceptId; });
    candidates.push_back({static_cast<int>(i), rank, match->distance});
  }
  std::ranges::stable_sort(candidates, [](const Candidate& a, const Candidate& b) {
    return a.rank != b.rank ? a.rank < b.rank : a.distance < b.distance;
  });
  return candidates;
}

}  // namespace

std::string_view nameOf(Relation relation) {
  return kRelationWords[static_cast<size_t>(relation)].first;
}

std::optional<Relation> relationNamed(std::string_view text) {
  const auto found = std::ranges::find(kRelationWords, text, [](const auto& entry) { return entry.first; });
  if (found == kRelationWords.end()) return std::nullopt;
  return found->second;
}

Relation relationBetween(double firstX, double firstY, double secondX, double secondY) {
  const double dx = firstX - secondX;
  const double dy = firstY - secondY;
  if (std::abs(dx) >= std::abs(dy)) return dx < 0 ? Relation::LeftOf : Relation::RightOf;
  return dy < 0 ? Relation::Above : Relation::Below;
}

int findConcept(const std::vector<FoundThing>& things, const Gallery& gallery, const std::string& conceptId,
                int withinRank) {
  const std::vector<Candidate> candidates = candidatesFor(things, gallery, conceptId, withinRank);
  return candidates.empty() ? -1 : candidates.front().thing;
}

SceneVerdict judgeScene(const std::vector<FoundThing>& things, const Gallery& gallery,
                        const std::string& firstConcept, const std::string& secondConcept, Relation relation,
                        int withinRank) {
  const auto first = candidatesFor(things, gallery, firstConcept, withinRank);
  const auto second = candidatesFor(things, gallery, secondConcept, withinRank);
  SceneVerdict verdict{!first.empty(), !second.empty(), false};
  if (first.empty() || second.empty()) return verdict;
  // One thing cannot be both: whichever has a second choice takes it.
  int a = first.front().thing;
  int b = second.front().thing;
  if (a == b) {
    if (second.size() > 1)
      b = second[1].thing;
    else if (first.size() > 1)
      a = first[1].thing;
    else
      (first.front().rank <= second.front().rank ? verdict.secondFound : verdict.firstFound) = false;
  }
  if (!verdict.firstFound || !verdict.secondFound) return verdict;
  const Box& one = things[static_cast<size_t>(a)].box;
  const Box& other = things[static_cast<size_t>(b)].box;
  verdict.relationRight =
      relationBetween(one.centreX(), one.centreY(), other.centreX(), other.centreY()) == relation;
  return verdict;
}

int countThings(const Segmentation& segmentation) {
  const std::vector<Region> things = thingsOfScale(segmentation, kSceneScale);
  return static_cast<int>(std::ranges::count_if(
      things, [&](const Region& thing) { return thing.pixels * 3 >= things.front().pixels; }));
}

}  // namespace unmask
