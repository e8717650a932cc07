// What was begun to be learned and is not done: an offer to go on with it or to throw it away, and then one
// to take that back.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QWidget>
#include <filesystem>
#include <functional>
#include <vector>

#include "core/base/result.h"
#include "ui/jobs/worker_thread.h"

namespace unmask {

/// Nothing is shown while there is nothing to offer. Files are looked for and moved in the file thread.
class UnfinishedOffer : public QWidget {
  Q_OBJECT

 public:
  /// `files` outlives what this object has posted, and this object that.
  UnfinishedOffer(WorkerThread* files, QWidget* parent);

  bool holds(const QString& style) const;
  /// Also removes what an earlier program had thrown away when it ended.
  void search();
  /// Removes for good what was thrown away; with a `style`, only if it is that one.
  void settle(const QString& style = {});

 Q_SIGNALS:
  void changed();  ///< holds()
  void goOnWanted(const QString& taskFile);

 private:
  void throwAway();
  void takeBack();
  void run(std::function<Result<void>()> task, std::function<void(bool isDone)> then);
  void refresh();

  WorkerThread* m_files;
  std::vector<std::filesystem::path> m_unfinished;
  std::filesystem::path m_thrownAway;  ///< the one that can be taken back; empty: none
  QString m_problem;                   ///< of the last task
  quint64 m_tasks = 0;                 ///< posted so far
  int m_moves = 0;                     ///< those of them that move files and are not done
  QFrame* m_undoBar;
  QLabel* m_undoText;
  QPushButton* m_undo;
  QFrame* m_offer;
  QLabel* m_offerText;
  QPushButton* m_goOn;
  QPushButton* m_forget;
  QLabel* m_problemText;
};

}  // namespace unmask
