// A map as a file: the picture with the map and its legend, or the numbers.
#pragma once

#include <QImage>
#include <QObject>
#include <QString>
#include <optional>

#include "core/doc/cell_maps.h"
#include "core/doc/generation_request.h"
#include "ui/dialogs/file_dialogs.h"
#include "ui/jobs/worker_thread.h"
#include "ui/panels/message_bar.h"

namespace unmask {

struct MapToExport {
  QString title;  ///< of the map
  CellMap map;
  QImage picture;  ///< that lies under it
  int step = 0;    ///< steps done at the moment it shows
  std::optional<GenerationRequest> request;
};

/// The picture, twice as large when it is small, under the map, and below it title, colours and range.
/// Window's thread; a null image without a map.
QImage mapPicture(const MapToExport& source);

enum class MapFormat { Png, Csv, Safetensors };

/// Lives in the window's thread; files are written in the file thread.
class MapExport : public QObject {
  Q_OBJECT

 public:
  /// All outlive this object.
  MapExport(FileDialogs* dialogs, WorkerThread* thread, QWidget* window);

  /// Asks for the kind of file, then for its name.
  void open(const MapToExport& source);
  void save(const MapToExport& source, MapFormat format);

 Q_SIGNALS:
  void status(const QString& text);
  void problem(const unmask::Message& message);

 private:
  void write(const MapToExport& source, MapFormat format, const QString& path);

  FileDialogs* m_dialogs;
  WorkerThread* m_thread;
  QWidget* m_window;
};

}  // namespace unmask
