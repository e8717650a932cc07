// unmask-studio: the window, with the real engine behind it.
#include "core/engine_module/engine_bridge.h"
#include "ui/studio_main.h"

int main(int argc, char** argv) {
  return unmask::runStudio(argc, argv, unmask::loadEngineFromModule, unmask::openStyleLearnerFromModule);
}
