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

/// The same for a module whose entry returns what the program may call of it.
template <typename Module>
Result<const Module*> loadModule(const std::string& name, const char* entry, const std::string& what,
                                 bool isApart = false) {
  UNMASK_TRY(void* const address, loadModuleEntry(name, entry, what, isApart));
  return reinterpret_cast<const Module* (*)()>(address)();
}

}  // namespace unmask
