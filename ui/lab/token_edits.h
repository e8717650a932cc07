// Tokens put into a picture by hand: swapped for an alternative, or painted with a code.
#pragma once

#include <QObject>
#include <QString>
#include <deque>
#include <memory>
#include <vector>

#include "ui/candidates.h"
#include "ui/jobs/job_controller.h"
#include "ui/panels/progress_strip.h"
#include "ui/run_flow.h"

namespace unmask {

/// Lives in the window's thread; the pictures are made again in the engine's. An edit of the document's
/// picture, or beside candidates a further candidate, is one undo entry. In project and history all edits
/// that follow each other on one run's picture are one branch of it, which holds the last one. The edited
/// picture's request makes it again, byte by byte.
class TokenEdits : public QObject {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    DocumentModel* document;
    CandidateSet* candidates;
    JobController* jobs;
    RunFlow* runs;
    ProgressStrip* progress;
  };
  explicit TokenEdits(const Parts& parts, QObject* parent = nullptr);

  /// Into these cells (row-major indices) of the picture that is shown when its turn comes; edits wait for
  /// each other. `text` names the undo entry. Nothing happens when the cells hold that token already.
  void put(std::vector<size_t> cells, int32_t tokenId, const QString& text);
  bool isBusy() const { return m_isUnderWay; }

 Q_SIGNALS:
  void settled();  ///< the last edit that waited is done

 private:
  struct Edit {
    PicturePtr picture;  ///< what it was made on
    std::vector<size_t> cells;
    int32_t tokenId = 0;
    QString text;
  };
  void startNext();
  void tellDropped();
  void take(const PicturePtr& before, const PicturePtr& after, const QString& text);

  Parts m_parts;
  std::deque<Edit> m_waiting;
  bool m_isUnderWay = false;
  std::weak_ptr<const Picture> m_root;  ///< the run's picture that was edited last …
  quint64 m_batch = 0;                  ///< … and what its edits are known by
};

/// The request that makes `root` with these tokens in it: everything is fixed, so nothing is drawn. `cells`
/// are those that differ; of a picture that did not come from noise alone, only they and their neighbours may
/// look different.
GenerationRequest requestWithTokens(const Picture& root, const TokenGrid& tokens,
                                    const std::vector<size_t>& cells);

}  // namespace unmask
