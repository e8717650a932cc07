#include "core/train/colour_areas.h"

#include <opencv2/imgproc.hpp>

#include "core/train/picture_filters.h"

namespace unmask {
using torch::Tensor;

namespace {

constexpr double kBin = 5;           // side of the cubes in which the commonest colour is looked for
constexpr int64_t kBinsAside = 100;  // more than L, a or b have, so that a cube has one number
// ΔE from which on a colour stays what it is; up to half of it, it is moved wholly.
constexpr double kOtherName = 45;

/// n colours through OpenCV's conversion `code`.
Tensor converted(const Tensor& rows, int code) {
  const Tensor from = rows.contiguous();
  const auto n = static_cast<int>(from.size(0));
  Tensor to = torch::empty_like(from);
  const cv::Mat source(n, 1, CV_32FC3, from.data_ptr());
  cv::Mat target(n, 1, CV_32FC3, to.data_ptr());
  cv::cvtColor(source, target, code);
  return to;
}

Tensor distances(const Tensor& colours, const Tensor& from) {
  return (colours - from).square().sum(1).sqrt();
}

}  // namespace

Tensor labFromPicture(const Tensor& picture) {
  return converted(picture.flatten(1).t(), cv::COLOR_RGB2Lab);
}

Tensor commonColours(const Tensor& colours, double apart, int most) {
  const int64_t few = colours.size(0) / 100;
  std::vector<Tensor> found;
  for (Tensor left = colours; static_cast<int>(found.size()) < most && left.size(0) > few;) {
    const Tensor bins = (left / kBin).round().to(torch::kInt64) + kBinsAside / 2;
    const Tensor numbers =
        (bins.select(1, 0) * kBinsAside + bins.select(1, 1)) * kBinsAside + bins.select(1, 2);
    const auto [unique, binOf, counts] = torch::_unique2(numbers, true, true, true);
    const Tensor commonest = left.index({binOf == counts.argmax()}).mean(0, true);
    const Tensor distance = distances(left, commonest);
    found.push_back(left.index({distance < apart / 2}).mean(0, true));
    left = left.index({distance >= apart});
  }
  return found.empty() ? colours.narrow(0, 0, 0) : torch::cat(found);
}

Tensor areasOf(const Tensor& picture, const Tensor& colours, int64_t side) {
  const Tensor nearest = torch::cdist(labFromPicture(picture), colours).argmin(1);
  const Tensor votes = torch::one_hot(nearest, colours.size(0))
                           .t()
                           .to(torch::kFloat32)
                           .reshape({1, colours.size(0), picture.size(1), picture.size(2)});
  return blurred(blurred(votes, side), side)[0].argmax(0);
}

Tensor filledAreas(const Tensor& areas, const Tensor& colours) {
  const Tensor rgb = converted(colours, cv::COLOR_Lab2RGB).clamp(0, 1);
  return rgb.index_select(0, areas.flatten()).t().reshape({3, areas.size(0), areas.size(1)}).contiguous();
}

Tensor movedToPalette(const Tensor& colours, const Tensor& palette) {
  const auto [distance, which] = torch::cdist(colours, palette).min(1);
  const Tensor weight = (2 - 2 * distance / kOtherName).clamp(0, 1).unsqueeze(1);
  return colours + weight * (palette.index_select(0, which) - colours);
}

}  // namespace unmask
