#include "ui/side_dock.h"

#include "core/project/restore_settings.h"

namespace unmask {

SideDock::SideDock(const Parts& parts, QWidget* parent)
    : QDockWidget(tr("History and Queue"), parent),
      m_parts(parts),
      m_tabs(new QTabWidget(this)),
      m_history(new HistoryPanel(
          {parts.document, parts.importer, parts.files, parts.thread, parts.actions->undo}, this)),
      m_tree(new RunTree(parts.session, this)),
      m_queue(new RunQueue({parts.runs, parts.jobs, parts.session}, this)),
      m_queuePanel(new QueuePanel(m_queue, *parts.actions, this)) {
  setObjectName("sideDock");
  setAllowedAreas(Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea);
  m_tabs->setDocumentMode(true);
  m_tabs->addTab(m_history, tr("History"));
  m_tabs->addTab(m_tree, tr("This Project"));
  m_tabs->addTab(m_queuePanel, tr("Queue"));
  setWidget(m_tabs);
  hide();

  const Actions& a = *m_parts.actions;
  connect(a.showHistory, &QAction::triggered, this, [this] { toggle(m_history, m_history->list()); });
  connect(a.showProject, &QAction::triggered, this, [this] { toggle(m_tree, m_tree); });
  connect(a.showQueue, &QAction::triggered, this, [this] { toggle(m_queuePanel, m_queuePanel->list()); });
  const auto tell = [this](const Message& message, const std::function<void()>& action) {
    m_parts.messages->showMessage(message, action);
  };
  connect(m_history, &HistoryPanel::settingsTaken, this, tell);
  connect(m_history, &HistoryPanel::problem, this, [tell](const Message& message) { tell(message, {}); });
  connect(m_parts.session, &ProjectSession::runReadFailed, this, [this, tell](const Error& error) {
    tell(errorMessage(tr("The run could not be read"), error), {});
  });
  connect(m_parts.importer, &PictureImporter::settingsWanted, this,
          [this, tell](const ImportedPicturePtr& from) {
            takeSettings(m_parts.document, withImported(m_parts.document->draft(), *from->settings),
                         tr("Settings of %1 were taken over").arg(from->name), tell);
          });
  connectQueue();
}

/// The key hides what it shows.
void SideDock::toggle(QWidget* page, QWidget* focus) {
  if (isVisible() && m_tabs->currentWidget() == page) return hide();
  m_tabs->setCurrentWidget(page);
  show();
  raise();
  focus->setFocus(Qt::ShortcutFocusReason);
}

void SideDock::connectQueue() {
  const Actions& a = *m_parts.actions;
  const auto add = [this](bool isFirst) {
    if (!m_queue->add(isFirst))
      return m_parts.progress->showStatus(tr("There is nothing to add to the queue now"));
    m_parts.progress->showStatus(tr("Added to the queue; runs in it: %1").arg(m_queue->count()));
  };
  connect(a.addToQueue, &QAction::triggered, this, [add] { add(false); });
  connect(a.addToQueueFirst, &QAction::triggered, this, [add] { add(true); });
  connect(a.pauseQueue, &QAction::toggled, m_queue, &RunQueue::setPaused);
  connect(m_queue, &RunQueue::changed, this, [this] {
    m_parts.actions->pauseQueue->setChecked(m_queue->isPaused());
    const int count = m_queue->count();
    m_tabs->setTabText(m_tabs->indexOf(m_queuePanel), count > 0 ? tr("Queue (%1)").arg(count) : tr("Queue"));
  });
}

}  // namespace unmask
