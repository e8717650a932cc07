// The whole command line as one function, so that tests run it in their own process.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "app/cli/command_context.h"

namespace unmask {

/// Exit codes: 0 done, 1 anything else (disk full, our own fault), 2 usage, 3 bad input, 4 cancelled.
int exitCodeFor(ErrorKind kind);

/// Runs `args` (without the program's name) and returns the exit code. Never throws. `stop` is polled at step
/// borders.
int runCli(std::vector<std::string> args, CliStreams streams, const CliHooks& hooks,
           std::stop_token stop = {});

}  // namespace unmask
