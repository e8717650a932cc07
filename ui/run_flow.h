// From Generate to candidates: plans a run, hands it to the engine, shows its course, keeps its result.
#pragma once

#include <QObject>
#include <deque>
#include <memory>
#include <optional>

#include "ui/candidates.h"
#include "ui/canvas/canvas_view.h"
#include "ui/document_model.h"
#include "ui/jobs/job_controller.h"
#include "ui/panels/message_bar.h"
#include "ui/panels/progress_strip.h"
#include "ui/run_plan.h"

namespace unmask {

/// Lives in the window's thread. A batch is run as single pictures, one after another: picture j is that of
/// seed + j alone, each is a candidate as soon as it is ready, and Stop keeps those that were. run_flow.cpp
/// runs, held_run.cpp goes step by step, vary_run.cpp varies.
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

  void setComputeType(ComputeType type) { m_computeType = type; }  ///< for runs from now on

  /// What generate() would do now.
  RunPlan plan(PlanPixels pixels = PlanPixels::With) const;
  /// The candidate that was painted on since it came: generate() accepts it first. Null when there is none.
  PicturePtr candidatePaintedOn() const;

  /// Starts at once; what is running or waiting is stopped and thrown away. A held run goes on to its end
  /// instead.
  void generate();

  // For the queue.
  /// What generate() would run now, its seed drawn; nullopt when nothing can be run or a run is held.
  std::optional<GenerationRequest> takePlan();
  /// A plan taken earlier.
  void startPlanned(const GenerationRequest& request);
  bool isFree() const;  ///< nothing runs, waits or is held, and there is a model

  // Step by step. Between two steps the run is held: draft, mask and locks may be changed before it goes on.
  void runOneStep();  ///< of the held run, else of a new one
  /// A held run that stands where `picture`'s own stood at `position`. Brings its settings into the draft.
  void branch(const PicturePtr& picture, int position);
  void hideMaskedCells();  ///< of the held run: they are to be drawn again
  void fixMaskedCells();   ///< of the held run: those still hidden take what the model intends now
  /// For the undo command: its state in exchange for the held run's. A run that is not held any more keeps
  /// its own.
  DecodeState exchangeHeldState(quint64 heldId, const DecodeState& state);
  bool isHeld() const { return m_held.has_value(); }
  bool isGoingOn() const { return m_isGoingOn; }  ///< what was held before runs now
  /// What the held run was first asked for; null when none is held.
  const GenerationRequest* heldRequest() const { return m_held ? &m_held->request : nullptr; }
  /// A run between two steps, as it is kept and brought back.
  struct HeldRun {
    GenerationRequest request;  ///< as it was first started
    PicturePtr parent;          ///< whose run it branched from; null for none
    int branchStep = 0;
    RecordingPtr recording;
  };
  std::optional<HeldRun> heldRun() const;  ///< nullopt when none is held
  void restoreHeld(const HeldRun& held);   ///< in a document that was just opened; stops what runs
  /// The run going on or held, as far as it got; null when there is none.
  RecordingPtr course() const { return m_course; }
  /// Another candidate: the cells of `picture` that its run was least sure of, `share` of them (0 … 1, at
  /// least one), are drawn again; everything else stays. Its own prompt and settings, the next seed.
  void varyLeastConfident(const PicturePtr& picture, double share);
  bool canVary(const PicturePtr& picture) const;
  /// The same with chosen cells of a picture that has tokens. Nothing when no cell is chosen.
  void drawAgain(const PicturePtr& picture, const CellMask& cells);
  bool canDrawAgain(const PicturePtr& picture) const;
  /// A picture that came about elsewhere, by an edit or in a study: it counts as a run from now on.
  /// `batch`: that of an earlier one it belongs with; 0 for one of its own. The batch it is in.
  quint64 adopt(const PicturePtr& picture, const PicturePtr& parent, int branchStep, quint64 batch = 0);
  ComputeType computeType() const { return m_computeType; }
  /// Stops the run and drops the rest of its batch; finished pictures stay.
  void stop();
  /// What Esc does: the run first, else the candidates.
  void stopOrDiscard();
  bool canStopOrDiscard() const;
  /// Stops, and throws a held run away: another document comes.
  void reset();

 Q_SIGNALS:
  void planChanged();
  void promptUsed(const QString& words);  ///< of a run that starts, as typed
  void courseChanged();                   ///< another one, or none
  void courseGrew();
  /// Everything of one start is done; Superseded: another start begins now.
  void batchEnded(unmask::RunEnd end);
  /// A picture is whole, before it is shown anywhere. `parent` is the one whose run it branched from after
  /// `branchStep` steps; null when it did not.
  void pictureMade(const unmask::PicturePtr& picture, const unmask::PicturePtr& parent, int branchStep,
                   quint64 batch);

 private:
  /// A run between two steps. Its states are those of m_course.
  struct Held {
    GenerationRequest request;  ///< as it was first started
    PicturePtr parent{};        ///< whose run it branched from
    int branchStep = 0;
  };

  void start(int stepLimit);
  void startBatch(GenerationRequest request, int stepLimit);
  void startNext(int stepLimit = 0);
  void takeOver();
  void goOn(int stepLimit);
  void hold(Held held, Recording course);
  void holdIfStopping();
  void letGo();
  RunPlan planToGoOn() const;
  void noteNewCandidates();
  CellMask maskedCellsOfCourse() const;
  void pushHeldEdit(const DecodeState& state, const QString& text);
  void onFrame(const RunFramePtr& frame);
  void onRunPaused(const RunReportPtr& report);
  void onRunStarted(JobId job, const GenerationRequest& request);
  void onRunFinished(const RunReportPtr& report);
  void onRunEnded(JobId job, RunEnd end);
  void settle(const QString& status);
  QString stoppedText() const;

  Parts m_parts;
  ComputeType m_computeType;
  JobId m_job = 0;                          ///< the run under way; the ends of others concern nobody any more
  std::deque<GenerationRequest> m_waiting;  ///< the rest of the batch
  std::optional<Held> m_held;
  quint64 m_heldId = 0;      ///< counts the times a run was held
  bool m_isGoingOn = false;  ///< the run going on was held before
  std::shared_ptr<Recording> m_course;
  int m_courseBase = 0;  ///< steps of the course that earlier runs did
  Held m_started;        ///< the run going on, as it was first started
  quint64 m_batch = 0;   ///< counts the times something was started
  int m_batchSize = 0;
  int m_finishedOfBatch = 0;
  quint64 m_maskSeen = 0;  ///< the mask's revision when the last candidate came
  std::vector<PicturePtr> m_candidatesSeen;
};

}  // namespace unmask
