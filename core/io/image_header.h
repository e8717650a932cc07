// What a picture file says about itself, read by our own bounded code before any decoder sees the file.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "core/base/result.h"

namespace unmask {

enum class ImageFormat { Png, Jpeg, WebP };

struct ImageHeader {
  ImageFormat format = ImageFormat::Png;
  int width = 0;        ///< as stored, before EXIF turns it; > 0
  int height = 0;       ///< as stored; > 0
  bool isGrey = false;  ///< one channel and no alpha, as the header tells
  int orientation = 1;  ///< EXIF, 1 … 8
};

/// Decides by content. Anything but PNG, JPEG or WebP is Unsupported; a header that is cut short or
/// contradicts itself is BadInput. Reads at most the chunks or segments before the pixels, and those after
/// them that may hold EXIF.
Result<ImageHeader> readImageHeader(std::span<const std::byte> bytes, const std::string& nameForErrors);

}  // namespace unmask
