// What the canvas draws of the mask: the stroke as painted, the cells it selects, the locked cells, the
// brush.
#pragma once

#include <QImage>
#include <QPainter>
#include <QPalette>
#include <optional>

#include "ui/canvas/picture_layer.h"
#include "ui/canvas/view_transform.h"
#include "ui/mask_model.h"
#include "ui/tools/tool_settings.h"

namespace unmask {

/// A view helper without a widget; window's thread only. Everything in device pixels.
class MaskOverlay {
 public:
  enum class Look {
    Full,      ///< stroke, cells and their outline
    Outlines,  ///< only around the cells: over a result that one wants to see
  };
  /// The mask changed there (pixels of the picture) since the last painting; nowhere else.
  void noteChange(const QRect& pixels) { m_dirty |= pixels; }
  void paint(QPainter* painter, const ViewTransform& transform, const MaskModel& mask,
             const ToolSettings& tools, Look look, qreal devicePixelRatio);

  struct Brush {
    QPointF centre;     ///< device pixels
    double radius = 0;  ///< device pixels
    bool isErasing = false;
  };
  static void paintBrush(QPainter* painter, const Brush& brush, qreal devicePixelRatio);
  static QRectF brushArea(const Brush& brush, qreal devicePixelRatio);  ///< what paintBrush touches
  static void paintShape(QPainter* painter, const QPolygonF& outline, qreal devicePixelRatio);

  static QColor lockColor();
  /// Pixels of the picture whose stroke was drawn anew since the beginning: what painting costs.
  qint64 pixelsDrawn() const { return m_pixelsDrawn; }

 private:
  void paintCells(QPainter* painter, const ViewTransform& transform, const CellMask& cells,
                  const QColor& fill) const;
  void paintOutline(QPainter* painter, const ViewTransform& transform, const CellMask& cells,
                    const QColor& color, qreal ratio) const;
  void paintLocks(QPainter* painter, const ViewTransform& transform, const CellMask& locks, Look look,
                  qreal ratio) const;
  QRect updateStroke(const PixelMask& pixels, const QColor& color);

  QImage m_stroke;
  qint64 m_paintedCount = 0;  ///< pixels of m_stroke that are not clear
  QRect m_dirty;              ///< where m_stroke is out of date
  ScaledLayer m_strokeLayer;
  QRgb m_strokeColor = 0;
  qint64 m_pixelsDrawn = 0;
};

}  // namespace unmask
