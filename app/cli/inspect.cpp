#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>
#include <string_view>

#include "app/cli/commands.h"
#include "app/cli/describe.h"
#include "app/cli/flags.h"

namespace unmask {
namespace {

struct InspectFlags {
  std::string target;
  std::string model;
  bool full = false;
};

bool startsWith(const std::string& file, std::string_view signature) {
  std::string head(signature.size(), '\0');
  std::ifstream(file, std::ios::binary).read(head.data(), static_cast<std::streamsize>(head.size()));
  return head == signature;
}

Result<nlohmann::json> describeFile(const std::string& file, bool full) {
  constexpr std::string_view kPng = "\x89PNG\r\n\x1a\n";
  constexpr std::string_view kSqlite("SQLite format 3\0", 16);
  if (startsWith(file, kPng)) return describePng(file, full);
  if (startsWith(file, kSqlite)) return describeProject(file, full);
  return describeSafetensors(file, full);
}

Result<nlohmann::json> describe(const CommandContext& context, const InspectFlags& flags) {
  std::error_code problem;
  if (std::filesystem::is_regular_file(flags.target, problem)) {
    return describeFile(flags.target, flags.full);
  }
  UNMASK_TRY(const std::string dir,
             context.hooks.resolveModel(flags.target.empty() ? flags.model : flags.target));
  return describeModel(dir);
}

Result<void> inspect(CommandContext& context, const InspectFlags& flags) {
  UNMASK_TRY(const nlohmann::json description, describe(context, flags));
  context.streams.out << jsonText(description, context.json ? -1 : 2) << '\n';
  return {};
}

}  // namespace

void addInspect(CLI::App& app, CommandContext& context) {
  CLI::App* command = app.add_subcommand(
      "inspect", "Print what a model folder, a PNG, a project or a safetensors file holds, as JSON");
  const auto flags = std::make_shared<InspectFlags>();
  CLI::Option* target = command->add_option(
      "target", flags->target,
      "Model folder or name, PNG, project or safetensors file (default: the default model)");
  command->add_option("-m,--model", flags->model, "The same, for a model")->excludes(target);
  command->add_flag("--full", flags->full, "Print long texts whole");
  addOutputFlags(*command, context);
  command->callback([flags, &context] {
    context.command = "inspect";
    context.action = [flags, &context] { return inspect(context, *flags); };
  });
}

}  // namespace unmask
