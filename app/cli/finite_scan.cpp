#include "app/cli/finite_scan.h"

#include <cstring>

namespace unmask {
namespace {

// In every IEEE format (and bfloat16) all exponent bits set means: not finite.
template <typename Bits>
int64_t countWithFullExponent(std::span<const std::byte> bytes, Bits exponentMask) {
  int64_t count = 0;
  for (size_t at = 0; at + sizeof(Bits) <= bytes.size(); at += sizeof(Bits)) {
    Bits value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    count += (value & exponentMask) == exponentMask;
  }
  return count;
}

}  // namespace

int64_t countNotFinite(const TensorView& tensor) {
  switch (tensor.type) {
    case TensorType::F16:
      return countWithFullExponent<uint16_t>(tensor.bytes, 0x7c00);
    case TensorType::BF16:
      return countWithFullExponent<uint16_t>(tensor.bytes, 0x7f80);
    case TensorType::F32:
      return countWithFullExponent<uint32_t>(tensor.bytes, 0x7f800000u);
    case TensorType::F64:
      return countWithFullExponent<uint64_t>(tensor.bytes, 0x7ff0000000000000u);
    default:
      return 0;
  }
}

}  // namespace unmask
