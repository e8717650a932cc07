// File > Export: asks what and where, and has it written.
#pragma once

#include <QObject>
#include <QPointer>
#include <QProgressDialog>
#include <functional>
#include <stop_token>

#include "ui/dialogs/file_dialogs.h"
#include "ui/error_text.h"
#include "ui/export/run_export.h"
#include "ui/jobs/worker_thread.h"

namespace unmask {

/// Lives in the window's thread. Files are written in a thread of their own, one after the other: a film may
/// take a minute, and File > Open must not wait for it. What takes longer than half a second shows how far it
/// is and can be stopped.
class Exporter : public QObject {
  Q_OBJECT

 public:
  /// As runExport().
  using Writer =
      std::function<Result<void>(const ExportJob&, const std::filesystem::path&, const FilmProgress&)>;

  /// Dialogs belong to `window`; both outlive this object.
  Exporter(FileDialogs* dialogs, QWidget* window);

  /// A seam for tests; for the exports that start from now on.
  void setWriter(Writer writer) { m_writer = std::move(writer); }

  /// Opens the dialog for this picture and run; either may be missing. The recording must not change any
  /// more.
  void open(const ExportJob& source);
  /// Asks where, then writes.
  void save(const ExportJob& job);
  void cancel() { m_stop.request_stop(); }
  bool isBusy() const { return m_waiting > 0; }
  /// Waits until everything is written. Nothing may be exported afterwards.
  void close() { m_thread.stop(); }

 Q_SIGNALS:
  void status(const QString& text);
  void problem(const unmask::Message& message);

 private:
  void start(const ExportJob& job, const QString& path);
  void finish(const Result<void>& result, const QString& path);

  FileDialogs* m_dialogs;
  QWidget* m_window;
  Writer m_writer = runExport;
  QPointer<QProgressDialog> m_progress;
  std::stop_source m_stop;
  int m_waiting = 0;  ///< files that are not written yet
  WorkerThread m_thread{QStringLiteral("export"), new QObject};
};

}  // namespace unmask
