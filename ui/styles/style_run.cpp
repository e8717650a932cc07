#include "ui/styles/style_run.h"

#include <QtMath>
#include <algorithm>

namespace unmask {
namespace {

constexpr double kUpdatesAPicture = 2;  ///< that take as long as drawing and redrawing it, about

}  // namespace

StyleRun::StyleRun(StyleOpener opener, QObject* parent) : QObject(parent), m_opener(std::move(opener)) {}

StyleRun::~StyleRun() {
  shutdown();
}

void StyleRun::shutdown() {
  if (!m_thread) return;
  m_stop.request_stop();
  m_worker->disconnect(this);
  m_thread.reset();
  m_worker = nullptr;
  m_state = StyleRunState::Idle;
}

/// Most sessions learn nothing and need no thread for it.
void StyleRun::makeThread() {
  if (m_thread) return;
  m_worker = new StyleWorker(m_opener);
  connect(m_worker, &StyleWorker::prepared, this, &StyleRun::onPrepared, Qt::QueuedConnection);
  connect(m_worker, &StyleWorker::newsReady, this, &StyleRun::onNews, Qt::QueuedConnection);
  connect(m_worker, &StyleWorker::ended, this, &StyleRun::onEnded, Qt::QueuedConnection);
  connect(m_worker, &StyleWorker::failed, this, &StyleRun::onFailed, Qt::QueuedConnection);
  connect(
      m_worker, &StyleWorker::cancelled, this, [this] { setState(StyleRunState::Idle); },
      Qt::QueuedConnection);
  connect(
      m_worker, &StyleWorker::previewed, this,
      [this](const StylePreviewPtr& preview) {
        m_previews.push_back(preview);
        Q_EMIT previewAdded();
      },
      Qt::QueuedConnection);
  connect(
      m_worker, &StyleWorker::saved, this,
      [this](const QString& adapter, qint64 updates) {
        if (updates <= 0) return;  // only the unfinished run
        m_adapter = adapter;
        Q_EMIT saved(adapter);
        Q_EMIT changed();
      },
      Qt::QueuedConnection);
  m_thread = std::make_unique<WorkerThread>(QStringLiteral("styles"), m_worker,
                                            WorkerThread::Courtesy::EverythingFirst);
  m_worker->setGivingWay(m_givesWay);
}

void StyleRun::setState(StyleRunState state) {
  m_state = state;
  Q_EMIT changed();
}

bool StyleRun::isLearning() const {
  return m_state == StyleRunState::Learning || m_state == StyleRunState::Paused;
}

int StyleRun::percent() const {
  if (m_isDone) return 100;
  if (m_progress.total <= 0) return 0;
  const auto pictures = static_cast<double>(chosenPrompts(m_task).size() + keptPrompts(m_task).size());
  const double weight = pictures * kUpdatesAPicture;
  const double drawing = 100 * weight / (weight + static_cast<double>(m_task.settings.steps));
  const double done = static_cast<double>(m_progress.done) / static_cast<double>(m_progress.total);
  const bool isDrawing = m_progress.stage == StyleStage::Drawing;
  return std::clamp(qFloor(isDrawing ? done * drawing : drawing + done * (100 - drawing)), 0, 99);
}

void StyleRun::prepare(const StyleJob& job) {
  const bool isFree =
      m_state == StyleRunState::Idle || m_state == StyleRunState::Ready || m_state == StyleRunState::Ended;
  if (!isFree || !m_opener) return;
  makeThread();
  m_stop = std::stop_source();
  m_error.reset();
  m_isDone = false;
  m_adapter.clear();
  m_previews.clear();
  m_losses.clear();
  m_worker->setPaused(false);
  m_thread->post([worker = m_worker, job, stop = m_stop.get_token()] { worker->prepare(job, stop); });
  setState(StyleRunState::Preparing);
}

void StyleRun::onPrepared(const StylePreparedPtr& what) {
  if (m_state == StyleRunState::Stopping) {
    m_thread->post([worker = m_worker] { worker->drop(); });
    return setState(StyleRunState::Idle);
  }
  m_task = what->task;
  m_estimate = what->estimate;
  m_progress = what->progress;
  m_losses = what->losses;
  m_previewPrompts = what->previewPrompts;
  setState(StyleRunState::Ready);
}

void StyleRun::start() {
  if (m_state != StyleRunState::Ready) return;
  m_thread->post([worker = m_worker, stop = m_stop.get_token()] { worker->run(stop); });
  setState(StyleRunState::Learning);
}

void StyleRun::leave() {
  if (m_state != StyleRunState::Ready && m_state != StyleRunState::Ended) return;
  m_thread->post([worker = m_worker] { worker->drop(); });
  m_error.reset();
  setState(StyleRunState::Idle);
}

void StyleRun::pause() {
  if (m_state != StyleRunState::Learning) return;
  m_worker->setPaused(true);
  setState(StyleRunState::Paused);
}

void StyleRun::resume() {
  if (m_state != StyleRunState::Paused) return;
  m_worker->setPaused(false);
  setState(StyleRunState::Learning);
}

void StyleRun::stop() {
  if (!isLearning() && m_state != StyleRunState::Preparing) return;
  m_stop.request_stop();
  setState(StyleRunState::Stopping);
}

void StyleRun::saveSoon() {
  if (isLearning()) m_worker->saveSoon();
}

void StyleRun::setGivingWay(bool givesWay) {
  if (m_givesWay == givesWay) return;
  m_givesWay = givesWay;
  if (m_worker != nullptr) m_worker->setGivingWay(givesWay);
  if (isLearning()) Q_EMIT changed();
}

void StyleRun::onNews() {
  if (m_worker == nullptr) return;  // queued before shutdown
  const StyleNewsPtr news = m_worker->takeNews();
  if (!news) return;
  m_progress = news->progress;
  m_losses = news->losses;
  Q_EMIT changed();
}

void StyleRun::onEnded(bool isDone, qint64) {
  m_isDone = isDone;
  setState(StyleRunState::Ended);
  Q_EMIT ended(isDone);
}

void StyleRun::onFailed(const Error& error) {
  const bool isSetup = m_state == StyleRunState::Preparing || m_state == StyleRunState::Stopping;
  m_error = error;
  setState(isSetup && m_previews.empty() && m_adapter.isEmpty() ? StyleRunState::Idle : StyleRunState::Ended);
  Q_EMIT failed(error);
}

}  // namespace unmask
