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
  Adapter,  ///< the strength of one of the request's adapters; 0 is the run without it
};

/// All of them, in the order they are offered.
std::span<const RunAxis> allAxes();
/// "prompt", "negative_prompt", … as files spell them.
std::string_view nameOf(RunAxis axis);

/// What is taken through values: an axis, and where a request has several of the kind, which one.
struct RunSetting {
  RunSetting(RunAxis of, size_t index = 0)
      : axis(of), adapter(index) {}  // NOLINT(google-explicit-constructor)
  RunAxis axis;
  size_t adapter;  ///< index into the request's adapters; 0 for every other axis
  bool operator==(const RunSetting&) const = default;
};

/// What this request can be varied by, in the order it is offered: every axis but Adapter, then each of its
/// adapters.
std::vector<RunSetting> settingsOf(const GenerationRequest& request);

struct AxisValue {
  std::string label;  ///< short, for people: as it was typed
  std::string value;  ///< whole: for withValue()
  bool operator==(const AxisValue&) const = default;
};

constexpr size_t kMostAxisValues = 32;

/// The values of a list as it is typed. Numbers: "3, 7, 12", a range "1-5", one with a step "4-12 (+4)", or
/// one of so many values "2-10 [5]"; those of adapters may be negative. Orders by their names ("confidence",
/// "halton", "random", "raster") or "all". Texts are separated by ";", and an empty list is the empty
/// negative prompt; of prompts, the first may be a part of `prompt`, and then each stands in its place. Usage
/// when there is nothing, a value cannot be read or is out of range, or there are more than kMostAxisValues.
Result<std::vector<AxisValue>> axisValues(RunAxis axis, const std::string& text, const std::string& prompt);

/// The request with that value, one of axisValues(). Usage as above, and for an adapter that is not there.
Result<GenerationRequest> withValue(GenerationRequest request, RunSetting setting, const std::string& value);

}  // namespace unmask
