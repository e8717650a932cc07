#include "ui/canvas/token_overlay.h"

#include <algorithm>
#include <cmath>

namespace unmask {
namespace {

constexpr double kFlashMilliseconds = 420;

}  // namespace

void TokenOverlay::setGrid(int height, int width) {
  m_hidden = CellMask(height, width);
  m_revealed = CellMask(height, width);
  m_hiddenCount = 0;
}

void TokenOverlay::hideAll() {
  std::fill(m_hidden.cells.begin(), m_hidden.cells.end(), uint8_t{1});
  std::fill(m_revealed.cells.begin(), m_revealed.cells.end(), uint8_t{0});
  m_hiddenCount = m_hidden.cells.size();
}

void TokenOverlay::setHidden(const CellMask& hidden) {
  if (hidden.height != m_hidden.height || hidden.width != m_hidden.width)
    setGrid(hidden.height, hidden.width);
  for (size_t i = 0; i < hidden.cells.size(); ++i)
    m_revealed.cells[i] = m_hidden.cells[i] && !hidden.cells[i];
  m_hidden = hidden;
  m_hiddenCount = hidden.count();
  if (m_revealed.count() > 0) m_sinceReveal.start();
}

void TokenOverlay::clear() {
  setGrid(m_hidden.height, m_hidden.width);
}

double TokenOverlay::flashStrength() const {
  if (!m_sinceReveal.isValid() || m_revealed.count() == 0) return 0;
  return std::clamp(1 - m_sinceReveal.elapsed() / kFlashMilliseconds, 0.0, 1.0);
}

bool TokenOverlay::isFlashing() const {
  return flashStrength() > 0;
}

QRegion TokenOverlay::flashRegion(const ViewTransform& transform) const {
  QRegion region;
  for (int row = 0; row < m_revealed.height; ++row) {
    for (int column = 0; column < m_revealed.width; ++column) {
      if (!m_revealed.contains({row, column})) continue;
      region += transform.cellRect({row, column}, m_revealed.height, m_revealed.width);
    }
  }
  return region;
}

void TokenOverlay::paint(QPainter* painter, const ViewTransform& transform, const QPalette& palette,
                         qreal ratio) {
  if (m_hidden.empty() || transform.isEmpty()) return;
  if (m_hiddenCount > 0) m_hiddenLayer.paint(painter, m_hidden, transform, palette, ratio);
  if (m_isGridShown) paintGrid(painter, transform);
  if (isFlashing()) paintFlash(painter, transform, palette, ratio);
}

void TokenOverlay::paintFlash(QPainter* painter, const ViewTransform& transform, const QPalette& palette,
                              qreal ratio) const {
  const double strength = flashStrength();
  QColor fill = palette.color(QPalette::Highlight);
  QColor rim = fill;
  fill.setAlphaF(static_cast<float>(0.34 * strength));
  rim.setAlphaF(static_cast<float>(0.95 * strength));
  const int width = std::max(1, qRound(1.5 * ratio));
  QPen pen(rim, width);
  pen.setJoinStyle(Qt::MiterJoin);
  painter->setPen(pen);
  painter->setBrush(fill);
  const int inset = width / 2;
  for (int row = 0; row < m_revealed.height; ++row) {
    for (int column = 0; column < m_revealed.width; ++column) {
      if (!m_revealed.contains({row, column})) continue;
      const QRect rect = transform.cellRect({row, column}, m_hidden.height, m_hidden.width);
      painter->drawRect(rect.adjusted(inset, inset, -1 - inset, -1 - inset));
    }
  }
}

void TokenOverlay::paintGrid(QPainter* painter, const ViewTransform& transform) const {
  // A light and a dark line side by side show on any picture.
  const QRect picture = transform.pictureRect();
  const auto drawAt = [&](int shift, const QColor& color) {
    painter->setPen(QPen(color, 0));
    for (int column = 1; column < m_hidden.width; ++column) {
      const int x = transform.cellRect({0, column}, m_hidden.height, m_hidden.width).left() + shift;
      painter->drawLine(x, picture.top(), x, picture.bottom());
    }
    for (int row = 1; row < m_hidden.height; ++row) {
      const int y = transform.cellRect({row, 0}, m_hidden.height, m_hidden.width).top() + shift;
      painter->drawLine(picture.left(), y, picture.right(), y);
    }
  };
  drawAt(-1, QColor(255, 255, 255, 90));
  drawAt(0, QColor(0, 0, 0, 90));
}

}  // namespace unmask
