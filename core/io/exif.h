// The one thing we read from EXIF: which way is up.
#pragma once

#include <cstddef>
#include <span>

#include "core/base/image_buffer.h"

namespace unmask {

/// The orientation (1 … 8) in a TIFF block, as JPEG's APP1 (after "Exif\0\0"), PNG's eXIf and WebP's EXIF
/// hold it. 1 (upright) for anything absent or malformed: a picture is never refused for its EXIF.
int exifOrientation(std::span<const std::byte> tiff);

/// Turns a picture stored with that orientation upright.
ImageBuffer turnUpright(ImageBuffer image, int orientation);

}  // namespace unmask
