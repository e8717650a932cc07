// The true pictures, and which of them a made picture resembles most.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/data/dataset.h"
#include "core/eval/features.h"

namespace unmask {

/// One true picture of one thing.
struct GalleryEntry {
  std::string conceptId;
  std::string label;
  std::string style;
  bool heldOut = false;
  size_t picture = 0;     ///< index into Dataset::pictures
  Feature whole;          ///< the picture on white
  Feature object;         ///< the object alone, cut out by its alpha and fitted to a square
  Feature objectOnWhite;  ///< the same, cut out of the picture on white by colour, as outputs have to be
  ImageBuffer tile;       ///< RGBA 64×64, colours multiplied by alpha: to be laid over scenes
};

struct Match {
  size_t entry = 0;
  float distance = 0;
};

/// Which entries take part in a comparison.
using EntryFilter = std::function<bool(const GalleryEntry&)>;

/// What is compared: whole pictures, or objects cut out of them.
enum class MatchBy { WholePicture, Object };

class Gallery {
 public:
  explicit Gallery(std::vector<GalleryEntry> entries) : m_entries(std::move(entries)) {}

  const std::vector<GalleryEntry>& entries() const { return m_entries; }
  const GalleryEntry& operator[](size_t entry) const { return m_entries[entry]; }
  /// The entry of a pair; −1 when there is none.
  int find(const std::string& conceptId, const std::string& style) const;

  /// All entries that pass, nearest first; of equals the earlier one.
  std::vector<Match> nearest(const Feature& feature, const EntryFilter& filter = {},
                             MatchBy by = MatchBy::WholePicture) const;

 private:
  float distanceTo(const GalleryEntry& entry, const Feature& feature, MatchBy by) const;

  std::vector<GalleryEntry> m_entries;
};

/// Place of the first entry of that concept among `matches`, counting each concept once: 1 = nearest; 0 when
/// it is not there.
int rankOfConcept(const Gallery& gallery, const std::vector<Match>& matches, const std::string& conceptId);

/// Every picture of the dataset, in its order, but for objects in colours that are not their own.
Gallery galleryOf(const Dataset& dataset);

EntryFilter inStyle(std::string style);

}  // namespace unmask
