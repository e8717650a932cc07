// The safetensors files of the command line: tokens, traces, and what `forward` writes (README, "Files").
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/doc/trace.h"
#include "core/engine/engine.h"

namespace unmask {

/// `tokens` int64 [1, h, w].
Result<void> writeTokenFile(const std::filesystem::path& path, const TokenGrid& tokens);

/// Reads `tokens`, int64 or int32, [1, h, w] or [h, w], at most 2^20 cells, every id in [0, idLimit).
Result<TokenGrid> readTokenFile(const std::filesystem::path& path, int64_t idLimit);

/// One batch's traces, all with the same number of steps on the same grid:
///   tokens          int64   [B, steps+1, h, w]  the starting grid, then the grid after each step
///   confidence      float32 [B, steps, h, w]    guided probability of the token each cell holds or intends
///   selection_score float32 [B, steps, h, w]    what ordered the reveal
///   fixed_at_step   int64   [B, h, w]           step that fixed the cell; −1 given from the start, −2 still
///   masked
/// with `request` as JSON in the metadata under "unmask:request".
Result<void> writeTraceFile(const std::filesystem::path& path, const std::vector<RunImage>& images,
                            const GenerationRequest& request);

/// `encoder_hidden_states`, `pooled`, `logits`, all float32, negative prompt first.
Result<void> writeForwardFile(const std::filesystem::path& path, const ForwardOutcome& outcome);

}  // namespace unmask
