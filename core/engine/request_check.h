// Is this request one the model can run? Asked before any work.
#pragma once

#include "core/base/result.h"
#include "core/doc/generation_request.h"
#include "core/engine/engine.h"

namespace unmask {

inline constexpr int kMaxCells = 64 * 64;  ///< 1024×1024 pixels; attention grows with the square of it

/// Ranges, contradictions and sizes; ErrorKind::Usage with the field in `key`.
Result<void> checkRequest(const GenerationRequest& request, const ModelInfo& model);

/// Grid of the run in cells: of the start tokens, the picture, the asked size or the model's own, in this
/// order.
struct GridSize {
  int height = 0;
  int width = 0;
};
Result<GridSize> gridOf(const GenerationRequest& request, const ModelInfo& model);

}  // namespace unmask
