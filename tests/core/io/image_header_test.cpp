#include "core/io/image_header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/io/test_files.h"
#include "tests/core/io/test_pngs.h"

namespace unmask {
namespace {

using test::bytesOf;
using test::ihdr;
using test::pngOf;
using test::tiffWithOrientation;

/// SOI, one APP1 with EXIF, SOF0 of 2 rows by 3 columns, SOS, some scan, EOI.
std::string jpegHeaderOf(int width, int height, int channels, int orientation) {
  const auto u16 = [](size_t value) {
    return std::string{static_cast<char>(value >> 8), static_cast<char>(value & 0xFF)};
  };
  const std::string exif = std::string("Exif\0\0", 6) + tiffWithOrientation(orientation, false);
  const std::string frame = "\x08" + u16(static_cast<size_t>(height)) + u16(static_cast<size_t>(width)) +
                            static_cast<char>(channels) +
                            std::string(static_cast<size_t>(channels) * 3, '\x11');
  std::string file = "\xFF\xD8\xFF\xE1";
  file += u16(exif.size() + 2) + exif;
  file += "\xFF\xC0" + u16(frame.size() + 2) + frame;
  file += "\xFF\xDA" + u16(2) + "scan\xFF\xD9";
  return file;
}

std::string riff(const std::string& chunks) {
  return "RIFF" + std::string("\x20\0\0\0", 4) + "WEBP" + chunks;
}

std::string riffChunk(const std::string& type, const std::string& data) {
  std::string length;
  for (int shift = 0; shift < 32; shift += 8) length += static_cast<char>(data.size() >> shift & 0xFF);
  return type + length + data + std::string(data.size() % 2, '\0');
}

std::string vp8(int width, int height) {
  const auto u16 = [](int value) {
    return std::string{static_cast<char>(value & 0xFF), static_cast<char>(value >> 8)};
  };
  return riffChunk("VP8 ", std::string(3, '\0') + "\x9D\x01\x2A" + u16(width) + u16(height) + "x");
}

ImageHeader headerOf(const std::string& file) {
  const auto header = readImageHeader(bytesOf(file), "f");
  EXPECT_TRUE(header.ok()) << (header.ok() ? "" : header.error().text());
  return header.ok() ? *header : ImageHeader{};
}

TEST(ImageHeader, ReadsPng) {
  const ImageHeader header =
      headerOf(pngOf({ihdr(300, 200, 8, 0), test::pngChunk("eXIf", tiffWithOrientation(6, true))}));
  EXPECT_EQ(header.format, ImageFormat::Png);
  EXPECT_EQ(header.width, 300);
  EXPECT_EQ(header.height, 200);
  EXPECT_EQ(header.orientation, 6);
  EXPECT_TRUE(header.isGrey);
  EXPECT_FALSE(headerOf(pngOf({ihdr(3, 2, 8, 6)})).isGrey);
}

TEST(ImageHeader, ReadsJpeg) {
  const ImageHeader header = headerOf(jpegHeaderOf(640, 480, 3, 8));
  EXPECT_EQ(header.format, ImageFormat::Jpeg);
  EXPECT_EQ(header.width, 640);
  EXPECT_EQ(header.height, 480);
  EXPECT_EQ(header.orientation, 8);
  EXPECT_FALSE(header.isGrey);
  EXPECT_TRUE(headerOf(jpegHeaderOf(1, 1, 1, 1)).isGrey);
}

TEST(ImageHeader, ReadsEveryKindOfWebp) {
  const ImageHeader lossy = headerOf(riff(vp8(300, 200)));
  EXPECT_EQ(lossy.format, ImageFormat::WebP);
  EXPECT_EQ(lossy.width, 300);
  EXPECT_EQ(lossy.height, 200);
  const ImageHeader lossless = headerOf(riff(riffChunk("VP8L", std::string("\x2F\xFF\xC0\x07\x00", 5))));
  EXPECT_EQ(lossless.width, 256);
  EXPECT_EQ(lossless.height, 32);
  const std::string canvas = riffChunk("VP8X", std::string("\x08\0\0\0\x2B\x01\0\xC7\0\0", 10));
  const ImageHeader extended =
      headerOf(riff(canvas + vp8(300, 200) + riffChunk("EXIF", tiffWithOrientation(3, true))));
  EXPECT_EQ(extended.width, 300);
  EXPECT_EQ(extended.height, 200);
  EXPECT_EQ(extended.orientation, 3);
}

TEST(ImageHeader, RefusesEveryTruncation) {
  for (const std::string& file :
       {pngOf({ihdr(3, 2), test::idat("x")}), jpegHeaderOf(3, 2, 3, 1), riff(vp8(3, 2))}) {
    const size_t least = file.size() - (file.starts_with("RIFF") ? 1 : 0);  // its last byte is padding
    for (size_t length = 0; length < least; ++length) {
      const std::string cut = file.substr(0, length);
      const auto header = readImageHeader(bytesOf(cut), "f");
      ASSERT_FALSE(header) << length << " of " << file.size();
      EXPECT_EQ(header.error().file, "f");
    }
  }
}

TEST(ImageHeader, RefusesImpossibleSizes) {
  for (const std::string& file : {pngOf({ihdr(0, 5)}), pngOf({ihdr(5, 0)}), pngOf({ihdr(0x80000000U, 1)}),
                                  jpegHeaderOf(0, 5, 3, 1), riff(vp8(0, 5))}) {
    const auto header = readImageHeader(bytesOf(file), "f");
    ASSERT_FALSE(header);
    EXPECT_EQ(header.error().kind, ErrorKind::BadInput);
    EXPECT_EQ(header.error().key, "size");
  }
}

TEST(ImageHeader, RefusesOtherFormats) {
  for (const std::string file : {"", "GIF89a", "BM", "<svg/>", "RIFFxxxxWAVE", "\x89PNG"}) {
    const auto header = readImageHeader(bytesOf(file), "f");
    ASSERT_FALSE(header);
    EXPECT_EQ(header.error().kind, ErrorKind::Unsupported);
    EXPECT_EQ(header.error().expected, "PNG, JPEG or WebP");
  }
}

}  // namespace
}  // namespace unmask
