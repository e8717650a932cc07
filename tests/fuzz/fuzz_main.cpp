// libFuzzer's entry to the one target this program is built for (UNMASK_FUZZ_TARGET, set by CMake).
#include <cstdint>

#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  unmask::fuzz::UNMASK_FUZZ_TARGET({reinterpret_cast<const std::byte*>(data), size});
  return 0;
}
