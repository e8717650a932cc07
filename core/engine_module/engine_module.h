// What the engine's module and the window's program agree on. Both are built together and by one compiler, so
// C++ values may cross.
//
// Loading LibTorch and the hundred libraries behind it takes 0.3 s, and longer when they are not in memory
// yet. A window that waits for it is late; so the module is opened by the thread that first needs an engine.
#pragma once

#include "core/engine/engine.h"
#include "core/train/style_learner.h"

namespace unmask {

struct EngineModule {
  Result<std::unique_ptr<Engine>> (*loadEngine)(const EngineOptions& options);
  Result<std::unique_ptr<StyleLearner>> (*openStyleLearner)(const StyleTask& task);
};

/// The one symbol looked up in the module; never null.
inline constexpr char kEngineModuleEntry[] = "unmaskEngineModule";

}  // namespace unmask
