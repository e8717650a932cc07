#include "core/decode/schedule.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace unmask {

float maskRatioAfter(MaskSchedule schedule, int stepIndex, int steps) {
  const float r = static_cast<float>(stepIndex + 1) / static_cast<float>(steps);
  if (schedule == MaskSchedule::Linear) return 1.0F - r;
  // (r · π) / 2 and not r · (π / 2): at 8 of 12 the reference lands just below one half, and so must we.
  return std::cos(r * static_cast<float>(M_PI) / 2.0F);
}

int maskedCountAfter(MaskSchedule schedule, int stepIndex, int steps, int cells, int maskedNow,
                     float startingMaskRatio) {
  if (stepIndex >= steps - 1) return 0;
  const float ratio = startingMaskRatio * maskRatioAfter(schedule, stepIndex, steps);
  const auto wanted = static_cast<int>(std::floor(static_cast<float>(cells) * ratio));
  return std::max(1, std::min(maskedNow - 1, wanted));
}

std::vector<float> revealTemperatures(int steps, float first, float last) {
  std::vector<float> out(static_cast<size_t>(steps), first);
  for (int i = 1; i < steps; ++i)
    out[static_cast<size_t>(i)] =
        first + (last - first) * (static_cast<float>(i) / static_cast<float>(steps - 1));
  return out;
}

int stepsForStrength(int steps, float strength) {
  // In double: 12 · 0.7 is 8.4.
  const double product = static_cast<double>(steps) * static_cast<double>(strength);
  // A float strength such as 0.7F lies a little below 0.7; the user meant the decimal number.
  return std::clamp(static_cast<int>(product + 1e-6 * steps), 0, steps);
}

int stepsForStrengthAsPython(int steps, float strength) {
  // The number that was typed: the shortest one that this float is nearest to.
  char digits[32];
  const auto [end, written] = std::to_chars(digits, digits + sizeof digits, strength);
  double typed = strength;
  if (written == std::errc()) std::from_chars(digits, end, typed);
  return std::clamp(static_cast<int>(steps * typed), 0, steps);
}

}  // namespace unmask
