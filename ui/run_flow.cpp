#include "ui/run_flow.h"

#include <utility>

namespace unmask {

RunFlow::RunFlow(const Parts& parts, ComputeType computeType, QObject* parent)
    : QObject(parent), m_parts(parts), m_computeType(computeType) {
  const JobController* jobs = m_parts.jobs;
  connect(jobs, &JobController::runStarted, this,
          [this](quint64, const GenerationRequest& request) { onRunStarted(request); });
  connect(jobs, &JobController::frameReady, this, [this](const RunFramePtr& frame) {
    m_parts.canvas->showFrame(*frame);
    m_parts.progress->showFrame(*frame);
  });
  connect(jobs, &JobController::runFinished, this, &RunFlow::onRunFinished);
  connect(jobs, &JobController::runFailed, this, [this](const Error& error) {
    m_parts.messages->showMessage(
        errorMessage(tr("The picture could not be made"), error, MessageTopic::Run));
  });
  connect(jobs, &JobController::runEnded, this, [this](quint64, RunEnd end) { onRunEnded(end); });
  connect(m_parts.document, &DocumentModel::draftChanged, this, &RunFlow::planChanged);
  connect(m_parts.document, &DocumentModel::pictureChanged, this, &RunFlow::planChanged);
  connect(m_parts.document->mask(), &MaskModel::changed, this, &RunFlow::planChanged);
  connect(m_parts.candidates, &CandidateSet::changed, this, &RunFlow::planChanged);
}

PicturePtr RunFlow::candidatePaintedOn() const {
  const PicturePtr candidate = m_parts.candidates->currentPicture();
  const bool isPaintedOn =
      m_parts.document->mask()->revision() != m_maskSeen && m_parts.document->mask()->hasMask();
  return candidate && isPaintedOn ? candidate : nullptr;
}

RunPlan RunFlow::plan() const {
  DocumentModel& document = *m_parts.document;
  const PicturePtr candidate = candidatePaintedOn();
  RunPlan plan = planRun(document.draft(), document.touchedFields(),
                         candidate ? candidate : document.picture(), *document.mask());
  if (candidate && plan.canRun)
    plan.explanation =
        tr("Accepts candidate %1 first. ").arg(m_parts.candidates->current() + 1) + plan.explanation;
  return plan;
}

void RunFlow::generate() {
  if (!plan().canRun) return;
  if (candidatePaintedOn()) m_parts.candidates->accept();
  m_parts.document->beginRun();  // draws the seed
  GenerationRequest request = plan().request;
  request.computeType = m_computeType;
  m_batchSize = request.batchCount;
  m_finishedOfBatch = 0;
  request.batchCount = 1;
  m_waiting.clear();
  for (int j = 0; j < m_batchSize; ++j) {
    m_waiting.push_back(request);
    ++request.seed;
  }
  startNext();
}

void RunFlow::startNext() {
  const GenerationRequest request = std::move(m_waiting.front());
  m_waiting.pop_front();
  if (m_parts.jobs->start(request, m_parts.document->revision()) != 0) return;
  m_waiting.clear();
  m_parts.document->abandonRun();
}

void RunFlow::stop() {
  m_waiting.clear();
  m_parts.jobs->cancel();
}

void RunFlow::stopOrDiscard() {
  if (m_parts.jobs->isBusy()) return stop();
  m_parts.candidates->discard();
}

bool RunFlow::canStopOrDiscard() const {
  return m_parts.jobs->isBusy() || !m_parts.candidates->isEmpty();
}

void RunFlow::onRunStarted(const GenerationRequest& request) {
  const ModelInfo& model = *m_parts.jobs->model();
  int width = request.width > 0 ? request.width : model.gridWidth * model.pixelsPerCell;
  int height = request.height > 0 ? request.height : model.gridHeight * model.pixelsPerCell;
  if (!request.picture.empty()) {
    width = request.picture.width;
    height = request.picture.height;
  }
  m_parts.messages->dismiss({MessageTopic::Model, MessageTopic::Run});
  m_parts.canvas->beginRun({width, height}, height / model.pixelsPerCell, width / model.pixelsPerCell);
  m_parts.progress->beginRun(request.steps, m_batchSize - static_cast<int>(m_waiting.size()), m_batchSize);
}

void RunFlow::onRunFinished(const RunReportPtr& report) {
  if (report->pictures.empty()) return;
  ++m_finishedOfBatch;
  const PicturePtr& picture = report->pictures.front();
  m_maskSeen = m_parts.document->mask()->revision();
  // On an empty canvas there is nothing to weigh it against.
  const bool isFirst = !m_parts.document->picture() && m_parts.candidates->isEmpty() && m_batchSize == 1;
  if (isFirst) {
    m_parts.document->applyPicture(picture);
  } else {
    m_parts.candidates->add(picture);
  }
  m_parts.progress->finish(tr("Done in %1").arg(durationText(report->seconds)));
}

void RunFlow::onRunEnded(RunEnd end) {
  switch (end) {
    case RunEnd::Superseded:
      return;  // the next one begins at once
    case RunEnd::Finished:
      m_parts.canvas->endRun(CanvasView::RunResult::Completed);
      if (!m_waiting.empty()) return startNext();
      return m_parts.document->completeRun();
    case RunEnd::Cancelled:
      settle(m_finishedOfBatch > 0 ? tr("Stopped; pictures that were ready: %1").arg(m_finishedOfBatch)
                                   : tr("Stopped; nothing was changed"));
      break;
    case RunEnd::Failed:
      settle({});
      break;
  }
  m_parts.canvas->endRun(CanvasView::RunResult::Discarded);
}

void RunFlow::settle(const QString& status) {
  m_waiting.clear();
  m_parts.progress->finish(status);
  if (m_finishedOfBatch > 0) {
    m_parts.document->completeRun();
  } else {
    m_parts.document->abandonRun();
  }
}

}  // namespace unmask
