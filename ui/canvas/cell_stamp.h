// The token brush's stroke: cells it went over, shown as what would come into them.
#pragma once

#include <QImage>
#include <QPainter>
#include <optional>
#include <vector>

#include "ui/canvas/view_transform.h"

namespace unmask {

/// A view helper without a widget; window's thread only. Points are device pixels.
class CellStamp {
 public:
  /// Null: nothing is chosen, and cells are shown in the highlight's colour.
  void setPatch(const QImage& patch) { m_patch = patch; }

  void begin(const QPointF& at, const ViewTransform& transform, int gridHeight, int gridWidth);
  void moveTo(const QPointF& at, const ViewTransform& transform);
  bool isActive() const { return m_last.has_value(); }
  void cancel();
  std::vector<Cell> end();  ///< each cell once, in the order they were reached

  void paint(QPainter* painter, const ViewTransform& transform, const QColor& highlight) const;

 private:
  void add(const QPointF& at, const ViewTransform& transform);

  QImage m_patch;
  int m_gridHeight = 0, m_gridWidth = 0;
  std::optional<QPointF> m_last;
  std::vector<Cell> m_cells;
};

}  // namespace unmask
