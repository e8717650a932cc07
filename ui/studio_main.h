// The studio's start-up: command line, application object, window.
#pragma once

#include "ui/studio_options.h"

namespace unmask {

/// Runs the window until it is closed; returns the process's exit code (0 done, 1 failed, 2 wrong usage).
/// `loader` is called on the engine thread only, `styleOpener` on the learning one. To be called once, from
/// main(), first thing: start-up times count from here.
int runStudio(int argc, char** argv, EngineLoader loader, StyleOpener styleOpener);

}  // namespace unmask
