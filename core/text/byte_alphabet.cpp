#include "core/text/byte_alphabet.h"

namespace unmask {

namespace {

constexpr int kFirstStandIn = 0x100;

bool standsForItself(int byte) {
  return (byte >= 33 && byte <= 126) || (byte >= 161 && byte <= 172) || (byte >= 174 && byte <= 255);
}

// All symbols lie below U+0144, hence at most two bytes.
std::string utf8(int codepoint) {
  if (codepoint < 0x80) return std::string(1, static_cast<char>(codepoint));
  return {static_cast<char>(0xC0 | (codepoint >> 6)), static_cast<char>(0x80 | (codepoint & 0x3F))};
}

std::array<std::string, 256> makeSymbols() {
  std::array<std::string, 256> symbols;
  int nextStandIn = kFirstStandIn;
  for (int byte = 0; byte < 256; ++byte) {
    symbols[static_cast<size_t>(byte)] = utf8(standsForItself(byte) ? byte : nextStandIn++);
  }
  return symbols;
}

// Byte for each code point below U+0144, -1 where there is none.
std::array<int, 0x144> makeBytes() {
  std::array<int, 0x144> bytes{};
  bytes.fill(-1);
  int nextStandIn = kFirstStandIn;
  for (int byte = 0; byte < 256; ++byte) {
    bytes[static_cast<size_t>(standsForItself(byte) ? byte : nextStandIn++)] = byte;
  }
  return bytes;
}

}  // namespace

const std::array<std::string, 256>& byteSymbols() {
  static const std::array<std::string, 256> symbols = makeSymbols();
  return symbols;
}

std::string bytesOfSymbols(std::string_view symbols) {
  static const std::array<int, 0x144> bytes = makeBytes();
  std::string out;
  for (size_t i = 0; i < symbols.size(); ++i) {
    const auto lead = static_cast<uint8_t>(symbols[i]);
    size_t codepoint = lead;
    const bool twoBytes = (lead & 0xE0) == 0xC0 && i + 1 < symbols.size();
    if (twoBytes) codepoint = (lead & 0x1FU) << 6 | (static_cast<uint8_t>(symbols[i + 1]) & 0x3FU);
    const int byte = (lead < 0x80 || twoBytes) && codepoint < bytes.size() ? bytes[codepoint] : -1;
    if (byte >= 0) {
      out += static_cast<char>(byte);
      i += twoBytes ? 1 : 0;
    } else {
      out += symbols[i];
    }
  }
  return out;
}

}  // namespace unmask
