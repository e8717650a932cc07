#include "ui/jobs/job_controller.h"

#include <iterator>
#include <utility>

namespace unmask {
namespace {

Error noModelError() {
  Error error;
  error.kind = ErrorKind::Usage;
  error.message = "no model is loaded";
  error.remedy = "Choose a model, or open a model folder";
  return error;
}

}  // namespace

JobController::JobController(EngineLoader loader, QObject* parent)
    : QObject(parent), m_worker(new EngineWorker(std::move(loader))) {
  // Explicitly queued: an answer must never be handled inside the call that asked.
  connect(m_worker, &EngineWorker::loaded, this, &JobController::onLoaded, Qt::QueuedConnection);
  connect(m_worker, &EngineWorker::frameReady, this, &JobController::onFrameReady, Qt::QueuedConnection);
  connect(m_worker, &EngineWorker::finished, this, &JobController::onFinished, Qt::QueuedConnection);
  connect(m_worker, &EngineWorker::paused, this, &JobController::onPaused, Qt::QueuedConnection);
  connect(m_worker, &EngineWorker::studied, this, &JobController::onStudied, Qt::QueuedConnection);
  connect(m_worker, &EngineWorker::failed, this, &JobController::onFailed, Qt::QueuedConnection);
  connect(m_worker, &EngineWorker::cancelled, this, &JobController::onCancelled, Qt::QueuedConnection);
  connect(m_worker, &EngineWorker::tokenized, this, &JobController::onTokenized, Qt::QueuedConnection);
  connect(m_worker, &EngineWorker::answered, this, &JobController::onAnswered, Qt::QueuedConnection);
  connect(
      m_worker, &EngineWorker::told, this, [](const Delivery& delivery) { delivery(); },
      Qt::QueuedConnection);
  m_thread =
      std::make_unique<WorkerThread>(QStringLiteral("engine"), m_worker, WorkerThread::Courtesy::WindowFirst);
}

JobController::~JobController() {
  shutdown();
}

void JobController::shutdown() {
  if (!m_thread) return;
  m_waitingRun.reset();
  m_waitingLoad.reset();
  m_questions.clear();
  stopQuestions();
  if (m_active) m_active->stop.request_stop();
  m_worker->disconnect(this);
  m_thread.reset();
  m_worker = nullptr;
  m_active.reset();
}

EngineState JobController::state() const {
  if (isStopping()) return EngineState::Cancelling;
  if (m_active) return m_active->kind == JobKindInEngine::Load ? EngineState::Loading : EngineState::Running;
  if (m_model) return EngineState::Idle;
  return m_hasLoadFailed ? EngineState::Failed : EngineState::NoModel;
}

bool JobController::isBusy() const {
  return m_waitingRun || (m_active && !isStopping());
}

JobId JobController::load(const EngineOptions& options) {
  if (!m_thread) return 0;
  m_waitingLoad = WaitingLoad{++m_lastId, options};
  const JobId id = m_lastId;
  if (m_active && m_active->kind == JobKindInEngine::Load) stopActive(RunEnd::Superseded);
  startWaitingJobs();
  return id;
}

JobId JobController::start(const GenerationRequest& request, quint64 documentRevision, int stepLimit) {
  if (!m_thread) return 0;
  const bool isLoading =
      m_waitingLoad || (m_active && m_active->kind == JobKindInEngine::Load && !isStopping());
  if (!m_model && !isLoading) {
    Q_EMIT runFailed(noModelError());
    return 0;
  }
  const JobId id = ++m_lastId;
  dropWaitingRun(RunEnd::Superseded);
  if (m_active && m_active->kind != JobKindInEngine::Load) stopActive(RunEnd::Superseded);
  m_waitingRun = WaitingRun{id, documentRevision, stepLimit, request};
  startWaitingJobs();
  Q_EMIT stateChanged();  // also when it waits
  return id;
}

void JobController::cancel() {
  if (m_waitingRun) {
    // The run it replaced was stopped already, and a load it waits for is still wanted.
    if (m_active && m_active->kind != JobKindInEngine::Load) m_active->endIfStopped = RunEnd::Cancelled;
    dropWaitingRun(RunEnd::Cancelled);
    Q_EMIT stateChanged();
  } else if (m_active) {
    stopActive(RunEnd::Cancelled);
  }
}

void JobController::stopActive(RunEnd end) {
  if (isStopping()) return;
  m_active->endIfStopped = end;
  m_active->stop.request_stop();
  Q_EMIT stateChanged();
}

void JobController::dropWaitingRun(RunEnd end) {
  if (!m_waitingRun) return;
  const JobId id = m_waitingRun->id;
  m_waitingRun.reset();
  Q_EMIT runEnded(id, end);
}

void JobController::startWaitingJobs() {
  if (m_active || !m_thread) return;
  if (m_waitingLoad) {
    sendLoad(*std::exchange(m_waitingLoad, std::nullopt));
  } else if (m_waitingRun) {
    sendRun(*std::exchange(m_waitingRun, std::nullopt));
  }
  Q_EMIT stateChanged();
  countWaitingPrompt();
  askWaitingQuestions();
}

void JobController::sendLoad(WaitingLoad load) {
  m_active = ActiveJob{load.id, JobKindInEngine::Load, {}, RunEnd::Cancelled};
  LoadJob job{load.id, load.options, m_active->stop.get_token()};
  stopQuestions();
  m_thread->post([worker = m_worker, job = std::move(job)] { worker->load(job); });
  Q_EMIT loadStarted(QString::fromStdString(load.options.modelDir));
}

void JobController::sendRun(WaitingRun run) {
  m_active = ActiveJob{run.id, JobKindInEngine::Run, {}, RunEnd::Cancelled};
  run.request.model = m_model->reference;  // it may have waited for this model to load
  if (m_promptToCount) sendTokenize();     // takes no time, while the run may take minutes
  RunJob job{run.id, run.documentRevision, run.request, run.stepLimit, m_active->stop.get_token()};
  stopQuestions();
  m_thread->post([worker = m_worker, job = std::move(job)] { worker->run(job); });
  Q_EMIT runStarted(run.id, run.request);
}

void JobController::countTokens(const QString& prompt) {
  m_promptToCount = prompt;
  countWaitingPrompt();
}

void JobController::countWaitingPrompt() {
  const bool isFree = m_thread && m_countsUnderWay == 0 && state() == EngineState::Idle;
  if (m_promptToCount && isFree) sendTokenize();
}

void JobController::ask(int topic, EngineQuestion question, std::stop_source stop) {
  if (const auto asked = m_questionsUnderWay.find(topic); asked != m_questionsUnderWay.end())
    asked->second.request_stop();
  m_questions.insert_or_assign(topic, WaitingQuestion{std::move(question), std::move(stop)});
  askWaitingQuestions();
}

JobId JobController::study(EngineStudy study) {
  if (!m_thread || state() != EngineState::Idle) return 0;
  const JobId id = ++m_lastId;
  m_active = ActiveJob{id, JobKindInEngine::Study, {}, RunEnd::Cancelled};
  StudyJob job{id, std::move(study), m_active->stop.get_token()};
  stopQuestions();
  m_thread->post([worker = m_worker, job = std::move(job)] { worker->study(job); });
  Q_EMIT stateChanged();
  return id;
}

void JobController::cancelStudy(JobId study) {
  if (isActive(study, JobKindInEngine::Study)) stopActive(RunEnd::Cancelled);
}

void JobController::askWaitingQuestions() {
  if (!m_thread || state() != EngineState::Idle) return;
  for (auto it = m_questions.begin(); it != m_questions.end();) {
    auto& [topic, waiting] = *it;
    const bool isFirst = m_questionsUnderWay.try_emplace(topic, waiting.stop).second;
    if (isFirst)
      m_thread->post([worker = m_worker, about = topic, question = std::move(waiting.question)] {
        worker->ask(about, question);
      });
    it = isFirst ? m_questions.erase(it) : std::next(it);
  }
}

void JobController::stopQuestions() {
  for (auto& [topic, stop] : m_questionsUnderWay) stop.request_stop();
}

void JobController::sendTokenize() {
  ++m_countsUnderWay;
  QString prompt = *std::exchange(m_promptToCount, std::nullopt);
  m_thread->post([worker = m_worker, prompt = std::move(prompt)] { worker->tokenize(prompt); });
}

bool JobController::isActive(JobId id, JobKindInEngine kind) const {
  return m_active && m_active->id == id && m_active->kind == kind;
}

void JobController::onLoaded(quint64 job, const ModelInfo& info) {
  if (!isActive(job, JobKindInEngine::Load)) return;
  // A stop that came too late changes nothing: the engine holds the new model, so that is what we say.
  m_model = info;
  m_hasLoadFailed = false;
  m_active.reset();
  Q_EMIT modelLoaded(info);
  startWaitingJobs();
  Q_EMIT stateChanged();
}

void JobController::onFrameReady() {
  if (!m_thread) return;  // queued before shutdown
  const RunFramePtr frame = m_worker->takeFrame();
  if (!frame || !isActive(frame->job, JobKindInEngine::Run) || isStopping()) return;
  Q_EMIT frameReady(frame);
}

void JobController::onFinished(const RunReportPtr& report) {
  if (!isActive(report->job, JobKindInEngine::Run)) return;
  if (isStopping()) return endRun(report->job, m_active->endIfStopped);  // stopped means thrown away
  Q_EMIT runFinished(report);
  endRun(report->job, RunEnd::Finished);
}

void JobController::onPaused(const RunReportPtr& report) {
  if (!isActive(report->job, JobKindInEngine::Run)) return;
  if (isStopping()) return endRun(report->job, m_active->endIfStopped);
  Q_EMIT runPaused(report);
  endRun(report->job, RunEnd::Paused);
}

void JobController::onFailed(quint64 job, const Error& error) {
  if (isActive(job, JobKindInEngine::Run)) {
    if (isStopping()) return endRun(job, m_active->endIfStopped);
    Q_EMIT runFailed(error);
    endRun(job, RunEnd::Failed);
  } else if (isActive(job, JobKindInEngine::Study)) {
    if (isStopping()) return endStudy(job, m_active->endIfStopped);
    endStudy(job, RunEnd::Failed, error);
  } else if (isActive(job, JobKindInEngine::Load)) {
    if (isStopping()) return endLoad();
    m_hasLoadFailed = true;
    Q_EMIT loadFailed(error);
    endLoad();
  }
}

void JobController::onCancelled(quint64 job) {
  if (isActive(job, JobKindInEngine::Run)) {
    endRun(job, m_active->endIfStopped);
  } else if (isActive(job, JobKindInEngine::Study)) {
    endStudy(job, m_active->endIfStopped);
  } else if (isActive(job, JobKindInEngine::Load)) {
    endLoad();
  }
}

void JobController::endLoad() {
  if (isStopping() && !m_waitingLoad) Q_EMIT loadCancelled();
  m_active.reset();
  // A run that waited for this model must not quietly be made with another one.
  if (!m_waitingLoad) dropWaitingRun(RunEnd::Cancelled);
  startWaitingJobs();
  Q_EMIT stateChanged();
}

void JobController::endRun(JobId job, RunEnd end) {
  m_active.reset();
  Q_EMIT runEnded(job, end);
  startWaitingJobs();
  Q_EMIT stateChanged();
}

void JobController::onStudied(quint64 job) {
  if (!isActive(job, JobKindInEngine::Study)) return;
  endStudy(job, isStopping() ? m_active->endIfStopped : RunEnd::Finished);
}

void JobController::endStudy(JobId job, RunEnd end, const Error& error) {
  m_active.reset();
  Q_EMIT studyEnded(job, end, error);
  startWaitingJobs();
  Q_EMIT stateChanged();
}

void JobController::onTokenized(const PromptTokens& tokens) {
  if (!m_thread) return;  // queued before shutdown
  --m_countsUnderWay;
  if (tokens.limit > 0) Q_EMIT tokenized(tokens);
  countWaitingPrompt();
}

void JobController::onAnswered(int topic, const Delivery& delivery) {
  m_questionsUnderWay.erase(topic);  // first, for who gets the answer may ask on
  delivery();
  askWaitingQuestions();
}

bool JobController::isMadeByLoadedModel(const GenerationRequest& request) const {
  if (!m_model) return true;
  const ModelReference& made = request.model;
  const ModelReference& now = m_model->reference;
  if (made.name.empty()) return true;  // nobody knows
  if (!made.contentHash.empty() && !now.contentHash.empty()) return made.contentHash == now.contentHash;
  return made.name == now.name;
}

}  // namespace unmask
