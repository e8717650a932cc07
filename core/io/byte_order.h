// Whole numbers as picture files store them. The caller has checked that they lie inside.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

namespace unmask {

inline uint32_t byteAt(std::span<const std::byte> bytes, size_t offset) {
  assert(offset < bytes.size());
  return std::to_integer<uint32_t>(bytes[offset]);
}

inline uint32_t readBigEndian16(std::span<const std::byte> bytes, size_t offset) {
  return byteAt(bytes, offset) << 8 | byteAt(bytes, offset + 1);
}

inline uint32_t readBigEndian32(std::span<const std::byte> bytes, size_t offset) {
  return readBigEndian16(bytes, offset) << 16 | readBigEndian16(bytes, offset + 2);
}

inline uint32_t readLittleEndian16(std::span<const std::byte> bytes, size_t offset) {
  return byteAt(bytes, offset) | byteAt(bytes, offset + 1) << 8;
}

inline uint32_t readLittleEndian32(std::span<const std::byte> bytes, size_t offset) {
  return readLittleEndian16(bytes, offset) | readLittleEndian16(bytes, offset + 2) << 16;
}

}  // namespace unmask
