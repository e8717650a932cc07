// What MainWindow shows of its document, and the dialogs that ask about it.
#include <QInputDialog>
#include <QSettings>

#include "ui/main_window.h"

namespace unmask {

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
  RunPlan plan = m_runs.plan(PlanPixels::Without);
  if (const QString key = Actions::keyText(m_actions->stop); m_runs.isHeld() && !key.isEmpty())
    plan.explanation += ' ' + tr("%1 throws this run away.").arg(key);
  m_panel->showPlan(plan);
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

}  // namespace unmask
