#include "core/eval/gallery.h"

#include <algorithm>
#include <unordered_set>

#include "core/eval/regions.h"
#include "core/io/image_codec.h"

namespace unmask {
namespace {

ImageBuffer tileOf(const ImageBuffer& rgba) {
  constexpr int kSide = 64;
  ImageBuffer premultiplied = rgba;
  for (size_t i = 0; i + 3 < premultiplied.pixels.size(); i += 4) {
    for (size_t c = 0; c < 3; ++c)
      premultiplied.pixels[i + c] =
          static_cast<uint8_t>((rgba.pixels[i + c] * rgba.pixels[i + 3] + 127) / 255);
  }
  return averagedDown(premultiplied, kSide, kSide);
}

}  // namespace

int Gallery::find(const std::string& conceptId, const std::string& style) const {
  for (size_t i = 0; i < m_entries.size(); ++i) {
    if (m_entries[i].conceptId == conceptId && m_entries[i].style == style) return static_cast<int>(i);
  }
  return -1;
}

float Gallery::distanceTo(const GalleryEntry& entry, const Feature& feature, MatchBy by) const {
  if (by == MatchBy::WholePicture) return distanceBetween(entry.whole, feature);
  return std::min(distanceBetween(entry.object, feature), distanceBetween(entry.objectOnWhite, feature));
}

std::vector<Match> Gallery::nearest(const Feature& feature, const EntryFilter& filter, MatchBy by) const {
  std::vector<Match> matches;
  for (size_t i = 0; i < m_entries.size(); ++i) {
    if (filter && !filter(m_entries[i])) continue;
    matches.push_back({i, distanceTo(m_entries[i], feature, by)});
  }
  std::ranges::stable_sort(matches, {}, &Match::distance);
  return matches;
}

int rankOfConcept(const Gallery& gallery, const std::vector<Match>& matches, const std::string& conceptId) {
  std::unordered_set<std::string> seen;
  for (const Match& match : matches) {
    const std::string& id = gallery[match.entry].conceptId;
    seen.insert(id);
    if (id == conceptId) return static_cast<int>(seen.size());
  }
  return 0;
}

Gallery galleryOf(const Dataset& dataset) {
  std::vector<GalleryEntry> entries;
  for (size_t i = 0; i < dataset.pictures.size(); ++i) {
    const DatasetPicture& picture = dataset.pictures[i];
    if (!picture.paint.empty()) continue;
    GalleryEntry entry;
    entry.conceptId = picture.conceptId;
    entry.label = picture.label;
    entry.style = picture.style;
    entry.heldOut = picture.heldOut;
    entry.picture = i;
    const ImageBuffer onWhite = flattenToRgb(picture.rgba);
    entry.whole = featureOf(onWhite);
    entry.object = featureOf(cutOut(onWhite, boxOfAlpha(picture.rgba)));
    entry.objectOnWhite = featureOf(onlyObject(onWhite));
    entry.tile = tileOf(picture.rgba);
    entries.push_back(std::move(entry));
  }
  return Gallery(std::move(entries));
}

EntryFilter inStyle(std::string style) {
  return [style = std::move(style)](const GalleryEntry& entry) { return entry.style == style; };
}

}  // namespace unmask
