// How this process computes: its threads and what it keeps of freed memory. Once for engine, trainers and
// measurements.
#pragma once

namespace unmask {

/// Sets Torch's threads (0 = one a physical core) for the whole process, and has freed memory kept for the
/// next step. Callable from any thread while nothing is being computed.
void prepareComputation(int threads);

}  // namespace unmask
