// The veil over cells whose tokens are still hidden, as one image that changes only where cells do.
#pragma once

#include <QImage>
#include <QPainter>
#include <QPalette>

#include "core/doc/token_grid.h"
#include "ui/canvas/view_transform.h"

namespace unmask {

/// Qt fills a rectangle with a pattern on threads of a pool, and while a run keeps every core busy each fill
/// waits for them: a hatched cell at a time, the veil took longer than the rest of the window. So it is put
/// together here, and drawn as one image. Window's thread only.
class HiddenLayer {
 public:
  /// In device pixels; `ratio` sets line widths.
  void paint(QPainter* painter, const CellMask& hidden, const ViewTransform& transform,
             const QPalette& palette, qreal ratio);

 private:
  void setLook(const QPalette& palette, qreal ratio);
  void setPlace(const QRect& picture, const QRect& seen);
  void update(const CellMask& hidden, const ViewTransform& transform);
  void drawCell(const QRect& cell);
  void fill(const QRect& area, const QImage& pattern);
  void clearCell(const QRect& cell);

  QImage m_layer;    ///< of m_seen
  CellMask m_drawn;  ///< what the layer shows
  QRect m_picture;   ///< the picture's place in the view
  QRect m_seen;      ///< the part of it that is in view
  QImage m_hatch;    ///< repeats from the picture's corner
  QImage m_inside;   ///< m_hatch side by side
  QImage m_edges;    ///< the same under the colour of edges
  QColor m_edge;
  qint64 m_palette = 0;
  qreal m_ratio = 0;
};

}  // namespace unmask
