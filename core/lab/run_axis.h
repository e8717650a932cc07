// One setting taken through several values while everything else, the draws included, stays: the sides of a
// grid of runs, and the changes of a what-if.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/doc/generation_request.h"

namespace unmask {

enum class RunAxis {
  Prompt,
  NegativePrompt,
  Seed,
  Guidance,
  Steps,
  Temperature,  ///< at the first step; that at the last stays
  Strength,     ///< of a run that starts from a picture
  Order,
};

/// All of them, in the order they are offered.
std::span<const RunAxis> allAxes();
/// "prompt", "negative_prompt", … as files spell them.
std::string_view nameOf(RunAxis axis);

struct AxisValue {
  std::string label;  ///< short, for people: as it was typed
  std::string value;  ///< whole: for withValue()
  bool operator==(const AxisValue&) const = default;
};

constexpr size_t kMostAxisValues = 32;

/// The values of a list as it is typed. Numbers: "3, 7, 12", a range "1-5", one with a step "4-12 (+4)", or
/// one of so many values "2-10 [5]". Orders by their names ("confidence", "halton", "random", "raster") or
/// "all". Texts are separated by ";", and an empty list is the empty negative prompt; of prompts, the first
/// may be a part of `prompt`, and then each stands in its place. Usage when there is nothing, a value cannot
/// be read or is out of range, or there are more than kMostAxisValues.
Result<std::vector<AxisValue>> axisValues(RunAxis axis, const std::string& text, const std::string& prompt);

/// The request with that value, one of axisValues(). Usage as above.
Result<GenerationRequest> withValue(GenerationRequest request, RunAxis axis, const std::string& value);

}  // namespace unmask
