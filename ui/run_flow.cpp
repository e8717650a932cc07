#include "ui/run_flow.h"

#include <algorithm>
#include <utility>

#include "core/doc/wildcards.h"
#include "core/engine/request_check.h"

namespace unmask {
namespace {

/// The grid a run starts from, as far as one knows before the engine tells: what it will change is hidden.
DecodeState expectedStart(const GenerationRequest& request, int rows, int columns, int32_t maskTokenId) {
  DecodeState state;
  state.tokens = TokenGrid(rows, columns, 0);
  // A request may have waited for a model with other cells; the engine will refuse it.
  const auto isIn = [&state](const CellMask& cells, size_t i, bool whenEmpty) {
    return cells.cells.size() == state.tokens.cellCount() ? cells.cells[i] != 0 : whenEmpty;
  };
  for (size_t i = 0; i < state.tokens.cellCount(); ++i) {
    const bool isEditable = request.kind != JobKind::Vary && isIn(request.editableCells, i, true);
    if (isEditable && !isIn(request.lockedCells, i, false)) state.tokens.tokenIds[i] = maskTokenId;
  }
  state.fixedAtStep.assign(state.tokens.cellCount(), DecodeState::kGiven);
  state.fixedProbability.assign(state.tokens.cellCount(), 1);
  return state;
}

}  // namespace

RunFlow::RunFlow(const Parts& parts, ComputeType computeType, QObject* parent)
    : QObject(parent), m_parts(parts), m_computeType(computeType) {
  const JobController* jobs = m_parts.jobs;
  connect(jobs, &JobController::runStarted, this,
          [this](quint64 job, const GenerationRequest& request) { onRunStarted(job, request); });
  connect(jobs, &JobController::frameReady, this, &RunFlow::onFrame);
  connect(jobs, &JobController::runFinished, this, &RunFlow::onRunFinished);
  connect(jobs, &JobController::runPaused, this, &RunFlow::onRunPaused);
  connect(jobs, &JobController::runFailed, this, [this](const Error& error) {
    m_parts.messages->showMessage(
        errorMessage(tr("The picture could not be made"), error, MessageTopic::Run));
  });
  connect(jobs, &JobController::runEnded, this, &RunFlow::onRunEnded);
  connect(m_parts.document, &DocumentModel::draftChanged, this, &RunFlow::planChanged);
  connect(m_parts.document, &DocumentModel::pictureChanged, this, &RunFlow::planChanged);
  connect(m_parts.document->mask(), &MaskModel::changed, this, &RunFlow::planChanged);
  connect(m_parts.candidates, &CandidateSet::changed, this, [this] {
    noteNewCandidates();
    Q_EMIT planChanged();
  });
}

/// Wherever they come from: what was painted before is not painted on them.
void RunFlow::noteNewCandidates() {
  const std::vector<PicturePtr>& now = m_parts.candidates->pictures();
  const bool hasNew = std::ranges::any_of(now, [this](const PicturePtr& picture) {
    return std::ranges::find(m_candidatesSeen, picture) == m_candidatesSeen.end();
  });
  if (hasNew) m_maskSeen = m_parts.document->mask()->revision();
  m_candidatesSeen = now;
}

PicturePtr RunFlow::candidatePaintedOn() const {
  const PicturePtr candidate = m_parts.candidates->currentPicture();
  const bool isPaintedOn =
      m_parts.document->mask()->revision() != m_maskSeen && m_parts.document->mask()->hasMask();
  return candidate && isPaintedOn ? candidate : nullptr;
}

RunPlan RunFlow::plan(PlanPixels pixels) const {
  if (m_held) return planToGoOn();
  DocumentModel& document = *m_parts.document;
  const PicturePtr candidate = candidatePaintedOn();
  RunPlan plan = planRun(document.draft(), document.touchedFields(),
                         candidate ? candidate : document.picture(), *document.mask(), pixels);
  if (candidate && plan.canRun)
    plan.explanation =
        tr("Accepts candidate %1 first. ").arg(m_parts.candidates->current() + 1) + plan.explanation;
  return plan;
}

void RunFlow::generate() {
  holdIfStopping();
  if (m_held) return goOn(0);
  start(0);
}

void RunFlow::start(int stepLimit) {
  if (!plan().canRun) return;
  if (candidatePaintedOn()) m_parts.candidates->accept();
  m_parts.document->beginRun();  // draws the seed
  startBatch(plan().request, stepLimit);
}

std::optional<GenerationRequest> RunFlow::takePlan() {
  if (m_held || !plan().canRun) return std::nullopt;
  m_parts.document->beginRun();  // draws the seed
  m_parts.document->completeRun();
  return plan().request;
}

void RunFlow::startPlanned(const GenerationRequest& request) {
  startBatch(request, 0);
}

bool RunFlow::isFree() const {
  return m_parts.jobs->state() == EngineState::Idle && !m_parts.jobs->isBusy() && !m_held &&
         m_waiting.empty();
}

void RunFlow::startBatch(GenerationRequest request, int stepLimit) {
  takeOver();
  request.computeType = m_computeType;
  m_batchSize = stepLimit > 0 ? 1 : request.batchCount;
  m_finishedOfBatch = 0;
  m_courseBase = 0;
  m_isGoingOn = false;
  request.batchCount = 1;
  m_waiting.clear();
  ++m_batch;
  const std::string words = request.promptTemplate.empty() ? request.prompt : request.promptTemplate;
  Q_EMIT promptUsed(QString::fromStdString(words));
  for (int j = 0; j < m_batchSize; ++j) {
    request.prompt = expandWildcards(words, request.seed);
    m_waiting.push_back(request);
    ++request.seed;
  }
  startNext(stepLimit);
}

void RunFlow::startNext(int stepLimit) {
  m_started = Held{std::move(m_waiting.front())};
  m_waiting.pop_front();
  m_job = m_parts.jobs->start(m_started.request, m_parts.document->revision(), stepLimit);
  if (m_job != 0) return;
  m_waiting.clear();
  m_parts.document->abandonRun();
}

/// What is under way makes room for another start.
void RunFlow::takeOver() {
  if (std::exchange(m_job, 0) != 0) Q_EMIT batchEnded(RunEnd::Superseded);
}

void RunFlow::stop() {
  m_waiting.clear();
  m_parts.jobs->cancel();
}

void RunFlow::stopOrDiscard() {
  if (m_parts.jobs->isBusy()) return stop();
  if (m_held) return letGo();
  m_parts.candidates->discard();
}

void RunFlow::reset() {
  m_waiting.clear();
  const bool wasUnderWay = std::exchange(m_job, 0) != 0;
  const bool isRunning = m_parts.jobs->state() == EngineState::Running || m_parts.jobs->hasWaitingRun();
  if (isRunning) m_parts.jobs->cancel();  // a model that is being loaded is still wanted
  m_held.reset();
  m_isGoingOn = false;
  m_course.reset();
  m_parts.document->completeRun();  // the seed of a run that is being stopped stays where it is
  if (wasUnderWay) {
    m_parts.progress->finish(stoppedText());
    m_parts.canvas->endRun(CanvasView::RunResult::Discarded);
  }
  Q_EMIT courseChanged();
  Q_EMIT planChanged();
  if (wasUnderWay) Q_EMIT batchEnded(RunEnd::Cancelled);
}

bool RunFlow::canStopOrDiscard() const {
  return m_parts.jobs->isBusy() || m_held || !m_parts.candidates->isEmpty();
}

void RunFlow::onRunStarted(JobId job, const GenerationRequest& request) {
  m_job = job;
  const ModelInfo& model = *m_parts.jobs->model();
  m_started.request.model = request.model;  // a held run is of the model it began with
  const int side = model.pixelsPerCell;
  int width = request.width > 0 ? request.width : model.gridWidth * side;
  int height = request.height > 0 ? request.height : model.gridHeight * side;
  if (!request.picture.empty()) {
    width = request.picture.width;
    height = request.picture.height;
  }
  // A queue or a held run out of a file may ask for any size; the engine will refuse it.
  if (static_cast<int64_t>(height / side) * (width / side) > kMaxCells) {
    width = model.gridWidth * side;
    height = model.gridHeight * side;
  }
  const int rows = height / side, columns = width / side;
  m_parts.messages->dismiss({MessageTopic::Model, MessageTopic::Run});
  if (!m_isGoingOn) {
    m_course = std::make_shared<Recording>();
    m_course->states.push_back(expectedStart(request, rows, columns, model.maskTokenId));
    m_course->maskTokenId = model.maskTokenId;
    m_course->scheduleSteps = request.steps;
    m_course->start = toQImage(request.picture);
  }
  m_courseBase = m_course->stepCount();
  m_parts.canvas->beginRun({width, height}, m_course->previewAt(m_courseBase),
                           m_course->hiddenAt(m_courseBase));
  Q_EMIT courseChanged();
  m_parts.progress->beginRun(request.steps, m_batchSize - static_cast<int>(m_waiting.size()), m_batchSize);
}

void RunFlow::onFrame(const RunFramePtr& frame) {
  m_parts.canvas->showFrame(*frame);
  m_parts.progress->showFrame(*frame);
  if (!m_course) return;
  if (m_courseBase == 0) m_course->states.front().nextStep = frame->state.nextStep - frame->stepNumber;
  // Frames the window was too busy to see stand in with what came of them.
  while (m_course->stepCount() < m_courseBase + frame->stepNumber) {
    m_course->states.push_back(frame->state);
    m_course->records.push_back(frame->record);
    m_course->previews.push_back(frame->preview);
  }
  Q_EMIT courseGrew();
}

void RunFlow::onRunFinished(const RunReportPtr& report) {
  if (report->pictures.empty()) return;
  ++m_finishedOfBatch;
  PicturePtr picture = report->pictures.front();
  if (m_isGoingOn && picture->recording) {
    auto whole = std::make_shared<Picture>(*picture);
    whole->recording =
        std::make_shared<Recording>(joined(beginningOf(*m_course, m_courseBase), *picture->recording));
    picture = whole;
  }
  Q_EMIT pictureMade(picture, m_started.parent, m_started.branchStep, m_batch);
  // On an empty canvas there is nothing to weigh it against.
  const bool isFirst = !m_parts.document->picture() && m_parts.candidates->isEmpty() && m_batchSize == 1;
  if (isFirst) {
    m_parts.document->applyPicture(picture);
  } else {
    m_parts.candidates->add(picture);
  }
  m_parts.progress->finish(tr("Done in %1").arg(durationText(report->seconds)));
}

void RunFlow::onRunPaused(const RunReportPtr& report) {
  Recording course = *report->recording;
  if (m_isGoingOn) course = joined(beginningOf(*m_course, m_courseBase), course);
  hold(m_started, std::move(course));
}

void RunFlow::onRunEnded(JobId job, RunEnd end) {
  if (job != m_job) return;  // another start took over, or another document
  m_job = 0;
  switch (end) {
    case RunEnd::Finished:
      m_isGoingOn = false;
      m_course.reset();
      m_parts.canvas->endRun(CanvasView::RunResult::Completed);
      if (!m_waiting.empty()) return startNext();
      m_parts.document->completeRun();
      Q_EMIT courseChanged();
      return Q_EMIT batchEnded(end);
    case RunEnd::Paused:
      m_parts.document->completeRun();
      m_parts.canvas->endRun(CanvasView::RunResult::Completed);
      m_parts.progress->finish(tr("Held after step %1").arg(m_course->stepCount()));
      Q_EMIT courseChanged();
      return Q_EMIT batchEnded(end);
    case RunEnd::Cancelled:
    case RunEnd::Superseded:
      settle(stoppedText());
      break;
    case RunEnd::Failed:
      settle({});
      break;
  }
  m_parts.canvas->endRun(CanvasView::RunResult::Discarded);
  Q_EMIT courseChanged();
  Q_EMIT batchEnded(end);
}

QString RunFlow::stoppedText() const {
  return m_finishedOfBatch > 0 ? tr("Stopped; pictures that were ready: %1").arg(m_finishedOfBatch)
                               : tr("Stopped; nothing was changed");
}

void RunFlow::settle(const QString& status) {
  m_waiting.clear();
  m_parts.progress->finish(status);
  if (m_finishedOfBatch > 0 || m_isGoingOn) {
    m_parts.document->completeRun();
  } else {
    m_parts.document->abandonRun();
  }
  if (std::exchange(m_isGoingOn, false)) {
    hold(m_started, beginningOf(*m_course, m_courseBase));  // where it was before it went on
  } else {
    m_course.reset();
  }
}

}  // namespace unmask
