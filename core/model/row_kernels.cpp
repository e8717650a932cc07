#include "core/model/row_kernels.h"

namespace unmask {

// One translation unit each, built from row_kernels_isa.cpp.
namespace baseline {
extern const RowKernels kKernels;
}
#if defined(__x86_64__)
namespace avx2 {
extern const RowKernels kKernels;
}
namespace avx512 {
extern const RowKernels kKernels;
}
#endif

std::vector<const RowKernels*> supportedRowKernels() {
  std::vector<const RowKernels*> found;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq"))
    found.push_back(&avx512::kKernels);
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) found.push_back(&avx2::kKernels);
#endif
  found.push_back(&baseline::kKernels);
  return found;
}

const RowKernels& rowKernels() {
  static const RowKernels& best = *supportedRowKernels().front();
  return best;
}

}  // namespace unmask
