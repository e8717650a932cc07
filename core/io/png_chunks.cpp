#include "core/io/png_chunks.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "core/io/byte_order.h"

namespace unmask {

namespace {

constexpr std::array<uint8_t, 8> kSignature{0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr size_t kTypeBytes = 4;
constexpr size_t kFrameBytes = 12;  // length, type, CRC
constexpr uint32_t kMaxLength = 0x7FFFFFFF;

uint32_t crcOf(std::span<const std::byte> bytes) {
  return static_cast<uint32_t>(::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

void appendBigEndian32(std::vector<std::byte>& out, uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::byte>(value >> shift & 0xFF));
}

bool isChunkType(std::string_view type) {
  return std::all_of(type.begin(), type.end(),
                     [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

}  // namespace

bool hasPngSignature(std::span<const std::byte> bytes) {
  return bytes.size() >= kSignature.size() &&
         std::equal(kSignature.begin(), kSignature.end(), bytes.begin(),
                    [](uint8_t a, std::byte b) { return std::byte{a} == b; });
}

PngChunkReader::PngChunkReader(std::span<const std::byte> bytes, std::string nameForErrors)
    : m_rest(bytes), m_name(std::move(nameForErrors)), m_hasSignature(hasPngSignature(bytes)) {
  if (m_hasSignature) m_rest = m_rest.subspan(kSignature.size());
}

Error PngChunkReader::bad(const std::string& message, const std::string& key, const std::string& expected,
                          const std::string& found) const {
  return Error{.kind = ErrorKind::BadInput,
               .message = message,
               .file = m_name,
               .key = key,
               .expected = expected,
               .found = found};
}

Result<std::optional<PngChunk>> PngChunkReader::next() {
  if (!m_hasSignature)
    return bad("is not a PNG", "signature", "the eight bytes every PNG begins with", "something else");
  if (m_isDone) return std::optional<PngChunk>();
  const std::string key = "chunk " + std::to_string(m_count);
  if (m_rest.size() < kFrameBytes) {
    return bad("PNG is cut short", key, "a chunk or the end mark IEND",
               std::to_string(m_rest.size()) + " bytes");
  }
  const uint32_t length = readBigEndian32(m_rest, 0);
  const size_t room = m_rest.size() - kFrameBytes;
  if (length > kMaxLength || length > room) {
    return bad("PNG chunk is longer than the file", key, "at most " + std::to_string(room) + " bytes",
               std::to_string(length) + " bytes");
  }
  const auto typeBytes = m_rest.subspan(kTypeBytes, kTypeBytes);
  PngChunk chunk;
  chunk.type = {reinterpret_cast<const char*>(typeBytes.data()), typeBytes.size()};
  if (!isChunkType(chunk.type)) return bad("PNG chunk has no valid type", key, "four letters", "other bytes");
  if (m_count == 0 && chunk.type != "IHDR")
    return bad("PNG has no header", key, "IHDR", std::string(chunk.type));
  chunk.data = m_rest.subspan(2 * kTypeBytes, length);
  chunk.isIntact =
      crcOf(m_rest.subspan(kTypeBytes, kTypeBytes + length)) == readBigEndian32(m_rest, 8 + length);
  if (chunk.isCritical() && !chunk.isIntact) {
    return bad("PNG chunk is damaged", key + " (" + std::string(chunk.type) + ")", "its CRC", "another");
  }
  m_rest = m_rest.subspan(kFrameBytes + length);
  m_isDone = chunk.type == "IEND";
  ++m_count;
  return std::optional<PngChunk>(chunk);
}

void appendPngChunk(std::vector<std::byte>& out, std::string_view type, std::span<const std::byte> data) {
  assert(type.size() == kTypeBytes && data.size() <= kMaxLength);
  appendBigEndian32(out, static_cast<uint32_t>(data.size()));
  const size_t start = out.size();
  const auto typeBytes = std::as_bytes(std::span(type));
  out.insert(out.end(), typeBytes.begin(), typeBytes.end());
  out.insert(out.end(), data.begin(), data.end());
  appendBigEndian32(out, crcOf(std::span<const std::byte>(out).subspan(start)));
}

Result<std::vector<std::byte>> stripPng(std::span<const std::byte> bytes, const std::string& nameForErrors) {
  PngChunkReader reader(bytes, nameForErrors);
  std::vector<std::byte> out;
  out.reserve(bytes.size());
  out.insert(out.end(), bytes.begin(), bytes.begin() + std::min(bytes.size(), kSignature.size()));
  while (true) {
    UNMASK_TRY(const std::optional<PngChunk> chunk, reader.next());
    if (!chunk) return out;
    if (chunk->isCritical() || (chunk->type == "tRNS" && chunk->isIntact))
      appendPngChunk(out, chunk->type, chunk->data);
  }
}

}  // namespace unmask
