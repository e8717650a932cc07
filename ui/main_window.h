// The window: puts document, jobs, canvas and panels together. Wiring only; each part knows its own business.
#pragma once

#include <QMainWindow>
#include <QString>
#include <memory>

#include "ui/actions.h"
#include "ui/canvas/canvas_view.h"
#include "ui/dialogs/file_dialogs.h"
#include "ui/document_model.h"
#include "ui/export/exporter.h"
#include "ui/import/mask_files.h"
#include "ui/import/picture_importer.h"
#include "ui/jobs/file_worker.h"
#include "ui/jobs/job_controller.h"
#include "ui/jobs/model_finder.h"
#include "ui/lab/lab_control.h"
#include "ui/lab/lab_windows.h"
#include "ui/lab/map_export.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/progress_strip.h"
#include "ui/panels/prompt_panel.h"
#include "ui/picture_files.h"
#include "ui/project/project_files.h"
#include "ui/run_flow.h"
#include "ui/session_journal.h"
#include "ui/studio_options.h"
#include "ui/timeline/preview_maker.h"
#include "ui/timeline/timeline_control.h"
#include "ui/tools/mask_tools.h"
#include "ui/window_services.h"

namespace unmask {

class SideDock;
class Styles;

/// Shows first, then looks for models and loads one. Closing hides at once; the destructor waits for the
/// threads. main_window.cpp builds, window_wiring.cpp connects, window_models.cpp finds and loads models,
/// window_view.cpp shows the document.
class MainWindow : public QMainWindow {
  Q_OBJECT

 public:
  /// `seeds` and `dialogs` are seams for tests; by default random seeds and the desktop's dialogs.
  explicit MainWindow(StudioOptions options, DocumentModel::SeedSource seeds = {},
                      std::unique_ptr<FileDialogs> dialogs = nullptr);
  ~MainWindow() override;

  DocumentModel* document() { return &m_document; }
  JobController* jobs() { return &m_jobs; }
  CanvasView* canvas() const { return m_canvas; }
  PromptPanel* promptPanel() const { return m_panel; }
  MessageBar* messageBar() const { return m_messages; }
  ProgressStrip* progressStrip() const { return m_progress; }
  Actions* actions() const { return m_actions; }
  ToolSettings* toolSettings() { return &m_toolSettings; }
  CandidateSet* candidates() { return &m_candidates; }
  TimelinePlayer* player() { return &m_player; }
  TimelinePanel* timeline() const { return m_timeline; }
  LabPanel* labPanel() const { return m_labPanel; }
  LabControl* lab() { return &m_lab; }
  LabWindows* labWindows() const { return m_labWindows.get(); }
  RunFlow* runs() { return &m_runs; }
  Exporter* exporter() { return &m_exporter; }
  PictureImporter* importer() { return &m_importer; }
  WindowServices* services() const { return m_services.get(); }
  ProjectSession* project() { return &m_project; }
  SideDock* sideDock() const { return m_side; }
  Styles* styles() const { return m_styles.get(); }

  /// What the button and Ctrl+Enter do: a run of the draft, replacing one that is going on.
  void generate();

 protected:
  void closeEvent(QCloseEvent* event) override;
  bool eventFilter(QObject* object, QEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

 private:
  void buildLayout();
  void restoreSession();
  void restoreGeometryFromSettings();
  void connectActions();
  void connectDocument();
  void connectJobs();
  void connectFiles();
  void connectExports();
  void openExport();
  void askHowMuchToVary();

  void openDocument();
  void startUp();
  void onModelsFound();
  void loadModel(const QString& dir);
  void chooseModel(const QString& dir);
  void askForModel();
  void onLoadStarted(const QString& dir);
  void onModelLoaded(const ModelInfo& info);
  void onLoadFailed(const Error& error);

  void showPicture();
  void updatePlan();
  void updateEngineState();
  void updateTitle();
  void updateViewText();
  void noteSession();
  void connectServices();

  StudioOptions m_options;
  std::unique_ptr<FileDialogs> m_dialogs;
  DocumentModel m_document;
  FileWorker* m_fileWorker;  ///< lives and dies in m_files
  WorkerThread m_files;
  ModelFinder m_finder;
  std::unique_ptr<SessionJournal> m_journal;  ///< null when there is no state folder
  PictureFiles m_pictureFiles;
  PictureImporter m_importer;
  Exporter m_exporter;
  MaskFiles m_maskFiles;
  JobController m_jobs;
  CandidateSet m_candidates{&m_document};
  ToolSettings m_toolSettings;
  MaskTools m_maskTools;
  TimelinePlayer m_player;

  Actions* m_actions;
  CanvasView* m_canvas;
  PromptPanel* m_panel;
  MessageBar* m_messages;
  ProgressStrip* m_progress;
  TimelinePanel* m_timeline;
  LabPanel* m_labPanel;
  RunFlow m_runs;
  TimelineControl m_timelineControl;
  PreviewMaker m_previews;
  LabControl m_lab;
  MapExport m_mapExport;
  ProjectSession m_project;
  ProjectFiles m_projectFiles;
  SideDock* m_side;

  bool m_hasStarted = false;
  bool m_hasChosenFirst = false;
  bool m_mayLoseChanges = false;  ///< asked when closing
  QString m_dirInLoad;
  QString m_modelDir;     ///< of the loaded model
  QString m_chosenModel;  ///< by the user, for the next session
  std::optional<Cell> m_hoveredCell;
  ComputeType m_typeInLoad = ComputeType::Float32;
  std::unique_ptr<WindowServices> m_services;
  std::unique_ptr<LabWindows> m_labWindows;
  std::unique_ptr<Styles> m_styles;
};

}  // namespace unmask
