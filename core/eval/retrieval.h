// Ranks of true pictures, and the two levels that a model has to beat: showing the concept in another style.
#pragma once

#include <vector>

#include "core/eval/gallery.h"

namespace unmask {

struct Retrieval {
  int rank = 0;        ///< of the wanted entry among those that pass; 1 = nearest, 0 = it does not pass
  float distance = 0;  ///< to the wanted entry
  size_t nearest = 0;  ///< entry that is nearest; 0 when none passes
};

Retrieval retrieve(const Gallery& gallery, const Feature& feature, size_t wanted, const EntryFilter& filter);

/// Expected outcome of answering each wanted entry with the same concept drawn in another style.
struct CopyLevels {
  std::vector<double> copyTop1, copyTop5;  ///< per wanted entry: share of the other styles that hit
  std::vector<double> bestTop1,
      bestTop5;  ///< per wanted entry: 1 if any other style hits, chosen with hindsight
};
/// `gallerySet` says for a wanted entry which entries it competes with. Entries whose concept has no other
/// style are passed over.
CopyLevels measureCopies(const Gallery& gallery, const std::vector<size_t>& wanted,
                         const std::function<EntryFilter(const GalleryEntry&)>& gallerySet);

/// Membership in a list of entries, as a filter.
EntryFilter amongEntries(const Gallery& gallery, const std::vector<size_t>& entries);

}  // namespace unmask
