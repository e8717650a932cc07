// MainWindow's models: found, chosen, loaded.
#include <QDir>

#include "ui/main_window.h"

namespace unmask {
namespace {

/// As the chooser shows it; a snapshot in the Hugging Face cache has a hash for a folder name.
QString modelName(const std::vector<FoundModel>& models, const QString& dir) {
  for (const FoundModel& model : models) {
    if (model.dir == std::filesystem::path(dir.toStdString())) return QString::fromStdString(model.name);
  }
  return QDir(dir).dirName();
}

}  // namespace

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

void MainWindow::onLoadStarted(const QString& dir) {
  m_dirInLoad = dir;
  m_progress->beginLoad(modelName(m_finder.models(), dir));
}

void MainWindow::onModelLoaded(const ModelInfo& info) {
  m_modelDir = m_dirInLoad;
  m_panel->models()->setCurrent(m_modelDir);
  m_messages->dismiss({MessageTopic::Model});
  m_document.setPixelsPerCell(info.pixelsPerCell);
  m_importer.setTarget({info.gridWidth * info.pixelsPerCell, info.gridHeight * info.pixelsPerCell},
                       info.pixelsPerCell * (info.hasDownsampling ? 2 : 1),
                       info.hasOneSize ? PictureImporter::Shapes::Own : PictureImporter::Shapes::Any);
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

}  // namespace unmask
