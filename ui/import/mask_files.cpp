#include "ui/import/mask_files.h"

#include <QDir>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <exception>

#include "core/io/image_codec.h"
#include "ui/file_names.h"

namespace unmask {
namespace {

constexpr int kMiddleGrey = 128;

template <typename Work>
auto attempt(const std::filesystem::path& file, Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::exception& e) {
    return Error{.message = "the file could not be worked on", .file = file.string(), .found = e.what()};
  }
}

Result<PixelMask> readMask(const std::filesystem::path& file) {
  return attempt(file, [&]() -> Result<PixelMask> {
    UNMASK_TRY(const ImageBuffer loaded, loadImage(file));
    const ImageBuffer rgb = flattenToRgb(loaded, 0, 0, 0);
    PixelMask mask(rgb.width, rgb.height);
    for (size_t i = 0; i < mask.pixels.size(); ++i) {
      const uint8_t* pixel = rgb.pixels.data() + 3 * i;
      const int grey = (299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2]) / 1000;  // BT.601
      mask.pixels[i] = grey >= kMiddleGrey;
    }
    return mask;
  });
}

Result<void> writeMask(const std::filesystem::path& file, const PixelMask& mask) {
  return attempt(file, [&]() -> Result<void> {
    ImageBuffer grey(mask.width, mask.height, 1);
    for (size_t i = 0; i < mask.pixels.size(); ++i) grey.pixels[i] = mask.pixels[i] != 0 ? 255 : 0;
    return savePng(file, grey);
  });
}

QString folderFor(const char* key) {
  const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
  return QSettings().value(key, pictures).toString();
}

}  // namespace

MaskFiles::MaskFiles(DocumentModel* document, FileDialogs* dialogs, WorkerThread* thread, QWidget* window)
    : m_document(document), m_dialogs(dialogs), m_thread(thread), m_window(window) {}

void MaskFiles::importMask() {
  if (!m_document->mask()->hasPicture()) return;
  m_dialogs->askPicture(m_window, folderFor("mask/folder"), [this](const QString& path) {
    if (!path.isEmpty()) read(path);
  });
}

void MaskFiles::read(const QString& path) {
  m_thread->post([this, path] {
    const Result<PixelMask> mask = readMask(path.toStdString());
    const auto finish = [this, path, mask] {
      if (!mask) return Q_EMIT problem(errorMessage(tr("The mask was not imported"), mask.error()));
      QSettings().setValue("mask/folder", QFileInfo(path).absolutePath());
      const QSize size = m_document->mask()->pictureSize();
      if (size.isEmpty()) return;
      const bool fits = size == QSize(mask->width, mask->height);
      m_document->mask()->replaceMask(fits ? *mask : scaledMask(*mask, size.width(), size.height()),
                                      tr("Import Mask"));
      const QString name = QFileInfo(path).fileName();
      Q_EMIT status(fits ? tr("Mask imported from %1").arg(name)
                         : tr("Mask imported from %1, stretched from %2 × %3")
                               .arg(name)
                               .arg(mask->width)
                               .arg(mask->height));
    };
    QMetaObject::invokeMethod(this, finish, Qt::QueuedConnection);
  });
}

void MaskFiles::exportMask() {
  if (!m_document->mask()->hasPicture()) return;
  const QString suggested = QDir(folderFor("mask/folder")).filePath(QStringLiteral("mask.png"));
  m_dialogs->askSavePath(m_window, unusedPath(suggested), [this](const QString& path) {
    if (path.isEmpty()) return;
    const QString complete = withPngSuffix(path);
    write(complete == path ? path : unusedPath(complete));
  });
}

void MaskFiles::write(const QString& path) {
  m_thread->post([this, path, mask = m_document->mask()->pixels()] {
    const Result<void> written = writeMask(path.toStdString(), mask);
    const auto finish = [this, path, written] {
      if (!written) return Q_EMIT problem(errorMessage(tr("The mask was not exported"), written.error()));
      QSettings().setValue("mask/folder", QFileInfo(path).absolutePath());
      Q_EMIT status(tr("Mask exported as %1").arg(QDir::toNativeSeparators(path)));
    };
    QMetaObject::invokeMethod(this, finish, Qt::QueuedConnection);
  });
}

bool MaskFiles::canMaskFromAlpha() const {
  const PicturePtr& picture = m_document->picture();
  return picture && !picture->transparent.pixels.empty();
}

void MaskFiles::maskFromAlpha() {
  if (canMaskFromAlpha())
    m_document->mask()->replaceMask(m_document->picture()->transparent, tr("Mask Transparent Parts"));
}

}  // namespace unmask
