// Format: https://github.com/huggingface/safetensors (README, "Format").
#include "core/io/safetensors.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <optional>

#include "core/io/io_error.h"
#include "core/io/strict_json.h"

namespace unmask {

namespace {

using nlohmann::json;

constexpr size_t kPrefixBytes = 8;
constexpr uint64_t kMaxHeaderBytes = 100'000'000;
constexpr size_t kMaxRank = 64;
constexpr char kMetadataKey[] = "__metadata__";

struct TypeRow {
  TensorType type;
  std::string_view name;
  size_t bytes;
};

constexpr std::array<TypeRow, 13> kTypes{{
    {TensorType::Bool, "BOOL", 1},
    {TensorType::U8, "U8", 1},
    {TensorType::I8, "I8", 1},
    {TensorType::I16, "I16", 2},
    {TensorType::U16, "U16", 2},
    {TensorType::F16, "F16", 2},
    {TensorType::BF16, "BF16", 2},
    {TensorType::I32, "I32", 4},
    {TensorType::U32, "U32", 4},
    {TensorType::F32, "F32", 4},
    {TensorType::F64, "F64", 8},
    {TensorType::I64, "I64", 8},
    {TensorType::U64, "U64", 8},
}};

const TypeRow& rowOf(TensorType type) {
  return *std::find_if(kTypes.begin(), kTypes.end(), [type](const TypeRow& row) { return row.type == type; });
}

/// What a file that is not safetensors looks like, from its first bytes; empty when that says nothing.
std::string guessFormat(std::string_view head) {
  if (head.starts_with("PK\x03\x04")) return "a zip archive, as PyTorch checkpoints are";
  if (head.size() >= 2 && head[0] == '\x80' && head[1] >= 2 && head[1] <= 5) return "a Python pickle";
  if (head.starts_with("GGUF")) return "a GGUF file";
  if (head.starts_with("version https://git-lfs")) return "a Git LFS pointer, not the file itself";
  if (head.starts_with("<")) return "a web page or XML";
  return {};
}

/// The checks on one file; every failure is a BadInput that names it.
class Parser {
 public:
  Parser(std::span<const std::byte> bytes, std::string name) : m_bytes(bytes), m_name(std::move(name)) {}

  Result<void> run();

  std::vector<TensorView> tensors;
  std::map<std::string, std::string> metadata;

 private:
  struct Span {
    uint64_t begin;
    uint64_t end;
    size_t tensor;
  };

  Error bad(const std::string& message, const std::string& key = {}, const std::string& expected = {},
            const std::string& found = {}) const {
    return Error{.kind = ErrorKind::BadInput,
                 .message = message,
                 .file = m_name,
                 .key = key,
                 .expected = expected,
                 .found = found};
  }

  Result<std::string_view> header();
  Result<void> readMetadata(const json& value);
  Result<void> readTensor(const std::string& name, const json& entry);
  Result<TensorType> readType(const std::string& name, const json& entry) const;
  Result<std::vector<int64_t>> readShape(const std::string& name, const json& entry) const;
  Result<Span> readOffsets(const std::string& name, const json& entry) const;
  Result<void> checkTiling();
  static std::optional<int64_t> bytesOf(const std::vector<int64_t>& shape, TensorType type);

  std::span<const std::byte> m_bytes;
  std::span<const std::byte> m_data;
  std::string m_name;
  std::vector<Span> m_spans;
};

Result<std::string_view> Parser::header() {
  const std::string_view text(reinterpret_cast<const char*>(m_bytes.data()), m_bytes.size());
  const auto notSafetensors = [&](const std::string& key, const std::string& expected,
                                  const std::string& found) {
    Error error = bad("is not a safetensors file", key, expected, found);
    const std::string guess = guessFormat(text.substr(0, 64));
    if (guess.empty()) return error;
    error.found = guess;
    error.remedy = "Only safetensors files are loaded";
    return error;
  };
  if (text.size() < kPrefixBytes) {
    return notSafetensors("header length", "8 bytes", std::to_string(text.size()) + " bytes");
  }
  uint64_t length = 0;
  for (size_t i = 0; i < kPrefixBytes; ++i) length |= uint64_t{static_cast<uint8_t>(text[i])} << (8 * i);
  if (length > kMaxHeaderBytes) {
    return notSafetensors("header length", "at most 100000000 bytes", std::to_string(length) + " bytes");
  }
  const size_t rest = text.size() - kPrefixBytes;
  if (length > rest) {
    return notSafetensors("header length", "at most the " + std::to_string(rest) + " bytes that follow",
                          std::to_string(length) + " bytes");
  }
  const auto headerText = text.substr(kPrefixBytes, static_cast<size_t>(length));
  if (!headerText.starts_with('{')) return notSafetensors("header", "a JSON object", "something else");
  m_data = m_bytes.subspan(kPrefixBytes + headerText.size());
  return headerText;
}

Result<void> Parser::run() {
  UNMASK_TRY(const std::string_view text, header());
  // A tensor takes ten values or so: this allows for some 400 000 tensors and bounds the memory of a hostile
  // header.
  UNMASK_TRY(const json root, parseStrictJson(text, m_name, {.maxDepth = 3, .maxValues = size_t{1} << 22}));
  tensors.reserve(root.size());
  for (const auto& [name, entry] : root.items()) {
    if (name == kMetadataKey) {
      UNMASK_CHECK(readMetadata(entry));
    } else {
      UNMASK_CHECK(readTensor(name, entry));
    }
  }
  return checkTiling();
}

Result<void> Parser::readMetadata(const json& value) {
  if (!value.is_object()) {
    return bad("has malformed metadata", kMetadataKey, "an object of texts", describeJson(value));
  }
  for (const auto& [key, text] : value.items()) {
    if (!text.is_string()) {
      return bad("has malformed metadata", std::string(kMetadataKey) + "/" + key, "a text",
                 describeJson(text));
    }
    metadata.emplace(key, text.get_ref<const std::string&>());
  }
  return {};
}

Result<TensorType> Parser::readType(const std::string& name, const json& entry) const {
  const auto value = entry.find("dtype");
  if (value == entry.end() || !value->is_string()) {
    return bad("tensor has no dtype", name, "a type such as F32",
               value == entry.end() ? "nothing" : describeJson(*value));
  }
  const auto& text = value->get_ref<const std::string&>();
  for (const TypeRow& row : kTypes) {
    if (row.name == text) return row.type;
  }
  Error error =
      bad("tensor has a dtype this program does not read", name,
          "BOOL, U8, I8, I16, U16, F16, BF16, I32, U32, F32, F64, I64 or U64", describeJson(*value));
  static constexpr std::array<std::string_view, 8> kKnownElsewhere{"F4",      "F6_E2M3", "F6_E3M2", "F8_E5M2",
                                                                   "F8_E4M3", "F8_E8M0", "C64",     "E8M0"};
  if (std::find(kKnownElsewhere.begin(), kKnownElsewhere.end(), text) != kKnownElsewhere.end()) {
    error.kind = ErrorKind::Unsupported;
  }
  return error;
}

Result<std::vector<int64_t>> Parser::readShape(const std::string& name, const json& entry) const {
  const auto value = entry.find("shape");
  if (value == entry.end() || !value->is_array()) {
    return bad("tensor has no shape", name, "an array of sides",
               value == entry.end() ? "nothing" : describeJson(*value));
  }
  if (value->size() > kMaxRank) {
    return bad("tensor has too many dimensions", name, "at most " + std::to_string(kMaxRank),
               std::to_string(value->size()));
  }
  std::vector<int64_t> shape;
  for (const json& side : *value) {
    const bool fits = side.is_number_unsigned() &&
                      side.get<uint64_t>() <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max());
    if (!fits)
      return bad("tensor has an impossible side", name, "an integer from 0 to 2^63-1", describeJson(side));
    shape.push_back(static_cast<int64_t>(side.get<uint64_t>()));
  }
  return shape;
}

Result<Parser::Span> Parser::readOffsets(const std::string& name, const json& entry) const {
  const auto value = entry.find("data_offsets");
  const bool isPair = value != entry.end() && value->is_array() && value->size() == 2 &&
                      (*value)[0].is_number_unsigned() && (*value)[1].is_number_unsigned();
  if (!isPair) {
    return bad("tensor has no data_offsets", name, "two integers from 0 on",
               value == entry.end()                      ? "nothing"
               : value->is_array() && value->size() == 2 ? value->dump()
                                                         : describeJson(*value));
  }
  const Span span{(*value)[0].get<uint64_t>(), (*value)[1].get<uint64_t>(), tensors.size()};
  if (span.begin > span.end || span.end > m_data.size()) {
    return bad("tensor lies outside the file", name,
               "offsets in order within the " + std::to_string(m_data.size()) + " bytes of data",
               value->dump());
  }
  return span;
}

/// Zero sides count as 1 here, so that strides computed from the shape later cannot overflow either.
std::optional<int64_t> Parser::bytesOf(const std::vector<int64_t>& shape, TensorType type) {
  auto product = static_cast<int64_t>(byteSize(type));
  bool isEmpty = false;
  for (const int64_t side : shape) {
    isEmpty = isEmpty || side == 0;
    if (__builtin_mul_overflow(product, std::max<int64_t>(side, 1), &product)) return std::nullopt;
  }
  return isEmpty ? 0 : product;
}

Result<void> Parser::readTensor(const std::string& name, const json& entry) {
  if (!entry.is_object())
    return bad("tensor is not described by an object", name, "an object", describeJson(entry));
  TensorView view;
  view.name = name;
  UNMASK_TRY(view.type, readType(name, entry));
  UNMASK_TRY(view.shape, readShape(name, entry));
  UNMASK_TRY(const Span span, readOffsets(name, entry));
  const std::optional<int64_t> bytes = bytesOf(view.shape, view.type);
  const uint64_t length = span.end - span.begin;
  if (!bytes || static_cast<uint64_t>(*bytes) != length) {
    return bad("tensor's shape and dtype do not match its bytes", name,
               (bytes ? std::to_string(*bytes) : std::string("more than 2^63")) + " bytes for " +
                   entry["shape"].dump() + " of " + std::string(tensorTypeName(view.type)),
               std::to_string(length) + " bytes");
  }
  view.bytes = m_data.subspan(static_cast<size_t>(span.begin), static_cast<size_t>(length));
  m_spans.push_back(span);
  tensors.push_back(std::move(view));
  return {};
}

/// Sorted by place, the tensors must cover the data exactly once. Also brings `tensors` into file order.
Result<void> Parser::checkTiling() {
  std::sort(m_spans.begin(), m_spans.end(), [](const Span& a, const Span& b) {
    return std::tie(a.begin, a.end, a.tensor) < std::tie(b.begin, b.end, b.tensor);
  });
  std::vector<TensorView> ordered;
  ordered.reserve(tensors.size());
  uint64_t covered = 0;
  for (const Span& span : m_spans) {
    TensorView& view = tensors[span.tensor];
    if (span.begin != covered) {
      return bad(span.begin < covered ? "tensors overlap" : "there is a hole between tensors", view.name,
                 "data from byte " + std::to_string(covered), "data from byte " + std::to_string(span.begin));
    }
    covered = span.end;
    ordered.push_back(std::move(view));
  }
  if (covered != m_data.size()) {
    return bad("has bytes that belong to no tensor", "end of data", std::to_string(covered) + " bytes",
               std::to_string(m_data.size()) + " bytes");
  }
  tensors = std::move(ordered);
  return {};
}

struct Mapping {
  std::span<const std::byte> bytes;
  std::shared_ptr<const void> storage;
};

Result<Mapping> mapFile(const std::filesystem::path& path) {
  // O_NONBLOCK: opening a named pipe must not wait for its writer.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return systemError(path, "open the file", errno);
  struct stat status {};
  const int statCode = ::fstat(fd, &status) == 0 ? 0 : errno;
  const bool isRegular = statCode == 0 && S_ISREG(status.st_mode);
  const auto size = isRegular ? static_cast<size_t>(status.st_size) : 0;
  void* address = size > 0 ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0) : nullptr;
  const int mapCode = address == MAP_FAILED ? errno : 0;
  ::close(fd);  // the mapping lives on

  if (statCode != 0) return systemError(path, "open the file", statCode);
  if (mapCode != 0) return systemError(path, "map the file", mapCode);
  if (!isRegular) {
    return Error{.kind = ErrorKind::BadInput,
                 .message = "is not a file",
                 .file = path.string(),
                 .expected = "a regular file",
                 .found = S_ISDIR(status.st_mode) ? "a folder" : "a device or pipe"};
  }
  if (size == 0) return Mapping{};
  std::shared_ptr<const void> storage(address,
                                      [size](const void* p) { ::munmap(const_cast<void*>(p), size); });
  return Mapping{{static_cast<const std::byte*>(address), size}, std::move(storage)};
}

}  // namespace

size_t byteSize(TensorType type) {
  return rowOf(type).bytes;
}

std::string_view tensorTypeName(TensorType type) {
  return rowOf(type).name;
}

int64_t TensorView::elementCount() const {
  int64_t count = 1;
  for (const int64_t side : shape) count *= side;
  return count;
}

Result<SafetensorsFile> SafetensorsFile::parse(std::span<const std::byte> bytes,
                                               const std::string& nameForErrors) {
  Parser parser(bytes, nameForErrors);
  UNMASK_CHECK(parser.run());
  SafetensorsFile file;
  file.m_path = nameForErrors;
  file.m_tensors = std::move(parser.tensors);
  file.m_metadata = std::move(parser.metadata);
  for (size_t i = 0; i < file.m_tensors.size(); ++i) file.m_index.emplace(file.m_tensors[i].name, i);
  return file;
}

Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path) {
  UNMASK_TRY(Mapping mapping, mapFile(path));
  UNMASK_TRY(SafetensorsFile file, parse(mapping.bytes, path.string()));
  file.m_path = path;
  file.m_storage = std::move(mapping.storage);
  return file;
}

const TensorView* SafetensorsFile::find(std::string_view name) const {
  const auto found = m_index.find(name);
  return found == m_index.end() ? nullptr : &m_tensors[found->second];
}

}  // namespace unmask
