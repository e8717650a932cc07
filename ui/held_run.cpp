// RunFlow's runs between two steps: holding, editing, going on, branching.
#include "core/doc/wildcards.h"
#include "ui/commands/edit_held_run.h"
#include "ui/run_flow.h"

namespace unmask {

RunPlan RunFlow::planToGoOn() const {
  RunPlan plan;
  plan.verb = tr("Resume");
  if (!m_parts.jobs->isMadeByLoadedModel(m_held->request)) {
    plan.canRun = false;
    plan.explanation = tr("This run was made with the model %1: load it to go on.")
                           .arg(QString::fromStdString(m_held->request.model.name));
    return plan;
  }
  plan.explanation = tr("Goes on after step %1, with %2 cells hidden.")
                         .arg(m_course->stepCount())
                         .arg(m_course->hiddenCountAt(m_course->stepCount()));
  return plan;
}

void RunFlow::runOneStep() {
  if (m_parts.jobs->isBusy()) return;
  holdIfStopping();
  if (m_held) return goOn(1);
  start(1);
}

void RunFlow::hold(Held held, Recording course) {
  m_held = std::move(held);
  m_isGoingOn = false;
  ++m_heldId;
  m_course = std::make_shared<Recording>(std::move(course));
  Q_EMIT courseChanged();
  Q_EMIT planChanged();
}

/// A held run that went on and is being stopped stands where it stood, though the engine has not answered
/// yet.
void RunFlow::holdIfStopping() {
  if (!m_isGoingOn || m_parts.jobs->state() != EngineState::Cancelling) return;
  onRunEnded(m_job, RunEnd::Cancelled);
}

std::optional<RunFlow::HeldRun> RunFlow::heldRun() const {
  if (!m_held) return std::nullopt;
  return HeldRun{m_held->request, m_held->parent, m_held->branchStep, m_course};
}

void RunFlow::restoreHeld(const HeldRun& held) {
  if (m_job != 0) reset();
  const CellMask hidden = held.recording->hiddenAt(held.recording->stepCount());
  const int side = m_parts.document->mask()->pixelsPerCell();
  m_parts.canvas->beginRun({hidden.width * side, hidden.height * side}, {}, hidden);  // room for its paper
  m_parts.canvas->endRun(CanvasView::RunResult::Discarded);
  hold({held.request, held.parent, held.branchStep}, *held.recording);
  m_parts.progress->showStatus(tr("A run is held after step %1").arg(m_course->stepCount()));
}

void RunFlow::letGo() {
  m_held.reset();
  m_course.reset();
  m_parts.progress->showStatus(tr("The held run was thrown away"));
  Q_EMIT courseChanged();
  Q_EMIT planChanged();
}

void RunFlow::goOn(int stepLimit) {
  if (const RunPlan plan = planToGoOn(); !plan.canRun) return m_parts.progress->showStatus(plan.explanation);
  takeOver();
  const GenerationRequest& draft = m_parts.document->draft();
  m_started = *m_held;
  GenerationRequest& started = m_started.request;
  m_held.reset();
  m_course = std::make_shared<Recording>(*m_course);  // what is shown and saved of it is not to grow
  const std::string& words = draft.promptTemplate.empty() ? draft.prompt : draft.promptTemplate;
  started.prompt = expandWildcards(words, draft.seed);
  started.promptTemplate = words;
  started.negativePrompt = draft.negativePrompt;
  started.seed = draft.seed;
  started.guidanceScale = draft.guidanceScale;
  started.temperatureStart = draft.temperatureStart;
  started.temperatureEnd = draft.temperatureEnd;
  started.order = draft.order;
  started.adapters = draft.adapters;
  GenerationRequest request = started;
  const DecodeState& state = m_course->states.back();
  request.startTokens = state.tokens;
  request.startStep = std::min(state.nextStep, request.steps - 1);
  m_courseBase = m_course->stepCount();
  m_isGoingOn = true;
  m_batchSize = 1;
  m_finishedOfBatch = 0;
  m_waiting.clear();
  ++m_batch;
  m_job = m_parts.jobs->start(request, m_parts.document->revision(), stepLimit);
  if (m_job == 0) {
    m_isGoingOn = false;
    hold(m_started, Recording(*m_course));
  }
}

void RunFlow::branch(const PicturePtr& picture, int position) {
  if (m_parts.jobs->isBusy()) return;
  holdIfStopping();
  if (m_held) {  // an earlier step of the held run itself
    if (position < m_course->stepCount()) hold(Held(*m_held), beginningOf(*m_course, position));
    return;
  }
  if (!picture || !picture->recording || position >= picture->recording->stepCount()) return;
  GenerationRequest request = picture->request;
  request.startTokens = {};
  request.startStep = 0;
  m_parts.document->useSettingsOf(request);
  hold({request, picture, position}, beginningOf(*picture->recording, position));
  m_parts.progress->showStatus(
      tr("Branched after step %1; prompt and settings are those of that run").arg(position));
}

CellMask RunFlow::maskedCellsOfCourse() const {
  const MaskModel& mask = *m_parts.document->mask();
  const TokenGrid& grid = m_course->states.back().tokens;
  if (mask.gridHeight() != grid.height || mask.gridWidth() != grid.width)
    return CellMask(grid.height, grid.width);
  return without(mask.cells(), mask.locks());
}

void RunFlow::hideMaskedCells() {
  if (!m_held) return;
  const CellMask cells = maskedCellsOfCourse();
  DecodeState state = m_course->states.back();
  CellMask& editable = m_held->request.editableCells;
  const bool isRestricted = editable.cells.size() == cells.cells.size();  // a file may say anything
  for (size_t i = 0; i < cells.cells.size(); ++i) {
    if (cells.cells[i] == 0) continue;
    state.tokens.tokenIds[i] = m_course->maskTokenId;
    state.fixedAtStep[i] = DecodeState::kMasked;
    state.fixedProbability[i] = 0;
    if (isRestricted) editable.cells[i] = 1;
  }
  pushHeldEdit(state, tr("Hide Cells Again"));
}

void RunFlow::fixMaskedCells() {
  if (!m_held || m_course->records.empty()) return;
  const CellMask cells = maskedCellsOfCourse();
  const StepRecord& record = m_course->records.back();
  DecodeState state = m_course->states.back();
  for (size_t i = 0; i < cells.cells.size(); ++i) {
    if (cells.cells[i] == 0 || state.tokens.tokenIds[i] != m_course->maskTokenId) continue;
    state.tokens.tokenIds[i] = record.intended.tokenIds[i];
    state.fixedAtStep[i] = static_cast<int16_t>(record.stepIndex);
    state.fixedProbability[i] = i < record.probability.size() ? record.probability[i] : 1;
  }
  pushHeldEdit(state, tr("Fix Cells"));
}

void RunFlow::pushHeldEdit(const DecodeState& state, const QString& text) {
  if (state == m_course->states.back())
    return m_parts.progress->showStatus(tr("No masked cell changes by that"));
  m_parts.document->undoStack()->push(std::make_unique<EditHeldRun>(this, m_heldId, state, text));
}

DecodeState RunFlow::exchangeHeldState(quint64 heldId, const DecodeState& state) {
  if (!m_held || heldId != m_heldId) return state;  // that run went on or away
  auto edited = std::make_shared<Recording>(*m_course);
  DecodeState before = std::exchange(edited->states.back(), state);
  m_course = edited;
  Q_EMIT courseChanged();
  Q_EMIT planChanged();
  return before;
}

}  // namespace unmask
