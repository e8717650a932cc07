// PNG as a sequence of chunks, read and written without touching pixels (W3C PNG specification, section 5).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace unmask {

bool hasPngSignature(std::span<const std::byte> bytes);

struct PngChunk {
  std::string_view type;            ///< four ASCII letters, e.g. "IHDR"
  std::span<const std::byte> data;  ///< inside the bytes the reader was given
  bool isIntact = false;            ///< the CRC is right

  bool isCritical() const { return type[0] >= 'A' && type[0] <= 'Z'; }
};

/// Walks the chunks of a PNG one by one. Every length is checked against what is left; a critical chunk with
/// a wrong CRC, a file that does not begin with IHDR or ends before IEND is BadInput. What follows IEND is
/// ignored.
class PngChunkReader {
 public:
  PngChunkReader(std::span<const std::byte> bytes, std::string nameForErrors);

  /// The next chunk, IEND included; nullopt after that.
  Result<std::optional<PngChunk>> next();

 private:
  Error bad(const std::string& message, const std::string& key, const std::string& expected,
            const std::string& found) const;

  std::span<const std::byte> m_rest;
  std::string m_name;
  size_t m_count = 0;
  bool m_hasSignature = false;
  bool m_isDone = false;
};

/// Appends one chunk with its length and CRC. `data` is at most 2^31 − 1 bytes.
void appendPngChunk(std::vector<std::byte>& out, std::string_view type, std::span<const std::byte> data);

/// Only what decoding pixels needs (critical chunks and tRNS): profiles, texts and other baggage are left
/// out, so that a decoder never meets them. A CRC or length fault in what is kept is BadInput.
Result<std::vector<std::byte>> stripPng(std::span<const std::byte> bytes, const std::string& nameForErrors);

}  // namespace unmask
