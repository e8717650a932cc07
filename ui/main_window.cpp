#include "ui/main_window.h"

#include <QClipboard>
#include <QCloseEvent>
#include <QDir>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QGuiApplication>
#include <QInputDialog>
#include <QKeyEvent>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/import/import_bar.h"
#include "ui/panels/candidate_strip.h"
#include "ui/panels/tool_options.h"
#include "ui/panels/tool_strip.h"
#include "ui/side_dock.h"
#include "ui/tools/tool_wiring.h"

namespace unmask {
namespace {

constexpr int kPanelWidth = 320;
constexpr int kStartAnywayMilliseconds =
    1000;  ///< when the window is never painted, say because it starts minimised
constexpr double kZoomStep = 1.25;

/// As the chooser shows it; a snapshot in the Hugging Face cache has a hash for a folder name.
QString modelName(const std::vector<FoundModel>& models, const QString& dir) {
  for (const FoundModel& model : models) {
    if (model.dir == std::filesystem::path(dir.toStdString())) return QString::fromStdString(model.name);
  }
  return QDir(dir).dirName();
}

}  // namespace

MainWindow::MainWindow(StudioOptions options, DocumentModel::SeedSource seeds,
                       std::unique_ptr<FileDialogs> dialogs)
    : m_options(std::move(options)),
      m_dialogs(dialogs ? std::move(dialogs) : std::make_unique<DesktopFileDialogs>()),
      m_document(std::move(seeds)),
      m_fileWorker(new FileWorker),
      m_files(QStringLiteral("files"), m_fileWorker),
      m_finder(m_options.search, m_fileWorker, &m_files),
      m_pictureFiles(m_dialogs.get(), m_fileWorker, &m_files, this),
      m_importer(&m_document, m_fileWorker, &m_files),
      m_exporter(m_dialogs.get(), this),
      m_maskFiles(&m_document, m_dialogs.get(), &m_files, this),
      m_jobs(m_options.loader),
      m_maskTools(m_document.mask(), &m_toolSettings),
      m_actions(new Actions(m_document.undoStack(), this)),
      m_canvas(new CanvasView(this)),
      m_panel(new PromptPanel(&m_document, this)),
      m_messages(new MessageBar(this)),
      m_progress(new ProgressStrip(this)),
      m_timeline(new TimelinePanel(&m_player, *m_actions, this)),
      m_labPanel(new LabPanel(*m_actions, this)),
      m_runs({&m_document, &m_jobs, &m_candidates, m_canvas, m_progress, m_messages},
             m_options.engine.computeType),
      m_timelineControl({&m_player, m_timeline, &m_candidates, m_document.mask(), &m_runs, &m_jobs, m_canvas,
                         m_progress, m_actions}),
      m_previews({&m_player, &m_candidates, &m_runs, &m_jobs}),
      m_lab({m_labPanel, &m_player, &m_candidates, &m_document, &m_jobs, &m_runs, m_canvas, m_progress,
             m_actions}),
      m_mapExport(m_dialogs.get(), &m_files, this),
      m_project({&m_document, &m_candidates, &m_runs, &m_importer, m_fileWorker, &m_files},
                m_options.dataDir),
      m_projectFiles(
          {&m_project, &m_document, &m_importer, m_actions, m_messages, m_progress, m_dialogs.get(), this}),
      m_side(new SideDock({&m_document, &m_importer, m_fileWorker, &m_files, &m_runs, &m_jobs, &m_project,
                           m_actions, m_messages, m_progress},
                          this)) {
  setObjectName("mainWindow");
  setWindowIcon(applicationIcon());
  m_canvas->attachTools(m_document.mask(), &m_toolSettings, &m_maskTools);
  buildLayout();
  m_actions->addMenus(menuBar());
  connectFiles();
  restoreSession();
  connectDocument();
  connectJobs();
  connectActions();
  connectExports();
  connectTools(*m_actions, &m_toolSettings, m_document.mask(), m_canvas);
  m_toolSettings.load();
  m_labWindows = std::make_unique<LabWindows>(
      LabWindows::Parts{&m_jobs, &m_candidates, &m_document, &m_runs, &m_lab, &m_project, m_actions}, this);
  connectServices();
  restoreGeometryFromSettings();
  showPicture();
  updateEngineState();
  m_progress->finish({});
  m_panel->prompt()->setFocus();
  openDocument();  // before anything else is done in the file thread
}

MainWindow::~MainWindow() {
  hide();
  m_services.reset();
  m_labWindows.reset();
  m_jobs.shutdown();
  if (m_journal) m_journal->flush();
  m_projectFiles.close();
  m_exporter.close();
  m_files.stop();  // when everything is written
  // Widgets may emit while they lose the focus and die; what they are connected to must still be there.
  delete m_side;
  delete takeCentralWidget();
}

void MainWindow::buildLayout() {
  auto* right = new QWidget(this);
  auto* column = new QVBoxLayout(right);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_messages);
  column->addWidget(new ImportBar(&m_importer, &m_document, right));
  column->addWidget(new ToolOptions(&m_toolSettings, m_document.mask(), *m_actions, right));
  auto* middle = new QHBoxLayout;
  middle->setSpacing(0);
  middle->addWidget(new ToolStrip(*m_actions, right));
  middle->addWidget(m_canvas, 1);
  column->addLayout(middle, 1);
  column->addWidget(m_timeline);
  column->addWidget(new CandidateStrip(&m_candidates, &m_document, *m_actions, right));
  column->addWidget(m_progress);
  auto* splitter = new QSplitter(Qt::Horizontal, this);
  splitter->setObjectName("splitter");
  splitter->setChildrenCollapsible(false);
  splitter->setHandleWidth(1);
  m_panel->setMinimumWidth(250);
  splitter->addWidget(m_panel);
  splitter->addWidget(right);
  splitter->addWidget(m_labPanel);
  m_labPanel->setMinimumWidth(260);
  m_labPanel->hide();
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({kPanelWidth, 960});
  setCentralWidget(splitter);
  addDockWidget(Qt::RightDockWidgetArea, m_side);
  resize(1180, 800);
}

void MainWindow::restoreGeometryFromSettings() {
  const QSettings settings;
  restoreGeometry(settings.value("window/geometry").toByteArray());
  restoreState(settings.value("window/docks").toByteArray());
  if (auto* splitter = findChild<QSplitter*>("splitter")) {
    splitter->restoreState(settings.value("window/splitter").toByteArray());
    splitter->setHandleWidth(1);
  }
  m_panel->history().setPrompts(settings.value("prompts").toStringList());
  m_panel->sampling()->more()->setOpen(settings.value("window/more", false).toBool());
}

void MainWindow::closeEvent(QCloseEvent* event) {
  QSettings settings;
  settings.setValue("window/geometry", saveGeometry());
  settings.setValue("window/docks", saveState());
  if (auto* splitter = findChild<QSplitter*>("splitter"))
    settings.setValue("window/splitter", splitter->saveState());
  settings.setValue("window/more", m_panel->sampling()->more()->isOpen());
  m_toolSettings.save();
  m_jobs.cancel();
  event->accept();
}

void MainWindow::restoreSession() {
  if (m_options.stateDir.isEmpty()) return;
  m_journal = std::make_unique<SessionJournal>(m_options.stateDir, m_fileWorker, &m_files);
  connect(m_journal.get(), &SessionJournal::writeFailed, this, [this](const QString& text) {
    m_messages->showMessage(
        {Tone::Warning, tr("The settings are not being remembered"), text, {}, MessageTopic::Other});
  });
  const Result<std::optional<SessionState>> session = m_journal->read();
  if (!session) {
    m_messages->showMessage(errorMessage(tr("The last session's settings are gone"), session.error()));
    return;
  }
  const std::optional<SessionState>& state = *session;
  if (!state) return;
  m_chosenModel = state->model;
  for (const QString& folder : state->modelFolders) m_finder.addFolder(folder);
}

void MainWindow::noteSession() {
  if (!m_journal) return;
  SessionState state{m_chosenModel, {}};
  for (const std::filesystem::path& folder : m_finder.userFolders()) {
    state.modelFolders << QString::fromStdString(folder.string());
  }
  m_journal->write(state);
}

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
  connect(a.paste, &QAction::triggered, this, [this] {
    if (!m_importer.take(QGuiApplication::clipboard()->mimeData()))
      m_progress->showStatus(tr("There is no picture on the clipboard"));
  });
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

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (PictureImporter::canTake(event->mimeData())) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  if (m_importer.take(event->mimeData())) event->acceptProposedAction();
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

void MainWindow::connectJobs() {
  connect(&m_jobs, &JobController::stateChanged, this, &MainWindow::updateEngineState);
  connect(&m_jobs, &JobController::loadStarted, this, [this](const QString& dir) {
    m_dirInLoad = dir;
    m_progress->beginLoad(modelName(m_finder.models(), dir));
  });
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

void MainWindow::openDocument() {
  connect(&m_projectFiles, &ProjectFiles::nameChanged, this, &MainWindow::updateTitle);
  const bool isProject = m_options.document.endsWith(QStringLiteral(".unmask"), Qt::CaseInsensitive);
  m_projectFiles.start(isProject ? std::exchange(m_options.document, QString()) : QString());
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

void MainWindow::openExport() {
  ExportJob source;
  source.picture = m_candidates.shownPicture();
  const bool isCourse = m_player.recording() && m_player.recording() == m_runs.course();
  source.recording = m_player.recordingWithPreviews();
  source.position = m_player.position();
  source.request = source.picture ? source.picture->request : m_document.draft();
  if (isCourse) {  // it goes on growing
    source.recording = std::make_shared<Recording>(*source.recording);
    source.request = m_document.draft();
  }
  m_exporter.open(source);
}

void MainWindow::askHowMuchToVary() {
  const PicturePtr picture = m_candidates.shownPicture();
  if (!m_runs.canVary(picture)) return;
  auto* dialog = new QInputDialog(this);
  dialog->setObjectName("varyDialog");
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Vary the Least Confident Cells"));
  dialog->setLabelText(tr("Draw again, of the cells the model was least sure of (%):"));
  dialog->setInputMode(QInputDialog::IntInput);
  dialog->setIntRange(1, 100);
  dialog->setIntValue(QSettings().value("vary/percent", 25).toInt());
  dialog->setOkButtonText(tr("Vary"));
  connect(dialog, &QInputDialog::intValueSelected, this, [this, picture](int percent) {
    QSettings().setValue("vary/percent", percent);
    m_runs.varyLeastConfident(picture, percent / 100.0);
  });
  dialog->open();
}

void MainWindow::startUp() {
  if (std::exchange(m_hasStarted, true)) return;
  m_finder.search();
}

void MainWindow::onModelsFound() {
  m_panel->models()->setModels(m_finder.models());
  if (std::exchange(m_hasChosenFirst, true)) return;
  const QString dir = m_finder.firstChoice(m_options.model, m_chosenModel);
  if (!dir.isEmpty()) return loadModel(dir);
  m_messages->showMessage(
      {Tone::Info, tr("No model was found"),
       tr("Open a folder that holds a model in the diffusers layout (model_index.json inside)."),
       tr("Open Folder…"), MessageTopic::Model},
      [this] { askForModel(); });
}

void MainWindow::loadModel(const QString& dir) {
  EngineOptions engine = m_options.engine;
  engine.modelDir = dir.toStdString();
  m_panel->models()->setCurrent(dir);
  m_typeInLoad = engine.computeType;
  m_jobs.load(engine);
}

void MainWindow::chooseModel(const QString& dir) {
  m_hasChosenFirst = true;
  m_chosenModel = dir;
  noteSession();
  loadModel(dir);
}

void MainWindow::askForModel() {
  m_dialogs->askFolder(this, tr("Open a Model Folder"), m_modelDir, [this](const QString& dir) {
    if (dir.isEmpty()) return;
    m_finder.addFolder(dir);
    m_finder.search();
    chooseModel(dir);
  });
}

void MainWindow::onModelLoaded(const ModelInfo& info) {
  m_modelDir = m_dirInLoad;
  m_panel->models()->setCurrent(m_modelDir);
  m_messages->dismiss({MessageTopic::Model});
  m_document.setPixelsPerCell(info.pixelsPerCell);
  m_importer.setTarget({info.gridWidth * info.pixelsPerCell, info.gridHeight * info.pixelsPerCell},
                       info.pixelsPerCell * (info.hasDownsampling ? 2 : 1));
  m_runs.setComputeType(m_typeInLoad);
  m_panel->presets()->setPresets(info.presets);
  if (!info.presets.empty()) m_document.applyPreset(info.presets.front());
  m_jobs.countTokens(QString::fromStdString(m_document.draft().prompt));
  m_progress->finish(tr("%1 is ready").arg(m_panel->models()->combo()->currentText()));
  const QString document = std::exchange(m_options.document, QString());
  if (!document.isEmpty()) m_importer.open(document);
}

void MainWindow::onLoadFailed(const Error& error) {
  m_panel->models()->setCurrent(m_modelDir);
  m_progress->finish(m_jobs.hasModel() ? tr("The earlier model stays in use") : tr("No model"));
  const QString name = modelName(m_finder.models(), m_dirInLoad);
  Message message = errorMessage(tr("%1 could not be loaded").arg(name), error, MessageTopic::Model);
  message.actionText = tr("Open Folder…");
  m_messages->showMessage(message, [this] { askForModel(); });
}

void MainWindow::generate() {
  m_runs.generate();
}

void MainWindow::showPicture() {
  const PicturePtr picture = m_candidates.shownPicture();
  m_canvas->setReviewing(!m_candidates.isEmpty());
  const PicturePtr original = m_document.picture();
  const bool canCompare = original && m_candidates.currentPicture() && !m_candidates.isPeeking();
  m_canvas->setOriginal(canCompare ? original->image : QImage());
  if (m_candidates.isEmpty()) m_actions->compare->setChecked(false);
  m_actions->compare->setEnabled(canCompare);
  m_actions->nextCompareMode->setEnabled(canCompare);
  m_actions->maskFromAlpha->setEnabled(m_maskFiles.canMaskFromAlpha());
  for (QAction* action : {m_actions->importMask, m_actions->exportMask})
    action->setEnabled(original != nullptr);
  if (picture) {
    const MaskModel& mask = *m_document.mask();
    const bool hasTokens = picture->tokens.height > 0;
    m_canvas->setPicture(picture->image, hasTokens ? picture->tokens.height : mask.gridHeight(),
                         hasTokens ? picture->tokens.width : mask.gridWidth());
  } else {
    m_canvas->setPicture({}, 0, 0);
  }
  for (QAction* action : {m_actions->save, m_actions->saveAs, m_actions->copy})
    action->setEnabled(picture != nullptr);
  const bool hasCandidates = !m_candidates.isEmpty();
  m_actions->acceptCandidate->setEnabled(m_candidates.currentPicture() != nullptr);
  for (QAction* action :
       {m_actions->previousCandidate, m_actions->nextCandidate, m_actions->discardCandidates})
    action->setEnabled(hasCandidates);
  updateTitle();
  updatePlan();
  m_timelineControl.showRecording();
}

void MainWindow::updatePlan() {
  m_panel->showPlan(m_runs.plan());
  m_actions->stop->setEnabled(m_runs.canStopOrDiscard());
  m_timelineControl.updateActions();
}

void MainWindow::updateEngineState() {
  const EngineState state = m_jobs.state();
  m_panel->showEngine(state, m_jobs.hasWaitingRun());
  updatePlan();
  m_actions->generate->setEnabled(state != EngineState::NoModel && state != EngineState::Failed);
  m_actions->resetSettings->setEnabled(m_jobs.hasModel());
  if (state == EngineState::Cancelling) m_progress->showStopping();
}

void MainWindow::updateTitle() {
  QString title =
      m_projectFiles.name().isEmpty() ? tr("Unmask") : tr("%1 — Unmask").arg(m_projectFiles.name());
  if (const PicturePtr picture = m_candidates.shownPicture(); picture && m_projectFiles.name().isEmpty()) {
    const QString prompt = QString::fromStdString(picture->request.prompt).simplified().left(60);
    if (!prompt.isEmpty()) title = tr("%1 — Unmask").arg(prompt);
  }
  const QString progress = m_progress->shortText();
  setWindowTitle(progress.isEmpty() ? title : tr("[%1] %2").arg(progress, title));
}

void MainWindow::updateViewText() {
  const ViewTransform& view = m_canvas->viewTransform();
  QString text;
  if (!view.isEmpty()) {
    if (m_hoveredCell)
      text = tr("row %1, column %2  ·  ").arg(m_hoveredCell->row + 1).arg(m_hoveredCell->column + 1);
    text += tr("%1 × %2  ·  %3 %")
                .arg(view.pictureSize().width())
                .arg(view.pictureSize().height())
                .arg(qRound(view.scale() * 100));
  }
  m_progress->showView(text);
}

}  // namespace unmask
