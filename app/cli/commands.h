// One function per subcommand: it describes the subcommand's flags to the parser and, when that subcommand is
// chosen, leaves its work in `context.action`. A new subcommand is a new file with such a function and a line
// in run_cli.cpp.
#pragma once

#include "app/cli/command_context.h"

namespace CLI {
class App;
}

namespace unmask {

void addGenerate(CLI::App& app, CommandContext& context);
void addInpaint(CLI::App& app, CommandContext& context);
void addVary(CLI::App& app, CommandContext& context);
void addEncode(CLI::App& app, CommandContext& context);
void addDecode(CLI::App& app, CommandContext& context);
void addForward(CLI::App& app, CommandContext& context);
void addThumbnail(CLI::App& app, CommandContext& context);
void addTokenize(CLI::App& app, CommandContext& context);
void addInspect(CLI::App& app, CommandContext& context);
void addVerify(CLI::App& app, CommandContext& context);
void addBench(CLI::App& app, CommandContext& context);
void addConvert(CLI::App& app, CommandContext& context);
void addData(CLI::App& app, CommandContext& context);
void addExplain(CLI::App& app, CommandContext& context);
void addEval(CLI::App& app, CommandContext& context);
void addEvalStyle(CLI::App& app, CommandContext& context);
void addTrainVq(CLI::App& app, CommandContext& context);
void addTrain(CLI::App& app, CommandContext& context);
void addLearnStyle(CLI::App& app, CommandContext& context);
void addAdapter(CLI::App& app, CommandContext& context);

}  // namespace unmask
