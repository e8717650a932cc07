#include "app/cli/flags.h"

#include <array>
#include <charconv>
#include <cmath>
#include <random>
#include <vector>

#include "core/base/processor.h"

namespace unmask {
namespace {

template <typename T>
std::optional<T> numberFrom(std::string_view text) {
  T value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Comma-separated finite numbers; nothing when any part is not one.
std::optional<std::vector<float>> numbersFrom(std::string_view text) {
  std::vector<float> numbers;
  while (true) {
    const size_t comma = text.find(',');
    const std::optional<float> number = numberFrom<float>(text.substr(0, comma));
    if (!number || !std::isfinite(*number)) return std::nullopt;
    numbers.push_back(*number);
    if (comma == std::string_view::npos) return numbers;
    text.remove_prefix(comma + 1);
  }
}

Error badFlag(const std::string& flag, const std::string& expected, const std::string& found) {
  return {.kind = ErrorKind::Usage,
          .message = "the flag's value is not understood",
          .key = flag,
          .expected = expected,
          .found = "\"" + found + "\""};
}

}  // namespace

CLI::Validator numberBetween(double least, double most) {
  const auto asText = [](double number) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return std::string(text.data(), end);
  };
  const std::string range = asText(least) + " … " + asText(most);
  return CLI::Validator(
      [least, most, range](std::string& text) {
        const std::optional<double> number = numberFrom<double>(text);
        if (number && *number >= least && *number <= most) return std::string();
        return "expected a number from " + range + ", found \"" + text + "\"";
      },
      range);
}

void addOutputFlags(CLI::App& command, CommandContext& context) {
  command.add_flag("--json", context.json,
                   "Results, progress and errors as JSON, one object a line, on stdout");
  command.add_flag("-v,--verbose", context.verbose, "Say more on stderr");
}

void addModelFlags(CLI::App& command, ModelFlags& flags) {
  command.add_option("-m,--model", flags.model,
                     "Model folder in the diffusers layout, or the name of a model that is found by itself; "
                     "without it, the default model");
  command.add_option("--variant", flags.variant,
                     "Take the weight files of this variant and no others, e.g. fp16");
  command.add_option("-t,--threads", flags.threads, "Threads; 0 = one for each physical core")
      ->check(numberBetween(0, 1024));
  addOptional(command, "--dtype", flags.computeType,
              "Compute the transformer and the text encoder in this type")
      ->check(CLI::IsMember({"fp32", "bf16"}));
}

ComputeType computeTypeFromName(std::string_view name) {
  return name == "bf16" ? ComputeType::BFloat16 : ComputeType::Float32;
}

Result<std::unique_ptr<Engine>> loadModel(CommandContext& context, const ModelFlags& flags,
                                          ComputeType fallback) {
  EngineOptions options;
  UNMASK_TRY(options.modelDir, context.hooks.resolveModel(flags.model));
  options.variant = flags.variant;
  options.threads = flags.threads;
  options.computeType = flags.computeType ? computeTypeFromName(*flags.computeType) : fallback;
  if (options.computeType == ComputeType::BFloat16 && !multipliesBfloat16()) {
    context.warn("this processor does not multiply bf16: --dtype fp32 is many times faster here");
  }
  context.log("model: " + options.modelDir);
  context.statusLine("loading the model …");
  auto engine = context.hooks.loadEngine(options);
  context.statusLine("");
  if (engine && context.stop.stop_requested()) {
    return Error{.kind = ErrorKind::Cancelled, .message = "stopped after loading the model"};
  }
  return engine;
}

Result<std::pair<float, float>> parseTemperature(const std::string& text) {
  constexpr float kEndOfScalar = 0.01f;
  const std::optional<std::vector<float>> numbers = numbersFrom(text);
  const bool understood = numbers && (numbers->size() == 1 || numbers->size() == 2);
  if (!understood || numbers->front() < 0 || numbers->back() < 0) {
    return badFlag("--temperature", "A,B with numbers of at least 0", text);
  }
  return std::pair(numbers->front(), numbers->size() == 2 ? numbers->back() : kEndOfScalar);
}

Result<uint64_t> parseSeed(const std::string& text) {
  if (text == "-1" || text == "random") return uint64_t{std::random_device()()};
  if (const std::optional<uint64_t> seed = numberFrom<uint64_t>(text)) return *seed;
  return badFlag("--seed", "0 … 18446744073709551615, -1 or random", text);
}

Result<MicroConditions> parseMicroConditions(const std::string& text) {
  const std::optional<std::vector<float>> numbers = numbersFrom(text);
  if (!numbers || numbers->size() != 5) {
    return badFlag("--micro", "originalWidth,originalHeight,cropTop,cropLeft,aestheticScore", text);
  }
  const std::vector<float>& n = *numbers;
  return MicroConditions{n[0], n[1], n[2], n[3], n[4]};
}

}  // namespace unmask
