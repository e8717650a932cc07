// PNG files put together by hand, right or wrong on purpose.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/image_buffer.h"

namespace unmask::test {

/// Length, type, data, CRC.
std::string pngChunk(const std::string& type, const std::string& data);
/// Signature, the chunks, IEND.
std::string pngOf(const std::vector<std::string>& chunks);
std::string ihdr(uint32_t width, uint32_t height, int bitDepth = 8, int colourType = 2);
/// One IDAT chunk holding the raw (already filtered) rows, compressed.
std::string idat(const std::string& rows);
std::string deflated(const std::string& raw);

/// A picture whose bytes follow x → 1664525·x + 1013904223 mod 2^32, the high byte of each.
ImageBuffer noisePicture(int width, int height, int channels, uint32_t seed);

/// An EXIF (TIFF) block that holds only the orientation.
std::string tiffWithOrientation(int orientation, bool littleEndian);

}  // namespace unmask::test
