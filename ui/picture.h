// A finished picture with everything that made it. Immutable and shared, so undo entries and saving cost
// nothing.
#pragma once

#include <QImage>
#include <memory>
#include <optional>

#include "core/base/image_buffer.h"
#include "core/doc/generation_request.h"
#include "core/doc/pixel_mask.h"
#include "core/doc/token_grid.h"
#include "ui/recording.h"

namespace unmask {

struct Picture {
  QImage image;               ///< for the screen: Format_RGB32, the same pixels as `pixels`
  ImageBuffer pixels;         ///< for files: RGB
  GenerationRequest request;  ///< reduced to this picture: its own seed, batchCount 1
  TokenGrid tokens;
  std::optional<int64_t> changedOutsideMask;  ///< measured pixels; repainted pictures only
  PixelMask transparent;   ///< where an imported picture showed what lies behind it; empty when nowhere
  RecordingPtr recording;  ///< of the run that made it; null when it was imported
  /// As its run left it, when tokens were put in by hand since; else null.
  std::shared_ptr<const Picture> editedFrom{};

  qint64 bytes() const {
    const auto buffers =
        static_cast<qint64>(pixels.pixels.size() + request.picture.pixels.size() + transparent.pixels.size());
    return image.sizeInBytes() + buffers + (recording ? recording->bytes() : 0);
  }
};

using PicturePtr = std::shared_ptr<const Picture>;

/// RGB, RGBA or grey → Format_RGB32 or, with alpha, Format_ARGB32_Premultiplied. Owns its pixels. Any thread.
QImage toQImage(const ImageBuffer& buffer);

}  // namespace unmask
