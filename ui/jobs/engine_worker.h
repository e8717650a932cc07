// The engine's side of the border: owns the Engine, does jobs one after another.
#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <vector>

#include "ui/jobs/engine_messages.h"
#include "ui/jobs/latest_slot.h"
#include "ui/studio_options.h"

namespace unmask {

/// Lives in the engine thread; all members but takeFrame() are called there. Every job ends in exactly one of
/// its signals, whatever it throws.
class EngineWorker : public QObject {
  Q_OBJECT

 public:
  explicit EngineWorker(EngineLoader loader);
  ~EngineWorker() override;

  /// Replaces the engine only when the new one is whole; on failure the old one stays. Ends in loaded, failed
  /// or cancelled. A loader cannot be interrupted: a stop takes effect when it returns, and what it loaded is
  /// dropped.
  void load(const LoadJob& job);
  /// Ends in finished, paused, failed or cancelled; frameReady meanwhile.
  void run(const RunJob& job);
  /// Ends in studied, failed or cancelled; told meanwhile.
  void study(const StudyJob& job);
  /// Ends in tokenized, also without an engine (then with limit 0).
  void tokenize(const QString& prompt);

  /// Ends in answered, with nothing to do when there is no engine or the question threw.
  void ask(int topic, const EngineQuestion& question);

  /// Newest frame, null when it was taken already. Any thread.
  RunFramePtr takeFrame() { return m_frames.take(); }

 Q_SIGNALS:
  void loaded(quint64 job, const unmask::ModelInfo& info);
  void frameReady();  ///< at most one under way; fetch with takeFrame()
  void finished(const unmask::RunReportPtr& report);
  void paused(const unmask::RunReportPtr& report);  ///< without pictures, with a recording
  void studied(quint64 job);
  void failed(quint64 job, const unmask::Error& error);
  void cancelled(quint64 job);
  void tokenized(const unmask::PromptTokens& tokens);
  void answered(int topic, const unmask::Delivery& delivery);
  void told(const unmask::Delivery& delivery);  ///< by a study

 private:
  template <typename Body>
  void guarded(JobId job, Body&& body);
  void finishWithError(JobId job, const Error& error);
  RunReportPtr runToTheEnd(const RunJob& job, RunOutcome& outcome,
                           std::map<int, std::vector<QImage>>& previews) const;
  Result<RecordingPtr> partialRecording(const GenerationRequest& request, Trace trace,
                                        std::vector<QImage> previews);
  void sendFrame(JobId job, const StepFrame& frame, const QImage& preview);
  PromptTokens countTokens(const QString& prompt) const;

  EngineLoader m_loader;
  std::unique_ptr<Engine> m_engine;
  LatestSlot<RunFramePtr> m_frames;
};

}  // namespace unmask
