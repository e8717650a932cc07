// The window's side of the open project: what happens in the document goes into the file, and back at start.
#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <memory>
#include <set>

#include "ui/candidates.h"
#include "ui/document_model.h"
#include "ui/import/picture_importer.h"
#include "ui/jobs/file_worker.h"
#include "ui/jobs/worker_thread.h"
#include "ui/project/project_messages.h"
#include "ui/project/undo_journal.h"
#include "ui/run_flow.h"

namespace unmask {

/// Lives in the window's thread; nothing blocks. Every command is sent to the file at once, what is typed a
/// moment later. Without a data folder nothing is kept, and every call but construction does nothing.
class ProjectSession : public QObject {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    DocumentModel* document;
    CandidateSet* candidates;
    RunFlow* runs;
    PictureImporter* importer;
    FileWorker* files;
    WorkerThread* thread;
  };
  ProjectSession(const Parts& parts, const QString& dataDir, QObject* parent = nullptr);

  /// Opens `wanted`, else `last` (empty = none), else the newest unnamed project, else a new one.
  void start(const QString& wanted, const QString& last);
  void openNew();
  void open(const QString& path);
  void saveAs(const QString& path);
  void setQueue(const std::vector<QueuedRequest>& queue);
  /// Hands over what waits and closes the file; for when no answer will be heard any more.
  void close();

  void listRuns();  ///< answer: runsListed()
  /// How often each token stands in the last grids of the newest runs; answer: tokensCounted().
  void countTokens();
  /// Brings a run's picture back among the candidates.
  void showRun(int64_t id);

  bool isActive() const { return m_isActive; }
  bool isOpening() const { return m_isOpening; }
  const QString& path() const { return m_path; }  ///< empty when none is open
  bool isUntitled() const { return m_isUntitled; }
  bool isReadOnly() const { return m_isReadOnly; }
  /// Changes could not be written and are tried again: closing now would lose them.
  bool isUnsaved() const { return m_retryTimer.isActive(); }
  /// Of the run that made a picture; 0 when that is not known.
  int64_t runOf(const PicturePtr& picture) const;
  /// Everything is in the file, as far as this side knows.
  bool isSettled() const { return m_underWay == 0 && !m_draftTimer.isActive(); }

 Q_SIGNALS:
  void opened(const unmask::OpenedProjectPtr& project);
  void openFailed(const unmask::Error& error);
  void savedAs(const QString& path);
  void saveAsFailed(const unmask::Error& error);
  void saveFailed(const unmask::Error& error);
  void saveWorks();
  void runsChanged();  ///< one more, or other verdicts
  void runsListed(const std::vector<unmask::RunItem>& runs);
  void runReadFailed(const unmask::Error& error);
  void tokensCounted(const unmask::TokenCounts& counts);

 private:
  struct Origin {
    int64_t run = 0;
    SharedPicture original;  ///< as it was imported
  };

  template <typename Task>
  void post(Task&& task);
  void onOpened(const OpenedProjectPtr& project);
  void restore(const OpenedProject& project);
  void onPictureMade(const PicturePtr& picture, const PicturePtr& parent, int branchStep, quint64 batch);
  void onUndoChanged();
  void onUndoRead(const UndoJournalPtr& journal);
  void onOpenFailed(const Error& error);
  void beginOpening();
  void restoreHeld(const HeldRecord& held);
  void noteHeld();
  void sendHeld();
  void noteDraft();
  void sendDraft();
  void sendVerdicts(int64_t canvasRun);
  Origin originOfCanvas();
  std::shared_ptr<const PixelMask> paintedMask();

  Parts m_parts;
  QString m_dataDir;
  QString m_untitledFolder;
  bool m_isActive;
  bool m_isOpening = false;
  bool m_hasTyped = false;  ///< before the first project was there
  QString m_path;
  bool m_isUntitled = false;
  bool m_isReadOnly = false;
  int m_underWay = 0;  ///< changes sent whose answer has not come
  QTimer m_draftTimer;
  QTimer m_retryTimer;
  QString m_job;

  qint64 m_shown = 0;     ///< the state the file shows
  PicturePtr m_canvas;    ///< … and its picture
  PicturePtr m_restored;  ///< the picture the project was opened with
  bool m_awaitsUndo = false;
  int64_t m_lastRun = 0;
  bool m_hasHeldChanged = false;  ///< since it was sent
  bool m_isHeldInFile = false;
  std::optional<RunFlow::HeldRun> m_heldBeforeOpening;
  std::map<int64_t, RunVerdict> m_verdicts;  ///< of the runs that are or were candidates in this window
  std::map<std::weak_ptr<const Picture>, Origin, std::owner_less<>> m_origins;
  std::shared_ptr<const PixelMask> m_mask;
  quint64 m_maskRevision = 0;
};

template <typename Task>
void ProjectSession::post(Task&& task) {
  ++m_underWay;
  m_parts.thread->post([this, worker = m_parts.files->project(), task = std::forward<Task>(task)] {
    task(worker);
    QMetaObject::invokeMethod(
        this, [this] { --m_underWay; }, Qt::QueuedConnection);
  });
}

}  // namespace unmask
