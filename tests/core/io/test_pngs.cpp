#include "tests/core/io/test_pngs.h"

#include <zlib.h>

namespace unmask::test {

namespace {

std::string bigEndian32(uint32_t value) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift & 0xFF);
  return text;
}

}  // namespace

std::string pngChunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const uLong crc = ::crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return bigEndian32(static_cast<uint32_t>(data.size())) + body + bigEndian32(static_cast<uint32_t>(crc));
}

std::string pngOf(const std::vector<std::string>& chunks) {
  std::string file = "\x89PNG\r\n\x1A\n";
  for (const std::string& chunk : chunks) file += chunk;
  return file + pngChunk("IEND", "");
}

std::string ihdr(uint32_t width, uint32_t height, int bitDepth, int colourType) {
  return pngChunk("IHDR", bigEndian32(width) + bigEndian32(height) + static_cast<char>(bitDepth) +
                              static_cast<char>(colourType) + std::string(3, '\0'));
}

std::string deflated(const std::string& raw) {
  uLongf size = compressBound(static_cast<uLong>(raw.size()));
  std::string out(size, '\0');
  ::compress2(reinterpret_cast<Bytef*>(out.data()), &size, reinterpret_cast<const Bytef*>(raw.data()),
              static_cast<uLong>(raw.size()), 9);
  out.resize(size);
  return out;
}

std::string idat(const std::string& rows) {
  return pngChunk("IDAT", deflated(rows));
}

ImageBuffer noisePicture(int width, int height, int channels, uint32_t seed) {
  ImageBuffer image(width, height, channels);
  for (uint8_t& value : image.pixels) {
    seed = seed * 1664525U + 1013904223U;
    value = static_cast<uint8_t>(seed >> 24);
  }
  return image;
}

std::string tiffWithOrientation(int orientation, bool littleEndian) {
  const auto u16 = [&](int value) {
    const std::string high(1, static_cast<char>(value >> 8));
    const std::string low(1, static_cast<char>(value & 0xFF));
    return littleEndian ? low + high : high + low;
  };
  const auto u32 = [&](int value) { return littleEndian ? u16(value) + u16(0) : u16(0) + u16(value); };
  const std::string entry = u16(0x0112) + u16(3) + u32(1) + u16(orientation) + u16(0);
  return (littleEndian ? "II" : "MM") + u16(42) + u32(8) + u16(1) + entry + u32(0);
}

}  // namespace unmask::test
