// When how many cells are still hidden (reference section 6). All in float32, because the reference's counts
// depend on it.
#pragma once

#include <vector>

#include "core/doc/generation_request.h"

namespace unmask {

/// Mask ratio after step `stepIndex` (0 first) of `steps`: cosine cos(r·π/2) or linear 1 − r with r = (i + 1)
/// / steps.
float maskRatioAfter(MaskSchedule schedule, int stepIndex, int steps);

/// Cells still masked after the step: floor(cells · startingMaskRatio · ratio), at least 1 and below
/// `maskedNow`, and 0 after the last step. `maskedNow` ≥ 1.
int maskedCountAfter(MaskSchedule schedule, int stepIndex, int steps, int cells, int maskedNow,
                     float startingMaskRatio);

/// Temperature of the reveal noise in each step: linear from first to last value; one step has the first.
std::vector<float> revealTemperatures(int steps, float first, float last);

/// Steps a strength selects: int(steps · strength), 0 … steps.
int stepsForStrength(int steps, float strength);
/// The same as the reference's Python computes it from the decimal number that was typed, with what double
/// loses: of 50 steps 0.58 selects 28.
int stepsForStrengthAsPython(int steps, float strength);

}  // namespace unmask
