#include "ui/styles/unfinished_offer.h"

#include <QHBoxLayout>
#include <QVBoxLayout>
#include <algorithm>

#include "core/hub/adapter_search.h"
#include "core/train/style_task_file.h"
#include "ui/error_text.h"
#include "ui/styles/learn_button.h"
#include "ui/theme.h"

namespace unmask {
namespace {

QString styleOf(const std::filesystem::path& taskFile) {
  return QString::fromStdString(taskFile.stem().string());
}

QLabel* makeText(const char* objectName, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setObjectName(objectName);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  return label;
}

}  // namespace

UnfinishedOffer::UnfinishedOffer(WorkerThread* files, QWidget* parent)
    : QWidget(parent),
      m_files(files),
      m_undoBar(new QFrame(this)),
      m_undoText(makeText("learnForgotten", m_undoBar)),
      m_undo(makeButton("learnUndo", tr("Un&do"), m_undoBar)),
      m_offer(new QFrame(this)),
      m_offerText(makeText("learnOfferText", m_offer)),
      m_goOn(makeButton("learnGoOn", tr("&Go On"), m_offer)),
      m_forget(makeButton("learnForget", tr("&Forget It"), m_offer)),
      m_problemText(makeText("learnOfferProblem", this)) {
  m_undoBar->setObjectName("learnUndoBar");
  m_offer->setObjectName("learnOffer");
  m_undo->setToolTip(tr("Bring the unfinished run back. Closing this window removes it for good"));
  m_forget->setToolTip(tr("Throw the unfinished run away; an adapter that was saved stays"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  for (QFrame* bar : {m_undoBar, m_offer}) {
    bar->setAutoFillBackground(true);
    auto* row = new QHBoxLayout(bar);
    row->addWidget(bar == m_offer ? m_offerText : m_undoText, 1);
    for (auto* button : bar->findChildren<QPushButton*>()) row->addWidget(button);
    column->addWidget(bar);
  }
  column->addWidget(m_problemText);
  connect(m_goOn, &QPushButton::clicked, this, [this] {
    if (!m_unfinished.empty()) Q_EMIT goOnWanted(QString::fromStdString(m_unfinished.front().string()));
  });
  connect(m_forget, &QPushButton::clicked, this, &UnfinishedOffer::throwAway);
  connect(m_undo, &QPushButton::clicked, this, &UnfinishedOffer::takeBack);
  refresh();
}

bool UnfinishedOffer::holds(const QString& style) const {
  const auto isIt = [&style](const std::filesystem::path& file) { return styleOf(file) == style; };
  return std::ranges::any_of(m_unfinished, isIt);
}

void UnfinishedOffer::search() {
  m_problem.clear();
  const auto removeLeftovers = [kept = m_thrownAway]() -> Result<void> {
    removeForgottenStyles(adaptersFolder({}), kept);
    return {};
  };
  run(removeLeftovers, [this](bool) { refresh(); });
}

void UnfinishedOffer::settle(const QString& style) {
  const bool isMeant = style.isEmpty() || styleOf(m_thrownAway) == style;
  if (m_thrownAway.empty() || !isMeant) return;
  m_thrownAway.clear();
  refresh();
  search();
}

void UnfinishedOffer::throwAway() {
  if (m_unfinished.empty()) return;
  const std::filesystem::path file = m_unfinished.front();
  // Known at once, so that a search that is posted meanwhile spares it.
  const auto before = std::exchange(m_thrownAway, file);
  const auto move = [file]() -> Result<void> {
    UNMASK_CHECK(setStyleAside(file));
    removeForgottenStyles(file.parent_path(), file);  // only the last one can be taken back
    return {};
  };
  m_unfinished.erase(m_unfinished.begin());
  const bool hadFocus = m_forget->hasFocus();
  m_problem.clear();
  ++m_moves;
  run(move, [this, file, before, hadFocus](bool isDone) {
    --m_moves;
    if (!isDone && m_thrownAway == file) m_thrownAway = before;
    refresh();
    if (hadFocus) (isDone ? m_undo : m_forget)->setFocus();
  });
}

void UnfinishedOffer::takeBack() {
  const bool hadFocus = m_undo->hasFocus();
  m_problem.clear();
  ++m_moves;
  const auto move = [file = m_thrownAway] { return bringStyleBack(file); };
  run(move, [this, file = m_thrownAway, hadFocus](bool isDone) {
    --m_moves;
    if (isDone && m_thrownAway == file) m_thrownAway.clear();
    refresh();
    if (hadFocus) (isDone ? m_goOn : m_undo)->setFocus();
  });
}

void UnfinishedOffer::run(std::function<Result<void>()> task, std::function<void(bool isDone)> then) {
  m_files->post([this, task = std::move(task), then = std::move(then), number = ++m_tasks] {
    const Result<void> done = task();
    const auto finish = [this, done, found = unfinishedStyles(adaptersFolder({})), then, number] {
      if (!done) m_problem = errorMessage({}, done.error()).text;
      if (number == m_tasks) m_unfinished = found;  // another one is under way otherwise
      then(done.ok());
    };
    QMetaObject::invokeMethod(this, finish, Qt::QueuedConnection);
  });
  refresh();
}

void UnfinishedOffer::refresh() {
  QPalette colours = palette();
  colours.setColor(QPalette::Window, toneBackground(Tone::Info, palette()));
  for (QFrame* bar : {m_undoBar, m_offer}) {
    bar->setPalette(colours);
    bar->setEnabled(m_moves == 0);
  }
  const QString gone = styleOf(m_thrownAway);
  m_undoBar->setVisible(!m_thrownAway.empty());
  m_undoText->setText(tr("Learning “%1” was thrown away.").arg(gone));
  m_undo->setAccessibleName(tr("Undo: keep what was learned of %1").arg(gone));
  m_offer->setVisible(!m_unfinished.empty());
  if (!m_unfinished.empty()) {
    const QString style = styleOf(m_unfinished.front());
    const auto others = static_cast<int>(m_unfinished.size()) - 1;
    m_offerText->setText(
        others == 0 ? tr("Learning “%1” was not finished.").arg(style)
                    : tr("Learning “%1” was not finished; more like it: %2.").arg(style).arg(others));
    m_goOn->setAccessibleName(tr("Go on with learning %1").arg(style));
    m_forget->setAccessibleName(tr("Forget learning %1").arg(style));
  }
  colours.setColor(QPalette::WindowText, toneColor(Tone::Error, palette()));
  m_problemText->setPalette(colours);
  m_problemText->setText(m_problem);
  m_problemText->setVisible(!m_problem.isEmpty());
  setVisible(!m_thrownAway.empty() || !m_unfinished.empty() || !m_problem.isEmpty());
  Q_EMIT changed();
}

}  // namespace unmask
