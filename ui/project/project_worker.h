// The open project, in the file thread.
#pragma once

#include <QObject>
#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/project/project_file.h"
#include "ui/project/project_messages.h"
#include "ui/project/undo_journal.h"

namespace unmask {

class HistoryWorker;

/// Lives in the file thread; all members are called there. What is put is written at once, in order, each a
/// transaction. What cannot be written (a full disk, a project open for reading only, none open at all) is
/// kept, and written when saving works again: after retry(), the next put, or under another name.
class ProjectWorker : public QObject {
  Q_OBJECT

 public:
  /// `history` gets every run, too.
  explicit ProjectWorker(HistoryWorker* history, QObject* parent = nullptr);
  ~ProjectWorker() override;

  // Each ends in opened or openFailed; on failure the project open before stays open.
  /// `wanted`, else `last` (empty = none), else the newest unnamed project nobody has open, else a new one.
  /// Tells of a wanted one that cannot be opened, after another was.
  void openAtStart(const QString& untitledFolder, const QString& wanted, const QString& last);
  void open(const QString& path);
  void openNew(const QString& untitledFolder);
  /// Ends in savedAs or saveAsFailed. The project goes on under the new name; an unnamed one is moved there.
  void saveAs(const QString& path);
  /// Writes what waits if it can, and closes. Nothing may be put afterwards but by opening.
  void close();

  void put(const DocumentSnapshot& snapshot);
  void putRun(const NewRun& run);
  void putVerdicts(const RunVerdicts& verdicts);
  void putDraft(const GenerationRequest& draft, const std::string& window);
  void putQueue(const std::vector<QueuedRequest>& queue);
  /// The run held between two steps, in the place of the one before; null: none is held.
  void putHeld(const std::shared_ptr<const HeldRecord>& held);
  void retry();

  void readUndo();          ///< ends in undoRead, or in nothing when there is none
  void listRuns();          ///< ends in runsListed
  void countTokens();       ///< ends in tokensCounted or runReadFailed
  void readRun(qint64 id);  ///< ends in runRead or runReadFailed

 Q_SIGNALS:
  void opened(const unmask::OpenedProjectPtr& project);
  void openFailed(const unmask::Error& error);
  void savedAs(const QString& path);
  void saveAsFailed(const unmask::Error& error);
  void saveFailed(const unmask::Error& error);  ///< once, until saving works again
  void saveWorks();                             ///< after saveFailed: everything is written
  void allWritten();                            ///< nothing waits
  void undoRead(const unmask::UndoJournalPtr& journal);
  void runsListed(const std::vector<unmask::RunItem>& runs);
  void tokensCounted(const unmask::TokenCounts& counts);
  void runRead(qint64 id, const unmask::PicturePtr& picture);
  void runReadFailed(const unmask::Error& error);

 private:
  using Change = std::function<Result<void>(ProjectFile&)>;
  enum class ChangeKind { Other, Draft, Held };
  struct Waiting {
    ChangeKind kind;
    Change change;
  };

  void add(ChangeKind kind, Change change);
  bool writeWaiting();
  Result<void> write(ProjectFile& project, const DocumentSnapshot& snapshot);
  bool canLeave();
  bool takeIfPossible(const std::filesystem::path& path, int otherInterrupted, std::optional<Error>* problem);
  void noteSteps(bool areOurs);
  Result<ProjectFile> copyTo(const std::filesystem::path& path);
  void rescue();
  QImage runThumbnail(int64_t id);
  void take(ProjectFile project, OpenedProject description);
  void leave();
  bool isWorthKeeping(ProjectFile& project) const;

  HistoryWorker* m_history;
  std::optional<ProjectFile> m_project;
  bool m_isUntitled = false;
  bool m_isFresh = false;  ///< the last copy made holds the document only
  std::filesystem::path m_untitledFolder;
  std::deque<Waiting> m_waiting;
  bool m_hasFailed = false;
  std::vector<int64_t> m_heldRuns;  ///< runs in the file that have no result yet
  std::map<int64_t, QImage> m_runThumbnails;
  std::map<int64_t, int64_t> m_steps;  ///< states that are in the file: the window's number, the file's
  int64_t m_lastStep = 0;              ///< the file's largest number so far
  std::optional<DocumentSnapshot> m_written;  ///< the state shown in the file; nullopt = not known
};

}  // namespace unmask
