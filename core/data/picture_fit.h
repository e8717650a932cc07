// Small exact operations on training pictures.
#pragma once

#include "core/base/image_buffer.h"

namespace unmask {

/// Any channel count → RGBA; opaque where there was no alpha; colours under alpha 0 become white.
ImageBuffer toRgba(const ImageBuffer& image);

/// RGBA scaled so that all of it fits `pixels` × `pixels`, centred, the rest transparent white. Colours of
/// transparent pixels do not bleed into the edge. A picture that has the size already comes back unchanged.
ImageBuffer fitToSquare(const ImageBuffer& rgba, int pixels);

/// The central square of an RGBA picture, scaled to `pixels` × `pixels` in the same way.
ImageBuffer cropToSquare(const ImageBuffer& rgba, int pixels);

ImageBuffer mirroredLeftRight(const ImageBuffer& image);

}  // namespace unmask
