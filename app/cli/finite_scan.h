// Finds NaN and infinities in the bytes of a tensor.
#pragma once

#include <cstdint>

#include "core/io/safetensors.h"

namespace unmask {

/// How many values of a float tensor are NaN or infinite; 0 for every other type. Looks at the bits alone.
int64_t countNotFinite(const TensorView& tensor);

}  // namespace unmask
