// Requests that wait for their turn.
#pragma once

#include <QAbstractListModel>
#include <QString>
#include <optional>
#include <vector>

#include "ui/jobs/job_controller.h"
#include "ui/project/project_session.h"
#include "ui/run_flow.h"

namespace unmask {

/// Lives in the window's thread. Runs its first waiting request whenever the engine is free, unless paused.
/// Every change goes into the project; what comes from a file waits, paused. A request that failed stays, to
/// be tried again.
class RunQueue : public QAbstractListModel {
  Q_OBJECT

 public:
  enum class State { Waiting, Running, Failed };
  enum Role { StateRole = Qt::UserRole };  ///< int: State

  /// All outlive this object.
  struct Parts {
    RunFlow* runs;
    JobController* jobs;
    ProjectSession* session;
  };
  explicit RunQueue(const Parts& parts, QObject* parent = nullptr);

  bool add(bool isFirst);  ///< what Generate would do now; false when it would do nothing
  void remove(int row);    ///< the one that runs is stopped
  void move(int from, int to);
  void retry(int row);
  void setPaused(bool isPaused);  ///< what runs goes on
  bool isPaused() const { return m_isPaused; }
  int count() const { return static_cast<int>(m_items.size()); }
  const GenerationRequest& request(int row) const { return m_items[static_cast<size_t>(row)].request; }
  State stateOf(int row) const { return m_items[static_cast<size_t>(row)].state; }

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  Qt::ItemFlags flags(const QModelIndex& index) const override;
  Qt::DropActions supportedDropActions() const override { return Qt::MoveAction; }
  QStringList mimeTypes() const override;
  QMimeData* mimeData(const QModelIndexList& indexes) const override;
  bool dropMimeData(const QMimeData* data, Qt::DropAction action, int row, int column,
                    const QModelIndex& parent) override;

 Q_SIGNALS:
  void changed();

 private:
  struct Item {
    GenerationRequest request;
    State state = State::Waiting;
    QString problem{};  ///< why it failed
  };

  void startNext();
  void onBatchEnded(RunEnd end);
  void restore(const OpenedProject& project);
  void noteChange(bool isForFile = true);
  std::optional<int> rowIn(State state) const;

  Parts m_parts;
  std::vector<Item> m_items;
  bool m_isPaused = false;
  bool m_isStarting = false;
  bool m_wasRemoved = false;  ///< the one that runs is to go when it has stopped
  QString m_problem;          ///< of the run going on
};

}  // namespace unmask
