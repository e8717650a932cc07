// Bytes as text (RFC 4648, section 4).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace unmask {

std::string toBase64(std::span<const std::byte> bytes);

/// nullopt unless the text is exactly what toBase64 would write for some bytes: padded, no white space, no
/// stray bits.
std::optional<std::vector<std::byte>> fromBase64(std::string_view text);

}  // namespace unmask
