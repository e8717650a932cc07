// A style run from its beginning to its end: what the command line does. The window advances a StyleLearner
// itself.
#include <algorithm>
#include <chrono>
#include <numeric>

#include "core/train/style_learner.h"
#include "core/train/style_task_file.h"

namespace unmask {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kSaveEvery = std::chrono::minutes(1);

}  // namespace

Result<StyleSummary> learnStyle(const StyleTask& task, std::stop_token stop, const StyleObserver& observer) {
  const auto start = Clock::now();
  UNMASK_TRY(const FileLock lock, lockStyle(task.output));
  UNMASK_TRY(const auto learner, StyleLearner::open(task));
  const Result<StyleEstimate> estimate = learner->estimate(stop);
  if (!estimate && estimate.error().kind != ErrorKind::Cancelled) return estimate.error();
  if (estimate && observer.onEstimate) observer.onEstimate(*estimate);
  StyleProgress now;
  auto lastSave = Clock::now();
  while (now.stage != StyleStage::Done && !stop.stop_requested()) {
    auto next = learner->advance(stop);
    if (!next && next.error().kind == ErrorKind::Cancelled) break;
    if (!next) return next.error();
    now = *next;
    if (observer.onProgress) observer.onProgress(now);
    if (Clock::now() - lastSave > kSaveEvery) {
      UNMASK_CHECK(learner->save());
      lastSave = Clock::now();
    }
  }
  UNMASK_CHECK(learner->save());
  const std::vector<float>& losses = learner->losses();
  const size_t tail = std::min(losses.size(), std::max<size_t>(1, losses.size() / 10));
  StyleSummary summary;
  summary.steps = static_cast<int64_t>(losses.size());
  summary.finished = now.stage == StyleStage::Done;
  if (tail > 0)
    summary.loss = std::accumulate(losses.end() - static_cast<long>(tail), losses.end(), 0.0) /
                   static_cast<double>(tail);
  summary.seconds = std::chrono::duration<double>(Clock::now() - start).count();
  return summary;
}

}  // namespace unmask
