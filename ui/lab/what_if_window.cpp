#include "ui/lab/what_if_window.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

namespace unmask {
namespace {

enum Column { kWhat, kCells, kFirst, kOneStep, kAttention };

QString agreementText(const std::optional<double>& value) {
  return value ? QLocale().toString(*value, 'f', 2) : QStringLiteral("–");
}

}  // namespace

WhatIfWindow::WhatIfWindow(const Parts& parts, QWidget* parent)
    : QDialog(parent, Qt::Window),
      m_parts(parts),
      m_study(parts.jobs),
      m_pair(new RunPair(this)),
      m_about(new QLabel(this)),
      m_follow(new QPushButton(tr("Ask About the Shown Picture"), this)),
      m_leaveOut(new QPushButton(tr("Leave Out Each Word"), this)),
      m_part(new QComboBox(this)),
      m_by(new QLineEdit(this)),
      m_replace(new QPushButton(tr("Try"), this)),
      m_axis(new SettingBox(false, {}, this)),
      m_values(new QLineEdit(this)),
      m_change(new QPushButton(tr("Try"), this)),
      m_table(new QTreeWidget(this)),
      m_verdict(new QLabel(this)),
      m_progress(new QProgressBar(this)),
      m_stop(new QPushButton(tr("Stop"), this)),
      m_keep(new QPushButton(tr("Keep as a Candidate"), this)) {
  setObjectName("whatIfWindow");
  setWindowTitle(tr("What If"));
  resize(1200, 660);
  auto* splitter = new QSplitter(Qt::Horizontal, this);
  splitter->addWidget(buildChanges());
  splitter->addWidget(m_pair);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({480, 700});
  splitter->setChildrenCollapsible(false);
  auto* column = new QVBoxLayout(this);
  column->addWidget(splitter);

  connect(&m_study, &WhatIfStudy::changed, this, &WhatIfWindow::refresh);
  connect(&m_study, &WhatIfStudy::failed, this,
          [this](const Error& error) { m_problem = QString::fromStdString(error.text()); });
  connect(m_parts.candidates, &CandidateSet::changed, this, &WhatIfWindow::refresh);
  connect(m_parts.document, &DocumentModel::pictureChanged, this, &WhatIfWindow::refresh);
  connect(m_parts.jobs, &JobController::stateChanged, this, &WhatIfWindow::refresh);
  connect(m_follow, &QPushButton::clicked, this, &WhatIfWindow::follow);
  connect(m_axis, &QComboBox::currentIndexChanged, this, &WhatIfWindow::nameExample);
  connect(m_leaveOut, &QPushButton::clicked, this, &WhatIfWindow::leaveWordsOut);
  connect(m_replace, &QPushButton::clicked, this, &WhatIfWindow::tryReplacement);
  connect(m_change, &QPushButton::clicked, this, &WhatIfWindow::tryChange);
  connect(m_by, &QLineEdit::returnPressed, this, &WhatIfWindow::tryReplacement);
  connect(m_values, &QLineEdit::returnPressed, this, &WhatIfWindow::tryChange);
  connect(m_stop, &QPushButton::clicked, &m_study, &WhatIfStudy::stop);
  connect(m_keep, &QPushButton::clicked, this, &WhatIfWindow::keepChosen);
  connect(m_table, &QTreeWidget::currentItemChanged, this, &WhatIfWindow::showChosen);
  refresh();
}

QWidget* WhatIfWindow::buildChanges() {
  auto* side = new QWidget(this);
  m_about->setObjectName("whatIfAbout");
  m_about->setWordWrap(true);
  m_follow->setObjectName("whatIfFollow");
  m_leaveOut->setObjectName("whatIfWords");
  m_leaveOut->setToolTip(tr("The whole run again for each word, one word less, with the same draws"));
  m_part->setObjectName("whatIfPart");
  m_part->setEditable(true);
  m_part->setAccessibleName(tr("Part of the prompt"));
  m_by->setObjectName("whatIfBy");
  m_by->setAccessibleName(tr("What stands in its place"));
  m_by->setPlaceholderText(tr("nothing"));
  m_axis->setObjectName("whatIfAxis");
  m_axis->setAccessibleName(tr("Setting to change"));
  m_axis->choose(RunAxis::Guidance);
  m_values->setObjectName("whatIfValues");
  m_values->setAccessibleName(tr("Its other values"));
  m_replace->setObjectName("whatIfReplace");
  m_change->setObjectName("whatIfChange");
  for (QPushButton* button : {m_follow, m_leaveOut, m_replace, m_change, m_stop, m_keep})
    button->setAutoDefault(false);
  m_table->setObjectName("whatIfTable");
  m_table->setAccessibleName(tr("What changed, and how much of the picture with it"));
  m_table->setRootIsDecorated(false);
  m_table->setSortingEnabled(true);
  m_table->setHeaderLabels({tr("Change"), tr("Cells"), tr("From step"), tr("One step"), tr("Attention")});
  m_table->headerItem()->setToolTip(kCells, tr("Cells of the finished picture that hold another token"));
  m_table->headerItem()->setToolTip(kFirst, tr("The first step after which the runs differ"));
  m_table->headerItem()->setToolTip(
      kOneStep, tr("How far leaving the word out moves the prediction of single steps: total variation, mean "
                   "over the masked cells and the steps. A cause, but within one step."));
  m_table->headerItem()->setToolTip(
      kAttention, tr("How much the network looks at the word: mean over steps, cells, heads and layers. "
                     "Correlation, not cause."));
  m_table->sortByColumn(kCells, Qt::DescendingOrder);
  m_verdict->setObjectName("whatIfVerdict");
  m_verdict->setWordWrap(true);
  m_progress->setObjectName("whatIfProgress");
  m_progress->setAccessibleName(tr("Progress"));
  m_stop->setObjectName("whatIfStop");
  m_keep->setObjectName("whatIfKeep");
  m_keep->setToolTip(tr("Put the changed run's picture among the candidates; it is a run like any other"));

  auto* replace = new QHBoxLayout;
  replace->addWidget(m_part, 1);
  replace->addWidget(new QLabel(tr("becomes"), side));
  replace->addWidget(m_by, 1);
  replace->addWidget(m_replace);
  auto* change = new QHBoxLayout;
  change->addWidget(m_axis);
  change->addWidget(m_values, 1);
  change->addWidget(m_change);
  auto* end = new QHBoxLayout;
  end->addWidget(m_progress, 1);
  end->addWidget(m_stop);
  end->addWidget(m_keep);
  auto* column = new QVBoxLayout(side);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(m_about);
  column->addWidget(m_follow);
  column->addWidget(m_leaveOut);
  column->addLayout(replace);
  column->addLayout(change);
  column->addWidget(m_table, 1);
  column->addWidget(m_verdict);
  column->addLayout(end);
  side->setMinimumWidth(380);
  return side;
}

void WhatIfWindow::showEvent(QShowEvent* event) {
  if (!m_study.base() && !m_study.isRunning()) follow();
  QDialog::showEvent(event);
}

void WhatIfWindow::follow() {
  m_problem.clear();
  m_study.setOriginal(m_parts.candidates->shownPicture());
  refresh();
}

void WhatIfWindow::refresh() {
  const QString obstacle = m_study.obstacle();
  const bool isFree = m_parts.jobs->state() == EngineState::Idle && obstacle.isEmpty();
  const PicturePtr& original = m_study.original();
  m_follow->setVisible(m_parts.candidates->shownPicture() != original);
  QString about = obstacle;
  if (obstacle.isEmpty()) {
    about = tr("“%1”, seed %2. One thing changes, every draw stays.")
                .arg(QString::fromStdString(original->request.prompt))
                .arg(original->request.seed);
    if (!m_study.isBaseTheOriginal())
      about +=
          ' ' + tr("This picture was edited or its run changed on the way; the comparison is with the run "
                   "as its settings alone make it.");
    if (!m_problem.isEmpty()) about = m_problem;
  }
  m_about->setText(about);
  m_leaveOut->setEnabled(isFree);
  m_replace->setEnabled(isFree);
  m_change->setEnabled(isFree);
  m_stop->setVisible(m_study.isRunning());
  m_progress->setVisible(m_study.isRunning());
  m_progress->setValue(static_cast<int>(100 * m_study.progress()));
  const QString typed = m_part->currentText();
  QStringList parts;
  if (original)
    for (const PromptWord& word : wordsIn(original->request.prompt))
      parts << QString::fromStdString(word.text);
  QStringList offered;
  for (int i = 0; i < m_part->count(); ++i) offered << m_part->itemText(i);
  if (offered != parts) {
    m_part->clear();
    m_part->addItems(parts);
    if (!typed.isEmpty() && m_part->findText(typed) >= 0) m_part->setCurrentText(typed);
  }
  if (!m_axis->offer(original ? original->request : GenerationRequest())) m_axis->choose(RunAxis::Guidance);
  nameExample();
  refreshTable();
  refreshVerdict();
  showChosen();
}

void WhatIfWindow::nameExample() {
  const auto setting = m_axis->chosen();
  m_values->setPlaceholderText(setting && setting->axis == RunAxis::Adapter
                                   ? tr("such as 0, 0.5, 1 (0 is without it)")
                                   : tr("such as 2, 5 or 4-12 (+4)"));
}

void WhatIfWindow::refreshTable() {
  const auto& rows = m_study.rows();
  // Rows that went away: all is filled anew.
  if (m_table->topLevelItemCount() > static_cast<int>(rows.size()) || rows.empty()) m_table->clear();
  m_table->setSortingEnabled(false);
  std::vector<QTreeWidgetItem*> items(rows.size(), nullptr);
  for (int i = 0; i < m_table->topLevelItemCount(); ++i) {
    QTreeWidgetItem* item = m_table->topLevelItem(i);
    items[item->data(kWhat, Qt::UserRole).toUInt()] = item;
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    const WhatIfRow& row = *rows[i];
    if (items[i] == nullptr) {
      items[i] = new QTreeWidgetItem(m_table);
      items[i]->setData(kWhat, Qt::UserRole, static_cast<uint>(i));
    }
    items[i]->setText(kWhat, row.what);
    items[i]->setData(kCells, Qt::DisplayRole, row.difference.cellsChanged);
    if (row.firstStep >= 0) items[i]->setData(kFirst, Qt::DisplayRole, row.firstStep);
    const bool isMeasured = row.word && *row.word < m_study.means().size();
    if (!isMeasured) continue;
    const WordMeans& means = m_study.means()[*row.word];
    const auto rounded = [](double value) { return std::round(value * 1e4) / 1e4; };
    items[i]->setData(kOneStep, Qt::DisplayRole, rounded(means.ablation));
    items[i]->setData(kAttention, Qt::DisplayRole, rounded(means.attention));
  }
  m_table->setSortingEnabled(true);
  for (int column = 0; column < m_table->columnCount(); ++column) m_table->resizeColumnToContents(column);
  if (m_table->currentItem() == nullptr && m_table->topLevelItemCount() > 0)
    m_table->setCurrentItem(m_table->topLevelItem(0));
}

void WhatIfWindow::refreshVerdict() {
  QString text =
      tr("Attention is correlation; what changes when a word is left out is cause. Every draw stays "
         "the same, so a token changes only when its odds against the others did. (A word that goes "
         "also moves the words after it by one place.)");
  if (!m_study.means().empty())
    text += '\n' +
            tr("Rank agreement with the cells changed: attention %1, one step %2 (1 = same order).")
                .arg(agreementText(m_study.attentionAgreement()), agreementText(m_study.ablationAgreement()));
  m_verdict->setText(text);
}

WhatIfRowPtr WhatIfWindow::chosenRow() const {
  const QTreeWidgetItem* item = m_table->currentItem();
  if (item == nullptr) return nullptr;
  const uint index = item->data(kWhat, Qt::UserRole).toUInt();
  return index < m_study.rows().size() ? m_study.rows()[index] : nullptr;
}

void WhatIfWindow::showChosen() {
  const WhatIfRowPtr row = chosenRow();
  m_keep->setEnabled(row != nullptr);
  const PicturePtr left = m_study.base() ? m_study.base() : m_study.original();
  m_pair->setRuns(left, tr("As it was"), row ? row->picture : nullptr, row ? row->what : QString(),
                  row ? row->difference : TraceDifference());
}

void WhatIfWindow::leaveWordsOut() {
  m_problem.clear();
  m_study.leaveWordsOut();
}

void WhatIfWindow::tryReplacement() {
  if (!m_replace->isEnabled()) return;
  m_problem.clear();
  m_study.replace(m_part->currentText(), m_by->text());
  refresh();
}

void WhatIfWindow::tryChange() {
  const auto setting = m_axis->chosen();
  if (!m_change->isEnabled() || !setting) return;
  const Result<void> result = m_study.change(*setting, m_axis->currentText(), m_values->text().toStdString());
  m_problem = result ? QString() : QString::fromStdString(result.error().text());
  refresh();
}

void WhatIfWindow::keepChosen() {
  const WhatIfRowPtr row = chosenRow();
  const std::vector<PicturePtr>& kept = m_parts.candidates->pictures();
  if (!row || std::ranges::find(kept, row->picture) != kept.end()) return;
  m_parts.runs->adopt(row->picture, m_study.original(), 0);
  m_parts.candidates->addUndoably(row->picture, tr("Keep What If"));
}

}  // namespace unmask
