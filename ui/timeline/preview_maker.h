// Pictures of the steps of a run out of a file: the file keeps tokens, the engine draws them when they are
// wanted.
#pragma once

#include <QObject>

#include "ui/candidates.h"
#include "ui/jobs/job_controller.h"
#include "ui/run_flow.h"
#include "ui/timeline/timeline_player.h"

namespace unmask {

/// Lives in the window's thread. Whenever the engine is idle, the step one stands at comes first, then its
/// neighbours, one at a time. A run of another model than the loaded one stays without pictures.
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
  void refresh();
  const GenerationRequest* requestOf(const RecordingPtr& recording) const;
  int wantedPosition() const;  ///< 0 = none
  void ask(const RecordingPtr& recording, int position, const GenerationRequest& request);

  Parts m_parts;
  bool m_isUnderWay = false;
  std::weak_ptr<const Recording> m_refused;  ///< the engine cannot draw this one
};

}  // namespace unmask
