// unmask-studio: the window, with the real engine behind it.
#include "core/engine/engine.h"
#include "core/train/style_learner.h"
#include "ui/studio_main.h"

int main(int argc, char** argv) {
  return unmask::runStudio(argc, argv, unmask::loadEngine, unmask::StyleLearner::open);
}
