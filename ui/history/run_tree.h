// The runs of the open project, each under the one it branched from.
#pragma once

#include <QTimer>
#include <QTreeWidget>

#include "ui/project/project_session.h"

namespace unmask {

/// Asks for the runs only while it is seen. Return or a double click brings a run's picture back among the
/// candidates.
class RunTree : public QTreeWidget {
  Q_OBJECT

 public:
  /// `session` outlives this object.
  explicit RunTree(ProjectSession* session, QWidget* parent = nullptr);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void refreshSoon();
  void show(const std::vector<RunItem>& runs);

  ProjectSession* m_session;
  QTimer m_timer;
};

}  // namespace unmask
