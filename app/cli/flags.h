// Flags that several subcommands share, and the small parsers behind them.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "app/cli/command_context.h"

namespace unmask {

/// An option whose absence can be told from every value.
template <typename T>
CLI::Option* addOptional(CLI::App& command, const std::string& names, std::optional<T>& target,
                         const std::string& help) {
  return command.add_option_function<T>(
      names, [&target](const T& value) { target = value; }, help);
}

/// A number in [least, most]; unlike CLI::Range it refuses NaN.
CLI::Validator numberBetween(double least, double most);

/// --json and -v.
void addOutputFlags(CLI::App& command, CommandContext& context);

/// -m, --variant, -t and --dtype.
struct ModelFlags {
  std::string model;
  std::string variant;
  int threads = 0;
  std::optional<std::string> computeType;
};
void addModelFlags(CLI::App& command, ModelFlags& flags);

/// "fp32" or "bf16", as the flag's validator lets through.
ComputeType computeTypeFromName(std::string_view name);

/// Finds the model and loads it, telling so on stderr. `fallback` is the type to compute in when --dtype is
/// absent.
Result<std::unique_ptr<Engine>> loadModel(CommandContext& context, const ModelFlags& flags,
                                          ComputeType fallback = ComputeType::Float32);

/// "A,B" → (A, B). One number alone ends at 0.01, as the reference has it (section 6).
Result<std::pair<float, float>> parseTemperature(const std::string& text);

/// A number from 0 to 2^64 − 1, or "-1" or "random": then one is drawn now, small enough to be typed again.
Result<uint64_t> parseSeed(const std::string& text);

/// "originalWidth,originalHeight,cropTop,cropLeft,aestheticScore".
Result<MicroConditions> parseMicroConditions(const std::string& text);

}  // namespace unmask
