// Pictures of the steps of a run out of a file: the file keeps tokens, the engine draws them when they are
// wanted.
#pragma once

#include <QObject>
#include <QTimer>

#include "ui/candidates.h"
#include "ui/jobs/job_controller.h"
#include "ui/run_flow.h"
#include "ui/timeline/timeline_player.h"

namespace unmask {

/// Lives in the window's thread. Whenever the engine is idle, the step one stands at comes first; its
/// neighbours follow one at a time once one stays there, so that who moves on need not wait for them. A run
/// of another model than the loaded one stays without pictures, but for the finished one.
class PreviewMaker : public QObject {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    TimelinePlayer* player;
    CandidateSet* candidates;
    RunFlow* runs;
    JobController* jobs;
  };
  explicit PreviewMaker(const Parts& parts, QObject* parent = nullptr);

 private:
  void onMoved();
  void refresh();
  void takeFinishedPicture(const RecordingPtr& recording);
  const GenerationRequest* requestOf(const RecordingPtr& recording) const;
  int wantedPosition() const;  ///< 0 = none
  void ask(const RecordingPtr& recording, int position, const GenerationRequest& request);

  Parts m_parts;
  QTimer m_moving{this};  ///< runs out when one stays at a step
  bool m_isUnderWay = false;
  std::weak_ptr<const Recording> m_refused;  ///< the engine cannot draw this one
};

}  // namespace unmask
