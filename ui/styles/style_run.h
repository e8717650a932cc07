// The window's side of learning a style: in which state the run is, and what there is to show of it.
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "core/base/error.h"
#include "ui/jobs/worker_thread.h"
#include "ui/styles/style_worker.h"

namespace unmask {

enum class StyleRunState {
  Idle,
  Preparing,  ///< the model is loaded, time and memory are measured
  Ready,      ///< estimate() is known; nothing goes on
  Learning,
  Paused,
  Stopping,  ///< of a preparation, too
  Ended,     ///< done or stopped: everything is saved
};

/// Lives in the window's thread; no call blocks but shutdown(). One run at a time.
class StyleRun : public QObject {
  Q_OBJECT

 public:
  /// A null opener is fine as long as nothing is prepared.
  explicit StyleRun(StyleOpener opener, QObject* parent = nullptr);
  ~StyleRun() override;  ///< shutdown()

  StyleRunState state() const { return m_state; }
  bool isLearning() const;  ///< or paused
  const StyleTask& task() const { return m_task; }
  const StyleEstimate& estimate() const { return m_estimate; }
  const StyleProgress& progress() const { return m_progress; }
  const std::vector<float>& losses() const { return m_losses; }
  const std::vector<std::string>& previewPrompts() const { return m_previewPrompts; }
  const std::vector<StylePreviewPtr>& previews() const { return m_previews; }
  int percent() const;  ///< of the whole run
  bool isDone() const { return m_isDone; }
  bool isGivingWay() const { return m_givesWay && m_state == StyleRunState::Learning; }
  /// The adapter's file; empty as long as none was written in this run.
  QString adapter() const { return m_adapter; }
  const std::optional<Error>& error() const { return m_error; }  ///< why the last run ended

  void prepare(const StyleJob& job);  ///< when nothing goes on; else nothing happens
  void start();                       ///< what is ready
  void leave();                       ///< what is ready or ended: back to Idle
  void pause();
  void resume();
  void stop();      ///< saves; a preparation is broken off
  void saveSoon();  ///< saved() follows
  void setGivingWay(bool givesWay);
  void shutdown();  ///< stops, saves and waits for the thread; no signals afterwards

 Q_SIGNALS:
  void changed();
  void previewAdded();
  void ended(bool isDone);             ///< or stopped; not after failed()
  void saved(const QString& adapter);  ///< it can be used as it is now
  void failed(const unmask::Error& error);

 private:
  void setState(StyleRunState state);
  void makeThread();
  void onPrepared(const StylePreparedPtr& what);
  void onNews();
  void onEnded(bool isDone, qint64 updates);
  void onFailed(const Error& error);

  StyleOpener m_opener;
  StyleWorker* m_worker = nullptr;  ///< lives and dies in m_thread
  std::unique_ptr<WorkerThread> m_thread;
  std::stop_source m_stop;
  StyleRunState m_state = StyleRunState::Idle;
  StyleTask m_task;
  StyleEstimate m_estimate;
  StyleProgress m_progress;
  std::vector<float> m_losses;
  std::vector<std::string> m_previewPrompts;
  std::vector<StylePreviewPtr> m_previews;
  QString m_adapter;
  std::optional<Error> m_error;
  bool m_isDone = false;
  bool m_givesWay = false;
};

}  // namespace unmask
