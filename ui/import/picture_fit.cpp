#include "ui/import/picture_fit.h"

#include <algorithm>
#include <cmath>

#include "core/io/image_codec.h"

namespace unmask {
namespace {

/// The middle of a picture in the shape of `target`. Cut before scaling, so that a narrow strip never grows
/// huge.
ImageBuffer middlePart(const ImageBuffer& picture, const QSize& target) {
  const double shape = double(target.width()) / target.height();
  const int width = std::clamp(static_cast<int>(std::lround(picture.height * shape)), 1, picture.width);
  const int height = std::clamp(static_cast<int>(std::lround(picture.width / shape)), 1, picture.height);
  ImageBuffer out(width, height, 3);
  const int left = (picture.width - width) / 2, top = (picture.height - height) / 2;
  for (int y = 0; y < height; ++y)
    std::copy_n(picture.at(left, top + y), static_cast<size_t>(width) * 3, out.at(0, y));
  return out;
}

/// `from`, which fits, laid centred on white of this size.
ImageBuffer centredOn(const QSize& size, const ImageBuffer& from) {
  ImageBuffer out(size.width(), size.height(), 3, 255);
  const int left = (size.width() - from.width) / 2, top = (size.height() - from.height) / 2;
  for (int y = 0; y < from.height; ++y)
    std::copy_n(from.at(0, y), static_cast<size_t>(from.width) * 3, out.at(left, top + y));
  return out;
}

}  // namespace

ImageBuffer fittedPicture(const ImageBuffer& picture, const QSize& target, int step, FitMode mode) {
  if (mode == FitMode::KeepShape) {
    const double factor =
        double(std::max(target.width(), target.height())) / std::max(picture.width, picture.height);
    const auto whole = [step, factor](int side) {
      return std::max(step, static_cast<int>(std::lround(side * factor / step)) * step);
    };
    const QSize size(whole(picture.width), whole(picture.height));
    if (size == QSize(picture.width, picture.height)) return picture;
    return resizeLanczos(picture, size.width(), size.height());
  }
  if (QSize(picture.width, picture.height) == target) return picture;
  if (mode == FitMode::Crop)
    return resizeLanczos(middlePart(picture, target), target.width(), target.height());
  const double factor =
      std::min(double(target.width()) / picture.width, double(target.height()) / picture.height);
  const int width = std::clamp(static_cast<int>(std::lround(picture.width * factor)), 1, target.width());
  const int height = std::clamp(static_cast<int>(std::lround(picture.height * factor)), 1, target.height());
  return centredOn(target, resizeLanczos(picture, width, height));
}

}  // namespace unmask
