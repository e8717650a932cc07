// Pictures ↔ tensors; always a copy, so no tensor outlives the pixels it came from.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "core/base/image_buffer.h"

namespace unmask {

/// RGB picture → uint8 [3, H, W].
torch::Tensor tensorFromImage(const ImageBuffer& rgb);
/// float [3, H, W] in about [0, 1] → RGB: clipped, × 255, rounded half to even (reference section 5).
ImageBuffer imageFromTensor(const torch::Tensor& pixels);
/// Pictures of one size [N, 3, H, W] side by side, `columns` in a row, on white with a thin gap.
ImageBuffer contactSheet(const torch::Tensor& pictures, int columns, int gap = 4);

}  // namespace unmask
