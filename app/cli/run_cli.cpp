#include "app/cli/run_cli.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <new>

#include "app/cli/commands.h"

namespace unmask {
namespace {

const char* kindName(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Usage:
      return "usage";
    case ErrorKind::BadInput:
      return "bad_input";
    case ErrorKind::NotFound:
      return "not_found";
    case ErrorKind::Io:
      return "io";
    case ErrorKind::Unsupported:
      return "unsupported";
    case ErrorKind::Cancelled:
      return "cancelled";
    case ErrorKind::Internal:
      break;
  }
  return "internal";
}

int report(CommandContext& context, const Error& error) {
  const int code = exitCodeFor(error.kind);
  nlohmann::json event = {
      {"event", "error"}, {"kind", kindName(error.kind)}, {"message", error.message}, {"exit_code", code}};
  const auto add = [&event](const char* key, const std::string& value) {
    if (!value.empty()) event[key] = value;
  };
  add("file", error.file);
  add("key", error.key);
  add("expected", error.expected);
  add("found", error.found);
  add("remedy", error.remedy);
  context.event(event);
  context.statusLine("");
  context.streams.err << "unmask: error: " << printable(error.text()) << '\n' << std::flush;
  return code;
}

void addCommands(CLI::App& app, CommandContext& context) {
  addGenerate(app, context);
  addInpaint(app, context);
  addVary(app, context);
  addEncode(app, context);
  addDecode(app, context);
  addForward(app, context);
  addThumbnail(app, context);
  addTokenize(app, context);
  addInspect(app, context);
  addVerify(app, context);
  addBench(app, context);
  addConvert(app, context);
  addData(app, context);
  addExplain(app, context);
  addEval(app, context);
  addEvalStyle(app, context);
  addTrainVq(app, context);
  addTrain(app, context);
  addLearnStyle(app, context);
  addAdapter(app, context);
}

std::string helpHint(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return "See: unmask " + (chosen.empty() ? std::string() : chosen.front()->get_name() + " ") + "--help";
}

// CLI11 takes the word after "--flag=" for the flag's value; an empty value is meant.
std::vector<std::string> withEmptyValuesApart(const std::vector<std::string>& args) {
  std::vector<std::string> apart;
  for (const std::string& arg : args) {
    const bool valueIsEmpty = arg.starts_with("--") && arg.find('=') == arg.size() - 1;
    apart.push_back(valueIsEmpty ? arg.substr(0, arg.size() - 1) : arg);
    if (valueIsEmpty) apart.emplace_back();
  }
  return apart;
}

Result<void> runAction(const CommandContext& context) {
  try {
    return context.action();
  } catch (const std::bad_alloc&) {
    return Error{.kind = ErrorKind::Internal, .message = "not enough memory"};
  } catch (const std::exception& problem) {
    return Error{.kind = ErrorKind::Internal, .message = problem.what()};
  }
}

// Returns the exit code when there is nothing left to run: help was shown or the flags are wrong.
std::optional<int> parse(CLI::App& app, CommandContext& context, const std::vector<std::string>& args) {
  try {
    std::vector<std::string> reversed = withEmptyValuesApart(args);
    std::reverse(reversed.begin(), reversed.end());
    app.parse(std::move(reversed));
  } catch (const CLI::Success& wish) {
    return app.exit(wish, context.streams.out, context.streams.err);
  } catch (const CLI::ParseError& problem) {
    context.json = std::find(args.begin(), args.end(), "--json") != args.end();
    return report(context, {.kind = ErrorKind::Usage, .message = problem.what(), .remedy = helpHint(app)});
  }
  if (context.action) return std::nullopt;
  return report(context, {.kind = ErrorKind::Usage, .message = "no command given", .remedy = helpHint(app)});
}

}  // namespace

int exitCodeFor(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::Usage:
      return 2;
    case ErrorKind::BadInput:
    case ErrorKind::NotFound:
    case ErrorKind::Unsupported:
      return 3;
    case ErrorKind::Cancelled:
      return 4;
    case ErrorKind::Io:
    case ErrorKind::Internal:
      break;
  }
  return 1;
}

int runCli(std::vector<std::string> args, CliStreams streams, const CliHooks& hooks, std::stop_token stop) {
  CommandContext context(hooks, streams, std::move(stop));
  CLI::App app("Pictures from a masked image model, token by token", "unmask");
  app.set_version_flag("--version", std::string("unmask ") + UNMASK_VERSION);
  app.failure_message(CLI::FailureMessage::simple);
  app.footer(
      "Every command has its own --help. Exit codes: 0 done, 1 failure, 2 usage, 3 bad input, 4 cancelled.");
  addCommands(app, context);

  if (const std::optional<int> code = parse(app, context, args)) return *code;
  const Result<void> result = runAction(context);
  if (!result) return report(context, result.error());
  context.statusLine("");
  streams.out.flush();
  if (!streams.out)
    return report(context, {.kind = ErrorKind::Io, .message = "cannot write to standard output"});
  return 0;
}

}  // namespace unmask
