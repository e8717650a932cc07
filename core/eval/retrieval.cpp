#include "core/eval/retrieval.h"

#include <algorithm>
#include <memory>
#include <unordered_set>

#include "core/eval/statistics.h"

namespace unmask {

Retrieval retrieve(const Gallery& gallery, const Feature& feature, size_t wanted, const EntryFilter& filter) {
  Retrieval result;
  const std::vector<Match> matches = gallery.nearest(feature, filter);
  if (!matches.empty()) result.nearest = matches.front().entry;
  const auto found = std::ranges::find(matches, wanted, &Match::entry);
  if (found == matches.end()) return result;
  result.rank = static_cast<int>(found - matches.begin()) + 1;
  result.distance = found->distance;
  return result;
}

CopyLevels measureCopies(const Gallery& gallery, const std::vector<size_t>& wanted,
                         const std::function<EntryFilter(const GalleryEntry&)>& gallerySet) {
  CopyLevels levels;
  for (const size_t w : wanted) {
    const EntryFilter filter = gallerySet(gallery[w]);
    std::vector<double> top1;
    std::vector<double> top5;
    for (size_t i = 0; i < gallery.entries().size(); ++i) {
      const GalleryEntry& other = gallery[i];
      if (other.conceptId != gallery[w].conceptId || other.style == gallery[w].style) continue;
      // A copy must not be told apart by being in the gallery itself.
      const EntryFilter withoutCopy = [&](const GalleryEntry& entry) {
        return &entry != &other && (!filter || filter(entry));
      };
      const int rank = retrieve(gallery, other.whole, w, withoutCopy).rank;
      top1.push_back(rank == 1);
      top5.push_back(rank >= 1 && rank <= 5);
    }
    if (top1.empty()) continue;
    levels.copyTop1.push_back(meanOf(top1));
    levels.copyTop5.push_back(meanOf(top5));
    levels.bestTop1.push_back(*std::ranges::max_element(top1));
    levels.bestTop5.push_back(*std::ranges::max_element(top5));
  }
  return levels;
}

EntryFilter amongEntries(const Gallery& gallery, const std::vector<size_t>& entries) {
  auto members = std::make_shared<std::unordered_set<const GalleryEntry*>>();
  for (const size_t entry : entries) members->insert(&gallery[entry]);
  return [members](const GalleryEntry& entry) { return members->contains(&entry); };
}

}  // namespace unmask
