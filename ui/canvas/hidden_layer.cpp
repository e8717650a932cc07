#include "ui/canvas/hidden_layer.h"

#include <algorithm>
#include <cstring>

#include "ui/theme.h"

namespace unmask {
namespace {

constexpr auto kFormat = QImage::Format_ARGB32_Premultiplied;

QImage makeHatch(const QPalette& palette, qreal ratio) {
  const int side = std::max(4, qRound(9 * ratio));
  QImage tile(side, side, kFormat);
  QColor veil = canvasPaper(palette);
  veil.setAlphaF(0.66f);
  tile.fill(veil);
  QColor line = palette.color(QPalette::WindowText);
  line.setAlphaF(0.30f);
  QPainter painter(&tile);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(line, 1.1 * ratio));
  // Three strokes, so that the tile meets itself at its corners.
  for (int shift = -side; shift <= side; shift += side) {
    painter.drawLine(QPointF(shift - 2.0, side + 2.0), QPointF(shift + side + 2.0, -2.0));
  }
  return tile;
}

QImage sideBySide(const QImage& tile, int width) {
  QImage out(width + tile.width(), tile.height(), tile.format());
  QPainter painter(&out);
  painter.setCompositionMode(QPainter::CompositionMode_Source);
  for (int x = 0; x < out.width(); x += tile.width()) painter.drawImage(x, 0, tile);
  return out;
}

}  // namespace

void HiddenLayer::paint(QPainter* painter, const CellMask& hidden, const ViewTransform& transform,
                        const QPalette& palette, qreal ratio) {
  setLook(palette, ratio);
  const QRect picture = transform.pictureRect();
  setPlace(picture, picture & QRect(QPoint(), transform.viewSize()));
  if (m_seen.isEmpty()) return;
  update(hidden, transform);
  painter->drawImage(m_seen.topLeft(), m_layer);
}

void HiddenLayer::setLook(const QPalette& palette, qreal ratio) {
  if (!m_hatch.isNull() && m_palette == palette.cacheKey() && m_ratio == ratio) return;
  m_palette = palette.cacheKey();
  m_ratio = ratio;
  m_hatch = makeHatch(palette, ratio);
  m_edge = palette.color(QPalette::WindowText);
  m_edge.setAlphaF(0.22f);
  m_picture = {};  // draws all anew
}

void HiddenLayer::setPlace(const QRect& picture, const QRect& seen) {
  if (picture == m_picture && seen == m_seen) return;
  m_picture = picture;
  m_seen = seen;
  m_drawn = {};
  if (m_layer.size() != seen.size()) m_layer = QImage(seen.size(), kFormat);
  // As wide as anything they fill.
  m_inside = sideBySide(m_hatch, seen.width());
  m_edges = m_inside;
  QPainter(&m_edges).fillRect(m_edges.rect(), m_edge);
}

void HiddenLayer::update(const CellMask& hidden, const ViewTransform& transform) {
  if (m_drawn.height != hidden.height || m_drawn.width != hidden.width) {
    m_layer.fill(Qt::transparent);
    m_drawn = CellMask(hidden.height, hidden.width);
  }
  for (int row = 0; row < hidden.height; ++row) {
    for (int column = 0; column < hidden.width; ++column) {
      const bool isHidden = hidden.contains({row, column});
      if (isHidden == m_drawn.contains({row, column})) continue;
      const QRect cell = transform.cellRect({row, column}, hidden.height, hidden.width);
      if (isHidden) {
        drawCell(cell);
      } else {
        clearCell(cell);
      }
    }
  }
  m_drawn = hidden;
}

void HiddenLayer::drawCell(const QRect& cell) {
  fill(cell, m_edges);
  fill(cell.adjusted(1, 1, -1, -1), m_inside);
}

void HiddenLayer::fill(const QRect& area, const QImage& pattern) {
  const QRect part = area & m_seen;
  if (part.isEmpty()) return;
  const int side = pattern.height(), phase = (part.left() - m_picture.left()) % side;
  for (int y = part.top(); y <= part.bottom(); ++y) {
    const auto* from = reinterpret_cast<const QRgb*>(pattern.constScanLine((y - m_picture.top()) % side));
    auto* to = reinterpret_cast<QRgb*>(m_layer.scanLine(y - m_seen.top()));
    std::copy_n(from + phase, part.width(), to + (part.left() - m_seen.left()));
  }
}

void HiddenLayer::clearCell(const QRect& cell) {
  const QRect part = (cell & m_seen).translated(-m_seen.topLeft());
  for (int y = part.top(); y <= part.bottom(); ++y)
    std::memset(m_layer.scanLine(y) + 4 * static_cast<qsizetype>(part.left()), 0,
                4 * static_cast<size_t>(part.width()));
}

}  // namespace unmask
