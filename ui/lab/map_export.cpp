#include "ui/lab/map_export.h"

#include <QDir>
#include <QFileInfo>
#include <QInputDialog>
#include <QPainter>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <exception>

#include "core/io/image_codec.h"
#include "core/io/png_metadata.h"
#include "core/lab/map_files.h"
#include "ui/error_text.h"
#include "ui/file_names.h"
#include "ui/lab/colour_map.h"
#include "ui/lab/map_legend.h"

namespace unmask {
namespace {

constexpr double kMapOpacity = 0.82;
constexpr int kSmallSide = 400;  ///< pictures below are doubled, so that the legend's words have room
constexpr int kMargin = 8;

ImageBuffer bufferOf(const QImage& image) {
  const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
  ImageBuffer out(rgb.width(), rgb.height(), 3);
  for (int y = 0; y < rgb.height(); ++y) std::copy_n(rgb.constScanLine(y), 3 * rgb.width(), out.at(0, y));
  return out;
}

Result<void> writeMap(const MapToExport& source, MapFormat format, const ImageBuffer& picture,
                      const std::filesystem::path& path) {
  try {
    switch (format) {
      case MapFormat::Png:
        return savePng(path, picture);
      case MapFormat::Csv:
        return writeMapCsv(path, source.map);
      case MapFormat::Safetensors: {
        MapNote note{source.title.toStdString(), source.step, {}};
        if (source.request) note.requestJson = requestToJson(*source.request);
        return writeMapTensors(path, source.map, note);
      }
    }
    return {};
  } catch (const std::exception& e) {
    return Error{.message = "the file could not be written", .file = path.string(), .found = e.what()};
  }
}

}  // namespace

QImage mapPicture(const MapToExport& source) {
  if (source.map.height == 0) return {};
  QSize size =
      source.picture.isNull() ? QSize(16 * source.map.width, 16 * source.map.height) : source.picture.size();
  while (size.width() < kSmallSide) size *= 2;
  QFont font;
  font.setPixelSize(14);
  const int line = QFontMetrics(font).height();
  const int legend = 2 * kMargin + 3 * line;
  QImage out(size.width(), size.height() + legend, QImage::Format_RGB32);
  out.fill(Qt::white);
  QPainter painter(&out);
  painter.setFont(font);
  const QRect area(QPoint(), size);
  if (!source.picture.isNull()) painter.drawImage(area, source.picture);
  painter.drawImage(area, imageOfMap(source.map, kMapOpacity));
  const int top = size.height() + kMargin, width = size.width() - 2 * kMargin;
  painter.setPen(Qt::black);
  painter.drawText(QRect(kMargin, top, width, line), Qt::AlignLeft | Qt::TextSingleLine,
                   QFontMetrics(font).elidedText(source.title, Qt::ElideRight, width));
  const QRect bar(kMargin, top + line + 3, width, line - 6);
  for (int x = 0; x < bar.width(); ++x)
    painter.fillRect(bar.x() + x, bar.y(), 1, bar.height(),
                     mapColour(static_cast<double>(x) / std::max(1, bar.width() - 1)));
  const QRect words(kMargin, top + 2 * line, width, line);
  painter.drawText(words, Qt::AlignLeft, numberText(source.map.low));
  painter.drawText(words, Qt::AlignRight, numberText(source.map.high));
  return out;
}

MapExport::MapExport(FileDialogs* dialogs, WorkerThread* thread, QWidget* window)
    : m_dialogs(dialogs), m_thread(thread), m_window(window) {}

void MapExport::open(const MapToExport& source) {
  if (source.map.height == 0) return;
  const QStringList kinds = {tr("Picture with legend (PNG)"), tr("Numbers as a table (CSV)"),
                             tr("Numbers as a tensor (safetensors)")};
  auto* dialog = new QInputDialog(m_window);
  dialog->setObjectName("mapExportDialog");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Export the Map"));
  dialog->setLabelText(tr("Export “%1” as").arg(source.title));
  // Qt's own translations are not everywhere, and the style's icons are drawn for light windows.
  dialog->setOkButtonText(tr("&Export…"));
  dialog->setCancelButtonText(tr("&Cancel"));
  for (QPushButton* button : dialog->findChildren<QPushButton*>()) button->setIcon({});
  dialog->setComboBoxItems(kinds);
  dialog->setTextValue(kinds[QSettings().value("map/format", 0).toInt() % 3]);
  connect(dialog, &QInputDialog::textValueSelected, this, [this, source, kinds](const QString& kind) {
    const int chosen = std::max(0, static_cast<int>(kinds.indexOf(kind)));
    QSettings().setValue("map/format", chosen);
    save(source, static_cast<MapFormat>(chosen));
  });
  dialog->open();
}

void MapExport::save(const MapToExport& source, MapFormat format) {
  static const char* const kSuffixes[] = {"png", "csv", "safetensors"};
  const QString suffix = QString::fromLatin1(kSuffixes[static_cast<int>(format)]);
  const QString pictures = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
  const QString folder = QSettings().value("save/folder", pictures).toString();
  const QFileInfo name(suggestedFileName(source.title, source.request ? source.request->seed : 0));
  const QString suggested = QDir(folder).filePath(name.completeBaseName() + '.' + suffix);
  m_dialogs->askSavePath(m_window, unusedPath(suggested), [=, this](const QString& path) {
    if (path.isEmpty()) return;
    // The dialog asked about overwriting `path`; a name we complete ourselves must not overwrite anything.
    const QString complete = withSuffix(path, suffix);
    write(source, format, complete == path ? path : unusedPath(complete));
  });
}

void MapExport::write(const MapToExport& source, MapFormat format, const QString& path) {
  const ImageBuffer picture = format == MapFormat::Png ? bufferOf(mapPicture(source)) : ImageBuffer();
  m_thread->post([=, this] {
    const Result<void> result = writeMap(source, format, picture, path.toStdString());
    QMetaObject::invokeMethod(
        this,
        [=, this] {
          if (!result) return Q_EMIT problem(errorMessage(tr("The map was not exported"), result.error()));
          QSettings().setValue("save/folder", QFileInfo(path).absolutePath());
          Q_EMIT status(tr("Exported as %1").arg(QDir::toNativeSeparators(path)));
        },
        Qt::QueuedConnection);
  });
}

}  // namespace unmask
