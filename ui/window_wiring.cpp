// MainWindow's connections: which command, signal or event does what.
#include <QClipboard>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QSettings>

#include "ui/main_window.h"
#include "ui/styles/styles.h"

namespace unmask {
namespace {

constexpr int kStartAnywayMilliseconds =
    1000;  ///< when the window is never painted, say because it starts minimised
constexpr double kZoomStep = 1.25;

}  // namespace

void MainWindow::connectActions() {
  const Actions& a = *m_actions;
  connect(a.openPicture, &QAction::triggered, this, [this] {
    const QString folder = QSettings().value("open/folder", QDir::homePath()).toString();
    m_dialogs->askPicture(this, folder, [this](const QString& path) {
      if (path.isEmpty()) return;
      QSettings().setValue("open/folder", QFileInfo(path).absolutePath());
      m_importer.open(path);
    });
  });
  const auto paste = [this](const QMimeData* mime) {
    if (!m_styles->take(mime) && !m_importer.take(mime))
      m_progress->showStatus(tr("There is no picture on the clipboard"));
  };
  connect(a.paste, &QAction::triggered, this, [paste] { paste(QGuiApplication::clipboard()->mimeData()); });
  for (const PromptEdit* box : {m_panel->prompt(), m_panel->negativePrompt()})
    connect(box, &PromptEdit::dataPasted, this, paste);
  connect(a.openModel, &QAction::triggered, this, &MainWindow::askForModel);
  connect(a.save, &QAction::triggered, this, [this] { m_pictureFiles.save(m_candidates.shownPicture()); });
  connect(a.saveAs, &QAction::triggered, this,
          [this] { m_pictureFiles.saveAs(m_candidates.shownPicture()); });
  connect(a.quit, &QAction::triggered, this, &QWidget::close);
  connect(a.copy, &QAction::triggered, this, [this] { m_pictureFiles.copy(m_candidates.shownPicture()); });
  connect(a.generate, &QAction::triggered, this, &MainWindow::generate);
  connect(a.stop, &QAction::triggered, &m_runs, &RunFlow::stopOrDiscard);
  connect(a.acceptCandidate, &QAction::triggered, &m_candidates, &CandidateSet::accept);
  connect(a.discardCandidates, &QAction::triggered, &m_candidates, &CandidateSet::discard);
  connect(a.previousCandidate, &QAction::triggered, this, [this] { m_candidates.step(-1); });
  connect(a.nextCandidate, &QAction::triggered, this, [this] { m_candidates.step(1); });
  m_canvas->addActions({a.acceptCandidate, a.previousCandidate, a.nextCandidate});
  m_canvas->installEventFilter(this);  // Tab
  connect(a.rollSeed, &QAction::triggered, &m_document, &DocumentModel::rollSeed);
  connect(a.lockSeed, &QAction::toggled, &m_document, &DocumentModel::setSeedLocked);
  connect(a.focusPrompt, &QAction::triggered, this,
          [this] { m_panel->prompt()->setFocus(Qt::ShortcutFocusReason); });
  const auto reset = [this] {
    if (m_jobs.model()) m_document.resetToPreset(m_jobs.model()->presets.front());
  };
  connect(a.resetSettings, &QAction::triggered, this, reset);
  connect(m_panel->sampling(), &SamplingPanel::resetWanted, this, reset);
  connect(a.zoomIn, &QAction::triggered, this, [this] { m_canvas->zoomByFactor(kZoomStep); });
  connect(a.zoomOut, &QAction::triggered, this, [this] { m_canvas->zoomByFactor(1 / kZoomStep); });
  connect(a.zoomFit, &QAction::triggered, m_canvas, &CanvasView::fit);
  for (QAction* level : a.zoomLevels) {
    connect(level, &QAction::triggered, this, [this, level] { m_canvas->zoomTo(level->data().toDouble()); });
  }
  connect(a.showLab, &QAction::toggled, this, [this](bool isShown) {
    m_labPanel->setVisible(isShown);
    m_lab.setShown(isShown);
  });
  connect(a.showGrid, &QAction::toggled, m_canvas, &CanvasView::setGridShown);
  connect(a.fullScreen, &QAction::toggled, this,
          [this](bool isFull) { setWindowState(windowState().setFlag(Qt::WindowFullScreen, isFull)); });
  connect(m_panel, &PromptPanel::generateWanted, this, &MainWindow::generate);
  connect(m_panel, &PromptPanel::stopWanted, &m_runs, &RunFlow::stop);
  connect(m_progress, &ProgressStrip::stopWanted, &m_runs, &RunFlow::stop);
}

void MainWindow::connectServices() {
  m_services = std::make_unique<WindowServices>(this, &m_finder, m_dialogs.get());
  connect(&m_finder, &ModelFinder::foldersChanged, this, [this] {
    noteSession();
    m_finder.search();
  });
  const Preferences* preferences = m_services->preferences();
  connect(preferences, &Preferences::engineChanged, this, [this, preferences] {
    m_options.engine.threads = preferences->threads();
    m_options.engine.computeType = preferences->computeType();
    m_progress->showStatus(tr("Takes effect when a model is loaded the next time"));
  });
  if (m_options.offersTour)
    connect(m_canvas, &CanvasView::firstPainted, m_services.get(), &WindowServices::offerTour);
}

void MainWindow::connectDocument() {
  connect(&m_document, &DocumentModel::pictureChanged, this, &MainWindow::showPicture);
  connect(&m_candidates, &CandidateSet::changed, this, &MainWindow::showPicture);
  connect(&m_document, &DocumentModel::draftChanged, this, [this] {
    m_actions->lockSeed->setChecked(m_document.isSeedLocked());
    m_jobs.countTokens(QString::fromStdString(m_document.draft().prompt));
  });
  m_actions->lockSeed->setChecked(m_document.isSeedLocked());
  connect(m_canvas, &CanvasView::viewChanged, this, &MainWindow::updateViewText);
  connect(m_canvas, &CanvasView::cellHovered, this, [this](const std::optional<Cell>& cell) {
    if (m_hoveredCell == cell) return;
    m_hoveredCell = cell;
    updateViewText();
  });
}

void MainWindow::connectJobs() {
  connect(&m_jobs, &JobController::stateChanged, this, &MainWindow::updateEngineState);
  connect(&m_jobs, &JobController::loadStarted, this, &MainWindow::onLoadStarted);
  connect(&m_jobs, &JobController::modelLoaded, this, &MainWindow::onModelLoaded);
  connect(&m_jobs, &JobController::loadFailed, this, &MainWindow::onLoadFailed);
  connect(&m_jobs, &JobController::loadCancelled, this, [this] {
    m_panel->models()->setCurrent(m_modelDir);
    m_progress->finish(tr("Loading was stopped"));
  });
  connect(&m_jobs, &JobController::tokenized, m_panel, &PromptPanel::showTokens);
  connect(&m_runs, &RunFlow::planChanged, this, &MainWindow::updatePlan);
  connect(&m_runs, &RunFlow::promptUsed, this, [this](const QString& words) {
    m_panel->history().add(words);
    QSettings().setValue("prompts", m_panel->history().prompts());
  });
  connect(m_progress, &ProgressStrip::shortTextChanged, this, &MainWindow::updateTitle);
}

void MainWindow::connectFiles() {
  connect(m_canvas, &CanvasView::firstPainted, this, &MainWindow::startUp);
  QTimer::singleShot(kStartAnywayMilliseconds, this, &MainWindow::startUp);
  connect(&m_finder, &ModelFinder::changed, this, &MainWindow::onModelsFound);
  connect(m_panel->models(), &ModelChooser::modelChosen, this, &MainWindow::chooseModel);
  connect(m_panel->models(), &ModelChooser::folderWanted, this, &MainWindow::askForModel);
  connect(&m_pictureFiles, &PictureFiles::status, m_progress, &ProgressStrip::showStatus);
  const auto tell = [this](const Message& message) { m_messages->showMessage(message); };
  connect(&m_pictureFiles, &PictureFiles::problem, this, tell);
  connect(&m_importer, &PictureImporter::problem, this, tell);
  setAcceptDrops(true);
}

void MainWindow::connectExports() {
  const Actions& a = *m_actions;
  const auto tell = [this](const Message& message) { m_messages->showMessage(message); };
  connect(a.exportAs, &QAction::triggered, this, &MainWindow::openExport);
  connect(&m_exporter, &Exporter::problem, this, tell);
  connect(&m_exporter, &Exporter::status, m_progress, &ProgressStrip::showStatus);
  connect(a.exportMap, &QAction::triggered, this, [this] {
    MapToExport map;
    map.title = m_labPanel->mapTitle();
    map.map = m_lab.map();
    map.picture = m_canvas->shownImage();
    map.step = m_player.position();
    if (const PicturePtr picture = m_candidates.shownPicture()) map.request = picture->request;
    m_mapExport.open(map);
  });
  connect(&m_mapExport, &MapExport::problem, this, tell);
  connect(&m_mapExport, &MapExport::status, m_progress, &ProgressStrip::showStatus);
  connect(a.importMask, &QAction::triggered, &m_maskFiles, &MaskFiles::importMask);
  connect(a.exportMask, &QAction::triggered, &m_maskFiles, &MaskFiles::exportMask);
  connect(a.maskFromAlpha, &QAction::triggered, &m_maskFiles, &MaskFiles::maskFromAlpha);
  connect(&m_maskFiles, &MaskFiles::problem, this, tell);
  connect(&m_maskFiles, &MaskFiles::status, m_progress, &ProgressStrip::showStatus);
  connect(a.varyLeastConfident, &QAction::triggered, this, &MainWindow::askHowMuchToVary);
  connect(a.compare, &QAction::toggled, m_canvas, &CanvasView::setComparing);
  connect(a.nextCompareMode, &QAction::triggered, this, [this] {
    const int next = (static_cast<int>(m_canvas->comparison().mode()) + 1) % 3;
    m_canvas->setCompareMode(static_cast<CompareMode>(next));
    m_actions->compare->setChecked(true);
  });
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (PictureImporter::canTake(event->mimeData())) event->acceptProposedAction();  // a style is a file, too
}

void MainWindow::dropEvent(QDropEvent* event) {
  const bool isTaken = m_styles->take(event->mimeData()) || m_importer.take(event->mimeData());
  if (isTaken) event->acceptProposedAction();
}

/// Holding a key (Tab) on the canvas shows the original; without candidates it moves the focus as everywhere.
bool MainWindow::eventFilter(QObject* object, QEvent* event) {
  if (object == m_canvas && !m_candidates.isEmpty()) {
    const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease;
    const auto* key = isKey ? static_cast<QKeyEvent*>(event) : nullptr;
    if (key != nullptr && isOneOf(m_actions->peekOriginal->shortcuts(), key)) {
      if (!key->isAutoRepeat()) m_candidates.setPeeking(event->type() == QEvent::KeyPress);
      return true;
    }
    if (event->type() == QEvent::FocusOut) m_candidates.setPeeking(false);
  }
  return QMainWindow::eventFilter(object, event);
}

}  // namespace unmask
