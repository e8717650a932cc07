// A picture of any size made one that a model takes.
#pragma once

#include <QSize>

#include "core/base/image_buffer.h"

namespace unmask {

enum class FitMode {
  Crop,       ///< fills the model's size; what hangs over is cut off, evenly
  Border,     ///< all of it, white borders where it does not reach
  KeepShape,  ///< all of it in its own shape, the longer side as long as the model's
};

/// RGB in, RGB out. `target` is the model's own size, `step` what sides must be multiples of. A picture that
/// fits already comes back unchanged.
ImageBuffer fittedPicture(const ImageBuffer& picture, const QSize& target, int step, FitMode mode);

}  // namespace unmask
