// Pictures to files and to the clipboard.
#pragma once

#include <QObject>

#include "ui/dialogs/file_dialogs.h"
#include "ui/error_text.h"
#include "ui/jobs/file_worker.h"
#include "ui/jobs/worker_thread.h"
#include "ui/picture.h"

namespace unmask {

/// Lives in the window's thread; files are written in the file thread.
class PictureFiles : public QObject {
  Q_OBJECT

 public:
  /// Dialogs belong to `window`. `worker` lives in `thread`; all outlive this object.
  PictureFiles(FileDialogs* dialogs, FileWorker* worker, WorkerThread* thread, QWidget* window);

  // A null picture is ignored.
  void save(const PicturePtr& picture);  ///< nothing to do when it was saved already
  void saveAs(const PicturePtr& picture);
  void copy(const PicturePtr& picture);

 Q_SIGNALS:
  void status(const QString& text);
  void problem(const unmask::Message& message);

 private:
  void onSaved(const PicturePtr& picture, const QString& path);

  FileDialogs* m_dialogs;
  FileWorker* m_worker;
  WorkerThread* m_thread;
  QWidget* m_window;
  PicturePtr m_savedPicture;
  QString m_savedPath;
};

}  // namespace unmask
