#include "ui/main_window.h"

#include <QCloseEvent>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/icons.h"
#include "ui/import/import_bar.h"
#include "ui/panels/candidate_strip.h"
#include "ui/panels/tool_options.h"
#include "ui/panels/tool_strip.h"
#include "ui/side_dock.h"
#include "ui/styles/styles.h"
#include "ui/tools/tool_wiring.h"

namespace unmask {
namespace {

constexpr int kPanelWidth = 320;

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
      m_previews({&m_player, &m_candidates, &m_runs, &m_jobs}, this),
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
  m_styles = std::make_unique<Styles>(Styles::Parts{&m_document, &m_jobs, &m_candidates, m_panel, m_messages,
                                                    m_progress, m_dialogs.get(), &m_files, m_actions},
                                      m_options, this);
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
  m_styles->close();
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
  m_actions->fullScreen->setChecked(isFullScreen());
  if (auto* splitter = findChild<QSplitter*>("splitter")) {
    splitter->restoreState(settings.value("window/splitter").toByteArray());
    splitter->setHandleWidth(1);
  }
  m_panel->history().setPrompts(settings.value("prompts").toStringList());
  m_panel->sampling()->more()->setOpen(settings.value("window/more", false).toBool());
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (m_project.isUnsaved() && !m_mayLoseChanges) {
    m_messages->showMessage(
        {Tone::Warning, tr("The project is not saved"),
         tr("Its last changes could not be written. Make room on the disk, or save the project "
            "under another name, and they are kept."),
         tr("Close and Lose Them"), MessageTopic::Project},
        [this] {
          m_mayLoseChanges = true;
          close();
        });
    return event->ignore();
  }
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

void MainWindow::openDocument() {
  connect(&m_projectFiles, &ProjectFiles::nameChanged, this, &MainWindow::updateTitle);
  const bool isProject = m_options.document.endsWith(QStringLiteral(".unmask"), Qt::CaseInsensitive);
  m_projectFiles.start(isProject ? std::exchange(m_options.document, QString()) : QString());
}

void MainWindow::generate() {
  m_runs.generate();
}

}  // namespace unmask
