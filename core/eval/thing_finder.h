// Things in a picture of several, found by laying every true picture over it.
#pragma once

#include <string>
#include <vector>

#include "core/eval/gallery.h"
#include "core/eval/regions.h"

namespace unmask {

/// One thing of a scene, and which objects of the gallery it looks like.
struct FoundThing {
  Box box;                     ///< of what is seen of it, in pixels of the picture
  std::vector<Match> matches;  ///< nearest first; the distance is the share of the place left unexplained
};

/// Looks for objects of one style, drawn at nearly half the picture's side on a plain background.
///
/// The picture's difference from its background is a signal, and so is every object's, scaled and laid over
/// the same background by its alpha. The object and place that explain most of the signal's energy are the
/// first thing; what it explains is taken away, and so on (matching pursuit). Nothing is cut apart first, so
/// things may touch, be in several parts, or hardly differ from the background at their rims. Works at 64×64.
class ThingFinder {
 public:
  /// Of all styles when `style` is empty. Keeps a reference to the gallery.
  ThingFinder(const Gallery& gallery, const std::string& style);

  /// At most `count`, most of the picture first; fewer when nothing is left that an object would explain.
  std::vector<FoundThing> find(const ImageBuffer& rgb, int count) const;

  /// What stands in a square of the picture, give or take 1/16 of its side; no matches when no object
  /// explains anything there.
  FoundThing at(const ImageBuffer& rgb, const Box& square) const;

 private:
  const Gallery& m_gallery;
  std::vector<size_t> m_entries;
};

}  // namespace unmask
