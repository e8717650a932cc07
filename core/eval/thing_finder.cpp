#include "core/eval/thing_finder.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace unmask {
namespace {

constexpr int kSide = 64;                            // of the picture while it is searched
constexpr int kMargin = 4;                           // a thing may stick out by so much
constexpr int kSlack = kSide / 16;                   // things are not drawn to the pixel
constexpr std::array<int, 3> kSizes = {27, 32, 37};  // around half of kSide
constexpr double kLeastShare = 0.02;                 // of the picture's energy, for something to be a thing

cv::Mat wrapped(const ImageBuffer& image) {
  return {image.height, image.width, CV_8UC(image.channels), const_cast<uint8_t*>(image.pixels.data())};
}

/// Difference from the background, [kSide + 2·kMargin]² × 3, zero in the margin.
cv::Mat signalOf(const ImageBuffer& rgb, const Colour& background) {
  cv::Mat small;
  wrapped(rgb).convertTo(small, CV_32F, 1.0 / 255);
  cv::resize(small, small, {kSide, kSide}, 0, 0, cv::INTER_AREA);
  small -= cv::Scalar(background[0], background[1], background[2]) / 255.0;
  cv::Mat padded;
  cv::copyMakeBorder(small, padded, kMargin, kMargin, kMargin, kMargin, cv::BORDER_CONSTANT,
                     cv::Scalar::all(0));
  return padded;
}

/// One object at one size over one background.
struct Stamp {
  size_t entry = 0;
  cv::Mat signal;  ///< size² × 3
  double energy = 0;
  cv::Rect seen;  ///< where it is at least half opaque
};

Stamp stampOf(const GalleryEntry& object, size_t entry, int size, const Colour& background) {
  cv::Mat tile, alpha;
  wrapped(object.tile).convertTo(tile, CV_32F, 1.0 / 255);
  cv::resize(tile, tile, {size, size}, 0, 0, cv::INTER_AREA);
  Stamp stamp{entry, cv::Mat(size, size, CV_32FC3), 0, {}};
  cv::extractChannel(tile, alpha, 3);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const auto& from = tile.at<cv::Vec4f>(y, x);
      auto& to = stamp.signal.at<cv::Vec3f>(y, x);
      for (int c = 0; c < 3; ++c)
        to[c] = from[c] - from[3] * static_cast<float>(background[static_cast<size_t>(c)]) / 255.0F;
    }
  }
  stamp.energy = stamp.signal.dot(stamp.signal);
  stamp.seen = cv::boundingRect(alpha >= 0.5);
  return stamp;
}

/// How much of the signal's energy a stamp takes away, at each place of its top left corner.
cv::Mat gainsOf(const cv::Mat& signal, const Stamp& stamp) {
  cv::Mat gains;
  cv::matchTemplate(signal, stamp.signal, gains, cv::TM_CCORR);
  return 2 * gains - stamp.energy;
}

struct Placed {
  const Stamp* stamp = nullptr;
  cv::Point place;
  double gain = 0;
};

Placed bestOf(const std::vector<Stamp>& stamps, const cv::Mat& signal) {
  Placed best;
  for (const Stamp& stamp : stamps) {
    double gain = 0;
    cv::Point place;
    cv::minMaxLoc(gainsOf(signal, stamp), nullptr, &gain, nullptr, &place);
    if (gain > best.gain) best = {&stamp, place, gain};
  }
  return best;
}

/// Every entry at its best near the middle of `area`, as the share of the area's energy it leaves.
std::vector<Match> matchesNear(const std::vector<Stamp>& stamps, const cv::Mat& signal,
                               const cv::Rect& area) {
  const cv::Mat there = signal(area & cv::Rect(0, 0, signal.cols, signal.rows));
  const double energy = there.dot(there);
  std::vector<Match> matches;
  if (energy <= 0) return matches;
  for (const Stamp& stamp : stamps) {
    const int size = stamp.signal.cols;
    const int left = area.x + (area.width - size) / 2 - kSlack;
    const int top = area.y + (area.height - size) / 2 - kSlack;
    const cv::Rect window =
        cv::Rect(left, top, size + 2 * kSlack, size + 2 * kSlack) & cv::Rect(0, 0, signal.cols, signal.rows);
    if (window.width < size || window.height < size) continue;
    double gain = 0;
    cv::minMaxLoc(gainsOf(signal(window), stamp), nullptr, &gain);
    const auto left_ = static_cast<float>(1 - gain / energy);
    if (!matches.empty() && matches.back().entry == stamp.entry)
      matches.back().distance = std::min(matches.back().distance, left_);
    else
      matches.push_back({stamp.entry, left_});
  }
  std::ranges::stable_sort(matches, {}, &Match::distance);
  return matches;
}

/// From the searched signal's pixels to the picture's.
Box boxIn(const ImageBuffer& rgb, const cv::Rect& rect) {
  const auto x = [&](int at) {
    return std::clamp(static_cast<int>(std::lround((at - kMargin) * rgb.width / double{kSide})), 0,
                      rgb.width);
  };
  const auto y = [&](int at) {
    return std::clamp(static_cast<int>(std::lround((at - kMargin) * rgb.height / double{kSide})), 0,
                      rgb.height);
  };
  return {x(rect.x), y(rect.y), x(rect.x + rect.width), y(rect.y + rect.height)};
}

std::vector<Stamp> stampsFor(const Gallery& gallery, const std::vector<size_t>& entries,
                             const Colour& background) {
  std::vector<Stamp> stamps;
  for (const size_t entry : entries) {
    for (const int size : kSizes) {
      Stamp stamp = stampOf(gallery[entry], entry, size, background);
      if (stamp.energy > 0) stamps.push_back(std::move(stamp));
    }
  }
  return stamps;
}

}  // namespace

ThingFinder::ThingFinder(const Gallery& gallery, const std::string& style) : m_gallery(gallery) {
  for (size_t i = 0; i < gallery.entries().size(); ++i) {
    if (style.empty() || gallery[i].style == style) m_entries.push_back(i);
  }
}

std::vector<FoundThing> ThingFinder::find(const ImageBuffer& rgb, int count) const {
  const Colour background = findRegions(rgb).background;
  const std::vector<Stamp> stamps = stampsFor(m_gallery, m_entries, background);
  cv::Mat signal = signalOf(rgb, background);
  const double energy = signal.dot(signal);
  std::vector<FoundThing> things;
  while (static_cast<int>(things.size()) < count) {
    const Placed best = bestOf(stamps, signal);
    if (best.stamp == nullptr || best.gain <= kLeastShare * energy) break;
    const cv::Rect area(best.place, best.stamp->signal.size());
    things.push_back({boxIn(rgb, best.stamp->seen + best.place), matchesNear(stamps, signal, area)});
    signal(area) -= best.stamp->signal;
  }
  return things;
}

FoundThing ThingFinder::at(const ImageBuffer& rgb, const Box& square) const {
  const Colour background = findRegions(rgb).background;
  const cv::Mat signal = signalOf(rgb, background);
  const auto scaled = [](int at, int length) {
    return kMargin + static_cast<int>(std::lround(at * double{kSide} / length));
  };
  const cv::Rect area(cv::Point(scaled(square.left, rgb.width), scaled(square.top, rgb.height)),
                      cv::Point(scaled(square.right, rgb.width), scaled(square.bottom, rgb.height)));
  FoundThing thing{square, matchesNear(stampsFor(m_gallery, m_entries, background), signal, area)};
  if (!thing.matches.empty() && thing.matches.front().distance >= 1) thing.matches.clear();
  return thing;
}

}  // namespace unmask
