#include "ui/lab/run_grid_window.h"

#include <QElapsedTimer>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QStandardItemModel>
#include <QVBoxLayout>
#include <algorithm>

#include "core/adapter/prompt_adapters.h"
#include "core/lab/prompt_words.h"
#include "ui/export/run_export.h"
#include "ui/jobs/recorded_run.h"

namespace unmask {
namespace {

enum Preset { kOrders, kSeeds, kGuidance, kSteps, kPrompts, kAdapters, kOwn };

QString seedsFrom(uint64_t seed) {
  QStringList texts;
  for (uint64_t i = 0; i < 6; ++i) texts << QString::number(seed + i);
  return texts.join(QStringLiteral(", "));
}

/// Order names are words of files; people read the window's.
QString labelOf(RunAxis axis, const std::string& label) {
  if (axis != RunAxis::Order) return QString::fromStdString(label);
  if (label == "confidence") return RunGridWindow::tr("Confidence");
  if (label == "halton") return RunGridWindow::tr("Halton");
  if (label == "random") return RunGridWindow::tr("Random");
  return RunGridWindow::tr("Raster");
}

}  // namespace

RunGridWindow::RunGridWindow(const Parts& parts, QWidget* parent)
    : QDialog(parent, Qt::Window),
      m_parts(parts),
      m_grid(parts.jobs),
      m_preset(new QComboBox(this)),
      m_from(new QComboBox(this)),
      m_columnAxis(new SettingBox(true, {}, this)),
      m_columnValues(new QLineEdit(this)),
      m_rowAxis(new SettingBox(true, tr("Nothing"), this)),
      m_rowValues(new QLineEdit(this)),
      m_start(new QPushButton(tr("Run the Grid"), this)),
      m_stop(new QPushButton(tr("Stop"), this)),
      m_table(new QTableWidget(this)),
      m_step(new QSlider(Qt::Horizontal, this)),
      m_stepText(new QLabel(this)),
      m_size(new QSlider(Qt::Horizontal, this)),
      m_progress(new QProgressBar(this)),
      m_status(new QLabel(this)),
      m_keep(new QPushButton(tr("Keep as a Candidate"), this)) {
  setObjectName("runGridWindow");
  setWindowTitle(tr("Grid of Runs"));
  resize(980, 640);
  m_table->setObjectName("gridTable");
  m_table->setAccessibleName(tr("Runs"));
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_step->setObjectName("gridStep");
  m_step->setAccessibleName(tr("Step of all runs"));
  m_step->setToolTip(tr("Shows all runs at this step; masked cells are veiled"));
  m_size->setObjectName("gridSize");
  m_size->setAccessibleName(tr("Size of the pictures"));
  m_size->setRange(48, 384);
  m_size->setValue(160);
  m_size->setMaximumWidth(120);
  m_progress->setObjectName("gridProgress");
  m_progress->setAccessibleName(tr("Progress"));
  m_status->setObjectName("gridStatus");
  m_status->setWordWrap(true);
  m_keep->setObjectName("gridKeep");
  m_keep->setToolTip(
      tr("Put this run's picture among the candidates; it is a run like any other (double-click)"));
  for (QPushButton* button : {m_start, m_stop, m_keep}) button->setAutoDefault(false);

  auto* steps = new QHBoxLayout;
  steps->addWidget(m_stepText);
  steps->addWidget(m_step, 1);
  steps->addWidget(m_size);
  auto* end = new QHBoxLayout;
  end->addWidget(m_status, 1);
  end->addWidget(m_progress);
  end->addWidget(m_stop);
  end->addWidget(m_keep);
  auto* column = new QVBoxLayout(this);
  column->addWidget(buildSides());
  column->addWidget(m_table, 1);
  column->addLayout(steps);
  column->addLayout(end);

  connect(m_start, &QPushButton::clicked, this, &RunGridWindow::start);
  connect(m_stop, &QPushButton::clicked, &m_grid, &RunGrid::stop);
  connect(m_keep, &QPushButton::clicked, this, &RunGridWindow::keepChosen);
  connect(m_table, &QTableWidget::cellActivated, this, &RunGridWindow::keepChosen);
  connect(m_table, &QTableWidget::currentCellChanged, this, &RunGridWindow::refresh);
  connect(&m_grid, &RunGrid::restarted, this, [this] {
    rebuild();
    m_step->setValue(m_step->maximum());
  });
  connect(&m_grid, &RunGrid::cellChanged, this, &RunGridWindow::showCell);
  connect(&m_grid, &RunGrid::ended, this, &RunGridWindow::refresh);
  connect(m_parts.jobs, &JobController::stateChanged, this, &RunGridWindow::refresh);
  connect(m_from, &QComboBox::currentIndexChanged, this, &RunGridWindow::offerSettings);
  connect(m_parts.candidates, &CandidateSet::changed, this, &RunGridWindow::offerSettings);
  connect(m_parts.document, &DocumentModel::pictureChanged, this, &RunGridWindow::offerSettings);
  connect(m_parts.document, &DocumentModel::draftChanged, this, &RunGridWindow::offerSettings);
  m_moreCells.setSingleShot(true);
  connect(&m_moreCells, &QTimer::timeout, this, &RunGridWindow::showMoreCells);
  connect(m_step, &QSlider::valueChanged, this, &RunGridWindow::showStep);
  connect(m_size, &QSlider::valueChanged, this, &RunGridWindow::rebuild);
  applyPreset(kOrders);
  offerSettings();
  refresh();
}

QWidget* RunGridWindow::buildSides() {
  auto* sides = new QWidget(this);
  m_preset->setObjectName("gridPreset");
  m_preset->setAccessibleName(tr("Preset"));
  m_preset->addItem(tr("Reveal orders"), kOrders);
  m_preset->addItem(tr("Seeds"), kSeeds);
  m_preset->addItem(tr("Guidance and temperature"), kGuidance);
  m_preset->addItem(tr("Steps"), kSteps);
  m_preset->addItem(tr("Words"), kPrompts);
  m_preset->addItem(tr("Adapter strengths"), kAdapters);
  m_preset->addItem(tr("My own"), kOwn);
  m_from->setObjectName("gridFrom");
  m_from->setAccessibleName(tr("Start from"));
  m_from->addItems({tr("The shown picture's run"), tr("The settings in the window")});
  for (SettingBox* box : {m_columnAxis, m_rowAxis})
    connect(box, &QComboBox::activated, this, [this] { m_preset->setCurrentIndex(kOwn); });
  m_columnAxis->setObjectName("gridColumnAxis");
  m_columnAxis->setAccessibleName(tr("Across"));
  m_rowAxis->setObjectName("gridRowAxis");
  m_rowAxis->setAccessibleName(tr("Down"));
  m_columnValues->setObjectName("gridColumnValues");
  m_columnValues->setAccessibleName(tr("Values across"));
  m_rowValues->setObjectName("gridRowValues");
  m_rowValues->setAccessibleName(tr("Values down"));
  const QString tip =
      tr("Numbers: 3, 7, 12 or 1-5 or 4-12 (+4) or 2-10 [5]. Texts: red; blue; green, where the "
         "first may be a part of the prompt. Orders: all, or their names.");
  for (QLineEdit* values : {m_columnValues, m_rowValues}) {
    values->setToolTip(tip);
    connect(values, &QLineEdit::textEdited, this, [this] { m_preset->setCurrentIndex(kOwn); });
    connect(values, &QLineEdit::returnPressed, this, &RunGridWindow::start);
  }
  m_start->setObjectName("gridStart");
  m_stop->setObjectName("gridStop");
  connect(m_preset, &QComboBox::activated, this, &RunGridWindow::applyPreset);
  auto* grid = new QGridLayout(sides);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->addWidget(m_preset, 0, 0);
  grid->addWidget(m_from, 1, 0);
  grid->addWidget(new QLabel(tr("Across"), sides), 0, 1);
  grid->addWidget(m_columnAxis, 0, 2);
  grid->addWidget(m_columnValues, 0, 3);
  grid->addWidget(new QLabel(tr("Down"), sides), 1, 1);
  grid->addWidget(m_rowAxis, 1, 2);
  grid->addWidget(m_rowValues, 1, 3);
  grid->addWidget(m_start, 0, 4, 2, 1);
  grid->setColumnStretch(3, 1);
  return sides;
}

void RunGridWindow::applyPreset(int preset) {
  if (preset == kOwn) return;
  m_rowAxis->choose(std::nullopt);
  m_rowValues->clear();
  const PicturePtr picture = m_parts.candidates->shownPicture();
  const GenerationRequest& now = picture ? picture->request : m_parts.document->draft();
  const auto across = [this](RunAxis axis, const QString& values) {
    m_columnAxis->choose(axis);
    m_columnValues->setText(values);
  };
  switch (preset) {
    case kOrders:
      return across(RunAxis::Order, QStringLiteral("all"));
    case kSeeds:
      return across(RunAxis::Seed, seedsFrom(now.seed));
    case kGuidance:
      m_rowAxis->choose(RunAxis::Temperature);
      m_rowValues->setText(QStringLiteral("0, 1, 2, 4"));
      return across(RunAxis::Guidance, QStringLiteral("1, 2, 4, 8"));
    case kSteps:
      return across(RunAxis::Steps, QStringLiteral("2, 4, 8, 12, 16"));
    case kPrompts: {
      const std::vector<PromptWord> words = wordsIn(now.prompt);
      const QString word =
          words.empty() ? QStringLiteral("apple") : QString::fromStdString(words.back().text);
      return across(RunAxis::Prompt, word + QStringLiteral("; cat; house"));
    }
    case kAdapters:
      return across(RunAxis::Adapter, QStringLiteral("0, 0.25, 0.5, 0.75, 1"));
    default:
      return;
  }
}

bool RunGridWindow::startsFromRun() const {
  const PicturePtr picture = m_parts.candidates->shownPicture();
  return m_from->currentIndex() == 0 && picture && picture->recording;
}

/// Adapters come and go with the run that is started from.
void RunGridWindow::offerSettings() {
  const GenerationRequest& base =
      startsFromRun() ? m_parts.candidates->shownPicture()->request : m_parts.document->draft();
  if (!m_rowAxis->offer(base)) {
    m_rowAxis->choose(std::nullopt);
    m_rowValues->clear();
  }
  const bool hasChosen = m_columnAxis->offer(base);
  qobject_cast<QStandardItemModel*>(m_preset->model())->item(kAdapters)->setEnabled(!base.adapters.empty());
  if (hasChosen) return;
  m_preset->setCurrentIndex(kOrders);
  applyPreset(kOrders);
}

/// A strength needs a picture to start from: then the shown one is varied.
Result<GenerationRequest> RunGridWindow::baseRequest() const {
  const PicturePtr picture = m_parts.candidates->shownPicture();
  GenerationRequest base = startsFromRun()          ? requestOfWholeRun(*picture)
                           : m_parts.runs->isHeld() ? m_parts.document->draft()
                                                    : m_parts.runs->plan().request;
  // Those that tags of a run's prompt named are among its adapters already.
  if (startsFromRun())
    if (const auto untagged = takeAdapters(base.promptTemplate)) base.promptTemplate = untagged->prompt;
  base.computeType = m_parts.runs->computeType();
  const std::optional<RunSetting> strength = RunAxis::Strength;
  const bool varies = m_columnAxis->chosen() == strength || m_rowAxis->chosen() == strength;
  if (varies && base.kind == JobKind::Generate) {
    if (!picture)
      return Error{.kind = ErrorKind::Usage,
                   .message = tr("A strength needs a picture to start from").toStdString()};
    base.kind = JobKind::Vary;
    base.picture = picture->pixels;
    base.startTokens = {};
    base.startStep = 0;
    base.width = 0;
    base.height = 0;
  }
  return base;
}

void RunGridWindow::start() {
  if (!m_start->isEnabled()) return;
  const auto begin = [this]() -> Result<void> {
    UNMASK_TRY(const GenerationRequest base, baseRequest());
    const auto across = m_columnAxis->chosen(), down = m_rowAxis->chosen();
    const RunSide columns{across.value_or(RunAxis::Order), m_columnValues->text().toStdString()};
    std::optional<RunSide> rows;
    if (down) rows = RunSide{*down, m_rowValues->text().toStdString()};
    return m_grid.start(base, columns, rows);
  };
  const Result<void> result = begin();
  m_status->setText(result ? QString() : QString::fromStdString(result.error().text()));
  if (result) refresh();
}

void RunGridWindow::rebuild() {
  const int side = m_size->value();
  m_table->setRowCount(m_grid.rowCount());
  m_table->setColumnCount(m_grid.columnCount());
  m_table->setIconSize({side, side});
  m_table->horizontalHeader()->setDefaultSectionSize(side + 12);
  m_table->verticalHeader()->setDefaultSectionSize(side + 12);
  QStringList across, down;
  for (const std::string& label : m_grid.columnLabels())
    across << labelOf(m_grid.columnSetting().axis, label);
  for (const std::string& label : m_grid.rowLabels()) down << labelOf(m_grid.rowSetting().axis, label);
  m_table->setHorizontalHeaderLabels(across);
  m_table->setVerticalHeaderLabels(down);
  int most = 0;
  for (int row = 0; row < m_grid.rowCount(); ++row) {
    for (int column = 0; column < m_grid.columnCount(); ++column) {
      if (m_table->item(row, column) == nullptr) m_table->setItem(row, column, new QTableWidgetItem);
      most = std::max(most, m_grid.cell(row, column).request.steps);
    }
  }
  const bool isAtEnd = m_step->value() == m_step->maximum();
  m_step->setRange(0, most);
  if (isAtEnd) m_step->setValue(most);
  showStep();
}

void RunGridWindow::showStep() {
  const bool isEnd = m_step->value() == m_step->maximum();
  m_stepText->setText(isEnd ? tr("Finished") : tr("Step %1").arg(m_step->value()));
  m_shownCells = 0;
  showMoreCells();
  refresh();
}

/// As many as fit into the time of a frame; the others in a moment, or not at all when the slider moves on.
void RunGridWindow::showMoreCells() {
  constexpr qint64 kMilliseconds = 8;
  QElapsedTimer time;
  time.start();
  const int columns = m_grid.columnCount(), cells = m_grid.rowCount() * columns;
  for (; m_shownCells < cells && !time.hasExpired(kMilliseconds); ++m_shownCells)
    showCell(m_shownCells / columns, m_shownCells % columns);
  if (m_shownCells < cells) m_moreCells.start();
}

void RunGridWindow::showCell(int row, int column) {
  QTableWidgetItem* item = m_table->item(row, column);
  if (item == nullptr) return;
  const RunCell& cell = m_grid.cell(row, column);
  const RecordingPtr recording = cell.picture ? cell.picture->recording : nullptr;
  QImage image = cell.picture ? cell.picture->image : cell.intended;
  if (recording && m_step->value() < std::min(m_step->maximum(), recording->stepCount()))
    image = toQImage(momentPicture(*recording, m_step->value()));
  const int side = m_size->value();
  const qreal ratio = devicePixelRatioF();
  if (!image.isNull()) {
    QPixmap pixmap = QPixmap::fromImage(
        image.scaled((QSizeF(side, side) * ratio).toSize(), Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    item->setIcon(pixmap);
  } else {
    item->setIcon({});
  }
  QString text;
  if (cell.state == RunCell::State::Running) text = tr("%1 of %2").arg(cell.step).arg(cell.request.steps);
  if (cell.state == RunCell::State::Failed) text = tr("failed");
  item->setText(image.isNull() ? text : QString());
  item->setToolTip(
      cell.state == RunCell::State::Failed
          ? cell.problem
          : tr("“%1”, seed %2").arg(QString::fromStdString(cell.request.prompt)).arg(cell.request.seed));
  if (cell.state == RunCell::State::Done || cell.state == RunCell::State::Failed) refresh();
}

void RunGridWindow::refresh() {
  const bool isRunning = m_grid.isRunning();
  m_start->setEnabled(m_parts.jobs->state() == EngineState::Idle);
  m_stop->setVisible(isRunning);
  m_progress->setVisible(isRunning);
  m_progress->setMaximum(std::max(1, m_grid.rowCount() * m_grid.columnCount()));
  m_progress->setValue(m_grid.doneCount());
  const int row = m_table->currentRow(), column = m_table->currentColumn();
  const bool isCell = row >= 0 && column >= 0 && row < m_grid.rowCount() && column < m_grid.columnCount();
  m_keep->setEnabled(isCell && m_grid.cell(row, column).picture);
}

void RunGridWindow::keepChosen() {
  if (!m_keep->isEnabled()) return;
  const PicturePtr picture = m_grid.cell(m_table->currentRow(), m_table->currentColumn()).picture;
  if (std::ranges::find(m_parts.candidates->pictures(), picture) != m_parts.candidates->pictures().end()) {
    const auto& all = m_parts.candidates->pictures();
    return m_parts.candidates->select(static_cast<int>(std::ranges::find(all, picture) - all.begin()));
  }
  m_parts.runs->adopt(picture, nullptr, 0);
  m_parts.candidates->addUndoably(picture, tr("Keep a Run of the Grid"));
}

}  // namespace unmask
