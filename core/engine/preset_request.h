#pragma once

#include "core/engine/engine.h"

namespace unmask {

/// What a preset says goes into the request; all else stays.
inline void applyPreset(GenerationRequest& request, const SamplingPreset& preset) {
  request.steps = preset.steps;
  request.guidanceScale = preset.guidanceScale;
  request.temperatureStart = preset.temperatureStart;
  request.temperatureEnd = preset.temperatureEnd;
  request.schedule = preset.schedule;
  request.order = preset.order;
}

}  // namespace unmask
