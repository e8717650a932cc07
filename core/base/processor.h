// What the machine has.
#pragma once

namespace unmask {

/// Cores without hyper-threads that this process may run on; at least 1.
int physicalCores();

/// Whether it multiplies bfloat16 (AVX512-BF16, which every processor with AMX has too). Where it does not,
/// the libraries take their plainest loops for bfloat16 matrices: the training step of the default model took
/// 50 times as long as in float32. False on other architectures than x86-64, unmeasured.
bool multipliesBfloat16();

}  // namespace unmask
