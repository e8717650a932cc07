#include "core/engine/bench.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/flags.h"

namespace unmask {
namespace {

struct BenchFlags {
  ModelFlags model;
  BenchRequest request;
};

Result<void> bench(CommandContext& context, const BenchFlags& flags) {
  BenchRequest request = flags.request;
  if (request.randomWeights.empty()) {
    UNMASK_TRY(request.modelDir, context.hooks.resolveModel(flags.model.model));
  } else if (!flags.model.model.empty()) {
    return Error{.kind = ErrorKind::Usage, .message = "give --model or --random-weights, not both"};
  }
  request.variant = flags.model.variant;
  request.threads = flags.model.threads;
  if (flags.model.computeType) request.computeType = computeTypeFromName(*flags.model.computeType);
  context.statusLine("measuring …");
  UNMASK_TRY(const std::string report, context.hooks.runBench(request, context.stop));
  context.statusLine("");
  // With --json every object is one line, whatever the report's own layout.
  const auto parsed = context.json ? nlohmann::json::parse(report, nullptr, false) : nlohmann::json();
  context.streams.out << (parsed.is_object() ? jsonText(parsed) : report) << '\n';
  return {};
}

}  // namespace

void addBench(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand("bench", "Measure a model's speed and memory; prints JSON");
  const auto flags = std::make_shared<BenchFlags>();
  addModelFlags(*command, flags->model);
  BenchRequest& request = flags->request;
  command->add_option("--random-weights", request.randomWeights,
                      "Measure made-up weights: amused-256, amused-512 or a folder with the configs");
  command->add_option("-p,--prompt", request.prompt, "The prompt");
  command->add_option("--steps", request.steps, "Decoding steps")->check(numberBetween(1, 1000));
  command->add_option("--repeats", request.repeats, "Pictures after the first one")
      ->check(numberBetween(1, 1000));
  command->add_option("--cfg-scale", request.guidanceScale, "Guidance; 1 or less switches it off")
      ->check(numberBetween(0, 1000));
  command->add_option("-W,--width", request.width, "Width in pixels")->check(numberBetween(1, 16384));
  command->add_option("-H,--height", request.height, "Height in pixels")->check(numberBetween(1, 16384));
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "bench";
    context.action = [flags, &context] { return bench(context, *flags); };
  });
}

}  // namespace unmask
