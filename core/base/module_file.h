// Parts of the program that are loaded when they are first needed.
#pragma once

#include <string>

#include "core/base/result.h"

namespace unmask {

/// Opens libNAME.so and returns the address of `entry` in it; the module stays open as long as the process
/// lives. It is looked for in $UNMASK_MODULE_DIR, beside the build tree's programs and where the programs are
/// installed; NotFound names those places or the loader's reason. `isApart`: the module binds to its own
/// libraries first, where the program has others with the same symbols. `what` names the module in the error:
/// "the module that writes videos".
Result<void*> loadModuleEntry(const std::string& name, const char* entry, const std::string& what,
                              bool isApart = false);

}  // namespace unmask
