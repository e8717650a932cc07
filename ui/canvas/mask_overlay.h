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

 private:
  void paintCells(QPainter* painter, const ViewTransform& transform, const CellMask& cells,
                  const QColor& fill) const;
  void paintOutline(QPainter* painter, const ViewTransform& transform, const CellMask& cells,
                    const QColor& color, qreal ratio) const;
  void paintLocks(QPainter* painter, const ViewTransform& transform, const CellMask& locks, Look look,
                  qreal ratio) const;
  const QImage& strokeImage(const MaskModel& mask, const QColor& color);

  QImage m_stroke;
  bool m_isStrokeEmpty = true;
  ScaledLayer m_strokeLayer;
  quint64 m_strokeRevision = 0;
  QRgb m_strokeColor = 0;
};

}  // namespace unmask
