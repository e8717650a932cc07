// Autocast without its store of cast weights.
#pragma once

#include <ATen/autocast_mode.h>

namespace unmask {

/// Off for the life of a scope, on this thread. The store knows a weight by its address, so that it hands out
/// an old cast once an optimizer has changed the weight in place, unless somebody clears it in between; and
/// in Torch 2 all threads share it. Nothing is lost: a forward pass casts a weight once.
class NoCastCache {
 public:
  NoCastCache() : m_before(at::autocast::is_autocast_cache_enabled()) {
    at::autocast::set_autocast_cache_enabled(false);
  }
  ~NoCastCache() { at::autocast::set_autocast_cache_enabled(m_before); }
  NoCastCache(const NoCastCache&) = delete;
  NoCastCache& operator=(const NoCastCache&) = delete;

 private:
  bool m_before;
};

}  // namespace unmask
