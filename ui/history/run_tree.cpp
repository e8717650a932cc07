#include "ui/history/run_tree.h"

#include <QDateTime>
#include <QHeaderView>
#include <QLocale>
#include <map>

namespace unmask {
namespace {

constexpr int kRefreshMilliseconds = 100;  ///< several changes come together
constexpr int kIconSide = 48;
constexpr int kRunRole = Qt::UserRole;

QString verdictText(RunVerdict verdict) {
  switch (verdict) {
    case RunVerdict::Accepted:
      return RunTree::tr("accepted");
    case RunVerdict::Discarded:
      return RunTree::tr("discarded");
    case RunVerdict::Candidate:
      break;
  }
  return RunTree::tr("candidate");
}

/// `edits`: how many are shown as this one.
void describe(QTreeWidgetItem* item, const RunItem& run, int edits) {
  const QString prompt = QString::fromStdString(run.prompt).simplified();
  const QString verdict =
      run.heldAfter ? RunTree::tr("held after step %1").arg(*run.heldAfter) : verdictText(run.verdict);
  QString text = RunTree::tr("seed %1, %2").arg(run.seed).arg(verdict);
  if (edits == 1) text = RunTree::tr("edited by hand, ") + text;
  if (edits > 1) text = RunTree::tr("edited by hand %1 times, ").arg(edits) + text;
  if (run.parent != 0) text = RunTree::tr("branch after step %1, ").arg(run.branchStep) + text;
  item->setText(0, (prompt.isEmpty() ? RunTree::tr("(no prompt)") : prompt.left(80)) + '\n' + text);
  item->setData(0, kRunRole, static_cast<qlonglong>(run.id));
  if (!run.thumbnail.isNull()) item->setIcon(0, QIcon(QPixmap::fromImage(run.thumbnail)));
  const QDateTime time = QDateTime::fromMSecsSinceEpoch(run.timeMs);
  item->setToolTip(0, prompt.left(300) + '\n' + QLocale().toString(time, QLocale::ShortFormat));
}

}  // namespace

RunTree::RunTree(ProjectSession* session, QWidget* parent) : QTreeWidget(parent), m_session(session) {
  setObjectName("runTree");
  setAccessibleName(tr("Runs of this project"));
  setHeaderHidden(true);
  setIconSize({kIconSide, kIconSide});
  setUniformRowHeights(true);
  m_timer.setSingleShot(true);
  m_timer.setInterval(kRefreshMilliseconds);
  connect(&m_timer, &QTimer::timeout, m_session, &ProjectSession::listRuns);
  connect(m_session, &ProjectSession::runsChanged, this, &RunTree::refreshSoon);
  connect(m_session, &ProjectSession::opened, this, &RunTree::refreshSoon);
  connect(m_session, &ProjectSession::runsListed, this, &RunTree::show);
  connect(this, &QTreeWidget::itemActivated, this,
          [this](QTreeWidgetItem* item) { m_session->showRun(item->data(0, kRunRole).toLongLong()); });
}

void RunTree::showEvent(QShowEvent* event) {
  QTreeWidget::showEvent(event);
  refreshSoon();
}

void RunTree::refreshSoon() {
  if (isVisible()) m_timer.start();
}

/// Parents have smaller numbers, so they come first. Edits that are one branch are one item, which is the
/// newest of them.
void RunTree::show(const std::vector<RunItem>& runs) {
  const qlonglong current = currentItem() != nullptr ? currentItem()->data(0, kRunRole).toLongLong() : 0;
  clear();
  std::map<int64_t, QTreeWidgetItem*> items;
  struct Branch {
    QTreeWidgetItem* item = nullptr;
    int edits = 0;
  };
  std::map<std::string, Branch> branches;
  for (const RunItem& run : runs) {
    Branch own;
    Branch& branch = run.edits.empty() ? own : branches[run.edits];
    branch.edits += run.edits.empty() ? 0 : 1;
    const bool isNew = branch.item == nullptr;
    if (isNew) branch.item = new QTreeWidgetItem;
    QTreeWidgetItem* item = items[run.id] = branch.item;
    describe(item, run, branch.edits);
    if (!isNew) continue;
    const auto parent = items.find(run.parent);
    if (parent != items.end()) {
      parent->second->insertChild(0, item);
    } else {
      insertTopLevelItem(0, item);
    }
  }
  for (const auto& [id, item] : items)
    if (id == current) setCurrentItem(item);
  expandAll();
}

}  // namespace unmask
