// Which models the chooser offers, and which one is loaded when the window opens.
#pragma once

#include <QObject>
#include <QString>
#include <vector>

#include "core/hub/model_search.h"
#include "ui/jobs/file_worker.h"
#include "ui/jobs/worker_thread.h"

namespace unmask {

/// Lives in the window's thread; the searching is done in the file thread.
class ModelFinder : public QObject {
  Q_OBJECT

 public:
  /// `worker` lives in `thread`; both outlive this object.
  ModelFinder(ModelSearchOptions options, FileWorker* worker, WorkerThread* thread,
              QObject* parent = nullptr);

  /// A folder the user opened: offered from now on, in this session and, through the journal, in later ones.
  void addFolder(const QString& dir);
  void removeFolder(const QString& dir);
  const std::vector<std::filesystem::path>& userFolders() const { return m_options.extraDirs; }

  void search();  ///< answers with changed()
  const std::vector<FoundModel>& models() const { return m_models; }

  /// The folder to load first: `wanted` (a folder or a found name) if given, else `last` if it is still a
  /// model, else the first found. Empty when there is none. `wanted` is given back as it is when nothing of
  /// that name was found, so that loading it tells what is wrong.
  QString firstChoice(const QString& wanted, const QString& last) const;

 Q_SIGNALS:
  void changed();
  void foldersChanged();  ///< userFolders()

 private:
  ModelSearchOptions m_options;
  FileWorker* m_worker;
  WorkerThread* m_thread;
  std::vector<FoundModel> m_models;
};

}  // namespace unmask
