// Every job is a partly masked grid (design section 1): this is where the jobs differ, and the only place.
#pragma once

#include "core/decode/noise.h"
#include "core/doc/generation_request.h"
#include "core/doc/trace.h"

namespace unmask {

struct GridInfo {
  int height = 0;
  int width = 0;
  int32_t maskTokenId = 0;
};

/// First step a request runs: its startStep, or what its strength leaves out.
int firstStepOf(const GenerationRequest& request);

/// The state before the first step. `pictureTokens` are those of the request's picture (Inpaint, Vary) and
/// unused otherwise; `noise` chooses the cells a variation hides. The request has been checked.
DecodeState startState(const GenerationRequest& request, const GridInfo& grid, const TokenGrid& pictureTokens,
                       const NoiseSource& noise);

}  // namespace unmask
