// The engine for programs that must not wait for LibTorch at their start.
#pragma once

#include "core/engine/engine.h"
#include "core/train/style_learner.h"

namespace unmask {

/// loadEngine() and StyleLearner::open() of the engine's module, which the first call of either opens; that
/// takes some 0.3 s and belongs on the thread that will use what is returned. Any thread. Errors are those of
/// the functions themselves, or NotFound when the module is missing or does not load.
Result<std::unique_ptr<Engine>> loadEngineFromModule(const EngineOptions& options);
Result<std::unique_ptr<StyleLearner>> openStyleLearnerFromModule(const StyleTask& task);

}  // namespace unmask
