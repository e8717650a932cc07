// A finished picture with everything that made it. Immutable and shared, so undo entries and saving cost
// nothing.
#pragma once

#include <QImage>
#include <memory>

#include "core/base/image_buffer.h"
#include "core/doc/generation_request.h"
#include "core/doc/token_grid.h"

namespace unmask {

struct Picture {
  QImage image;               ///< for the screen: Format_RGB32, the same pixels as `pixels`
  ImageBuffer pixels;         ///< for files: RGB
  GenerationRequest request;  ///< reduced to this picture: its own seed, batchCount 1
  TokenGrid tokens;

  qint64 bytes() const { return image.sizeInBytes() + static_cast<qint64>(pixels.pixels.size()); }
};

using PicturePtr = std::shared_ptr<const Picture>;

/// RGB, RGBA or grey → Format_RGB32 or, with alpha, Format_ARGB32_Premultiplied. Owns its pixels. Any thread.
QImage toQImage(const ImageBuffer& buffer);

}  // namespace unmask
