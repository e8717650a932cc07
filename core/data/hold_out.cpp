#include "core/data/hold_out.h"

#include <algorithm>
#include <set>

#include "core/data/scene.h"

namespace unmask {

namespace {

template <typename Item>
struct Ranked {
  uint64_t rank;
  Item item;
};

/// The `count` items of the smallest hashes, in the hashes' order.
template <typename Item>
std::vector<Item> smallest(std::vector<Ranked<Item>> all, size_t count) {
  std::ranges::sort(all, {}, &Ranked<Item>::rank);
  std::vector<Item> out;
  for (size_t i = 0; i < std::min(count, all.size()); ++i) out.push_back(std::move(all[i].item));
  return out;
}

std::vector<HeldOutPair> choosePairs(const std::vector<ConceptEntry>& concepts,
                                     const std::vector<std::string>& styles, size_t count) {
  if (styles.size() < 2) return {};
  std::vector<Ranked<HeldOutPair>> all;
  for (const ConceptEntry& entry : concepts)
    for (const std::string& style : styles)
      all.push_back({nameHash("pair|" + entry.codepoints + "|" + style), {entry.codepoints, style}});
  const size_t limit = std::min(count, all.size() / 5);
  std::vector<HeldOutPair> out;
  std::set<std::string> taken;
  for (const HeldOutPair& pair : smallest(all, all.size()))
    if (out.size() < limit && taken.insert(pair.conceptId).second) out.push_back(pair);
  return out;
}

std::vector<HeldOutColour> chooseColours(const std::vector<ConceptEntry>& concepts, size_t count) {
  std::vector<Ranked<HeldOutColour>> all;
  for (const ConceptEntry& entry : concepts)
    for (const NamedColour& colour : backgroundColours())
      all.push_back(
          {nameHash("colour|" + entry.codepoints + "|" + colour.name), {entry.codepoints, colour.name}});
  return smallest(all, std::min(count, all.size() / 5));
}

std::vector<HeldOutRelation> chooseRelations(const std::vector<ConceptEntry>& concepts, size_t count) {
  std::vector<Ranked<HeldOutRelation>> all;
  for (const ConceptEntry& first : concepts)
    for (const ConceptEntry& second : concepts)
      for (const char* relation : {"left of", "above"})
        if (first.codepoints != second.codepoints)
          all.push_back({nameHash("relation|" + first.codepoints + "|" + relation + "|" + second.codepoints),
                         {first.codepoints, relation, second.codepoints}});
  const size_t limit = std::min(count, all.size() / 5);
  std::vector<HeldOutRelation> out = smallest(std::move(all), limit);
  // Told from the other side in half of the cases, so that all four relations are asked for.
  for (HeldOutRelation& r : out)
    if (nameHash(r.first + r.second) % 2 == 1)
      r = {r.second, std::string(oppositeRelation(r.relation)), r.first};
  return out;
}

}  // namespace

std::vector<HeldOutColour> choosePaints(const std::vector<HeldOutColour>& all, int count) {
  std::vector<Ranked<HeldOutColour>> ranked;
  for (const HeldOutColour& item : all) {
    if (std::ranges::none_of(ranked, [&](const auto& r) { return r.item == item; }))
      ranked.push_back({nameHash("paint|" + item.conceptId + "|" + item.colour), item});
  }
  const size_t limit = std::min(static_cast<size_t>(std::max(0, count)), ranked.size() / 5);
  return smallest(std::move(ranked), limit);
}

HoldOut chooseHoldOut(const std::vector<ConceptEntry>& concepts, const std::vector<std::string>& styles,
                      const HoldOutCounts& counts) {
  return {choosePairs(concepts, styles, static_cast<size_t>(std::max(0, counts.pairs))),
          chooseColours(concepts, static_cast<size_t>(std::max(0, counts.colours))),
          chooseRelations(concepts, static_cast<size_t>(std::max(0, counts.relations)))};
}

uint64_t nameHash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  // FNV's last letters hardly reach the upper bits, by which names are ranked: SplitMix64's finaliser spreads
  // them.
  hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9ULL;
  hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBULL;
  return hash ^ (hash >> 31);
}

std::string_view oppositeRelation(std::string_view relation) {
  if (relation == "left of") return "right of";
  if (relation == "right of") return "left of";
  if (relation == "above") return "below";
  return "above";
}

}  // namespace unmask
