// The queue as a list to order, stop and go on with.
#pragma once

#include <QLabel>
#include <QListView>
#include <QToolButton>
#include <QWidget>

#include "ui/actions.h"
#include "ui/queue/run_queue.h"

namespace unmask {

class QueuePanel : public QWidget {
  Q_OBJECT

 public:
  /// Both outlive this object.
  QueuePanel(RunQueue* queue, const Actions& actions, QWidget* parent = nullptr);

  QListView* list() const { return m_list; }

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  QToolButton* addButton(const char* name, const QString& icon, const QString& tip);
  void moveCurrent(int by);
  void refresh();

  RunQueue* m_queue;
  const QAction* m_addToQueue;
  QListView* m_list;
  QLabel* m_hint;
  QToolButton* m_up;
  QToolButton* m_down;
  QToolButton* m_retry;
  QToolButton* m_remove;
};

}  // namespace unmask
