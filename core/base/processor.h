// What the machine has.
#pragma once

namespace unmask {

/// Cores without hyper-threads that this process may run on; at least 1.
int physicalCores();

}  // namespace unmask
