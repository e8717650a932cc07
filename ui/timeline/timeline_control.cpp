#include "ui/timeline/timeline_control.h"

#include <algorithm>

namespace unmask {

TimelineControl::TimelineControl(const Parts& parts, QObject* parent) : QObject(parent), m_parts(parts) {
  connectActions();
  connect(m_parts.runs, &RunFlow::courseChanged, this, &TimelineControl::showRecording);
  connect(m_parts.runs, &RunFlow::courseGrew, m_parts.player, &TimelinePlayer::recordingGrew);
  connect(m_parts.player, &TimelinePlayer::changed, this, &TimelineControl::showMoment);
  connect(m_parts.player, &TimelinePlayer::previewTaken, this, [this](int position) {
    if (position == m_parts.player->position() && m_parts.canvas->isShowingStep())
      m_parts.canvas->showStepImage(m_parts.player->previewAt(position));
  });
  connect(m_parts.canvas, &CanvasView::cellPicked, this, &TimelineControl::tellAboutCell);
}

void TimelineControl::connectActions() {
  const Actions& a = *m_parts.actions;
  TimelinePlayer* player = m_parts.player;
  RunFlow* runs = m_parts.runs;
  connect(a.previousStep, &QAction::triggered, player, [player] { player->step(-1); });
  connect(a.nextStep, &QAction::triggered, player, [player] { player->step(1); });
  connect(a.firstStep, &QAction::triggered, player, &TimelinePlayer::toStart);
  connect(a.lastStep, &QAction::triggered, player, &TimelinePlayer::toEnd);
  connect(a.playSteps, &QAction::triggered, player, &TimelinePlayer::togglePlaying);
  connect(a.runOneStep, &QAction::triggered, runs, &RunFlow::runOneStep);
  connect(a.branchHere, &QAction::triggered, runs,
          [this, runs, player] { runs->branch(m_parts.candidates->shownPicture(), player->position()); });
  connect(a.hideAgain, &QAction::triggered, runs, &RunFlow::hideMaskedCells);
  connect(a.fixNow, &QAction::triggered, runs, &RunFlow::fixMaskedCells);
  m_parts.canvas->addActions({a.firstStep, a.lastStep});
}

void TimelineControl::showRecording() {
  const PicturePtr picture = m_parts.candidates->shownPicture();
  const RecordingPtr course = m_parts.runs->course();
  m_parts.player->setRecording(course ? course : picture ? picture->recording : nullptr);
  m_parts.panel->showHeld(m_parts.runs->isHeld());
  showMoment();
}

/// The end of a run going on, or of a finished one, is what the canvas shows anyway.
void TimelineControl::showMoment() {
  const RecordingPtr& recording = m_parts.player->recording();
  const int position = m_parts.player->position();
  if (!recording || (m_parts.player->isAtEnd() && !m_parts.runs->isHeld())) {
    // What the last step fixed flashes as that of every other.
    if (recording && position > 0 && m_parts.canvas->isShowingStep() && !m_parts.canvas->isShowingRun())
      m_parts.canvas->showStep(m_parts.player->previewAt(position), recording->hiddenAt(position - 1),
                               recording->hiddenAt(position));
    m_parts.canvas->leaveStep();
  } else {
    m_parts.canvas->showStep(m_parts.player->previewAt(position),
                             recording->hiddenAt(std::max(0, position - 1)), recording->hiddenAt(position));
  }
  updateActions();
}

void TimelineControl::updateActions() {
  const Actions& a = *m_parts.actions;
  const bool isIdle = m_parts.jobs->state() == EngineState::Idle;
  const bool hasSteps = m_parts.player->end() > 0;
  for (QAction* action : {a.previousStep, a.nextStep, a.firstStep, a.lastStep, a.playSteps})
    action->setEnabled(hasSteps);
  a.exportAs->setEnabled(hasSteps || m_parts.candidates->shownPicture() != nullptr);
  a.varyLeastConfident->setEnabled(m_parts.runs->canVary(m_parts.candidates->shownPicture()));
  a.runOneStep->setEnabled(isIdle);
  a.branchHere->setEnabled(isIdle && hasSteps && !m_parts.player->isAtEnd());
  const bool canEdit = m_parts.runs->isHeld() && isIdle && m_parts.mask->hasMask();
  a.hideAgain->setEnabled(canEdit);
  a.fixNow->setEnabled(canEdit);
}

void TimelineControl::tellAboutCell(const Cell& cell) {
  QString text = tr("Row %1, column %2").arg(cell.row + 1).arg(cell.column + 1);
  const RecordingPtr& recording = m_parts.player->recording();
  const int position = m_parts.player->position();
  if (recording && cell.row < recording->tokensAt(position).height &&
      cell.column < recording->tokensAt(position).width) {
    const DecodeState& state = recording->states[static_cast<size_t>(position)];
    const size_t index = state.tokens.indexOf(cell);
    const int step = state.fixedAtStep[index];
    if (step == DecodeState::kMasked) {
      text += tr("  ·  still hidden");
    } else if (step == DecodeState::kGiven) {
      text += tr("  ·  token %1, there from the start").arg(state.tokens.tokenIds[index]);
    } else {
      text += tr("  ·  token %1, fixed in step %2 with %3 %")
                  .arg(state.tokens.tokenIds[index])
                  .arg(step + 1)
                  .arg(qRound(100 * state.fixedProbability[index]));
    }
  }
  m_parts.progress->showStatus(text);
}

}  // namespace unmask
