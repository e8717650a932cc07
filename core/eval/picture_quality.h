// How near a reconstruction comes to its original.
#pragma once

#include "core/base/image_buffer.h"

namespace unmask {

/// Peak signal-to-noise ratio in dB over all bytes; 100 for equal pictures. Same size and channels.
double psnrBetween(const ImageBuffer& a, const ImageBuffer& b);

/// Structural similarity (Wang et al. 2004): Gaussian windows of 11 with sigma 1.5, K1 0.01, K2 0.03, where
/// the window lies inside the picture, mean over the channels. Sides of at least 11.
double ssimBetween(const ImageBuffer& a, const ImageBuffer& b);

}  // namespace unmask
