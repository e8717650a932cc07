// What every subcommand gets: where to write, how to stop, and the few things of the engine it may call.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/engine/bench.h"
#include "core/engine/convert.h"
#include "core/engine/engine.h"
#include "core/train/style_learner.h"
#include "core/train/training_run.h"

namespace unmask {

/// Results go to `out`, progress and complaints to `err`.
struct CliStreams {
  std::ostream& out;
  std::ostream& err;
  bool errIsTerminal = false;  ///< a progress line may be drawn and redrawn on `err`
  bool colour = false;         ///< … and coloured (a terminal, and NO_COLOR is not set)
  int columns = 80;            ///< width of that terminal
};

/// The engine from outside, so that tests can put another one in.
struct CliHooks {
  std::function<Result<std::unique_ptr<Engine>>(const EngineOptions&)> loadEngine;
  std::function<Result<std::string>(const BenchRequest&, std::stop_token)> runBench;
  std::function<decltype(runVqTraining)> trainVq;
  std::function<decltype(runTokenTraining)> trainTokens;
  std::function<decltype(learnStyle)> runLearnStyle;
  /// Side in pixels of the pictures a model folder makes.
  std::function<Result<int>(const std::string&)> pictureSide;
  std::function<Result<void>(const std::filesystem::path&, const std::filesystem::path&, TensorType)>
      convertModel;
  /// What -m says (a folder, a model's name, or nothing for the default model) → the folder it means.
  std::function<Result<std::string>(const std::string&)> resolveModel;
  /// What --adapter says (a file, or the name of one in the adapters folder) → the file it means.
  std::function<Result<std::filesystem::path>(const std::string&)> resolveAdapter;
};

/// Control characters, which files and command lines may hold, must not steer the terminal: they become
/// spaces.
std::string printable(std::string text);

/// JSON as text; bytes that are no UTF-8 (file names may hold any) become U+FFFD. indent < 0 = one line.
std::string jsonText(const nlohmann::json& json, int indent = -1);

/// One run of the program. A subcommand's parser callback leaves its work in `action`; runCli() calls it
/// afterwards, so that nothing of ours runs inside the parser.
class CommandContext {
 public:
  CommandContext(const CliHooks& engineHooks, CliStreams cliStreams, std::stop_token stopToken)
      : hooks(engineHooks), streams(cliStreams), stop(std::move(stopToken)) {}

  const CliHooks& hooks;
  CliStreams streams;
  std::stop_token stop;
  bool json = false;     ///< --json
  bool verbose = false;  ///< -v
  std::string command;   ///< the chosen subcommand
  std::function<Result<void>()> action;

  bool showsProgress() const { return streams.errIsTerminal && !json; }

  /// A line of the event stream on stdout; nothing without --json.
  void event(const nlohmann::json& event);
  /// A result for people on stdout; nothing with --json.
  void say(std::string_view line);
  /// Something the user should know although the run goes on: stderr, and an event with --json.
  void warn(std::string_view sentence);
  /// Chatter on stderr: only with -v.
  void log(std::string_view line);
  /// The progress line: replaces itself; an empty line wipes it. Nothing unless showsProgress().
  void statusLine(std::string_view line);

 private:
  bool m_statusShown = false;
};

}  // namespace unmask
