// Things on a plain background: where they are, and each cut out by itself.
#pragma once

#include <array>
#include <vector>

#include "core/base/image_buffer.h"

namespace unmask {

using Colour = std::array<uint8_t, 3>;

/// Pixels [left, right) × [top, bottom).
struct Box {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;
  int width() const { return right - left; }
  int height() const { return bottom - top; }
  bool empty() const { return width() <= 0 || height() <= 0; }
  double centreX() const { return 0.5 * (left + right); }
  double centreY() const { return 0.5 * (top + bottom); }
  bool operator==(const Box&) const = default;
};

struct Region {
  Box box;
  int pixels = 0;  ///< that differ from the background
};

struct RegionOptions {
  int colourDistance = 36;       ///< Euclidean in RGB; nearer to the background is background
  double smallestShare = 0.004;  ///< of the picture; smaller regions are specks
  double joinShare = 0.012;      ///< of the width; parts that lie nearer to each other are one thing
};

/// A picture taken apart.
struct Segmentation {
  Colour background{};          ///< the commonest colour of the border, averaged
  double borderShare = 0;       ///< of the border that has this colour
  ImageBuffer isObject;         ///< grey, 255 where the picture differs from the background
  std::vector<Region> regions;  ///< largest first
};

Segmentation findRegions(const ImageBuffer& rgb, const RegionOptions& options = {});

/// Regions as things of a known size, `scale` being the largest side of one as a share of the picture's: what
/// is longer is cut at its waist if it has one, as things that touch have to be; parts that nearly touch are
/// joined, and small ones to large ones beside them, where they fit one thing's square together. Largest
/// first.
std::vector<Region> thingsOfScale(const Segmentation& segmentation, double scale);

/// The part in the box, centred on a white square.
ImageBuffer cutOut(const ImageBuffer& rgb, const Box& box);
/// The same, with background pixels made white.
ImageBuffer cutOut(const ImageBuffer& rgb, const Segmentation& segmentation, const Box& box);
/// Everything that differs from the background, as one thing.
ImageBuffer onlyObject(const ImageBuffer& rgb);
/// Everything that differs from the background in its place, the background made white.
ImageBuffer onWhite(const ImageBuffer& rgb, const Segmentation& segmentation);

/// Around all pixels that are at least half opaque; the whole picture when there are none.
Box boxOfAlpha(const ImageBuffer& rgba);
/// Around all pixels of the object; the whole picture when there are none.
Box boxOfObject(const Segmentation& segmentation);

}  // namespace unmask
