// A picture from outside, before it is made to fit.
#pragma once

#include <QMetaType>
#include <QString>
#include <memory>
#include <optional>

#include "core/base/image_buffer.h"
#include "core/io/imported_settings.h"

namespace unmask {

/// As it was found, before it is made to fit.
struct ImportedPicture {
  QString name;                              ///< of the file, without its folder
  ImageBuffer pixels;                        ///< RGB, upright
  ImageBuffer holes;                         ///< RGB, white where it is transparent; empty when nowhere
  std::optional<ImportedSettings> settings;  ///< what it says about how it was made; not to be trusted
};
using ImportedPicturePtr = std::shared_ptr<const ImportedPicture>;

}  // namespace unmask

Q_DECLARE_METATYPE(unmask::ImportedPicturePtr)
