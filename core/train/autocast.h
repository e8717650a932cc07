// Mixed precision on the CPU for the life of a scope; per thread, as Torch keeps it.
#pragma once

#include <ATen/autocast_mode.h>

namespace unmask {

class Autocast {
 public:
  explicit Autocast(bool bfloat16) : m_on(bfloat16) {
    if (!m_on) return;
    m_before = at::autocast::is_cpu_enabled();
    at::autocast::set_autocast_cpu_dtype(at::kBFloat16);
    at::autocast::set_cpu_enabled(true);
    at::autocast::increment_nesting();
  }
  ~Autocast() {
    if (!m_on) return;
    // Weights cast to bf16 inside the scope are cached until the outermost one ends.
    if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
    at::autocast::set_cpu_enabled(m_before);
  }
  Autocast(const Autocast&) = delete;
  Autocast& operator=(const Autocast&) = delete;

 private:
  bool m_on;
  bool m_before = false;
};

}  // namespace unmask
