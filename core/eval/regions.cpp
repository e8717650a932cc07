#include "core/eval/regions.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

namespace unmask {
namespace {

int squaredDistance(const uint8_t* a, const Colour& b) {
  int sum = 0;
  for (size_t c = 0; c < 3; ++c) sum += (a[c] - b[c]) * (a[c] - b[c]);
  return sum;
}

/// The pixels of the outermost ring, two wide.
std::vector<const uint8_t*> borderOf(const ImageBuffer& rgb) {
  constexpr int kRing = 2;
  std::vector<const uint8_t*> border;
  for (int y = 0; y < rgb.height; ++y) {
    const bool isEdgeRow = y < kRing || y >= rgb.height - kRing;
    for (int x = 0; x < rgb.width; ++x) {
      if (isEdgeRow || x < kRing || x >= rgb.width - kRing) border.push_back(rgb.at(x, y));
    }
  }
  return border;
}

/// The commonest colour at three bits a channel, then the mean of what lies near it: neither an object that
/// touches the border nor a grain moves it.
Colour commonestColour(const std::vector<const uint8_t*>& pixels, int distance) {
  std::map<int, int> counts;
  for (const uint8_t* p : pixels) ++counts[(p[0] >> 5) << 6 | (p[1] >> 5) << 3 | p[2] >> 5];
  const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  const int key = most->first;
  Colour colour{};
  for (size_t c = 0; c < 3; ++c) {
    colour[c] = static_cast<uint8_t>(((key >> (6 - 3 * static_cast<int>(c)) & 7) << 5) + 16);
  }
  for (int pass = 0; pass < 2; ++pass) {
    std::array<int, 3> sum{};
    int count = 0;
    for (const uint8_t* p : pixels) {
      if (squaredDistance(p, colour) > distance * distance) continue;
      for (size_t c = 0; c < 3; ++c) sum[c] += p[c];
      ++count;
    }
    if (count == 0) break;
    for (size_t c = 0; c < 3; ++c) colour[c] = static_cast<uint8_t>((sum[c] + count / 2) / count);
  }
  return colour;
}

/// Labels of the connected parts of a grey mask after growing it by `radius` (a square), so that near parts
/// fall together; 0 = background.
class Connector {
 public:
  Connector(const ImageBuffer& mask, int radius) : m_width(mask.width), m_height(mask.height) {
    m_grown = mask.pixels;
    if (radius > 0) grow(radius);
    m_labels.assign(m_grown.size(), 0);
  }

  std::vector<int> run() {
    int label = 0;
    for (size_t i = 0; i < m_grown.size(); ++i) {
      if (m_grown[i] != 0 && m_labels[i] == 0) fill(i, ++label);
    }
    return std::move(m_labels);
  }

 private:
  void grow(int radius) {
    std::vector<uint8_t> rows(m_grown.size(), 0);
    for (int y = 0; y < m_height; ++y) {
      for (int x = 0; x < m_width; ++x) {
        if (m_grown[at(x, y)] == 0) continue;
        const int first = std::max(0, x - radius);
        const int last = std::min(m_width - 1, x + radius);
        std::memset(&rows[at(first, y)], 255, static_cast<size_t>(last - first + 1));
      }
    }
    std::fill(m_grown.begin(), m_grown.end(), uint8_t{0});
    for (int x = 0; x < m_width; ++x) {
      for (int y = 0; y < m_height; ++y) {
        if (rows[at(x, y)] == 0) continue;
        const int last = std::min(m_height - 1, y + radius);
        for (int row = std::max(0, y - radius); row <= last; ++row) m_grown[at(x, row)] = 255;
      }
    }
  }

  void fill(size_t start, int label) {
    m_stack.assign(1, start);
    m_labels[start] = label;
    while (!m_stack.empty()) {
      const size_t i = m_stack.back();
      m_stack.pop_back();
      const int x = static_cast<int>(i) % m_width;
      const int y = static_cast<int>(i) / m_width;
      if (x > 0) visit(i - 1, label);
      if (x + 1 < m_width) visit(i + 1, label);
      if (y > 0) visit(i - static_cast<size_t>(m_width), label);
      if (y + 1 < m_height) visit(i + static_cast<size_t>(m_width), label);
    }
  }

  void visit(size_t i, int label) {
    if (m_grown[i] == 0 || m_labels[i] != 0) return;
    m_labels[i] = label;
    m_stack.push_back(i);
  }

  size_t at(int x, int y) const { return static_cast<size_t>(y) * m_width + x; }

  int m_width;
  int m_height;
  std::vector<uint8_t> m_grown;
  std::vector<int> m_labels;
  std::vector<size_t> m_stack;
};

/// Box, size and centre of the object pixels inside `box`.
Region measured(const ImageBuffer& isObject, const Box& box) {
  Region region;
  region.box = {box.right, box.bottom, box.left, box.top};
  for (int y = box.top; y < box.bottom; ++y) {
    for (int x = box.left; x < box.right; ++x) {
      if (*isObject.at(x, y) == 0) continue;
      region.box = {std::min(region.box.left, x), std::min(region.box.top, y),
                    std::max(region.box.right, x + 1), std::max(region.box.bottom, y + 1)};
      ++region.pixels;
    }
  }
  if (region.pixels == 0) return {};
  return region;
}

std::vector<Region> regionsOf(const ImageBuffer& isObject, const std::vector<int>& labels, int smallest) {
  std::map<int, Region> byLabel;
  for (int y = 0; y < isObject.height; ++y) {
    for (int x = 0; x < isObject.width; ++x) {
      if (*isObject.at(x, y) == 0) continue;
      Region& r = byLabel[labels[static_cast<size_t>(y) * isObject.width + x]];
      if (r.pixels == 0) r.box = {x, y, x + 1, y + 1};
      r.box = {std::min(r.box.left, x), std::min(r.box.top, y), std::max(r.box.right, x + 1),
               std::max(r.box.bottom, y + 1)};
      ++r.pixels;
    }
  }
  std::vector<Region> regions;
  for (const auto& [label, region] : byLabel) {
    if (region.pixels >= smallest) regions.push_back(region);
  }
  std::ranges::stable_sort(regions, std::greater<>(), &Region::pixels);
  return regions;
}

/// A box cut in two along its longer side, in the middle half, where it holds the least.
struct Cut {
  Region first;
  Region second;
  double waist = 1;  ///< what the cut goes through, as a share of the box's width there
  bool isPossible() const { return first.pixels > 0 && second.pixels > 0; }
};

Cut cutAtWaist(const ImageBuffer& isObject, const Box& box) {
  const bool isWide = box.width() >= box.height();
  const int length = isWide ? box.width() : box.height();
  const int across = isWide ? box.height() : box.width();
  int best = length / 2;
  int least = across + 1;
  for (int i = length / 4; i <= length * 3 / 4; ++i) {
    int count = 0;
    for (int j = 0; j < across; ++j) {
      const int x = isWide ? box.left + i : box.left + j;
      const int y = isWide ? box.top + j : box.top + i;
      count += *isObject.at(std::min(x, box.right - 1), std::min(y, box.bottom - 1)) != 0;
    }
    const bool isNearer = std::abs(2 * i - length) < std::abs(2 * best - length);
    if (count < least || (count == least && isNearer)) {
      least = count;
      best = i;
    }
  }
  Box first = box;
  Box second = box;
  if (isWide)
    first.right = second.left = box.left + best;
  else
    first.bottom = second.top = box.top + best;
  return {measured(isObject, first), measured(isObject, second),
          static_cast<double>(least) / std::max(1, across)};
}

Box around(const Box& a, const Box& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

int longerSide(const Box& box) {
  return std::max(box.width(), box.height());
}

/// Pixels between two boxes; 0 or less when they touch or overlap.
int gapBetween(const Box& a, const Box& b) {
  const int x = std::max(a.left, b.left) - std::min(a.right, b.right);
  const int y = std::max(a.top, b.top) - std::min(a.bottom, b.bottom);
  return std::max(x, y);
}

Region together(const Region& a, const Region& b) {
  return {around(a.box, b.box), a.pixels + b.pixels};
}

/// Joins parts into things of at most `side` pixels.
class Joiner {
 public:
  Joiner(std::vector<Region> regions, int side, int near)
      : m_regions(std::move(regions)), m_side(side), m_near(near) {}

  std::vector<Region> run() {
    while (joinNearest()) {
    }
    return std::move(m_regions);
  }

 private:
  bool mayJoin(const Region& a, const Region& b) const {
    if (longerSide(around(a.box, b.box)) > m_side) return false;
    const bool isCrumb = std::min(a.pixels, b.pixels) * 3 < std::max(a.pixels, b.pixels);
    return isCrumb || gapBetween(a.box, b.box) <= m_near;
  }

  bool joinNearest() {
    size_t first = 0;
    size_t second = 0;
    int least = 0;
    for (size_t i = 0; i < m_regions.size(); ++i) {
      for (size_t j = i + 1; j < m_regions.size(); ++j) {
        if (!mayJoin(m_regions[i], m_regions[j])) continue;
        const int gap = gapBetween(m_regions[i].box, m_regions[j].box);
        if (second != 0 && gap >= least) continue;
        first = i;
        second = j;
        least = gap;
      }
    }
    if (second == 0) return false;
    m_regions[first] = together(m_regions[first], m_regions[second]);
    m_regions.erase(m_regions.begin() + static_cast<long>(second));
    return true;
  }

  std::vector<Region> m_regions;
  int m_side;
  int m_near;
};

}  // namespace

Segmentation findRegions(const ImageBuffer& rgb, const RegionOptions& options) {
  Segmentation found;
  const std::vector<const uint8_t*> border = borderOf(rgb);
  found.background = commonestColour(border, options.colourDistance);
  const int limit = options.colourDistance * options.colourDistance;
  const auto same = std::ranges::count_if(
      border, [&](const uint8_t* p) { return squaredDistance(p, found.background) <= limit; });
  found.borderShare = static_cast<double>(same) / static_cast<double>(border.size());
  found.isObject = ImageBuffer(rgb.width, rgb.height, 1);
  for (int y = 0; y < rgb.height; ++y) {
    for (int x = 0; x < rgb.width; ++x) {
      if (squaredDistance(rgb.at(x, y), found.background) > limit) *found.isObject.at(x, y) = 255;
    }
  }
  const int radius = static_cast<int>(std::lround(options.joinShare * rgb.width / 2));
  const std::vector<int> labels = Connector(found.isObject, radius).run();
  const auto smallest = static_cast<int>(options.smallestShare * rgb.width * rgb.height);
  found.regions = regionsOf(found.isObject, labels, std::max(1, smallest));
  return found;
}

std::vector<Region> thingsOfScale(const Segmentation& segmentation, double scale) {
  constexpr double kThin = 0.3;       // a waist; thicker ones belong to one thing
  constexpr double kTolerance = 1.1;  // things are not drawn to the pixel
  constexpr double kNear = 0.04;      // of the picture's width
  const int side = static_cast<int>(scale * kTolerance * segmentation.isObject.width);
  std::vector<Region> regions = segmentation.regions;
  for (size_t i = 0; i < regions.size();) {
    const Cut cut =
        longerSide(regions[i].box) > side ? cutAtWaist(segmentation.isObject, regions[i].box) : Cut{};
    if (!cut.isPossible() || cut.waist > kThin) {
      ++i;
      continue;
    }
    regions[i] = cut.first;
    regions.push_back(cut.second);
  }
  const int near = static_cast<int>(kNear * segmentation.isObject.width);
  regions = Joiner(std::move(regions), side, near).run();
  std::ranges::stable_sort(regions, std::greater<>(), &Region::pixels);
  return regions;
}

ImageBuffer cutOut(const ImageBuffer& rgb, const Box& box) {
  const int side = std::max({box.width(), box.height(), 1});
  ImageBuffer out(side, side, 3, 255);
  const int left = (side - box.width()) / 2;
  const int top = (side - box.height()) / 2;
  for (int y = 0; y < box.height(); ++y) {
    std::memcpy(out.at(left, top + y), rgb.at(box.left, box.top + y), static_cast<size_t>(box.width()) * 3);
  }
  return out;
}

ImageBuffer onWhite(const ImageBuffer& rgb, const Segmentation& segmentation) {
  ImageBuffer out = rgb;
  for (size_t i = 0; i < segmentation.isObject.pixels.size(); ++i) {
    if (segmentation.isObject.pixels[i] == 0) std::memset(&out.pixels[i * 3], 255, 3);
  }
  return out;
}

ImageBuffer cutOut(const ImageBuffer& rgb, const Segmentation& segmentation, const Box& box) {
  return cutOut(onWhite(rgb, segmentation), box);
}

ImageBuffer onlyObject(const ImageBuffer& rgb) {
  const Segmentation segmentation = findRegions(rgb);
  return cutOut(rgb, segmentation, boxOfObject(segmentation));
}

Box boxOfObject(const Segmentation& segmentation) {
  const ImageBuffer& mask = segmentation.isObject;
  const Box whole{0, 0, mask.width, mask.height};
  // Specks far from the object must not widen the box.
  if (!segmentation.regions.empty()) {
    Box box = segmentation.regions.front().box;
    for (const Region& region : segmentation.regions) box = around(box, region.box);
    return box;
  }
  const Region all = measured(mask, whole);
  return all.pixels == 0 ? whole : all.box;
}

Box boxOfAlpha(const ImageBuffer& rgba) {
  const Box whole{0, 0, rgba.width, rgba.height};
  if (rgba.channels != 4) return whole;
  ImageBuffer mask(rgba.width, rgba.height, 1);
  for (size_t i = 0; i < mask.pixels.size(); ++i) mask.pixels[i] = rgba.pixels[i * 4 + 3] >= 128 ? 255 : 0;
  const Region all = measured(mask, whole);
  return all.pixels == 0 ? whole : all.box;
}

}  // namespace unmask
