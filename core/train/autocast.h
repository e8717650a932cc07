// Mixed precision on the CPU for the life of a scope; per thread, as Torch keeps it. Without effect where the
// processor does not multiply bfloat16, since there it would only cost time.
#pragma once

#include <ATen/autocast_mode.h>
#include <torch/version.h>

#include "core/base/processor.h"
#include "core/model/cast_cache.h"

namespace unmask {

/// Torch 2 names the device in the calls of Torch 1.13 and warns about those.
namespace cpu_autocast {
#if TORCH_VERSION_MAJOR >= 2
inline bool isEnabled() {
  return at::autocast::is_autocast_enabled(at::kCPU);
}
inline void enable(bool on) {
  at::autocast::set_autocast_dtype(at::kCPU, at::kBFloat16);
  at::autocast::set_autocast_enabled(at::kCPU, on);
}
#else
inline bool isEnabled() {
  return at::autocast::is_cpu_enabled();
}
inline void enable(bool on) {
  at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
  at::autocast::set_cpu_enabled(on);
}
#endif
}  // namespace cpu_autocast

class Autocast {
 public:
  explicit Autocast(bool bfloat16) : m_on(bfloat16 && multipliesBfloat16()) {
    if (!m_on) return;
    m_before = cpu_autocast::isEnabled();
    cpu_autocast::enable(true);
    at::autocast::increment_nesting();
  }
  ~Autocast() {
    if (!m_on) return;
    at::autocast::decrement_nesting();
    cpu_autocast::enable(m_before);
  }
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  bool m_on;
  bool m_before = false;
  NoCastCache m_noCache;
};

}  // namespace unmask
