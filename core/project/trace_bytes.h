// A recorded run as bytes: safetensors, so that other tools can read what was exported as it is.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/doc/trace.h"

namespace unmask {

/// States and records, without the request. S records, h × w cells, K = StepRecord::kAlternatives:
///   state.tokens int32 [S+1, h, w], state.next_step int32 [S+1], state.starting_mask_ratio float32 [S+1],
///   state.fixed_at_step int16 [S+1, h, w], state.fixed_probability float32 [S+1, h, w],
///   record.step_index int32 [S], record.mask_ratio, record.temperature float32 [S],
///   record.intended int32 [S, h, w], and float32 [S, h, w] each: record.probability,
///   record.probability_conditional, record.probability_unconditional, record.selection_score,
///   record.entropy, record.prompt_pull; record.alternative_ids int32 [S, h, w, K],
///   record.alternative_probabilities float32 [S, h, w, K].
/// A per-cell vector that is empty in every record (RecordLevel::Tokens) is left out. A trace whose sizes
/// contradict each other is an Internal error.
Result<std::vector<std::byte>> traceToBytes(const Trace& trace);

/// The reverse; `request` is left as it is by default. Bounded at 1024 × 1024 cells and 1000 steps; anything
/// that is not whole is BadInput with `where` as its file.
Result<Trace> traceFromBytes(std::span<const std::byte> bytes, const std::string& where);

}  // namespace unmask
