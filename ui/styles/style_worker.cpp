#include "ui/styles/style_worker.h"

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>

#include "core/train/style_task_file.h"

namespace unmask {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kSaveEvery = std::chrono::minutes(1);
constexpr size_t kPreviewCount = 4;
constexpr int64_t kPreviewsPerRun = 12;
constexpr uint64_t kPreviewSeed = 1;

Error stopped() {
  return {ErrorKind::Cancelled, "stopped", "", "", "", "", ""};
}

int64_t updatesOf(const StyleProgress& progress) {
  return progress.stage == StyleStage::Drawing ? 0 : progress.done;
}

}  // namespace

StyleWorker::StyleWorker(StyleOpener opener) : m_opener(std::move(opener)) {}

template <typename Work>
auto StyleWorker::attempt(Work&& work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return Error{.message = "there is not enough memory",
                 .remedy = "Close other programs, or choose a smaller model."};
  } catch (const std::exception& e) {
    return Error{.message = "learning failed", .found = e.what()};
  }
}

void StyleWorker::prepare(const StyleJob& job, std::stop_token stop) {
  drop();
  const Result<StylePreparedPtr> result = attempt([&] { return prepareNow(job, stop); });
  if (result) return Q_EMIT prepared(*result);
  drop();
  if (result.error().kind == ErrorKind::Cancelled) return Q_EMIT cancelled();
  Q_EMIT failed(result.error());
}

Result<StylePreparedPtr> StyleWorker::prepareNow(const StyleJob& job, std::stop_token stop) {
  m_task = job.task;
  if (!job.taskFile.empty()) {
    UNMASK_TRY(m_task, loadStyleTask(job.taskFile));
  } else {
    UNMASK_TRY(m_task.prompts, stylePromptsOf(m_task.modelDir));
    UNMASK_TRY(ImageBuffer picture, squareCut(*job.source, job.cut, job.side));
    m_task.pictures = {{std::move(picture), job.caption}};
  }
  std::error_code error;
  std::filesystem::create_directories(m_task.output.parent_path(), error);
  if (error)
    return Error{.kind = ErrorKind::Io,
                 .message = "the folder cannot be made",
                 .file = m_task.output.parent_path().string(),
                 .found = error.message()};
  UNMASK_TRY(const FileLock lock, lockStyle(m_task.output));
  if (stop.stop_requested()) return stopped();
  UNMASK_TRY(m_learner, m_opener(m_task));
  if (stop.stop_requested()) return stopped();
  auto out = std::make_shared<StylePrepared>();
  UNMASK_TRY(out->estimate, m_learner->estimate(stop));
  if (stop.stop_requested()) return stopped();
  m_previewPrompts = previewPrompts(m_task, kPreviewCount);
  out->task = m_task;
  out->previewPrompts = m_previewPrompts;
  out->losses = m_learner->losses();
  out->progress.secondsLeft = out->estimate.seconds;
  if (!out->losses.empty()) {
    out->progress.stage = StyleStage::Learning;
    out->progress.done = static_cast<int64_t>(out->losses.size());
    out->progress.total = m_task.settings.steps;
  }
  m_progress = out->progress;
  m_lastPreview = -1;
  return StylePreparedPtr(std::move(out));
}

void StyleWorker::run(std::stop_token stop) {
  if (!m_learner) return Q_EMIT failed({.message = "nothing was prepared"});
  const Result<bool> isDone = attempt([&] { return learn(stop); });
  drop();
  if (!isDone) return Q_EMIT failed(isDone.error());
  Q_EMIT ended(*isDone, updatesOf(m_progress));
}

/// True when it came to its end.
Result<bool> StyleWorker::learn(std::stop_token stop) {
  UNMASK_TRY(const FileLock lock, lockStyle(m_task.output));
  UNMASK_CHECK(saveStyleTask(m_task));
  auto lastSave = Clock::now();
  while (m_progress.stage != StyleStage::Done) {
    UNMASK_CHECK(waitForTurn(stop));
    if (stop.stop_requested()) break;
    auto next = m_learner->advance(stop);
    if (!next && next.error().kind == ErrorKind::Cancelled) break;
    if (!next) {
      static_cast<void>(m_learner->save());  // what was reached; the error of the update is what is told
      return std::move(next).error();
    }
    m_progress = *next;
    tell();
    if (isPreviewDue()) {
      UNMASK_CHECK(save());
      UNMASK_CHECK(showPreview(stop));
    } else if (Clock::now() - lastSave > kSaveEvery) {
      UNMASK_CHECK(save());
    } else {
      continue;
    }
    lastSave = Clock::now();
  }
  UNMASK_CHECK(save());
  return m_progress.stage == StyleStage::Done;
}

Result<void> StyleWorker::waitForTurn(std::stop_token stop) {
  bool isSaved = false;
  std::unique_lock lock(m_mutex);
  while (!stop.stop_requested()) {
    const bool savesNow = std::exchange(m_wishes.savesSoon, false) || (m_wishes.isPaused && !isSaved);
    if (savesNow) {
      lock.unlock();
      UNMASK_CHECK(save());
      isSaved = true;
      lock.lock();
      continue;
    }
    if (!m_wishes.isPaused && !m_wishes.givesWay) return {};
    m_changed.wait(lock, stop, [&] {
      return m_wishes.savesSoon || (!m_wishes.isPaused && !m_wishes.givesWay) ||
             (m_wishes.isPaused && !isSaved);
    });
  }
  return {};
}

bool StyleWorker::isPreviewDue() const {
  if (m_progress.stage == StyleStage::Drawing) return false;
  const int64_t every = std::max<int64_t>(1, m_task.settings.steps / kPreviewsPerRun);
  const int64_t done = m_progress.done;
  if (done == m_lastPreview) return false;
  return m_lastPreview < 0 || done % every == 0 || m_progress.stage == StyleStage::Done;
}

Result<void> StyleWorker::showPreview(std::stop_token stop) {
  auto pictures = m_learner->preview(m_previewPrompts, kPreviewSeed, stop);
  if (!pictures && pictures.error().kind == ErrorKind::Cancelled) return {};
  if (!pictures) return std::move(pictures).error();
  m_lastPreview = m_progress.done;
  auto preview = std::make_shared<StylePreview>();
  preview->updates = m_progress.done;
  for (const ImageBuffer& picture : *pictures) preview->pictures.push_back(toQImage(picture));
  Q_EMIT previewed(preview);
  return {};
}

Result<void> StyleWorker::save() {
  UNMASK_CHECK(m_learner->save());
  Q_EMIT saved(QString::fromStdString(m_task.output.string()), updatesOf(m_progress));
  return {};
}

void StyleWorker::tell() {
  auto news = std::make_shared<StyleNews>();
  news->progress = m_progress;
  news->losses = m_learner->losses();
  if (m_news.put(std::move(news))) Q_EMIT newsReady();
}

void StyleWorker::drop() {
  m_learner.reset();
}

void StyleWorker::setPaused(bool isPaused) {
  const std::lock_guard lock(m_mutex);
  m_wishes.isPaused = isPaused;
  m_changed.notify_all();
}

void StyleWorker::setGivingWay(bool givesWay) {
  const std::lock_guard lock(m_mutex);
  m_wishes.givesWay = givesWay;
  m_changed.notify_all();
}

void StyleWorker::saveSoon() {
  const std::lock_guard lock(m_mutex);
  m_wishes.savesSoon = true;
  m_changed.notify_all();
}

}  // namespace unmask
