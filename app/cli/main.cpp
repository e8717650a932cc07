// The command line program: hands the real engine and the real terminal to runCli().
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <iostream>

#include "app/cli/interrupt_stop.h"
#include "app/cli/run_cli.h"
#include "core/hub/model_search.h"

namespace {

int columnsOf(int terminal) {
  winsize size{};
  return ioctl(terminal, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

unmask::CliStreams terminalStreams() {
  const char* terminal = std::getenv("TERM");
  const char* noColour = std::getenv("NO_COLOR");  // no-color.org: any value but the empty one counts
  const bool canRedraw =
      isatty(STDERR_FILENO) != 0 && terminal != nullptr && std::strcmp(terminal, "dumb") != 0;
  return {.out = std::cout,
          .err = std::cerr,
          .errIsTerminal = canRedraw,
          .colour = canRedraw && (noColour == nullptr || *noColour == '\0'),
          .columns = columnsOf(STDERR_FILENO)};
}

unmask::Result<std::string> modelFolder(const std::string& nameOrPath) {
  UNMASK_TRY(const std::filesystem::path dir,
             unmask::resolveModel(
                 nameOrPath, {.executableDir = unmask::executableDir(), .extraDirs = {}, .environment = {}}));
  return dir.string();
}

}  // namespace

int main(int argc, char** argv) {
  const unmask::InterruptStop interrupt;
  const unmask::CliHooks hooks{.loadEngine = unmask::loadEngine,
                               .runBench = unmask::runBench,
                               .trainVq = unmask::runVqTraining,
                               .trainTokens = unmask::runTokenTraining,
                               .convertModel = unmask::convertModel,
                               .resolveModel = modelFolder};
  return unmask::runCli({argv + 1, argv + argc}, terminalStreams(), hooks, interrupt.token());
}
