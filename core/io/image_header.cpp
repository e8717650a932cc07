#include "core/io/image_header.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>

#include "core/io/byte_order.h"
#include "core/io/exif.h"
#include "core/io/png_chunks.h"

namespace unmask {

namespace {

using Bytes = std::span<const std::byte>;

bool startsWith(Bytes bytes, std::string_view head, size_t offset = 0) {
  if (offset > bytes.size() || bytes.size() - offset < head.size()) return false;
  return std::equal(head.begin(), head.end(), bytes.begin() + static_cast<std::ptrdiff_t>(offset),
                    [](char a, std::byte b) { return static_cast<std::byte>(a) == b; });
}

Error badHeader(const std::string& name, const std::string& message, const std::string& key,
                const std::string& expected, const std::string& found) {
  return Error{.kind = ErrorKind::BadInput,
               .message = message,
               .file = name,
               .key = key,
               .expected = expected,
               .found = found};
}

Error cutShort(const std::string& name, const std::string& format) {
  return badHeader(name, format + " is cut short", "header", "the picture's size", "the end of the file");
}

Result<ImageHeader> withSize(ImageHeader header, uint32_t width, uint32_t height, const std::string& name) {
  constexpr uint32_t kMaxSide = std::numeric_limits<int>::max();
  if (width == 0 || height == 0 || width > kMaxSide || height > kMaxSide) {
    return badHeader(name, "picture has an impossible size", "size", "sides of at least 1 pixel",
                     std::to_string(width) + "x" + std::to_string(height));
  }
  header.width = static_cast<int>(width);
  header.height = static_cast<int>(height);
  return header;
}

// --- PNG: IHDR first, eXIf anywhere before IEND
// -----------------------------------------------------------------

Result<ImageHeader> readPngHeader(Bytes bytes, const std::string& name) {
  PngChunkReader reader(bytes, name);
  ImageHeader header{.format = ImageFormat::Png};
  UNMASK_TRY(const std::optional<PngChunk> first, reader.next());
  if (first->data.size() != 13) {
    return badHeader(name, "PNG has a malformed header", "IHDR", "13 bytes",
                     std::to_string(first->data.size()) + " bytes");
  }
  header.isGrey = byteAt(first->data, 9) == 0;  // colour type
  UNMASK_TRY(header,
             withSize(header, readBigEndian32(first->data, 0), readBigEndian32(first->data, 4), name));
  while (true) {
    UNMASK_TRY(const std::optional<PngChunk> chunk, reader.next());
    if (!chunk) return header;
    if (chunk->type == "eXIf" && chunk->isIntact) header.orientation = exifOrientation(chunk->data);
  }
}

// --- JPEG: segments up to the frame header; EXIF is in an APP1 before it
// ------------------------------------------

bool isFrameHeader(uint32_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool standsAlone(uint32_t marker) {
  return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

/// A picture whose scan is not ended by EOI would decode to a partly grey one without a complaint.
bool hasEndOfImage(Bytes scan) {
  for (size_t i = 0; i + 1 < scan.size(); ++i) {
    if (byteAt(scan, i) == 0xFF && byteAt(scan, i + 1) == 0xD9) return true;
  }
  return false;
}

Result<ImageHeader> readJpegHeader(Bytes bytes, const std::string& name) {
  ImageHeader header{.format = ImageFormat::Jpeg};
  bool hasFrame = false;
  size_t at = 2;
  while (at + 4 <= bytes.size()) {
    if (byteAt(bytes, at) != 0xFF) {
      return badHeader(name, "JPEG is damaged", "byte " + std::to_string(at), "a marker", "other bytes");
    }
    const uint32_t marker = byteAt(bytes, at + 1);
    if (marker == 0xFF || standsAlone(marker)) {  // padding, or a marker without a segment
      at += marker == 0xFF ? 1 : 2;
      continue;
    }
    const size_t length = readBigEndian16(bytes, at + 2);
    if (length < 2 || length > bytes.size() - at - 2) break;
    const Bytes segment = bytes.subspan(at + 4, length - 2);
    at += 2 + length;
    if (marker == 0xE1 && startsWith(segment, std::string_view("Exif\0\0", 6))) {
      header.orientation = exifOrientation(segment.subspan(6));
    } else if (isFrameHeader(marker)) {
      if (segment.size() < 6) break;
      header.isGrey = byteAt(segment, 5) == 1;
      UNMASK_TRY(header, withSize(header, readBigEndian16(segment, 3), readBigEndian16(segment, 1), name));
      hasFrame = true;
    } else if (marker == 0xDA && hasFrame) {
      if (!hasEndOfImage(bytes.subspan(at))) break;
      return header;
    } else if (marker == 0xDA || marker == 0xD9) {
      break;
    }
  }
  return cutShort(name, "JPEG");
}

// --- WebP: RIFF chunks; VP8X tells the canvas, else the first VP8 or VP8L chunk the size
// ---------------------------

constexpr size_t kRiffHeaderBytes = 12;
constexpr size_t kRiffChunkHeaderBytes = 8;

uint32_t readLittleEndian24(Bytes bytes, size_t offset) {
  return readLittleEndian16(bytes, offset) | byteAt(bytes, offset + 2) << 16;
}

/// The size in one chunk: nullopt when that chunk holds none, BadInput when it should and does not.
Result<std::optional<ImageHeader>> readWebpSize(Bytes type, Bytes data, const ImageHeader& header,
                                                const std::string& name) {
  uint32_t width = 0;
  uint32_t height = 0;
  if (startsWith(type, "VP8X")) {
    if (data.size() < 10) return cutShort(name, "WebP");
    width = readLittleEndian24(data, 4) + 1;
    height = readLittleEndian24(data, 7) + 1;
  } else if (startsWith(type, "VP8L")) {
    if (data.size() < 5 || byteAt(data, 0) != 0x2F) return cutShort(name, "WebP");
    const uint32_t bits = readLittleEndian32(data, 1);
    width = (bits & 0x3FFF) + 1;
    height = (bits >> 14 & 0x3FFF) + 1;
  } else if (startsWith(type, "VP8 ")) {
    if (data.size() < 10 || !startsWith(data, "\x9D\x01\x2A", 3)) return cutShort(name, "WebP");
    width = readLittleEndian16(data, 6) & 0x3FFF;
    height = readLittleEndian16(data, 8) & 0x3FFF;
  } else {
    return std::optional<ImageHeader>();
  }
  UNMASK_TRY(const ImageHeader sized, withSize(header, width, height, name));
  return std::optional<ImageHeader>(sized);
}

Result<ImageHeader> readWebpHeader(Bytes bytes, const std::string& name) {
  ImageHeader header{.format = ImageFormat::WebP};
  std::optional<ImageHeader> sized;
  size_t at = kRiffHeaderBytes;
  while (bytes.size() - at >= kRiffChunkHeaderBytes) {
    const Bytes type = bytes.subspan(at, 4);
    const size_t length = readLittleEndian32(bytes, at + 4);
    at += kRiffChunkHeaderBytes;
    if (length > bytes.size() - at) return cutShort(name, "WebP");
    Bytes data = bytes.subspan(at, length);
    at = std::min(at + length + length % 2, bytes.size());
    if (!sized) {
      UNMASK_TRY(sized, readWebpSize(type, data, header, name));
    } else if (startsWith(type, "EXIF")) {
      if (startsWith(data, std::string_view("Exif\0\0", 6)))
        data = data.subspan(6);  // some writers keep JPEG's prefix
      sized->orientation = exifOrientation(data);
    }
  }
  if (!sized) return cutShort(name, "WebP");
  return *sized;
}

}  // namespace

Result<ImageHeader> readImageHeader(Bytes bytes, const std::string& nameForErrors) {
  if (hasPngSignature(bytes)) return readPngHeader(bytes, nameForErrors);
  if (startsWith(bytes, "\xFF\xD8\xFF")) return readJpegHeader(bytes, nameForErrors);
  if (startsWith(bytes, "RIFF") && startsWith(bytes, "WEBP", 8)) return readWebpHeader(bytes, nameForErrors);
  return Error{.kind = ErrorKind::Unsupported,
               .message = "is not a picture this program reads",
               .file = nameForErrors,
               .expected = "PNG, JPEG or WebP",
               .found = bytes.empty() ? "an empty file" : "something else"};
}

}  // namespace unmask
