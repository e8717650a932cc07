// The window's side of the border: which job runs, which waits, which answer still counts.
#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>

#include "ui/jobs/engine_messages.h"
#include "ui/jobs/engine_worker.h"
#include "ui/jobs/worker_thread.h"

namespace unmask {

enum class EngineState {
  NoModel,
  Loading,
  Idle,
  Running,
  Cancelling,  ///< a stop was asked for; the engine has not answered yet
  Failed,      ///< the last load failed and there is no earlier model to fall back on
};

enum class RunEnd { Finished, Paused, Cancelled, Superseded, Failed };

/// Lives in the window's thread; no call blocks but shutdown(). One job is in the engine at a time. One run
/// and one load may wait behind it: a newer one replaces the one waiting. Starting a run while one is going
/// on stops that one first.
class JobController : public QObject {
  Q_OBJECT

 public:
  explicit JobController(EngineLoader loader, QObject* parent = nullptr);
  ~JobController() override;  ///< shutdown()

  EngineState state() const;
  bool hasModel() const { return m_model.has_value(); }
  const std::optional<ModelInfo>& model() const { return m_model; }  ///< the one that runs are made with now
  /// Whether its tokens are those of the run of `request`: by the weights, else by the name. True without a
  /// model.
  bool isMadeByLoadedModel(const GenerationRequest& request) const;
  bool hasWaitingRun() const { return m_waitingRun.has_value(); }
  bool isBusy() const;  ///< something that cancel() would stop

  /// Loads after the current run, or instead of the current load.
  JobId load(const EngineOptions& options);
  /// Runs as soon as the engine is free: at once when idle, after a load, after stopping an earlier run. 0
  /// and failed() when there is no model and none is being loaded.
  /// With a `stepLimit` it pauses after so many steps, unless it is finished then.
  JobId start(const GenerationRequest& request, quint64 documentRevision, int stepLimit = 0);
  /// A waiting run is dropped; else the current job is told to stop. Nothing to do is fine.
  void cancel();
  /// Counts a prompt's tokens when the engine is idle; of several wishes only the newest is met. Answer:
  /// tokenized().
  void countTokens(const QString& prompt);
  /// Asks when the engine is idle and has answered the last question on this topic; of several that wait,
  /// only the newest. What the answer leaves to do is done in this thread. `stop` is requested once a newer
  /// question on the topic, a load, a run or a study waits for the answer, which is delivered all the same.
  void ask(int topic, EngineQuestion question, std::stop_source stop = std::stop_source(std::nostopstate));
  /// Begins at once, or not at all (0) when the engine is not idle. cancel() and a run that starts stop it.
  /// Ends in studyEnded().
  JobId study(EngineStudy study);
  void cancelStudy(JobId study);  ///< nothing else; one that ended already is fine
  /// Stops everything, waits for the engine thread and joins it. No signals afterwards.
  void shutdown();

 Q_SIGNALS:
  void stateChanged();
  void loadStarted(const QString& modelDir);
  void modelLoaded(const unmask::ModelInfo& info);
  void loadCancelled();
  void loadFailed(const unmask::Error& error);
  void runStarted(quint64 job, const unmask::GenerationRequest& request);
  void frameReady(const unmask::RunFramePtr& frame);
  void runFinished(const unmask::RunReportPtr& report);  ///< just before runEnded(Finished)
  void runPaused(const unmask::RunReportPtr& report);    ///< just before runEnded(Paused)
  void runFailed(const unmask::Error& error);            ///< just before runEnded(Failed)
  void runEnded(quint64 job, unmask::RunEnd end);        ///< also for a waiting run that was dropped
  void tokenized(const unmask::PromptTokens& tokens);
  void studyEnded(quint64 job, unmask::RunEnd end, const unmask::Error& error);  ///< the error of Failed

 private:
  enum class JobKindInEngine { Load, Run, Study };
  struct ActiveJob {
    JobId id = 0;
    JobKindInEngine kind = JobKindInEngine::Load;
    std::stop_source stop;
    RunEnd endIfStopped = RunEnd::Cancelled;
  };
  struct WaitingRun {
    JobId id = 0;
    quint64 documentRevision = 0;
    int stepLimit = 0;
    GenerationRequest request;
  };
  struct WaitingLoad {
    JobId id = 0;
    EngineOptions options;
  };
  struct WaitingQuestion {
    EngineQuestion question;
    std::stop_source stop;
  };

  bool isActive(JobId id, JobKindInEngine kind) const;
  bool isStopping() const { return m_active && m_active->stop.stop_requested(); }
  void stopActive(RunEnd end);
  void dropWaitingRun(RunEnd end);
  void startWaitingJobs();
  void sendLoad(WaitingLoad load);
  void sendRun(WaitingRun run);
  void countWaitingPrompt();  ///< when the engine is idle
  void sendTokenize();
  void askWaitingQuestions();  ///< when the engine is idle
  void stopQuestions();        ///< those under way, for something that waits behind them
  void endLoad();

  void onLoaded(quint64 job, const ModelInfo& info);
  void onFrameReady();
  void onFinished(const RunReportPtr& report);
  void onPaused(const RunReportPtr& report);
  void onStudied(quint64 job);
  void onFailed(quint64 job, const Error& error);
  void onCancelled(quint64 job);
  void onTokenized(const PromptTokens& tokens);
  void onAnswered(int topic, const Delivery& delivery);
  void endRun(JobId job, RunEnd end);
  void endStudy(JobId job, RunEnd end, const Error& error = {});

  EngineWorker* m_worker;  ///< lives and dies in m_thread
  std::unique_ptr<WorkerThread> m_thread;
  std::optional<ActiveJob> m_active;
  std::optional<WaitingLoad> m_waitingLoad;
  std::optional<WaitingRun> m_waitingRun;
  std::optional<ModelInfo> m_model;
  std::optional<QString> m_promptToCount;
  std::map<int, WaitingQuestion> m_questions;           ///< by topic
  std::map<int, std::stop_source> m_questionsUnderWay;  ///< by topic, until the answer is here
  JobId m_lastId = 0;
  bool m_hasLoadFailed = false;
  int m_countsUnderWay = 0;
};

}  // namespace unmask

Q_DECLARE_METATYPE(unmask::GenerationRequest)
Q_DECLARE_METATYPE(unmask::RunFramePtr)
Q_DECLARE_METATYPE(unmask::RunEnd)
