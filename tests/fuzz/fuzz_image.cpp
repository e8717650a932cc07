#include "core/io/exif.h"
#include "core/io/image_codec.h"
#include "core/io/image_header.h"
#include "tests/fuzz/targets.h"

namespace unmask::fuzz {

namespace {

constexpr ImageLimits kLimits{.maxBytes = int64_t{1} << 20, .maxPixels = int64_t{1} << 16};

}  // namespace

void image(Bytes input) {
  const int orientation = exifOrientation(input);
  require(orientation >= 1 && orientation <= 8, "orientations are 1 to 8");
  const auto header = readImageHeader(input, "input");
  const auto picture = decodeImage(input, "input", true, kLimits);
  if (!header) {
    require(!picture.ok(), "nothing is decoded without a header");
    return;
  }
  require(header->width > 0 && header->height > 0, "sizes are positive");
  if (!picture) return;
  const bool isTurned = header->orientation >= 5;
  require(picture->width == (isTurned ? header->height : header->width), "the header tells the width");
  require(picture->height == (isTurned ? header->width : header->height), "the header tells the height");
  require(picture->pixels.size() == static_cast<size_t>(picture->width) *
                                        static_cast<size_t>(picture->height) *
                                        static_cast<size_t>(picture->channels),
          "pictures hold as many bytes as their size needs");
}

}  // namespace unmask::fuzz
