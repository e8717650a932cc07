// From Generate to candidates: plans a run, hands it to the engine, shows its course, keeps its result.
#pragma once

#include <QObject>
#include <deque>

#include "ui/candidates.h"
#include "ui/canvas/canvas_view.h"
#include "ui/document_model.h"
#include "ui/jobs/job_controller.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/progress_strip.h"
#include "ui/run_plan.h"

namespace unmask {

/// Lives in the window's thread. A batch is run as single pictures, one after another: picture j is that of
/// seed + j alone, each is a candidate as soon as it is ready, and Stop keeps those that were.
class RunFlow : public QObject {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    DocumentModel* document;
    JobController* jobs;
    CandidateSet* candidates;
    CanvasView* canvas;
    ProgressStrip* progress;
    MessageBar* messages;
  };
  RunFlow(const Parts& parts, ComputeType computeType, QObject* parent = nullptr);

  /// What generate() would do now.
  RunPlan plan() const;
  /// The candidate that was painted on since it came: generate() accepts it first. Null when there is none.
  PicturePtr candidatePaintedOn() const;

  /// Starts at once; what is running or waiting is stopped and thrown away.
  void generate();
  /// Stops the run and drops the rest of its batch; finished pictures stay.
  void stop();
  /// What Esc does: the run first, else the candidates.
  void stopOrDiscard();
  bool canStopOrDiscard() const;

 Q_SIGNALS:
  void planChanged();

 private:
  void startNext();
  void onRunStarted(const GenerationRequest& request);
  void onRunFinished(const RunReportPtr& report);
  void onRunEnded(RunEnd end);
  void settle(const QString& status);

  Parts m_parts;
  ComputeType m_computeType;
  std::deque<GenerationRequest> m_waiting;  ///< the rest of the batch
  int m_batchSize = 0;
  int m_finishedOfBatch = 0;
  quint64 m_maskSeen = 0;  ///< the mask's revision when the last candidate came
};

}  // namespace unmask
