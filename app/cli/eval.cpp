// eval: a model judged on a dataset, with a report to read and one to compute with.
#include "core/eval/evaluation.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/flags.h"
#include "app/cli/output_names.h"

namespace unmask {
namespace {

struct EvalFlags {
  ModelFlags model;
  std::string dataset;
  std::string output;
  std::string seed = "0";
  std::optional<std::string> preset;
  bool quick = false;
  std::vector<std::string> only;
  bool sweep = false;
};

Result<SamplingPreset> presetNamed(const ModelInfo& info, const std::optional<std::string>& name) {
  if (!name) return info.presets.front();
  const auto found = std::ranges::find(info.presets, *name, &SamplingPreset::name);
  if (found != info.presets.end()) return *found;
  std::string names;
  for (const SamplingPreset& preset : info.presets) names += (names.empty() ? "" : ", ") + preset.name;
  return Error{.kind = ErrorKind::Usage,
               .message = "the model has no such preset",
               .key = "--preset",
               .expected = names,
               .found = *name};
}

/// A line on a terminal, an event each with --json.
EvaluationObserver observerFor(CommandContext& context) {
  return [&context](const EvaluationProgress& p) {
    context.event({{"event", "progress"},
                   {"stage", p.stage},
                   {"done", p.done},
                   {"total", p.total},
                   {"pictures", p.pictures}});
    context.statusLine(p.stage + ": " + std::to_string(p.done) + " of " + std::to_string(p.total) + ", " +
                       std::to_string(p.pictures) + " pictures made");
  };
}

std::string valueText(const Figure& figure, double value) {
  char text[48];
  if (figure.unit == FigureUnit::Share)
    std::snprintf(text, sizeof text, "%.1f %%", value * 100);
  else
    std::snprintf(text, sizeof text, figure.unit == FigureUnit::Decibel ? "%.2f dB" : "%.3f", value);
  return text;
}

std::string lineFor(const Figure& figure) {
  std::string line = "  " + figure.id + ": " + valueText(figure, figure.value) + " [" +
                     valueText(figure, figure.interval.low) + ", " + valueText(figure, figure.interval.high) +
                     "]";
  if (figure.chance) line += ", chance " + valueText(figure, *figure.chance);
  for (const ReferenceLevel& level : figure.references)
    line += ", " + level.title + " " + valueText(figure, level.value);
  if (figure.aim)
    line += std::string(", aim ") + valueText(figure, *figure.aim) +
            (figure.value >= *figure.aim ? " met" : " missed");
  return line;
}

void tell(CommandContext& context, const EvaluationReport& report, const std::string& output) {
  nlohmann::json figures = nlohmann::json::object();
  int missing = 0;
  for (const ReportSection& section : report.sections) {
    context.say(section.title);
    for (const Figure& figure : section.figures) {
      context.say(lineFor(figure));
      figures[figure.id] = rounded(figure.value);
    }
    for (const MissingFigure& m : section.missing) {
      context.say("  " + m.id + ": not measured, " + m.reason);
      ++missing;
    }
  }
  const std::string file = (std::filesystem::path(output) / "report.html").string();
  context.event({{"event", "done"}, {"report", output}, {"figures", figures}, {"not_measured", missing}});
  context.say("report: " + file);
}

Result<void> eval(CommandContext& context, const EvalFlags& flags) {
  EvaluationOptions options;
  UNMASK_CHECK(makeFolder(flags.output));
  if (flags.quick) options.sizes = EvaluationSizes::quick();
  options.sweep = flags.sweep;
  options.only = flags.only;
  UNMASK_TRY(options.seed, parseSeed(flags.seed));
  context.statusLine("reading the dataset …");
  UNMASK_TRY(const Dataset dataset, loadDataset(flags.dataset));
  UNMASK_TRY(const std::unique_ptr<Engine> engine, loadModel(context, flags.model));
  UNMASK_TRY(options.preset, presetNamed(engine->info(), flags.preset));
  UNMASK_TRY(const EvaluationReport report,
             evaluate(*engine, dataset, options, context.stop, observerFor(context)));
  context.statusLine("writing the report …");
  UNMASK_CHECK(writeReport(report, flags.output));
  tell(context, report, flags.output);
  return {};
}

}  // namespace

void addEval(CLI::App& app, CommandContext& context) {
  CLI::App* command =
      app.add_subcommand("eval", "Judge a model on a dataset; writes report.html, report.json and sheets");
  const auto flags = std::make_shared<EvalFlags>();
  addModelFlags(*command, flags->model);
  command->add_option("--dataset", flags->dataset, "Folder of true pictures, as `unmask data` makes it")
      ->required();
  command->add_option("-o,--output", flags->output, "Folder for the report")->required();
  command->add_option("-s,--seed", flags->seed, "First seed of the pictures");
  addOptional(*command, "--preset", flags->preset, "Preset of the model to sample with; its first otherwise");
  command->add_flag("--quick", flags->quick, "Small samples: about two minutes at a second a picture");
  CLI::Option* only =
      command
          ->add_option("--only", flags->only,
                       "Judge these sections alone, by their ids with commas between: steps,words …")
          ->delimiter(',');
  command
      ->add_flag("--sweep", flags->sweep,
                 "Instead, try guidance, temperature, order and steps; writes unmask_presets.json")
      ->excludes(only);
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "eval";
    context.action = [flags, &context] { return eval(context, *flags); };
  });
}

}  // namespace unmask
