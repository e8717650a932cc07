#include "core/train/redraw.h"

#include <opencv2/imgproc.hpp>

#include "core/train/checkpoint.h"
#include "core/train/colour_areas.h"
#include "core/train/picture_filters.h"

namespace unmask {
using torch::Tensor;

namespace {

constexpr int64_t kPatch = 16;  // pixels; keys are looked at in half the resolution
constexpr int64_t kStride = 8;  // between the patches of a redrawn picture
constexpr int64_t kLine = 13;   // lines up to so many pixels wide belong to the manner, not to the thing
constexpr int64_t kKeptPerTurn = 1500;  // patches remembered of each of the eight turns and mirrorings
constexpr double kIsThing = 0.12;       // difference from the background
constexpr double kThingWeight = 0.7;    // of "this is the thing" against "this is an edge" in a key
/// How far a thing goes towards the source's size and place. Room for its outline is part of a manner, but of
/// the things themselves, drawn as small as OpenMoji's, only 53 % are still told by what they show (at 0.3:
/// 93 %; at 0, where lines fall off the sheet, the style was told a quarter less often), and the model has
/// to unlearn where everything is.
constexpr double kTowardsSource = 0.3;
constexpr double kFullLine = 0.15;  // difference a line makes; black on dark grey is one
// Of a flat drawing, its areas leave less than the first unexplained (OpenMoji, EmojiOne, Firefox OS: 0.004
// to 0.025); of a modelled one more than the second (Fluent 3D: 0.02 to 0.06).
constexpr double kFlat = 0.02, kModelled = 0.04;
constexpr double kApart = 12;        // ΔE between two colours of a palette
constexpr double kLeastEdge = 0.15;  // what counts as full edge in a picture without any

/// Median over k × k of each channel; x [C, H, W] in [0, 1], with a byte's precision.
Tensor median(const Tensor& x, int k) {
  const Tensor bytes = x.mul(255).round().to(torch::kUInt8).contiguous();
  Tensor out = torch::empty_like(bytes);
  const auto h = static_cast<int>(x.size(1)), w = static_cast<int>(x.size(2));
  for (int64_t c = 0; c < x.size(0); ++c) {
    const cv::Mat from(h, w, CV_8UC1, bytes[c].data_ptr());
    cv::Mat to(h, w, CV_8UC1, out[c].data_ptr());
    cv::medianBlur(from, to, k);
  }
  return out.to(torch::kFloat32).div(255);
}

/// What the border is made of: [3].
Tensor backgroundOf(const Tensor& x) {
  constexpr int64_t kRim = 4;
  const Tensor rim =
      torch::cat({x.narrow(1, 0, kRim).flatten(1), x.narrow(1, x.size(1) - kRim, kRim).flatten(1),
                  x.narrow(2, 0, kRim).flatten(1), x.narrow(2, x.size(2) - kRim, kRim).flatten(1)},
                 1);
  return std::get<0>(rim.median(1));
}

/// 1 where the picture is not its background: [1, 1, H, W].
Tensor thingIn(const Tensor& x) {
  const Tensor background = backgroundOf(x).view({3, 1, 1});
  return ((x - background).abs().amax(0, true) > kIsThing).to(torch::kFloat32).unsqueeze(0);
}

/// The colours of the thing's pixels: [n, 3] CIELab.
Tensor coloursOfThing(const Tensor& x, const Tensor& thing) {
  return labFromPicture(x).index({thing.flatten() > 0.5});
}

/// How much of an edge there is, 0 … 1 against the picture's own strong ones: [1, 1, H, W].
Tensor edgesOf(const Tensor& x) {
  const Tensor down =
      torch::tensor({1.0F, 2.0F, 1.0F, 0.0F, 0.0F, 0.0F, -1.0F, -2.0F, -1.0F}).view({3, 3}) / 4;
  const Tensor kernels = torch::stack({down, down.t()}).unsqueeze(1).repeat({3, 1, 1, 1});
  const Tensor slopes = torch::conv2d(padded(blurred(x.unsqueeze(0), 5), 1), kernels, {}, at::IntArrayRef{1},
                                      at::IntArrayRef{0}, at::IntArrayRef{1}, 3);
  const Tensor strength = slopes.square().sum(1, true).sqrt();
  const double full = std::max(kLeastEdge, strength.flatten().quantile(0.97).item<double>());
  return ((strength / full - 0.25) / 0.75).clamp(0, 1);
}

/// [1, 2, H/2, W/2]
Tensor keysOf(const Tensor& x, const Tensor& thing) {
  return torch::avg_pool2d(torch::cat({edgesOf(x), blurred(thing, 5) * kThingWeight}, 1), {2, 2}, {2, 2});
}

/// [1, C, H, W] → [patches, C · side²]
Tensor patches(const Tensor& x, int64_t side, int64_t stride) {
  return torch::im2col(x, {side, side}, {1, 1}, {0, 0}, {stride, stride})[0].t().contiguous();
}

Tensor turned(const Tensor& x, int turn) {
  const Tensor rotated = torch::rot90(x, turn % 4, {2, 3});
  return turn < 4 ? rotated : rotated.flip(3);
}

}  // namespace

PictureManner::Box PictureManner::boxOf(const Tensor& thing) {
  const Tensor solid = blurred(thing, 9)[0][0] > 0.3;
  const auto span = [](const Tensor& line, double& from, double& to) {
    const Tensor where = line.nonzero().flatten();
    from = where.numel() > 0 ? static_cast<double>(where[0].item<int64_t>()) : 0;
    to = where.numel() > 0 ? static_cast<double>(where[-1].item<int64_t>() + 1)
                           : static_cast<double>(line.size(0));
  };
  Box box;
  span(solid.any(1), box.top, box.bottom);
  span(solid.any(0), box.left, box.right);
  return box;
}

PictureManner::PictureManner(const Tensor& source) {
  if (source.size(1) < 2 * kPatch || source.size(2) < 2 * kPatch) return;  // no room for a manner
  const torch::NoGradGuard noGrad;
  const Tensor thing = thingIn(source);
  m_box = boxOf(thing);
  // Closing takes dark lines away, opening what is left of bright ones.
  const Tensor closed = eroded(dilated(source.unsqueeze(0), kLine), kLine);
  const Tensor plain = dilated(eroded(closed, 5), 5)[0];
  const Tensor alpha = ((source - plain).abs().amax(0, true) / kFullLine).clamp(0, 1);
  const Tensor layer = torch::cat({source * alpha, alpha}).unsqueeze(0);  // [1, 4, H, W]
  const Tensor keys = keysOf(plain, thing);
  m_palette = commonColours(coloursOfThing(plain, thing), kApart, /*most=*/8);
  if (m_palette.size(0) > 0) {
    const Tensor flat = filledAreas(areasOf(plain, m_palette, 3), m_palette);
    const double left =
        ((flat - plain).abs().mean(0) * thing[0][0]).sum().item<double>() / thing.sum().item<double>();
    m_flatness = std::clamp((kModelled - left) / (kModelled - kFlat), 0.0, 1.0);
  }

  at::Generator generator = stepGenerator(1, 0);
  std::vector<Tensor> allKeys, allLayers;
  for (int turn = 0; turn < 8; ++turn) {
    const Tensor own = patches(turned(keys, turn), kPatch / 2, 1);
    Tensor kept = (own.narrow(1, 0, kPatch * kPatch / 4).amax(1) > 0.2).nonzero().flatten();
    const Tensor order = torch::randperm(kept.size(0), generator, torch::kInt64);
    kept = kept.index_select(0, order.narrow(0, 0, std::min(kKeptPerTurn, order.size(0))));
    allKeys.push_back(own.index_select(0, kept));
    allLayers.push_back(patches(turned(layer, turn), kPatch, 2).index_select(0, kept));
  }
  // Inside and outside of things, far from any edge, nothing is added.
  const int64_t half = kPatch * kPatch / 4;
  const Tensor nothing = torch::zeros({1, half});
  allKeys.push_back(torch::cat({nothing, nothing}, 1));
  allKeys.push_back(torch::cat({nothing, torch::full({1, half}, kThingWeight)}, 1));
  allLayers.push_back(torch::zeros({2, 4 * kPatch * kPatch}));
  m_keys = torch::cat(allKeys);
  m_layers = torch::cat(allLayers);
}

void PictureManner::shareColours(std::vector<PictureManner>& manners) {
  Tensor all;
  for (const PictureManner& manner : manners) {
    if (!manner.m_keys.defined()) continue;
    if (!all.defined() || all.size(0) == 0) {
      all = manner.m_palette;
      continue;
    }
    for (int64_t i = 0; i < manner.m_palette.size(0); ++i) {
      const Tensor colour = manner.m_palette.narrow(0, i, 1);
      if (torch::cdist(all, colour).min().item<double>() >= kApart) all = torch::cat({all, colour});
    }
  }
  for (PictureManner& manner : manners)
    if (manner.m_keys.defined()) manner.m_palette = all;
}

/// The thing nearer to the source's size and place.
Tensor PictureManner::placed(const Tensor& picture) const {
  const Box own = boxOf(thingIn(picture));
  const int64_t h = picture.size(1), w = picture.size(2);
  const double whole = std::clamp(m_box.size() / std::max(1.0, own.size()), 0.5, 1.3);
  const double factor = std::pow(whole, kTowardsSource);
  const auto scaled = [factor](double value) { return std::max<int64_t>(1, std::llround(value * factor)); };
  const int64_t newH = scaled(static_cast<double>(h)), newW = scaled(static_cast<double>(w));
  const Tensor resized =
      torch::_upsample_bilinear2d_aa(picture.unsqueeze(0), {newH, newW}, /*align_corners=*/false)[0];
  const auto offset = [factor](double from, double to, double ownFrom, double ownTo) {
    const double middle = (ownFrom + ownTo) / 2;
    return std::llround(middle + kTowardsSource * ((from + to) / 2 - middle) - middle * factor);
  };
  const int64_t dy = offset(m_box.top, m_box.bottom, own.top, own.bottom);
  const int64_t dx = offset(m_box.left, m_box.right, own.left, own.right);
  Tensor out = backgroundOf(picture).view({3, 1, 1}).expand({3, h, w}).clone();
  const int64_t y0 = std::max<int64_t>(0, dy), y1 = std::min(h, dy + newH);
  const int64_t x0 = std::max<int64_t>(0, dx), x1 = std::min(w, dx + newW);
  if (y1 <= y0 || x1 <= x0) return picture;
  out.slice(1, y0, y1).slice(2, x0, x1).copy_(resized.slice(1, y0 - dy, y1 - dy).slice(2, x0 - dx, x1 - dx));
  return out;
}

/// In areas of one colour each, the source's where they are near, as far as the source is drawn like that.
Tensor PictureManner::flattened(const Tensor& picture, const Tensor& thing) const {
  const Tensor colours = commonColours(coloursOfThing(picture, thing), /*apart=*/30, /*most=*/5);
  if (m_flatness == 0 || colours.size(0) == 0) return picture;
  const Tensor flat = filledAreas(areasOf(picture, colours, 11), movedToPalette(colours, m_palette));
  return picture + m_flatness * (flat - picture);
}

Tensor PictureManner::redraw(const Tensor& picture) const {
  if (!m_keys.defined()) return picture;
  const torch::NoGradGuard noGrad;
  const Tensor moved = placed(picture);
  const Tensor background = backgroundOf(moved).view({3, 1, 1});
  const Tensor smooth = median(median(moved, 9), 9);
  const Tensor thing = (blurred(thingIn(smooth), 5) > 0.5).to(torch::kFloat32);
  const Tensor plain = torch::where(thing[0] > 0.5, flattened(smooth, thing), background);

  const Tensor asked = patches(keysOf(plain, thing), kPatch / 2, kStride / 2);
  // Far from any edge nothing is added: the keys for that fit exactly, and the others need not be looked at.
  const Tensor withEdge = (asked.narrow(1, 0, asked.size(1) / 2).amax(1) > 0).nonzero().flatten();
  const Tensor some = asked.index_select(0, withEdge);
  // argmin ‖a − k‖² = argmin ‖k‖² − 2 a·k
  const Tensor distance = m_keys.square().sum(1).unsqueeze(0) - 2 * torch::matmul(some, m_keys.t());
  Tensor found = torch::zeros({asked.size(0), m_layers.size(1)});
  found.index_copy_(0, withEdge, m_layers.index_select(0, distance.argmin(1)));
  const Tensor window = torch::hann_window(kPatch + 2, /*periodic=*/false).narrow(0, 1, kPatch);
  const Tensor weight = torch::outer(window, window).flatten().repeat({4});
  const auto laid = [&](const Tensor& rows) {
    const std::vector<int64_t> size = {plain.size(1), plain.size(2)};
    return torch::col2im(rows.t().unsqueeze(0).contiguous(), size, {kPatch, kPatch}, {1, 1}, {0, 0},
                         {kStride, kStride})[0];
  };
  const Tensor layer =
      laid(found * weight) / laid(weight.unsqueeze(0).expand({found.size(0), -1})).clamp_min(1e-6);
  return (plain * (1 - layer.narrow(0, 3, 1)) + layer.narrow(0, 0, 3)).clamp(0, 1);
}

}  // namespace unmask
