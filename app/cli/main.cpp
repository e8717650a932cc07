// The command line program: hands the real engine and the real terminal to runCli().
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <iostream>

#include "app/cli/interrupt_stop.h"
#include "app/cli/run_cli.h"
#include "core/hub/adapter_search.h"
#include "core/hub/model_search.h"
#include "core/io/atomic_file.h"
#include "core/model/config.h"

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

unmask::Result<int> pictureSide(const std::string& modelDir) {
  const std::filesystem::path dir = modelDir;
  const auto read = [](const std::filesystem::path& path) { return unmask::readFile(path, size_t{1} << 20); };
  UNMASK_TRY(const std::string transformer, read(dir / "transformer" / "config.json"));
  UNMASK_TRY(const std::string vq, read(dir / "vqvae" / "config.json"));
  UNMASK_TRY(const auto transformerConfig, unmask::parseTransformerConfig(transformer, modelDir));
  UNMASK_TRY(const auto vqConfig, unmask::parseVqConfig(vq, modelDir));
  return transformerConfig.sampleSize * vqConfig.pixelsPerCell();
}

}  // namespace

int main(int argc, char** argv) {
  const unmask::InterruptStop interrupt;
  const unmask::CliHooks hooks{
      .loadEngine = unmask::loadEngine,
      .runBench = unmask::runBench,
      .trainVq = unmask::runVqTraining,
      .trainTokens = unmask::runTokenTraining,
      .runLearnStyle = unmask::learnStyle,
      .pictureSide = pictureSide,
      .convertModel = unmask::convertModel,
      .resolveModel = modelFolder,
      .resolveAdapter = [](const std::string& name) { return unmask::resolveAdapter(name, {}); }};
  return unmask::runCli({argv + 1, argv + argc}, terminalStreams(), hooks, interrupt.token());
}
