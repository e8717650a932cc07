// The printable stand-ins that byte-level BPE vocabularies write for the 256 bytes (reference 8.1).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace unmask {

/// UTF-8 text of each byte's symbol: printable Latin-1 stands for itself, the other 68 bytes become U+0100 …
/// U+0143.
const std::array<std::string, 256>& byteSymbols();

/// The bytes that a run of symbols stands for; characters that are no symbol are kept as they are.
std::string bytesOfSymbols(std::string_view symbols);

}  // namespace unmask
