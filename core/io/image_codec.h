// Pictures to and from files. The one place where an image library is met.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/image_buffer.h"
#include "core/base/result.h"

namespace unmask {

struct ImageLimits {
  int64_t maxBytes = int64_t{512} << 20;  ///< of the file
  int64_t maxPixels = int64_t{1} << 28;   ///< decoded (268 million)
};

/// Decodes PNG, JPEG or WebP by content, turned upright by EXIF (JPEG's APP1, PNG's eXIf, WebP's EXIF alike),
/// 16-bit reduced to 8 by keeping the high byte. 3 channels, or 4 when the file has an alpha channel or a
/// palette with one, or 1 when it is grey and `keepGrey`. Sizes are checked before anything is decoded; no
/// chunk of a PNG that is not needed for pixels reaches the decoder. Pictures cut short are BadInput, never
/// half grey.
Result<ImageBuffer> loadImage(const std::filesystem::path& path, bool keepGrey = false,
                              const ImageLimits& limits = {});
Result<ImageBuffer> decodeImage(std::span<const std::byte> bytes, const std::string& nameForErrors,
                                bool keepGrey = false, const ImageLimits& limits = {});

/// Text that travels in a PNG: keys of 1 to 79 printable ASCII characters → UTF-8 text without NUL, at
/// most 7.9 MB (libpng refuses pictures with longer chunks). Pure ASCII goes into tEXt, which the most tools
/// read; everything else, and every key in a namespace of ours ("unmask:…"), into an uncompressed iTXt.
using PngTexts = std::map<std::string, std::string>;

Result<std::vector<std::byte>> encodePng(const ImageBuffer& image, const PngTexts& texts = {});
/// encodePng, then written atomically.
Result<void> savePng(const std::filesystem::path& path, const ImageBuffer& image, const PngTexts& texts = {});

/// RGBA over a background colour; RGB comes back unchanged; grey is expanded.
ImageBuffer flattenToRgb(const ImageBuffer& image, uint8_t red = 255, uint8_t green = 255,
                         uint8_t blue = 255);

/// Pillow's 8-bit Lanczos resize, bit for bit (reference 7.5); any channel count. RGBA is resized with the
/// colours multiplied by alpha, as Pillow does. Empty for an empty picture or a size that is not positive.
ImageBuffer resizeLanczos(const ImageBuffer& image, int width, int height);

}  // namespace unmask
