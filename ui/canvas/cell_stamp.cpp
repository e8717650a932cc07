#include "ui/canvas/cell_stamp.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace unmask {

void CellStamp::begin(const QPointF& at, const ViewTransform& transform, int gridHeight, int gridWidth) {
  m_cells.clear();
  m_gridHeight = gridHeight;
  m_gridWidth = gridWidth;
  m_last = at;
  add(at, transform);
}

/// A quick hand leaves cells out between two events; a line between them does not.
void CellStamp::moveTo(const QPointF& at, const ViewTransform& transform) {
  if (!m_last || m_gridWidth == 0) return;
  const QPointF way = at - *m_last;
  const double cell = transform.scale() * transform.pictureSize().width() / m_gridWidth;
  const int parts = std::clamp(static_cast<int>(std::ceil(2 * std::hypot(way.x(), way.y()) / cell)), 1, 4096);
  for (int i = 1; i <= parts; ++i) add(*m_last + way * i / parts, transform);
  m_last = at;
}

void CellStamp::add(const QPointF& at, const ViewTransform& transform) {
  const auto cell = transform.cellFromDevice(at, m_gridHeight, m_gridWidth);
  if (cell && std::ranges::find(m_cells, *cell) == m_cells.end()) m_cells.push_back(*cell);
}

void CellStamp::cancel() {
  m_last.reset();
  m_cells.clear();
}

std::vector<Cell> CellStamp::end() {
  m_last.reset();
  return std::exchange(m_cells, {});
}

void CellStamp::paint(QPainter* painter, const ViewTransform& transform, const QColor& highlight) const {
  for (const Cell& cell : m_cells) {
    const QRect rect = transform.cellRect(cell, m_gridHeight, m_gridWidth);
    if (m_patch.isNull()) {
      QColor fill = highlight;
      fill.setAlphaF(0.4F);
      painter->fillRect(rect, fill);
    } else {
      painter->drawImage(rect, m_patch);
    }
    painter->setPen(QPen(highlight, 0));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(rect.adjusted(0, 0, -1, -1));
  }
}

}  // namespace unmask
