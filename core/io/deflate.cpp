#include "core/io/deflate.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

namespace unmask {

namespace {

constexpr size_t kBufferBytes = 65536;

Bytef* input(std::span<const std::byte> bytes) {
  return reinterpret_cast<Bytef*>(const_cast<std::byte*>(bytes.data()));
}

/// zlib counts its input in 32 bits: hands over the next part of `rest` once the last one is used up.
void refill(z_stream& stream, std::span<const std::byte>& rest) {
  if (stream.avail_in != 0) return;
  const size_t size = std::min<size_t>(rest.size(), std::numeric_limits<uInt>::max());
  stream.next_in = input(rest);
  stream.avail_in = static_cast<uInt>(size);
  rest = rest.subspan(size);
}

}  // namespace

std::vector<std::byte> deflated(std::span<const std::byte> bytes, int level) {
  z_stream stream{};
  if (deflateInit(&stream, level) != Z_OK) throw std::bad_alloc();
  std::vector<std::byte> out;
  int status = Z_OK;
  while (status == Z_OK) {
    refill(stream, bytes);
    const size_t filled = out.size();
    out.resize(filled + kBufferBytes);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + filled);
    stream.avail_out = kBufferBytes;
    status = deflate(&stream, bytes.empty() ? Z_FINISH : Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
  }
  deflateEnd(&stream);
  return out;
}

std::optional<std::vector<std::byte>> inflateBounded(std::span<const std::byte> bytes, size_t maxBytes) {
  z_stream stream{};
  if (inflateInit(&stream) != Z_OK) return std::nullopt;
  std::vector<std::byte> out;
  int status = Z_OK;
  while (status == Z_OK && out.size() <= maxBytes) {
    refill(stream, bytes);
    const size_t filled = out.size();
    out.resize(filled + kBufferBytes);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + filled);
    stream.avail_out = kBufferBytes;
    status = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END || out.size() > maxBytes) return std::nullopt;
  return out;
}

}  // namespace unmask
