// Safetensors files: a validating, memory-mapped reader and an atomic writer (format: huggingface/safetensors
// README).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace unmask {

enum class TensorType { Bool, U8, I8, I16, U16, F16, BF16, I32, U32, F32, F64, I64, U64 };

size_t byteSize(TensorType type);
std::string_view tensorTypeName(TensorType type);  ///< as the format spells it: "F32", "BF16", …

/// A tensor inside a mapped file, or bytes to be written. Little-endian, row-major. Owns nothing. The bytes
/// of a file may start at any address: copy them before reading types wider than a byte.
struct TensorView {
  std::string name;
  TensorType type = TensorType::F32;
  std::vector<int64_t> shape;  ///< every side ≥ 0; the product and its bytes fit in int64
  std::span<const std::byte> bytes;

  int64_t elementCount() const;
};

/// A read-only mapping of one file. Views stay valid as long as any copy of `storage()` lives, and as long as
/// nobody cuts the file short meanwhile; our own writers replace files instead.
class SafetensorsFile {
 public:
  /// Maps and validates: header ≤ 100 MB, no duplicate key, checked arithmetic, shape · type == span, spans
  /// inside the file without holes or overlap. Content decides, not the file name: anything else (a pickle,
  /// say) is BadInput.
  static Result<SafetensorsFile> open(const std::filesystem::path& path);
  /// The same checks on bytes in memory (for tests and fuzzing); the bytes must outlive the object.
  static Result<SafetensorsFile> parse(std::span<const std::byte> bytes, const std::string& nameForErrors);

  const std::filesystem::path& path() const { return m_path; }
  const std::vector<TensorView>& tensors() const { return m_tensors; }  ///< in file order
  const TensorView* find(std::string_view name) const;                  ///< nullptr when absent
  const std::map<std::string, std::string>& metadata() const { return m_metadata; }
  std::shared_ptr<const void> storage() const { return m_storage; }  ///< keeps the mapping alive

 private:
  std::filesystem::path m_path;
  std::shared_ptr<const void> m_storage;
  std::vector<TensorView> m_tensors;
  std::map<std::string, size_t, std::less<>> m_index;
  std::map<std::string, std::string> m_metadata;
};

/// Writes to a temporary name in the same folder, syncs and renames; never leaves a partial file. Tensors are
/// laid out by descending element size, then name, as the format's own writer does, so that each starts at a
/// multiple of its element size. A view that contradicts itself or a name given twice is an Internal error.
Result<void> writeSafetensors(const std::filesystem::path& path, std::span<const TensorView> tensors,
                              const std::map<std::string, std::string>& metadata = {});

/// The same file as bytes, for tensors that are kept inside another file.
Result<std::vector<std::byte>> safetensorsBytes(std::span<const TensorView> tensors,
                                                const std::map<std::string, std::string>& metadata = {});

}  // namespace unmask
