// The dock at the right: history, runs of the project, queue. Makes and wires them.
#pragma once

#include <QDockWidget>
#include <QTabWidget>

#include "ui/actions.h"
#include "ui/history/history_panel.h"
#include "ui/history/run_tree.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/progress_strip.h"
#include "ui/queue/queue_panel.h"
#include "ui/queue/run_queue.h"

namespace unmask {

class SideDock : public QDockWidget {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    DocumentModel* document;
    PictureImporter* importer;
    FileWorker* files;
    WorkerThread* thread;
    RunFlow* runs;
    JobController* jobs;
    ProjectSession* session;
    Actions* actions;
    MessageBar* messages;
    ProgressStrip* progress;
  };
  SideDock(const Parts& parts, QWidget* parent);

  HistoryPanel* history() const { return m_history; }
  RunTree* runTree() const { return m_tree; }
  RunQueue* queue() const { return m_queue; }
  QueuePanel* queuePanel() const { return m_queuePanel; }

 private:
  void toggle(QWidget* page, QWidget* focus);
  void connectQueue();

  Parts m_parts;
  QTabWidget* m_tabs;
  HistoryPanel* m_history;
  RunTree* m_tree;
  RunQueue* m_queue;
  QueuePanel* m_queuePanel;
};

}  // namespace unmask
