// Two recorded runs side by side, walked through in lockstep: one step position for both.
#pragma once

#include <QCheckBox>
#include <QLabel>
#include <QToolButton>
#include <QWidget>

#include "core/doc/cell_maps.h"
#include "ui/canvas/canvas_view.h"
#include "ui/lab/map_legend.h"
#include "ui/picture.h"
#include "ui/timeline/step_strip.h"
#include "ui/timeline/timeline_player.h"

namespace unmask {

class RunPair : public QWidget {
  Q_OBJECT

 public:
  explicit RunPair(QWidget* parent = nullptr);

  /// Either may be null. `difference` is that of the right run from the left one.
  void setRuns(const PicturePtr& left, const QString& leftName, const PicturePtr& right,
               const QString& rightName, const TraceDifference& difference);

  TimelinePlayer* player() { return &m_player; }
  CanvasView* leftCanvas() const { return m_left; }
  CanvasView* rightCanvas() const { return m_right; }

 private:
  void refresh();
  void showAt(CanvasView* canvas, const PicturePtr& picture, int position);

  TimelinePlayer m_player;  ///< of the longer run
  PicturePtr m_leftPicture, m_rightPicture;
  TraceDifference m_difference;
  QLabel* m_leftTitle;
  QLabel* m_rightTitle;
  CanvasView* m_left;
  CanvasView* m_right;
  QCheckBox* m_showsChanges;
  MapLegend* m_legend;
  QToolButton* m_play;
  StepStrip* m_strip;
  QLabel* m_step;
};

/// Cells that end up different, with the number of the step after which they first did; only those that did
/// after `position` steps already.
CellMap mapOfPartings(const TraceDifference& difference, int position);

}  // namespace unmask
