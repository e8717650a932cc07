#include "core/data/scene.h"

#include <algorithm>
#include <numeric>

namespace unmask {

namespace {

constexpr std::array<const char*, 4> kRelations = {"left of", "right of", "above", "below"};

/// SplitMix64, so that scenes do not depend on the standard library's distributions.
class Random {
 public:
  Random(uint64_t seed, uint64_t position) : m_state(mix(seed ^ 0x5CE7E5ULL) + mix(position)) {}
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  size_t below(size_t count) {
    return std::min(count - 1, static_cast<size_t>(unit() * static_cast<double>(count)));
  }
  bool chance(double p) { return unit() < p; }

 private:
  static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
  }
  uint64_t next() { return mix(m_state += 0x9E3779B97F4A7C15ULL); }
  uint64_t m_state;
};

/// "a red apple" → "a small red apple"; "grapes" → "small grapes".
std::string smallPhrase(const DatasetPicture& picture) {
  const std::string& plain = picture.captions.front();
  return (plain.starts_with("a ") || plain.starts_with("an ") ? "a small " : "small ") + picture.label;
}

bool countable(const DatasetPicture& picture) {
  const std::string& plain = picture.captions.front();
  return plain.starts_with("a ") || plain.starts_with("an ");
}

}  // namespace

const std::vector<NamedColour>& backgroundColours() {
  static const std::vector<NamedColour> colours = {{"red", {224, 72, 77}},     {"orange", {245, 156, 64}},
                                                   {"yellow", {252, 220, 72}}, {"green", {104, 188, 108}},
                                                   {"blue", {88, 150, 236}},   {"purple", {158, 110, 218}},
                                                   {"pink", {246, 164, 198}},  {"gray", {158, 166, 176}}};
  return colours;
}

std::string pluralOf(const std::string& label) {
  const auto ends = [&label](std::string_view tail) { return label.ends_with(tail); };
  // "slice of cake", "cup of coffee": the first noun takes the plural.
  if (const size_t of = label.find(" of "); of != std::string::npos)
    return pluralOf(label.substr(0, of)) + label.substr(of);
  if (const size_t with = label.find(" with "); with != std::string::npos)
    return pluralOf(label.substr(0, with)) + label.substr(with);
  if (label.size() > 1 && ends("y") &&
      std::string_view("aeiou").find(label[label.size() - 2]) == std::string_view::npos)
    return label.substr(0, label.size() - 1) + "ies";
  for (const char* tail : {"s", "x", "ch", "sh"})
    if (ends(tail)) return label + "es";
  return label + "s";
}

/// Draws one scene; short-lived.
class SceneDraw {
 public:
  SceneDraw(const SceneSampler& sampler, uint64_t seed, uint64_t position)
      : m_sampler(sampler), m_pictures(sampler.m_dataset.pictures), m_random(seed, position) {
    m_first = inTurn(seed, position);
    const auto& painted = sampler.m_painted;
    if (sampler.m_shares.painted > 0 && !painted.empty() && m_random.chance(sampler.m_shares.painted))
      m_first = painted[m_random.below(painted.size())];
  }

  Scene scene() {
    const SceneShares& s = m_sampler.m_shares;
    const double total = s.onWhite + s.onColour + s.placed + s.counted + s.related;
    double at = m_random.unit() * total;
    m_scene.mirrored = m_sampler.m_mirror && m_random.chance(0.5);
    const bool parts = (at -= s.onWhite + s.onColour) >= 0;
    if (!parts) {
      single(at >= -s.onColour);
    } else {
      const bool coloured = m_random.chance(s.colouredParts);
      if (at < s.placed) {
        placed(coloured);
      } else if (at < s.placed + s.counted && countable(m_pictures[m_first])) {
        counted(coloured);
      } else if (!related(coloured)) {
        placed(coloured);
      }
    }
    return std::move(m_scene);
  }

 private:
  size_t inTurn(uint64_t seed, uint64_t position) {
    const auto& all = m_sampler.m_pictures;
    const uint64_t round = position / all.size();
    std::vector<size_t> order = all;
    Random shuffle(seed + 0x0DDBA11, round);
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[shuffle.below(i)]);
    return order[position % all.size()];
  }

  void add(size_t picture, int x, int y, int cells) { m_scene.objects.push_back({picture, x, y, cells}); }

  /// A colour that none of the objects is held out on; white when luck runs out.
  void chooseColour(std::initializer_list<size_t> pictures) {
    for (int attempt = 0; attempt < 8; ++attempt) {
      const int colour = static_cast<int>(m_random.below(backgroundColours().size()));
      const bool allowed = std::ranges::none_of(
          pictures, [&](size_t p) { return m_sampler.isHeldOut(m_pictures[p].conceptId, colour); });
      if (!allowed) continue;
      m_scene.colour = colour;
      return;
    }
  }

  /// Words for background and style, in varied order.
  std::string finished(std::string words, const std::string& style) {
    const bool named = !style.empty() && m_random.chance(0.75);
    const size_t form = m_random.below(4);
    if (m_scene.colour != kWhiteBackground) {
      const std::string& colour = backgroundColours()[static_cast<size_t>(m_scene.colour)].name;
      if (form == 3)
        words += ", " + colour + " background";
      else
        words += " on a" + std::string(colour == "orange" ? "n " : " ") + colour + " background";
    } else if (form == 3) {
      words += " on a white background";
    }
    if (!named) return words;
    if (m_random.chance(0.25)) return words + " in " + style + " style";
    return words + ", " + style;
  }

  void single(bool coloured) {
    const DatasetPicture& picture = m_pictures[m_first];
    add(m_first, 0, 0, kSceneCells);
    if (coloured) chooseColour({m_first});
    const std::string& own = picture.captions[m_random.below(picture.captions.size())];
    // A caption of its own may name the style already and is complete then.
    const bool complete = !picture.style.empty() && own.find(picture.style) != std::string::npos;
    if (m_scene.colour == kWhiteBackground)
      m_scene.caption = own;
    else
      m_scene.caption = finished(complete ? picture.captions.front() : own, picture.style);
  }

  void placed(bool coloured) {
    static constexpr struct {
      const char* words;
      int x, y;
    } kPlaces[] = {{"", 4, 4},
                   {"on the left", 0, 4},
                   {"on the right", 8, 4},
                   {"at the top", 4, 0},
                   {"at the bottom", 4, 8}};
    const auto& place = kPlaces[m_random.below(std::size(kPlaces))];
    const DatasetPicture& picture = m_pictures[m_first];
    add(m_first, place.x, place.y, kHalfObjectCells);
    if (coloured) chooseColour({m_first});
    const bool sayPlace = *place.words != '\0';
    std::string words = !sayPlace || m_random.chance(0.5) ? smallPhrase(picture) : picture.captions.front();
    if (sayPlace) words += std::string(" ") + place.words;
    m_scene.caption = finished(std::move(words), picture.style);
  }

  void counted(bool coloured) {
    const DatasetPicture& picture = m_pictures[m_first];
    const bool three = m_random.chance(0.5);
    if (three) {
      const bool widerBelow = m_random.chance(0.5);
      add(m_first, 4, widerBelow ? 0 : 8, kHalfObjectCells);
      add(m_first, 0, widerBelow ? 8 : 0, kHalfObjectCells);
      add(m_first, 8, widerBelow ? 8 : 0, kHalfObjectCells);
    } else {
      add(m_first, 0, 4, kHalfObjectCells);
      add(m_first, 8, 4, kHalfObjectCells);
    }
    if (coloured) chooseColour({m_first});
    m_scene.caption = finished((three ? "three " : "two ") + pluralOf(picture.label), picture.style);
  }

  /// False when no partner was found.
  bool related(bool coloured) {
    const DatasetPicture& first = m_pictures[m_first];
    const size_t relation = m_random.below(kRelations.size());
    for (int attempt = 0; attempt < 40; ++attempt) {
      const size_t second = m_sampler.m_pictures[m_random.below(m_sampler.m_pictures.size())];
      const DatasetPicture& other = m_pictures[second];
      if (other.conceptId == first.conceptId || other.style != first.style ||
          m_sampler.isHeldOut(first.conceptId, kRelations[relation], other.conceptId))
        continue;
      const bool sideways = relation < 2, firstLeads = relation % 2 == 0;
      const size_t leading = firstLeads ? m_first : second, following = firstLeads ? second : m_first;
      add(leading, sideways ? 0 : 4, sideways ? 4 : 0, kHalfObjectCells);
      add(following, sideways ? 8 : 4, sideways ? 4 : 8, kHalfObjectCells);
      if (coloured) chooseColour({m_first, second});
      const std::string to = sideways && m_random.chance(0.4) ? "to the " : "";
      m_scene.caption =
          finished(first.captions.front() + " " + to + kRelations[relation] + " " + other.captions.front(),
                   first.style);
      return true;
    }
    return false;
  }

  const SceneSampler& m_sampler;
  const std::vector<DatasetPicture>& m_pictures;
  Random m_random;
  size_t m_first = 0;
  Scene m_scene;
};

SceneSampler::SceneSampler(const Dataset& dataset, const SceneShares& shares, bool mirror)
    : m_dataset(dataset), m_shares(shares), m_mirror(mirror) {
  for (size_t i = 0; i < dataset.pictures.size(); ++i)
    if (!dataset.pictures[i].heldOut)
      (dataset.pictures[i].paint.empty() ? m_pictures : m_painted).push_back(i);
}

Scene SceneSampler::draw(uint64_t seed, uint64_t position) const {
  if (m_pictures.empty()) return {};
  return SceneDraw(*this, seed, position).scene();
}

bool SceneSampler::isHeldOut(const std::string& conceptId, int colour) const {
  if (colour == kWhiteBackground) return false;
  const HeldOutColour wanted{conceptId, backgroundColours()[static_cast<size_t>(colour)].name};
  return std::ranges::find(m_dataset.heldOutColours, wanted) != m_dataset.heldOutColours.end();
}

bool SceneSampler::isHeldOut(const std::string& first, const std::string& relation,
                             const std::string& second) const {
  const HeldOutRelation wanted{first, relation, second};
  const HeldOutRelation mirrored{second, std::string(oppositeRelation(relation)), first};
  return std::ranges::any_of(m_dataset.heldOutRelations,
                             [&](const HeldOutRelation& r) { return r == wanted || r == mirrored; });
}

}  // namespace unmask
