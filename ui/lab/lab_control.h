// Brings the token lab together: the recorded run, the engine's measurements, the panel and the canvas.
#pragma once

#include <QImage>
#include <QObject>
#include <optional>

#include "ui/candidates.h"
#include "ui/canvas/canvas_view.h"
#include "ui/jobs/job_controller.h"
#include "ui/lab/lab_maps.h"
#include "ui/lab/lab_panel.h"
#include "ui/lab/token_edits.h"
#include "ui/panels/progress_strip.h"
#include "ui/run_flow.h"
#include "ui/timeline/timeline_player.h"

namespace unmask {

/// Lives in the window's thread. Maps and inspector work only while the panel is shown; the token brush
/// always does.
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
    RunFlow* runs;
    CanvasView* canvas;
    ProgressStrip* progress;
    const Actions* actions;
  };
  explicit LabControl(const Parts& parts, QObject* parent = nullptr);

  void setShown(bool isShown);
  bool isShown() const { return m_isShown; }
  /// The map over the canvas now; height 0 without one.
  const CellMap& map() const { return m_maps.map(); }
  TokenEdits* edits() { return &m_edits; }
  const std::optional<Cell>& cell() const { return m_cell; }  ///< that is inspected
  std::optional<int32_t> tokenOfCell() const;                 ///< as one sees it now; none for a hidden one

  /// What the token brush paints with; −1 for nothing. `patch` shows it.
  void setBrushToken(int32_t tokenId, const QImage& patch);
  /// Shows where the shown moment holds that code, instead of a map; −1 for nowhere.
  void showCode(int32_t tokenId);
  int cellsOfCode() const { return m_cellsOfCode; }

  void healAroundCell();

 Q_SIGNALS:
  void mapChanged();
  void cellChosen();         ///< another one, or its token is another
  void alternativesShown();  ///< as pictures

 private:
  void refresh();
  void refreshMap();
  void showOverlay();
  void refreshCell();
  void hover(const std::optional<Cell>& cell);
  void pick(const Cell& cell);
  void askForPictures(const std::vector<LabPanel::Alternative>& alternatives);
  LabPanel::CellTools cellTools() const;
  QString cellText(size_t cell, std::vector<LabPanel::Alternative>* alternatives) const;
  void swap(int32_t tokenId);
  void stamp(const std::vector<Cell>& cells);
  void toggleLock();
  void paintCells(MaskLayer layer, int reach, bool isOn, const QString& text);
  bool isLocked() const;

  /// The record that measured the cell, as seen from the position stood at: this step's, else that of the
  /// step that fixed it. −1 for none.
  int recordOf(size_t cell) const;

  Parts m_parts;
  LabMaps m_maps;
  TokenEdits m_edits;
  bool m_isShown = false;
  std::optional<Cell> m_cell;
  std::optional<Cell> m_hovered;
  int32_t m_brushToken = -1;
  int32_t m_shownCode = -1;
  int m_cellsOfCode = 0;
};

}  // namespace unmask
