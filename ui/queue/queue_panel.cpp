#include "ui/queue/queue_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>

#include "ui/icons.h"

namespace unmask {

QueuePanel::QueuePanel(RunQueue* queue, const Actions& actions, QWidget* parent)
    : QWidget(parent),
      m_queue(queue),
      m_addToQueue(actions.addToQueue),
      m_list(new QListView(this)),
      m_hint(new QLabel(this)) {
  setObjectName("queuePanel");
  m_list->setObjectName("queueList");
  m_list->setAccessibleName(tr("Runs that wait"));
  m_list->setModel(queue);
  m_list->setDragDropMode(QAbstractItemView::InternalMove);
  m_list->setWordWrap(true);
  m_list->installEventFilter(this);
  m_hint->setObjectName("queueHint");
  m_hint->setWordWrap(true);
  m_hint->setContentsMargins(6, 4, 6, 4);
  m_up = addButton("queueUp", QStringLiteral("chevron-right"), tr("Earlier (Alt+Up)"));
  m_down = addButton("queueDown", QStringLiteral("chevron-down"), tr("Later (Alt+Down)"));
  m_up->setIcon({});
  m_up->setText(QStringLiteral("↑"));
  m_down->setIcon({});
  m_down->setText(QStringLiteral("↓"));
  m_retry = addButton("queueRetry", QStringLiteral("redo"), tr("Try again (R)"));
  m_remove = addButton("queueRemove", QStringLiteral("close"), tr("Remove (Del)"));
  auto* pause = new QToolButton(this);
  pause->setDefaultAction(actions.pauseQueue);
  pause->setObjectName("queuePause");
  pause->setAutoRaise(true);
  auto* row = new QHBoxLayout;
  row->setContentsMargins(6, 4, 6, 0);
  for (QToolButton* button : {pause, m_up, m_down, m_retry, m_remove}) row->addWidget(button);
  row->addStretch(1);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(2);
  column->addLayout(row);
  column->addWidget(m_list, 1);
  column->addWidget(m_hint);
  connect(m_up, &QToolButton::clicked, this, [this] { moveCurrent(-1); });
  connect(m_down, &QToolButton::clicked, this, [this] { moveCurrent(1); });
  connect(m_retry, &QToolButton::clicked, this, [this] { m_queue->retry(m_list->currentIndex().row()); });
  connect(m_remove, &QToolButton::clicked, this, [this] { m_queue->remove(m_list->currentIndex().row()); });
  connect(m_queue, &RunQueue::changed, this, &QueuePanel::refresh);
  connect(m_addToQueue, &QAction::changed, this, &QueuePanel::refresh);  // another key
  connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &QueuePanel::refresh);
  refresh();
}

QToolButton* QueuePanel::addButton(const char* name, const QString& iconName, const QString& tip) {
  auto* button = new QToolButton(this);
  button->setObjectName(name);
  button->setIcon(icon(iconName));
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  button->setAutoRaise(true);
  return button;
}

void QueuePanel::moveCurrent(int by) {
  const int from = m_list->currentIndex().row();
  m_queue->move(from, from + by);
  refresh();
}

void QueuePanel::refresh() {
  const int row = m_list->currentIndex().row();
  const int count = m_queue->count();
  m_up->setEnabled(row > 0);
  m_down->setEnabled(row >= 0 && row + 1 < count);
  m_remove->setEnabled(row >= 0);
  m_retry->setEnabled(row >= 0 && row < count && m_queue->stateOf(row) == RunQueue::State::Failed);
  if (count == 0) {
    const QKeySequence key = m_addToQueue->shortcut();
    m_hint->setText(key.isEmpty() ? tr("Nothing waits.")
                                  : tr("Nothing waits. %1 adds what Generate would do now.")
                                        .arg(key.toString(QKeySequence::NativeText)));
  } else if (m_queue->isPaused()) {
    m_hint->setText(tr("Paused: what waits does not start by itself."));
  } else {
    m_hint->setText(tr("Each starts as soon as the engine is free."));
  }
}

bool QueuePanel::eventFilter(QObject* object, QEvent* event) {
  const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride;
  if (object != m_list || !isKey) return QWidget::eventFilter(object, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool isAlt = key->modifiers() == Qt::AltModifier, isPlain = key->modifiers() == Qt::NoModifier;
  const bool isUp = isAlt && key->key() == Qt::Key_Up, isDown = isAlt && key->key() == Qt::Key_Down;
  const bool isRemove = isPlain && key->key() == Qt::Key_Delete;
  const bool isRetry = isPlain && key->key() == Qt::Key_R;
  if (!isUp && !isDown && !isRemove && !isRetry) return QWidget::eventFilter(object, event);
  event->accept();
  if (event->type() == QEvent::ShortcutOverride) return true;
  const int row = m_list->currentIndex().row();
  if (isUp || isDown) moveCurrent(isUp ? -1 : 1);
  if (isRemove) m_queue->remove(row);
  if (isRetry) m_queue->retry(row);
  return true;
}

}  // namespace unmask
