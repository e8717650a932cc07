#include "core/lab/run_axis.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "core/io/request_names.h"
#include "core/lab/prompt_words.h"

namespace unmask {

namespace {

constexpr std::array<RunAxis, 9> kAll = {RunAxis::Prompt,   RunAxis::NegativePrompt, RunAxis::Seed,
                                         RunAxis::Guidance, RunAxis::Steps,          RunAxis::Temperature,
                                         RunAxis::Strength, RunAxis::Order,          RunAxis::Adapter};
constexpr std::array<RevealOrder, 4> kOrders = {RevealOrder::Confidence, RevealOrder::Halton,
                                                RevealOrder::Random, RevealOrder::Raster};

Error wrong(RunAxis axis, std::string expected, std::string found) {
  return Error{ErrorKind::Usage,
               "these values cannot be used",
               "",
               std::string(nameOf(axis)),
               std::move(expected),
               std::move(found),
               ""};
}

std::string trimmed(std::string_view text) {
  constexpr const char* kBlanks = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(kBlanks) - first + 1));
}

std::vector<std::string> parts(const std::string& text, char separator) {
  std::vector<std::string> out;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(separator, begin), text.size());
    if (std::string part = trimmed(std::string_view(text).substr(begin, end - begin)); !part.empty())
      out.push_back(std::move(part));
    begin = end + 1;
  }
  return out;
}

template <typename T>
std::optional<T> numberIn(std::string_view text) {
  T value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// What a number of this axis may be; whole ones for steps.
struct Limits {
  double low, high;
  bool isWhole;
};

Limits limitsOf(RunAxis axis) {
  switch (axis) {
    case RunAxis::Steps:
      return {1, 1000, true};
    case RunAxis::Strength:
      return {0, 1, false};
    case RunAxis::Seed:
      return {0, 18446744073709549568.0, true};
    case RunAxis::Adapter:
      return {-100, 100, false};  // as requests are checked
    default:
      return {0, 1000, false};
  }
}

std::string textOf(double value) {
  std::array<char, 32> out{};
  // Ranges add up: 0.1 + 0.2 is to read 0.3.
  const double rounded = std::round(value * 1e6) / 1e6;
  const auto end = std::to_chars(out.data(), out.data() + out.size(), rounded);
  return {out.data(), end.ptr};
}

/// "a-b", "a-b (+s)" or "a-b [n]"; nullopt for anything else.
std::optional<std::vector<double>> rangeIn(const std::string& text) {
  const size_t dash = text.find('-', 1);
  if (dash == std::string::npos) return std::nullopt;
  const size_t open = text.find_first_of("([", dash);
  const auto from = numberIn<double>(trimmed(std::string_view(text).substr(0, dash)));
  const auto to = numberIn<double>(
      trimmed(std::string_view(text).substr(dash + 1, open == std::string::npos ? open : open - dash - 1)));
  if (!from || !to) return std::nullopt;
  double step = *from <= *to ? 1 : -1;
  if (open != std::string::npos) {
    const size_t close = text.find(text[open] == '(' ? ')' : ']', open);
    if (close != text.size() - 1) return std::nullopt;
    std::string inside = trimmed(std::string_view(text).substr(open + 1, close - open - 1));
    if (text[open] == '(' && inside.starts_with('+')) inside.erase(0, 1);
    const auto number = numberIn<double>(inside);
    if (!number || *number == 0 || !std::isfinite(*number)) return std::nullopt;
    if (text[open] == '[') {
      if (*number < 1 || *number > kMostAxisValues || std::floor(*number) != *number) return std::nullopt;
      step = *number > 1 ? (*to - *from) / (*number - 1) : 0;
    } else {
      step = *from <= *to ? std::abs(*number) : -std::abs(*number);
    }
  }
  std::vector<double> out = {*from};
  if (step == 0) return out;
  const double count = std::floor((*to - *from) / step + 1e-9);
  if (!std::isfinite(count) || count > kMostAxisValues) return std::vector<double>(kMostAxisValues + 1, 0);
  for (int i = 1; i <= static_cast<int>(count); ++i) out.push_back(*from + i * step);
  return out;
}

/// A range of seeds that a double can tell apart.
std::optional<std::vector<double>> seedRangeIn(const std::string& text) {
  constexpr double kLargestExact = 9007199254740992;  // 2^53
  auto range = rangeIn(text);
  if (range && (range->front() > kLargestExact || range->back() > kLargestExact)) return std::nullopt;
  return range;
}

Result<std::vector<AxisValue>> numbersIn(RunAxis axis, const std::string& text) {
  const Limits limits = limitsOf(axis);
  const std::string expected = "numbers from " + textOf(limits.low) + " to " +
                               (axis == RunAxis::Seed ? "18446744073709551615" : textOf(limits.high));
  std::vector<AxisValue> out;
  for (const std::string& part : parts(text, ',')) {
    if (axis == RunAxis::Seed && numberIn<uint64_t>(part)) {  // whole, where a double would round
      out.push_back({part, part});
      continue;
    }
    std::vector<double> values;
    if (const auto number = numberIn<double>(part))
      values = {*number};
    else if (const auto range = axis == RunAxis::Seed ? seedRangeIn(part) : rangeIn(part))
      values = *range;
    else
      return wrong(axis, expected, part);
    for (const double value : values) {
      const bool isRight =
          value >= limits.low && value <= limits.high && (!limits.isWhole || std::floor(value) == value);
      if (!isRight) return wrong(axis, expected, part);
      std::string name = limits.isWhole ? std::to_string(static_cast<uint64_t>(value)) : textOf(value);
      out.push_back({name, name});
    }
  }
  return out;
}

Result<std::vector<AxisValue>> ordersIn(const std::string& text) {
  std::vector<AxisValue> out;
  const bool isAll = trimmed(text) == "all";
  for (const RevealOrder order : kOrders)
    if (isAll) out.push_back({std::string(nameOf(order)), std::string(nameOf(order))});
  for (const std::string& part : isAll ? std::vector<std::string>{} : parts(text, ',')) {
    if (!revealOrderNamed(part)) return wrong(RunAxis::Order, "confidence, halton, random, raster", part);
    out.push_back({part, part});
  }
  return out;
}

std::vector<AxisValue> textsIn(RunAxis axis, const std::string& text, const std::string& prompt) {
  const std::vector<std::string> typed = parts(text, ';');
  std::vector<AxisValue> out;
  if (typed.empty() && axis == RunAxis::NegativePrompt) out.push_back({"–", ""});  // none is a value, too
  const size_t place =
      axis == RunAxis::Prompt && !typed.empty() ? placeOfWords(prompt, typed[0]) : std::string::npos;
  for (const std::string& part : typed) {
    std::string whole = part;
    if (place != std::string::npos) (whole = prompt).replace(place, typed[0].size(), part);
    out.push_back({part, std::move(whole)});
  }
  return out;
}

}  // namespace

std::span<const RunAxis> allAxes() {
  return kAll;
}

std::string_view nameOf(RunAxis axis) {
  switch (axis) {
    case RunAxis::Prompt:
      return "prompt";
    case RunAxis::NegativePrompt:
      return "negative_prompt";
    case RunAxis::Seed:
      return "seed";
    case RunAxis::Guidance:
      return "guidance";
    case RunAxis::Steps:
      return "steps";
    case RunAxis::Temperature:
      return "temperature";
    case RunAxis::Strength:
      return "strength";
    case RunAxis::Order:
      return "order";
    case RunAxis::Adapter:
      return "adapter";
  }
  return "";
}

std::vector<RunSetting> settingsOf(const GenerationRequest& request) {
  std::vector<RunSetting> out;
  for (const RunAxis axis : kAll)
    if (axis != RunAxis::Adapter) out.emplace_back(axis);
  for (size_t i = 0; i < request.adapters.size(); ++i) out.emplace_back(RunAxis::Adapter, i);
  return out;
}

Result<std::vector<AxisValue>> axisValues(RunAxis axis, const std::string& text, const std::string& prompt) {
  std::vector<AxisValue> out;
  if (axis == RunAxis::Prompt || axis == RunAxis::NegativePrompt) {
    out = textsIn(axis, text, prompt);
  } else if (axis == RunAxis::Order) {
    UNMASK_TRY(out, ordersIn(text));
  } else {
    UNMASK_TRY(out, numbersIn(axis, text));
  }
  if (out.empty()) return wrong(axis, "at least one value", "none");
  if (out.size() > kMostAxisValues)
    return wrong(axis, "at most " + std::to_string(kMostAxisValues) + " values", std::to_string(out.size()));
  return out;
}

Result<GenerationRequest> withValue(GenerationRequest request, RunSetting setting, const std::string& value) {
  const RunAxis axis = setting.axis;
  const auto number = numberIn<double>(value);
  const Limits limits = limitsOf(axis);
  const bool isText = axis == RunAxis::Prompt || axis == RunAxis::NegativePrompt || axis == RunAxis::Order;
  const bool isWrong = !isText && axis != RunAxis::Seed &&
                       (!number || *number < limits.low || *number > limits.high ||
                        (limits.isWhole && std::floor(*number) != *number));
  if (isWrong) return wrong(axis, "a number in its range", value);
  switch (axis) {
    case RunAxis::Prompt:
      request.prompt = value;
      request.promptTemplate.clear();
      break;
    case RunAxis::NegativePrompt:
      request.negativePrompt = value;
      break;
    case RunAxis::Seed: {
      const auto seed = numberIn<uint64_t>(value);
      if (!seed) return wrong(axis, "a whole number", value);
      request.seed = *seed;
      request.promptTemplate.clear();  // the words are those that its own seed drew
      break;
    }
    case RunAxis::Guidance:
      request.guidanceScale = static_cast<float>(*number);
      break;
    case RunAxis::Steps: {
      // A grid that was given keeps its share of the schedule.
      const double share = request.steps > 0 ? request.startStep / static_cast<double>(request.steps) : 0;
      request.steps = static_cast<int>(*number);
      request.startStep = static_cast<int>(std::min(std::lround(share * *number), request.steps - 1L));
      break;
    }
    case RunAxis::Temperature:
      request.temperatureStart = static_cast<float>(*number);
      break;
    case RunAxis::Strength:
      request.strength = static_cast<float>(*number);
      break;
    case RunAxis::Order: {
      const auto order = revealOrderNamed(value);
      if (!order) return wrong(axis, "confidence, halton, random, raster", value);
      request.order = *order;
      break;
    }
    case RunAxis::Adapter:
      if (setting.adapter >= request.adapters.size())
        return wrong(axis, "one of " + std::to_string(request.adapters.size()) + " adapters",
                     "number " + std::to_string(setting.adapter + 1));
      request.adapters[setting.adapter].strength = static_cast<float>(*number);
      break;
  }
  return request;
}

}  // namespace unmask
