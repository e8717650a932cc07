// Brings the token lab together: the recorded run, the engine's measurements, the panel and the canvas.
#pragma once

#include <QObject>
#include <optional>

#include "core/engine/lab.h"
#include "ui/candidates.h"
#include "ui/canvas/canvas_view.h"
#include "ui/jobs/job_controller.h"
#include "ui/lab/lab_panel.h"
#include "ui/panels/progress_strip.h"
#include "ui/timeline/timeline_player.h"

namespace unmask {

/// Lives in the window's thread. Works only while the panel is shown; maps out of the recording are ready at
/// once, the engine is asked for attention and alternatives when it is idle.
class LabControl : public QObject {
  Q_OBJECT

 public:
  /// All outlive this object.
  struct Parts {
    LabPanel* panel;
    TimelinePlayer* player;
    CandidateSet* candidates;
    DocumentModel* document;
    JobController* jobs;
    CanvasView* canvas;
    ProgressStrip* progress;
  };
  explicit LabControl(const Parts& parts, QObject* parent = nullptr);

  void setShown(bool isShown);
  /// The map over the canvas now; height 0 without one.
  const CellMap& map() const { return m_map; }

 private:
  void refresh();
  void refreshMap();
  void refreshCell();
  void askForAttention();
  void showAttention();
  void hover(const std::optional<Cell>& cell);
  void pick(const Cell& cell);
  void askForPictures(const std::vector<LabPanel::Alternative>& alternatives);
  void swap(int32_t tokenId);
  void takeSwapped(const PicturePtr& before, const TokenGrid& tokens, const ImageBuffer& decoded,
                   size_t cell);
  void paintCells(MaskLayer layer, int reach, const QString& text);

  /// The record that measured the cell, as seen from the position stood at: this step's, else that of the
  /// step that fixed it. −1 for none.
  int recordOf(size_t cell) const;
  bool isWholeRun() const;  ///< one stands at the end of a finished run

  Parts m_parts;
  bool m_isShown = false;
  CellMap m_map;
  std::optional<Cell> m_cell;
  std::optional<Cell> m_hovered;

  /// What the engine last said, and of which moment.
  struct Attention {
    RecordingPtr recording;
    int position = -1;
    AttentionMaps maps;
    std::vector<PromptWord> words;
  };
  std::optional<Attention> m_attention;
};

}  // namespace unmask
