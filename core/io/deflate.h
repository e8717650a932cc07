// zlib streams, bounded.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace unmask {

/// `level` 1 (fast) … 9 (small), as zlib counts. Memory aside, this cannot fail.
std::vector<std::byte> deflated(std::span<const std::byte> bytes, int level);

/// Inflates a zlib stream that must be whole and give at most `maxBytes`; nullopt otherwise. Memory grows
/// with what comes out, not with what the stream claims.
std::optional<std::vector<std::byte>> inflateBounded(std::span<const std::byte> stream, size_t maxBytes);

}  // namespace unmask
