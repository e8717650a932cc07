// How many numbers a network of some shape has, from its config alone. No Torch here.
#pragma once

#include <cstdint>

#include "core/model/config.h"

namespace unmask {

/// Entries of all matrices, kernels and tables, without biases and norms: never more than the network has in
/// all, and nearly as many. With it a config of a kilobyte that asks for a terabyte is found out before any
/// of it is allocated.
int64_t matrixEntries(const TransformerConfig& config);
int64_t matrixEntries(const VqConfig& config);
int64_t matrixEntries(const TextEncoderConfig& config);

}  // namespace unmask
