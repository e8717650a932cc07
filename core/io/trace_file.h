// A run's steps as tensors, for notebooks: what `--trace` writes and the studio exports.
#pragma once

#include <filesystem>
#include <span>

#include "core/base/result.h"
#include "core/doc/trace.h"

namespace unmask {

/// Safetensors with tokens [batch, steps + 1, h, w] (I64), confidence and selection_score [batch, steps, h,
/// w] (F32), fixed_at_step [batch, h, w] (I64), and `request`, unless it is null, as metadata. Null pointers
/// do not occur in `traces`. Internal error for records that are incomplete or of different shapes.
Result<void> writeTraceFile(const std::filesystem::path& path, std::span<const Trace* const> traces,
                            const GenerationRequest* request);

}  // namespace unmask
