// The sampling sweep's settings, and presets as the file beside a model's weights holds them.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "core/engine/engine.h"

namespace unmask {

/// Five guidance scales times confidence order at three temperatures, Halton and random order (which no
/// temperature changes), all with 12 steps and the schedule of `base`.
std::vector<SamplingPreset> sweepPresets(const SamplingPreset& base);

/// As `unmask_presets.json`.
nlohmann::ordered_json presetsJson(const std::vector<SamplingPreset>& presets);

}  // namespace unmask
