#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <limits>
#include <optional>

#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"
#include "core/io/png_chunks.h"
#include "core/io/utf8.h"

namespace unmask {

namespace {

constexpr std::string_view kSignature = "\x89PNG\r\n\x1A\n";
constexpr size_t kMaxKeywordBytes = 79;
/// libpng refuses to open a picture with a longer chunk than this (PNG_USER_CHUNK_MALLOC_MAX); Pillow allows
/// more.
constexpr size_t kMaxTextBytes = 7'900'000;
constexpr size_t kIdatBytes = size_t{1} << 20;

Error badText(const std::string& key, const std::string& expected) {
  return Error{.kind = ErrorKind::Usage,
               .message = "text cannot be written into a PNG",
               .key = key,
               .expected = expected};
}

bool isAscii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// W3C PNG 11.3.4.2: printable, no leading, trailing or doubled space. We keep to ASCII.
bool isKeyword(const std::string& key) {
  if (key.empty() || key.size() > kMaxKeywordBytes || key.front() == ' ' || key.back() == ' ') return false;
  if (key.find("  ") != std::string::npos) return false;
  return std::all_of(key.begin(), key.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

Result<void> appendText(std::vector<std::byte>& out, const std::string& key, const std::string& text) {
  if (!isKeyword(key)) return badText(key, "a key of 1 to 79 printable ASCII characters");
  if (text.find('\0') != std::string::npos) return badText(key, "no NUL");
  if (!isUtf8(text)) return badText(key, "UTF-8");
  if (text.size() > kMaxTextBytes) return badText(key, "at most " + std::to_string(kMaxTextBytes) + " bytes");
  // Keys in a namespace of ours always go into iTXt; foreign readers expect plain ASCII texts in tEXt.
  const bool isInternational = !isAscii(text) || key.find(':') != std::string::npos;
  std::string data = key + '\0';
  if (isInternational)
    data += std::string(4, '\0');  // not compressed, method 0, no language, no translated key
  data += text;
  appendPngChunk(out, isInternational ? "iTXt" : "tEXt", std::as_bytes(std::span(data)));
  return {};
}

// --- pixels: adaptive filters (W3C PNG 9), then one zlib stream
// -------------------------------------------------------

int paeth(int left, int above, int aboveLeft) {
  const int estimate = left + above - aboveLeft;
  const int toLeft = std::abs(estimate - left);
  const int toAbove = std::abs(estimate - above);
  const int toAboveLeft = std::abs(estimate - aboveLeft);
  if (toLeft <= toAbove && toLeft <= toAboveLeft) return left;
  return toAbove <= toAboveLeft ? above : aboveLeft;
}

/// One row under filter type 0 … 4, the type byte first. `above` is null for the first row.
void filterRow(int type, const uint8_t* row, const uint8_t* above, size_t rowBytes, size_t pixelBytes,
               std::vector<uint8_t>& out) {
  out.resize(rowBytes + 1);
  out[0] = static_cast<uint8_t>(type);
  for (size_t i = 0; i < rowBytes; ++i) {
    const int left = i >= pixelBytes ? row[i - pixelBytes] : 0;
    const int up = above != nullptr ? above[i] : 0;
    const int upLeft = above != nullptr && i >= pixelBytes ? above[i - pixelBytes] : 0;
    int prediction = 0;
    if (type == 1) prediction = left;
    if (type == 2) prediction = up;
    if (type == 3) prediction = (left + up) / 2;
    if (type == 4) prediction = paeth(left, up, upLeft);
    out[i + 1] = static_cast<uint8_t>(row[i] - prediction);
  }
}

/// The usual heuristic: the filter whose output, as signed bytes, has the smallest sum of magnitudes.
uint64_t filterCost(const std::vector<uint8_t>& filtered) {
  uint64_t sum = 0;
  for (size_t i = 1; i < filtered.size(); ++i)
    sum += static_cast<uint64_t>(std::abs(static_cast<int8_t>(filtered[i])));
  return sum;
}

std::vector<uint8_t> filterImage(const ImageBuffer& image) {
  const size_t pixelBytes = static_cast<size_t>(image.channels);
  const size_t rowBytes = static_cast<size_t>(image.width) * pixelBytes;
  std::vector<uint8_t> out;
  out.reserve((rowBytes + 1) * static_cast<size_t>(image.height));
  std::vector<uint8_t> candidate;
  std::vector<uint8_t> best;
  for (int y = 0; y < image.height; ++y) {
    uint64_t bestCost = std::numeric_limits<uint64_t>::max();
    for (int type = 0; type <= 4; ++type) {
      filterRow(type, image.at(0, y), y > 0 ? image.at(0, y - 1) : nullptr, rowBytes, pixelBytes, candidate);
      const uint64_t cost = filterCost(candidate);
      if (cost >= bestCost) continue;
      bestCost = cost;
      best.swap(candidate);
    }
    out.insert(out.end(), best.begin(), best.end());
  }
  return out;
}

std::optional<std::vector<std::byte>> deflated(const std::vector<uint8_t>& raw) {
  uLongf size = compressBound(static_cast<uLong>(raw.size()));
  std::vector<std::byte> out(size);
  const int status =
      compress2(reinterpret_cast<Bytef*>(out.data()), &size, raw.data(), static_cast<uLong>(raw.size()), 6);
  if (status != Z_OK) return std::nullopt;
  out.resize(size);
  return out;
}

std::array<std::byte, 13> makeHeader(const ImageBuffer& image) {
  std::array<std::byte, 13> header{};
  for (size_t i = 0; i < 4; ++i) {
    header[i] = static_cast<std::byte>(image.width >> (24 - 8 * i) & 0xFF);
    header[4 + i] = static_cast<std::byte>(image.height >> (24 - 8 * i) & 0xFF);
  }
  header[8] = std::byte{8};
  header[9] = image.channels == 1 ? std::byte{0} : image.channels == 3 ? std::byte{2} : std::byte{6};
  return header;
}

bool isWritable(const ImageBuffer& image) {
  const bool hasChannels = image.channels == 1 || image.channels == 3 || image.channels == 4;
  if (!hasChannels || image.width <= 0 || image.height <= 0) return false;
  return image.pixels.size() == static_cast<size_t>(image.width) * static_cast<size_t>(image.height) *
                                    static_cast<size_t>(image.channels);
}

}  // namespace

Result<std::vector<std::byte>> encodePng(const ImageBuffer& image, const PngTexts& texts) {
  if (!isWritable(image)) {
    return Error{.kind = ErrorKind::Internal,
                 .message = "picture cannot be written",
                 .expected = "1, 3 or 4 channels and as many bytes as its size needs",
                 .found = std::to_string(image.width) + "x" + std::to_string(image.height) + "x" +
                          std::to_string(image.channels) + ", " + std::to_string(image.pixels.size()) +
                          " bytes"};
  }
  const std::optional<std::vector<std::byte>> pixels = deflated(filterImage(image));
  if (!pixels) return Error{.kind = ErrorKind::Internal, .message = "picture could not be compressed"};

  const auto signature = std::as_bytes(std::span(kSignature));
  std::vector<std::byte> out(signature.begin(), signature.end());
  appendPngChunk(out, "IHDR", makeHeader(image));
  for (const auto& [key, text] : texts) UNMASK_CHECK(appendText(out, key, text));
  for (std::span<const std::byte> rest = *pixels; !rest.empty();) {
    const size_t size = std::min(rest.size(), kIdatBytes);
    appendPngChunk(out, "IDAT", rest.first(size));
    rest = rest.subspan(size);
  }
  appendPngChunk(out, "IEND", {});
  return out;
}

Result<void> savePng(const std::filesystem::path& path, const ImageBuffer& image, const PngTexts& texts) {
  auto bytes = encodePng(image, texts);
  if (!bytes) {
    Error error = std::move(bytes).error();
    error.file = path.string();
    return error;
  }
  return writeFileAtomically(path, std::span<const std::byte>(*bytes));
}

}  // namespace unmask
