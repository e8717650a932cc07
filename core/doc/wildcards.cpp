#include "core/doc/wildcards.h"

#include <unordered_map>
#include <utility>
#include <vector>

namespace unmask {
namespace {

/// A pair of braces with at least one bar between them.
struct Group {
  size_t closing = 0;
  std::vector<size_t> bars;
};
using Groups = std::unordered_map<size_t, Group>;  ///< by the place of the opening brace

Groups groupsOf(std::string_view text) {
  Groups groups;
  std::vector<std::pair<size_t, Group>> open;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\\') {
      ++at;  // whatever follows is text
    } else if (c == '{') {
      open.push_back({at, {}});
    } else if (c == '|' && !open.empty()) {
      open.back().second.bars.push_back(at);
    } else if (c == '}' && !open.empty()) {
      open.back().second.closing = at;
      if (!open.back().second.bars.empty()) groups.insert(std::move(open.back()));
      open.pop_back();
    }
  }
  return groups;
}

/// SplitMix64's finalizer: every bit of seed and place matters.
uint64_t drawn(uint64_t seed, uint64_t place) {
  uint64_t z = seed + 0x9E3779B97F4A7C15ULL * (place + 1);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

}  // namespace

std::string expandWildcards(std::string_view text, uint64_t seed) {
  const Groups groups = groupsOf(text);
  std::string out;
  // Where the chosen alternatives end, and where to go on then.
  std::vector<std::pair<size_t, size_t>> jumps;
  uint64_t place = 0;
  for (size_t at = 0; at < text.size();) {
    if (!jumps.empty() && at == jumps.back().first) {
      at = jumps.back().second;
      jumps.pop_back();
      continue;
    }
    const char c = text[at];
    if (const auto found = c == '{' ? groups.find(at) : groups.end(); found != groups.end()) {
      const Group& group = found->second;
      const size_t chosen = drawn(seed, place++) % (group.bars.size() + 1);
      jumps.emplace_back(chosen < group.bars.size() ? group.bars[chosen] : group.closing, group.closing + 1);
      at = chosen == 0 ? at + 1 : group.bars[chosen - 1] + 1;
      continue;
    }
    const bool escapes = c == '\\' && at + 1 < text.size() &&
                         (text[at + 1] == '{' || text[at + 1] == '}' || text[at + 1] == '|');
    if (escapes) ++at;
    out += text[at++];
  }
  return out;
}

bool hasWildcards(std::string_view text) {
  return !groupsOf(text).empty();
}

}  // namespace unmask
