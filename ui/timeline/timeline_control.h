// Brings timeline, run and canvas together: which recording is walked through, and what the canvas shows of
// it.
#pragma once

#include <QObject>

#include "ui/actions.h"
#include "ui/candidates.h"
#include "ui/canvas/canvas_view.h"
#include "ui/jobs/job_controller.h"
#include "ui/panels/progress_strip.h"
#include "ui/run_flow.h"
#include "ui/timeline/timeline_panel.h"
#include "ui/timeline/timeline_player.h"

namespace unmask {

class TimelineControl : public QObject {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    TimelinePlayer* player;
    TimelinePanel* panel;
    CandidateSet* candidates;
    MaskModel* mask;
    RunFlow* runs;
    JobController* jobs;
    CanvasView* canvas;
    ProgressStrip* progress;
    const Actions* actions;
  };
  explicit TimelineControl(const Parts& parts, QObject* parent = nullptr);

  /// The run going on or held, else the one that made the shown picture.
  void showRecording();
  void updateActions();

 private:
  void connectActions();
  void showMoment();
  void tellAboutCell(const Cell& cell);

  Parts m_parts;
};

}  // namespace unmask
