// Layout: TIFF 6.0, section 2; the orientation tag: Exif 2.3, 4.6.4 A.
#include "core/io/exif.h"

#include <algorithm>
#include <optional>

#include "core/io/byte_order.h"

namespace unmask {

namespace {

constexpr uint32_t kOrientationTag = 0x0112;
constexpr uint32_t kShortType = 3;
constexpr size_t kHeaderBytes = 8;
constexpr size_t kEntryBytes = 12;

/// Reads in the byte order the TIFF header names; nothing outside the block.
class TiffReader {
 public:
  explicit TiffReader(std::span<const std::byte> bytes) : m_bytes(bytes) {}

  bool readHeader() {
    if (m_bytes.size() < kHeaderBytes) return false;
    const uint32_t order = readBigEndian16(m_bytes, 0);
    m_isLittleEndian = order == 0x4949;
    return (m_isLittleEndian || order == 0x4D4D) && u16(2) == 42;
  }
  std::optional<uint32_t> u16(size_t offset) const {
    if (m_bytes.size() < 2 || offset > m_bytes.size() - 2) return std::nullopt;
    return m_isLittleEndian ? readLittleEndian16(m_bytes, offset) : readBigEndian16(m_bytes, offset);
  }
  std::optional<uint32_t> u32(size_t offset) const {
    if (m_bytes.size() < 4 || offset > m_bytes.size() - 4) return std::nullopt;
    return m_isLittleEndian ? readLittleEndian32(m_bytes, offset) : readBigEndian32(m_bytes, offset);
  }

 private:
  std::span<const std::byte> m_bytes;
  bool m_isLittleEndian = false;
};

}  // namespace

int exifOrientation(std::span<const std::byte> tiff) {
  TiffReader reader(tiff);
  if (!reader.readHeader()) return 1;
  const size_t directory = reader.u32(4).value_or(0);
  const uint32_t entries = reader.u16(directory).value_or(0);
  for (size_t i = 0; i < entries; ++i) {
    const size_t entry = directory + 2 + i * kEntryBytes;
    const std::optional<uint32_t> tag = reader.u16(entry);
    if (!tag) break;
    if (*tag != kOrientationTag || reader.u16(entry + 2) != kShortType || reader.u32(entry + 4) != 1u)
      continue;
    const uint32_t value = reader.u16(entry + 8).value_or(1);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

ImageBuffer turnUpright(ImageBuffer image, int orientation) {
  if (orientation <= 1 || orientation > 8 || image.empty()) return image;
  const bool swapsSides = orientation >= 5;
  const bool flipsX = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  const bool flipsY = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  ImageBuffer upright(swapsSides ? image.height : image.width, swapsSides ? image.width : image.height,
                      image.channels);
  for (int y = 0; y < upright.height; ++y) {
    for (int x = 0; x < upright.width; ++x) {
      int storedX = swapsSides ? y : x;
      int storedY = swapsSides ? x : y;
      if (flipsX) storedX = image.width - 1 - storedX;
      if (flipsY) storedY = image.height - 1 - storedY;
      std::copy_n(image.at(storedX, storedY), image.channels, upright.at(x, y));
    }
  }
  return upright;
}

}  // namespace unmask
