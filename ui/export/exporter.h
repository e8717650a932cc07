// File > Export: asks what and where, and has it written.
#pragma once

#include <QObject>
#include <QPointer>
#include <QProgressDialog>
#include <stop_token>

#include "ui/dialogs/file_dialogs.h"
#include "ui/error_text.h"
#include "ui/export/run_export.h"
#include "ui/jobs/worker_thread.h"

namespace unmask {

/// Lives in the window's thread; files are written in the file thread, one after the other. What takes longer
/// than half a second shows how far it is and can be stopped.
class Exporter : public QObject {
  Q_OBJECT

 public:
  /// Dialogs belong to `window`; all outlive this object.
  Exporter(FileDialogs* dialogs, WorkerThread* thread, QWidget* window);

  /// Opens the dialog for this picture and run; either may be missing. The recording must not change any
  /// more.
  void open(const ExportJob& source);
  /// Asks where, then writes.
  void save(const ExportJob& job);
  void cancel() { m_stop.request_stop(); }
  bool isBusy() const { return m_waiting > 0; }

 Q_SIGNALS:
  void status(const QString& text);
  void problem(const unmask::Message& message);

 private:
  void start(const ExportJob& job, const QString& path);
  void finish(const Result<void>& result, const QString& path);

  FileDialogs* m_dialogs;
  WorkerThread* m_thread;
  QWidget* m_window;
  QPointer<QProgressDialog> m_progress;
  std::stop_source m_stop;
  int m_waiting = 0;  ///< files that are not written yet
};

}  // namespace unmask
