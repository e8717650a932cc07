// Preferences that belong to no project, on disk after every change.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "ui/jobs/file_worker.h"
#include "ui/jobs/worker_thread.h"

namespace unmask {

struct SessionState {
  QString model;             ///< folder of the model the user chose last; empty = the default
  QStringList modelFolders;  ///< opened by hand
  bool operator==(const SessionState&) const = default;
};

std::string sessionToJson(const SessionState& state);
/// Bad content is an error, never half a state. `where` names the file in it.
Result<SessionState> sessionFromJson(const std::string& json, const std::string& where);

/// Lives in the window's thread and writes in the file thread. Edits made while a write is under way are
/// written by the next one, newest only.
class SessionJournal : public QObject {
  Q_OBJECT

 public:
  /// `worker` lives in `thread`; both outlive this object.
  SessionJournal(const QString& stateDir, FileWorker* worker, WorkerThread* thread,
                 QObject* parent = nullptr);

  /// What the last session left. No value when there is none. Blocking, but the file is small.
  Result<std::optional<SessionState>> read() const;
  void write(const SessionState& state);
  /// Hands a state that still waits to the file thread at once; for when no answer will be heard any more.
  void flush();
  QString path() const { return m_path; }

 Q_SIGNALS:
  void writeFailed(const QString& errorText);  ///< once, until a write works again

 private:
  void send();
  void onWritten(const QString& errorText);

  QString m_path;
  FileWorker* m_worker;
  WorkerThread* m_thread;
  std::optional<SessionState> m_waiting;
  std::optional<SessionState> m_written;
  bool m_isWriting = false;
  bool m_hasFailed = false;
};

}  // namespace unmask
