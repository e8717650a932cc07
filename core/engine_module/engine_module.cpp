#include "core/engine_module/engine_module.h"

extern "C" __attribute__((visibility("default"))) const unmask::EngineModule* unmaskEngineModule() {
  static constexpr unmask::EngineModule kModule{&unmask::loadEngine, &unmask::StyleLearner::open};
  return &kModule;
}
