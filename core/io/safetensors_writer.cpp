// Format: https://github.com/huggingface/safetensors (README, "Format").
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "core/io/atomic_file.h"
#include "core/io/safetensors.h"
#include "core/io/utf8.h"

namespace unmask {

namespace {

using nlohmann::json;

constexpr size_t kHeaderAlignment = 8;
constexpr size_t kMaxHeaderBytes = 100'000'000;
constexpr char kMetadataKey[] = "__metadata__";

Error unwritable(const std::filesystem::path& path, const std::string& message, const std::string& key) {
  return Error{.kind = ErrorKind::Internal, .message = message, .file = path.string(), .key = key};
}

/// JSON text of a string; bytes that are not UTF-8 become U+FFFD rather than an exception.
std::string quoted(const std::string& text) {
  return json(text).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<uint64_t> bytesOf(const TensorView& tensor) {
  uint64_t product = byteSize(tensor.type);
  for (const int64_t side : tensor.shape) {
    if (side < 0 || __builtin_mul_overflow(product, static_cast<uint64_t>(side), &product))
      return std::nullopt;
  }
  return product;
}

Result<void> checkTensors(const std::filesystem::path& path, std::span<const TensorView> tensors) {
  std::set<std::string_view> names;
  for (const TensorView& tensor : tensors) {
    if (tensor.name == kMetadataKey || !isUtf8(tensor.name)) {
      return unwritable(path, "tensor has a name that cannot be written", quoted(tensor.name));
    }
    if (!names.insert(tensor.name).second)
      return unwritable(path, "two tensors have the same name", tensor.name);
    const std::optional<uint64_t> bytes = bytesOf(tensor);
    if (!bytes || *bytes != tensor.bytes.size()) {
      return unwritable(path, "tensor's shape and type do not match its bytes", tensor.name);
    }
  }
  return {};
}

/// By descending element size, then name: every tensor then starts at a multiple of its element size.
std::vector<const TensorView*> inFileOrder(std::span<const TensorView> tensors) {
  std::vector<const TensorView*> order;
  for (const TensorView& tensor : tensors) order.push_back(&tensor);
  std::sort(order.begin(), order.end(), [](const TensorView* a, const TensorView* b) {
    const size_t sizeA = byteSize(a->type);
    const size_t sizeB = byteSize(b->type);
    return sizeA != sizeB ? sizeA > sizeB : a->name < b->name;
  });
  return order;
}

std::string headerText(const std::vector<const TensorView*>& order,
                       const std::map<std::string, std::string>& metadata) {
  std::string header = "{";
  const auto startEntry = [&header](const std::string& key) {
    if (header.size() > 1) header += ',';
    header += quoted(key) + ':';
  };
  if (!metadata.empty()) {
    startEntry(kMetadataKey);
    header += json(metadata).dump(-1, ' ', false, json::error_handler_t::replace);
  }
  uint64_t offset = 0;
  for (const TensorView* tensor : order) {
    startEntry(tensor->name);
    const uint64_t end = offset + tensor->bytes.size();
    header += R"({"dtype":")" + std::string(tensorTypeName(tensor->type)) + R"(","shape":)" +
              json(tensor->shape).dump() + R"(,"data_offsets":[)" + std::to_string(offset) + ',' +
              std::to_string(end) + "]}";
    offset = end;
  }
  header += '}';
  header.append((kHeaderAlignment - header.size() % kHeaderAlignment) % kHeaderAlignment, ' ');
  return header;
}

std::string lengthPrefix(size_t length) {
  std::string prefix;
  for (size_t i = 0; i < 8; ++i) prefix += static_cast<char>((uint64_t{length} >> (8 * i)) & 0xFF);
  return prefix;
}

struct Layout {
  std::string head;  ///< length and header
  std::vector<const TensorView*> order;
};

Result<Layout> layOut(const std::filesystem::path& path, std::span<const TensorView> tensors,
                      const std::map<std::string, std::string>& metadata) {
  UNMASK_CHECK(checkTensors(path, tensors));
  Layout layout;
  layout.order = inFileOrder(tensors);
  const std::string header = headerText(layout.order, metadata);
  if (header.size() > kMaxHeaderBytes)
    return unwritable(path, "has too large a header to be read back", "header");
  layout.head = lengthPrefix(header.size()) + header;
  return layout;
}

}  // namespace

Result<void> writeSafetensors(const std::filesystem::path& path, std::span<const TensorView> tensors,
                              const std::map<std::string, std::string>& metadata) {
  UNMASK_TRY(const Layout layout, layOut(path, tensors, metadata));
  return writeFileAtomically(path, [&](const AppendBytes& append) -> Result<void> {
    UNMASK_CHECK(append(std::as_bytes(std::span(layout.head))));
    for (const TensorView* tensor : layout.order) UNMASK_CHECK(append(tensor->bytes));
    return {};
  });
}

Result<std::vector<std::byte>> safetensorsBytes(std::span<const TensorView> tensors,
                                                const std::map<std::string, std::string>& metadata) {
  UNMASK_TRY(const Layout layout, layOut({}, tensors, metadata));
  const auto head = std::as_bytes(std::span(layout.head));
  std::vector<std::byte> bytes(head.begin(), head.end());
  for (const TensorView* tensor : layout.order)
    bytes.insert(bytes.end(), tensor->bytes.begin(), tensor->bytes.end());
  return bytes;
}

}  // namespace unmask
