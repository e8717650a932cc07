#include "core/project/contents.h"

#include <algorithm>

#include "core/io/deflate.h"
#include "core/io/image_codec.h"
#include "core/io/png_metadata.h"
#include "core/io/sha256.h"
#include "core/project/database.h"
#include "core/project/trace_bytes.h"

namespace unmask {

namespace {

using Hash = Sha256::Digest;

enum Kind : int { kPng = 1, kRawPicture = 2, kCellMask = 3, kTrace = 4 };

constexpr int kFast = 1;
constexpr int64_t kMaxPngPixels = int64_t{1} << 20;
constexpr int64_t kMaxPixels = kMaxKeptPixels;
constexpr int kMaxGridSide = 1024;
constexpr size_t kMaxTraceBytes = size_t{512} << 20;
constexpr ImageLimits kPngLimits{.maxBytes = int64_t{16} << 20, .maxPixels = kMaxPngPixels};

void append32(std::vector<std::byte>& out, int64_t value) {
  for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<std::byte>(value >> shift & 0xFF));
}

int64_t read32(std::span<const std::byte> bytes, size_t offset) {
  int64_t value = 0;
  for (size_t i = 0; i < 4; ++i) value |= std::to_integer<int64_t>(bytes[offset + i]) << (8 * i);
  return value;
}

/// What tells one content from another before its bytes: a word and the sizes.
std::vector<std::byte> head(std::string_view word, std::initializer_list<int64_t> sizes) {
  const auto letters = std::as_bytes(std::span(word));
  std::vector<std::byte> out(letters.begin(), letters.end());
  for (const int64_t size : sizes) append32(out, size);
  return out;
}

Hash hashOf(const ImageBuffer& image) {
  return Sha256()
      .add(head("picture", {image.width, image.height, image.channels}))
      .add(std::as_bytes(std::span(image.pixels)))
      .finish();
}

Hash hashOf(const CellMask& mask) {
  return Sha256()
      .add(head("cells", {mask.height, mask.width}))
      .add(std::as_bytes(std::span(mask.cells)))
      .finish();
}

Hash hashOfTrace(std::span<const std::byte> bytes) {
  return Sha256().add(head("trace", {})).add(bytes).finish();
}

Error tooLarge(const std::string& what, const std::string& most, const std::string& found) {
  return Error{.kind = ErrorKind::Unsupported,
               .message = what + " is too large to be kept",
               .expected = most,
               .found = found};
}

void checkPicture(const ImageBuffer& image) {
  const int64_t pixels = int64_t{image.width} * image.height;
  if (image.width > 0 && image.height > 0 && pixels > kMaxPixels) {
    throw Fault{
        tooLarge("the picture", "at most " + std::to_string(kMaxPixels) + " pixels", std::to_string(pixels))};
  }
  const bool hasChannels = image.channels == 1 || image.channels == 3 || image.channels == 4;
  if (!hasChannels || pixels <= 0 || image.pixels.size() != static_cast<size_t>(pixels * image.channels)) {
    throw Fault{Error{.kind = ErrorKind::Internal, .message = "the picture contradicts itself"}};
  }
}

/// Sizes as three numbers, then the pixels as a zlib stream.
std::vector<std::byte> packPicture(const ImageBuffer& image) {
  std::vector<std::byte> out = head({}, {image.width, image.height, image.channels});
  const auto stream = deflated(std::as_bytes(std::span(image.pixels)), kFast);
  out.insert(out.end(), stream.begin(), stream.end());
  return out;
}

std::optional<ImageBuffer> unpackPicture(std::span<const std::byte> bytes) {
  if (bytes.size() < 12) return std::nullopt;
  const int64_t width = read32(bytes, 0);
  const int64_t height = read32(bytes, 4);
  const int64_t channels = read32(bytes, 8);
  const bool isSane = width >= 1 && height >= 1 && width <= kMaxPixels && height <= kMaxPixels / width &&
                      (channels == 1 || channels == 3 || channels == 4);
  if (!isSane) return std::nullopt;
  const auto size = static_cast<size_t>(width * height * channels);
  const auto plain = inflateBounded(bytes.subspan(12), size);
  if (!plain || plain->size() != size) return std::nullopt;
  ImageBuffer image;
  image.width = static_cast<int>(width);
  image.height = static_cast<int>(height);
  image.channels = static_cast<int>(channels);
  image.pixels.resize(size);
  std::transform(plain->begin(), plain->end(), image.pixels.begin(),
                 [](std::byte b) { return std::to_integer<uint8_t>(b); });
  return image;
}

std::optional<CellMask> unpackMask(std::span<const std::byte> bytes) {
  if (bytes.size() < 8) return std::nullopt;
  const int64_t height = read32(bytes, 0);
  const int64_t width = read32(bytes, 4);
  if (height < 1 || width < 1 || height > kMaxGridSide || width > kMaxGridSide) return std::nullopt;
  CellMask mask(static_cast<int>(height), static_cast<int>(width));
  const auto plain = inflateBounded(bytes.subspan(8), mask.cells.size());
  if (!plain || plain->size() != mask.cells.size()) return std::nullopt;
  for (size_t i = 0; i < mask.cells.size(); ++i) {
    mask.cells[i] = std::to_integer<uint8_t>((*plain)[i]);
    if (mask.cells[i] > 1) return std::nullopt;
  }
  return mask;
}

}  // namespace

struct Contents::Row {
  int64_t kind = 0;
  Hash hash{};
  std::vector<std::byte> bytes;
};

std::optional<int64_t> Contents::find(std::span<const std::byte> hash) {
  SQLite::Statement query(m_db, "SELECT id FROM contents WHERE hash = ?");
  bindBytes(query, 1, hash);
  if (!query.executeStep()) return std::nullopt;
  return integerAt(query, 0);
}

int64_t Contents::insert(std::span<const std::byte> hash, int kind, std::span<const std::byte> bytes) {
  SQLite::Statement statement(m_db, "INSERT INTO contents(hash, kind, bytes) VALUES(?, ?, ?)");
  bindBytes(statement, 1, hash);
  statement.bind(2, kind);
  bindBytes(statement, 3, bytes);
  statement.exec();
  return m_db.getLastInsertRowid();
}

std::optional<int64_t> Contents::store(const SharedPicture& picture) {
  if (!picture || picture->empty()) return std::nullopt;
  checkPicture(*picture);
  const Hash hash = hashOf(*picture);
  if (const auto id = find(hash)) return id;
  if (int64_t{picture->width} * picture->height <= kMaxPngPixels)
    return insert(hash, kPng, orThrow(encodePng(*picture)));
  return insert(hash, kRawPicture, packPicture(*picture));
}

std::optional<int64_t> Contents::store(const CellMask& mask) {
  if (mask.empty()) return std::nullopt;
  if (mask.height > kMaxGridSide || mask.width > kMaxGridSide)
    throw Fault{
        tooLarge("the grid", "at most 1024 cells a side", std::to_string(std::max(mask.height, mask.width)))};
  const Hash hash = hashOf(mask);
  if (const auto id = find(hash)) return id;
  std::vector<std::byte> bytes = head({}, {mask.height, mask.width});
  const auto stream = deflated(std::as_bytes(std::span(mask.cells)), kFast);
  bytes.insert(bytes.end(), stream.begin(), stream.end());
  return insert(hash, kCellMask, bytes);
}

std::optional<int64_t> Contents::store(const std::shared_ptr<const Trace>& trace) {
  if (!trace || trace->states.empty()) return std::nullopt;
  const std::vector<std::byte> plain = orThrow(traceToBytes(*trace));
  if (plain.size() > kMaxTraceBytes)
    throw Fault{tooLarge("the recorded run", "at most " + std::to_string(kMaxTraceBytes) + " bytes",
                         std::to_string(plain.size()))};
  const Hash hash = hashOfTrace(plain);
  if (const auto id = find(hash)) return id;
  return insert(hash, kTrace, deflated(plain, kFast));
}

Contents::Row Contents::read(int64_t id) {
  SQLite::Statement query(m_db, "SELECT kind, hash, bytes FROM contents WHERE id = ?");
  query.bind(1, id);
  if (!query.executeStep()) damaged("a missing content");
  Row row;
  row.kind = integerAt(query, 0);
  const auto hash = bytesAt(query, 1);
  if (hash.size() != row.hash.size()) damaged("a hash of another length");
  std::copy(hash.begin(), hash.end(), row.hash.begin());
  const auto bytes = bytesAt(query, 2);
  row.bytes.assign(bytes.begin(), bytes.end());
  return row;
}

SharedPicture Contents::picture(std::optional<int64_t> id) {
  if (!id) return nullptr;
  if (const auto known = m_pictures.find(*id); known != m_pictures.end()) return known->second;
  const Row row = read(*id);
  ImageBuffer image;
  if (row.kind == kPng) {
    auto decoded = decodeImage(row.bytes, m_path.string(), true, kPngLimits);
    if (!decoded) damaged("a picture: " + decoded.error().message);
    image = *std::move(decoded);
  } else if (row.kind == kRawPicture) {
    auto unpacked = unpackPicture(row.bytes);
    if (!unpacked) damaged("a picture that is not whole");
    image = *std::move(unpacked);
  } else {
    damaged("something else in the place of a picture");
  }
  if (hashOf(image) != row.hash) damaged("a picture with another hash");
  return m_pictures[*id] = std::make_shared<const ImageBuffer>(std::move(image));
}

CellMask Contents::cellMask(std::optional<int64_t> id) {
  if (!id) return {};
  const Row row = read(*id);
  std::optional<CellMask> mask = row.kind == kCellMask ? unpackMask(row.bytes) : std::nullopt;
  if (!mask || hashOf(*mask) != row.hash) damaged("a set of cells that is not whole");
  return *std::move(mask);
}

std::shared_ptr<const Trace> Contents::trace(std::optional<int64_t> id) {
  if (!id) return nullptr;
  const Row row = read(*id);
  const auto plain = row.kind == kTrace ? inflateBounded(row.bytes, kMaxTraceBytes) : std::nullopt;
  if (!plain || hashOfTrace(*plain) != row.hash) damaged("a recorded run that is not whole");
  return std::make_shared<const Trace>(orThrow(traceFromBytes(*plain, m_path.string())));
}

int64_t Contents::storedBytes(std::optional<int64_t> id) {
  if (!id) return 0;
  SQLite::Statement query(m_db, "SELECT length(bytes) FROM contents WHERE id = ?");
  query.bind(1, *id);
  return query.executeStep() ? integerAt(query, 0) : 0;
}

void Contents::damaged(const std::string& what) const {
  throw Fault{Error{.kind = ErrorKind::BadInput,
                    .message = "a part of the file is damaged",
                    .file = m_path.string(),
                    .found = what}};
}

StoredRequest storeRequest(Contents& contents, const GenerationRequest& request) {
  if (request.picture.empty()) return {requestToJson(request), std::nullopt};
  GenerationRequest rest = request;
  const auto picture = std::make_shared<const ImageBuffer>(std::exchange(rest.picture, {}));
  return {requestToJson(rest), contents.store(picture)};
}

GenerationRequest loadRequest(Contents* contents, const StoredRequest& stored, const std::string& where) {
  GenerationRequest request = orThrow(requestFromJson(stored.json, where));
  if (contents != nullptr && stored.picture) request.picture = *contents->picture(stored.picture);
  return request;
}

}  // namespace unmask
