#include "ui/canvas/mask_overlay.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace unmask {
namespace {

constexpr double kCellShare = 0.5;  ///< of the opacity: cells are fainter than the stroke that selects them

QColor withAlpha(QColor color, double alpha) {
  color.setAlphaF(static_cast<float>(alpha));
  return color;
}

/// Strokes a path twice, so that it shows on light, dark and equally coloured ground.
void drawTwice(QPainter* painter, const QColor& color, qreal width, const auto& draw) {
  painter->setBrush(Qt::NoBrush);
  QPen halo(QColor(255, 255, 255, 190), width + 2 * std::max(1.0, width / 2));
  halo.setCapStyle(Qt::SquareCap);
  painter->setPen(halo);
  draw();
  QPen pen(color, width);
  pen.setCapStyle(Qt::SquareCap);
  painter->setPen(pen);
  draw();
}

}  // namespace

/// Bluish green of Okabe and Ito's set: apart from the mask's colour for every eye; the hatching tells as
/// well.
QColor MaskOverlay::lockColor() {
  return QColor(0, 130, 100);
}

void MaskOverlay::paint(QPainter* painter, const ViewTransform& transform, const MaskModel& mask,
                        const ToolSettings& tools, Look look, qreal ratio) {
  if (!mask.hasPicture() || transform.isEmpty()) return;
  const QColor color = tools.maskColor();
  const double opacity = tools.maskOpacity();
  if (mask.hasMask() || !mask.pixels().pixels.empty()) {
    if (look == Look::Full) {
      paintCells(painter, transform, mask.cells(), withAlpha(color, kCellShare * opacity));
      const QRect changed = updateStroke(mask.pixels(), withAlpha(color, opacity));
      if (m_paintedCount > 0)
        painter->drawImage(0, 0, m_strokeLayer.render(m_stroke, transform, changed));
      else
        m_strokeLayer = {};  // it has not seen what changed
    }
    if (mask.hasMask()) paintOutline(painter, transform, mask.cells(), color.darker(120), ratio);
  }
  if (mask.hasLocks()) paintLocks(painter, transform, mask.locks(), look, ratio);
}

/// Brings m_stroke up to date; where it changed. One byte a pixel: with four, the first sight of a large
/// picture's mask took longer than a frame has.
QRect MaskOverlay::updateStroke(const PixelMask& pixels, const QColor& color) {
  const QRgb value = color.rgba();
  const QSize size(pixels.width, pixels.height);
  if (m_stroke.size() != size) {
    m_stroke = QImage(size, QImage::Format_Indexed8);
    m_stroke.setColorTable({qRgba(0, 0, 0, 0), value});
    m_stroke.fill(0);
    m_paintedCount = 0;
    m_dirty = m_stroke.rect();
  }
  const bool hasNewColor = m_strokeColor != value;
  if (hasNewColor) m_stroke.setColorTable({qRgba(0, 0, 0, 0), value});
  m_strokeColor = value;
  const QRect dirty = std::exchange(m_dirty, {}) & m_stroke.rect();
  for (int y = dirty.top(); y <= dirty.bottom(); ++y) {
    uchar* line = m_stroke.scanLine(y);
    const uint8_t* row = pixels.row(y);
    int more = 0;
    for (int x = dirty.left(); x <= dirty.right(); ++x) {
      const uchar isPainted = row[x] != 0;
      more += int{isPainted} - int{line[x]};
      line[x] = isPainted;
    }
    m_paintedCount += more;
  }
  m_pixelsDrawn += qint64{dirty.width()} * dirty.height();
  return hasNewColor ? m_stroke.rect() : dirty;
}

void MaskOverlay::paintCells(QPainter* painter, const ViewTransform& transform, const CellMask& cells,
                             const QColor& fill) const {
  for (int row = 0; row < cells.height; ++row) {
    for (int column = 0; column < cells.width; ++column) {
      if (cells.contains({row, column}))
        painter->fillRect(transform.cellRect({row, column}, cells.height, cells.width), fill);
    }
  }
}

void MaskOverlay::paintOutline(QPainter* painter, const ViewTransform& transform, const CellMask& cells,
                               const QColor& color, qreal ratio) const {
  QVector<QLineF> lines;
  const auto isIn = [&cells](int row, int column) {
    return row >= 0 && column >= 0 && row < cells.height && column < cells.width &&
           cells.contains({row, column});
  };
  for (int row = 0; row < cells.height; ++row) {
    for (int column = 0; column < cells.width; ++column) {
      if (!isIn(row, column)) continue;
      const QRectF rect(transform.cellRect({row, column}, cells.height, cells.width));
      if (!isIn(row - 1, column)) lines << QLineF(rect.topLeft(), rect.topRight());
      if (!isIn(row + 1, column)) lines << QLineF(rect.bottomLeft(), rect.bottomRight());
      if (!isIn(row, column - 1)) lines << QLineF(rect.topLeft(), rect.bottomLeft());
      if (!isIn(row, column + 1)) lines << QLineF(rect.topRight(), rect.bottomRight());
    }
  }
  drawTwice(painter, color, std::max(1.0, std::round(1.5 * ratio)), [&] { painter->drawLines(lines); });
}

void MaskOverlay::paintLocks(QPainter* painter, const ViewTransform& transform, const CellMask& locks,
                             Look look, qreal ratio) const {
  const QColor color = lockColor();
  if (look == Look::Full) {
    QPen pen(withAlpha(color, 0.85), std::max(1.0, 1.2 * ratio));
    for (int row = 0; row < locks.height; ++row) {
      for (int column = 0; column < locks.width; ++column) {
        if (!locks.contains({row, column})) continue;
        const QRect rect = transform.cellRect({row, column}, locks.height, locks.width);
        painter->fillRect(rect, withAlpha(color, 0.22));
        painter->setPen(pen);
        painter->setRenderHint(QPainter::Antialiasing);
        painter->drawLine(QPointF(rect.left() + 0.5, rect.bottom() + 0.5),
                          QPointF(rect.right() + 0.5, rect.top() + 0.5));
        painter->setRenderHint(QPainter::Antialiasing, false);
      }
    }
  }
  paintOutline(painter, transform, locks, color, ratio);
}

QRectF MaskOverlay::brushArea(const Brush& brush, qreal ratio) {
  const double reach = std::max(brush.radius, 6 * ratio) + 4 * ratio;
  return QRectF(brush.centre.x() - reach, brush.centre.y() - reach, 2 * reach, 2 * reach);
}

void MaskOverlay::paintBrush(QPainter* painter, const Brush& brush, qreal ratio) {
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setBrush(Qt::NoBrush);
  QPen dark(QColor(0, 0, 0, 220), 1.2 * ratio);
  if (brush.isErasing) dark.setDashPattern({4, 3});
  const double radius = std::max(brush.radius, 1.5 * ratio);
  painter->setPen(QPen(QColor(255, 255, 255, 230), 3 * ratio));
  painter->drawEllipse(brush.centre, radius, radius);
  painter->setPen(dark);
  painter->drawEllipse(brush.centre, radius, radius);
  painter->setPen(Qt::NoPen);
  painter->setBrush(QColor(255, 255, 255, 230));
  painter->drawEllipse(brush.centre, 2 * ratio, 2 * ratio);
  painter->setBrush(QColor(0, 0, 0, 230));
  painter->drawEllipse(brush.centre, 1.1 * ratio, 1.1 * ratio);
  painter->setRenderHint(QPainter::Antialiasing, false);
}

void MaskOverlay::paintShape(QPainter* painter, const QPolygonF& outline, qreal ratio) {
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setBrush(Qt::NoBrush);
  painter->setPen(QPen(QColor(255, 255, 255, 230), 2.6 * ratio));
  painter->drawPolygon(outline);
  QPen dark(QColor(0, 0, 0, 230), 1.2 * ratio);
  dark.setDashPattern({4, 3});
  painter->setPen(dark);
  painter->drawPolygon(outline);
  painter->setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace unmask
