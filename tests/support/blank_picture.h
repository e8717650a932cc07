// A picture of the window that nothing made.
#pragma once

#include <memory>

#include "ui/picture.h"

namespace unmask::test {

inline PicturePtr blankPicture(uint64_t seed, int width = 16, int height = 16) {
  auto picture = std::make_shared<Picture>();
  picture->request.seed = seed;
  picture->image = QImage(width, height, QImage::Format_RGB32);
  picture->pixels = ImageBuffer(width, height, 3);
  return picture;
}

}  // namespace unmask::test
