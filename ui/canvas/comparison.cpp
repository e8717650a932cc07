#include "ui/canvas/comparison.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace unmask {
namespace {

constexpr double kGrip = 7;  ///< logical pixels at both sides of the divider

QString words(const char* text) {
  return QCoreApplication::translate("unmask::Comparison", text);
}

/// A word in a corner, readable on any picture.
void paintTag(QPainter* painter, const QString& text, const QPointF& corner, bool isAtRight,
              const QFont& font, qreal ratio) {
  QFont scaled = font;
  scaled.setPixelSize(qRound(QFontInfo(font).pixelSize() * ratio));
  painter->setFont(scaled);
  const QSizeF size = QFontMetricsF(scaled).size(0, text) + QSizeF(12, 6) * ratio;
  const QRectF box(isAtRight ? corner.x() - size.width() : corner.x(), corner.y(), size.width(),
                   size.height());
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(Qt::NoPen);
  painter->setBrush(QColor(0, 0, 0, 170));
  painter->drawRoundedRect(box, 4 * ratio, 4 * ratio);
  painter->setPen(Qt::white);
  painter->drawText(box, Qt::AlignCenter, text);
  painter->setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace

double Comparison::dividerX(const ViewTransform& transform) const {
  const QRect picture = transform.pictureRect();
  return picture.left() + m_divider * picture.width();
}

void Comparison::moveDivider(double x, const ViewTransform& transform) {
  const QRect picture = transform.pictureRect();
  m_divider = std::clamp((x - picture.left()) / picture.width(), 0.0, 1.0);
}

bool Comparison::isOnDivider(const QPointF& device, const ViewTransform& transform, qreal ratio) const {
  return isOn() && m_mode == CompareMode::Slider &&
         std::abs(device.x() - dividerX(transform)) <= kGrip * ratio;
}

void Comparison::paint(QPainter* painter, const QImage& other, PictureLayer* otherLayer,
                       const ViewTransform& transform, const QPalette& palette, const QFont& font,
                       qreal ratio) {
  const QRect view(QPoint(), transform.viewSize());
  const QRect picture = transform.pictureRect();
  const double margin = 8 * ratio;
  const QString before = words("Original"), after = words("Candidate");
  if (m_mode == CompareMode::Flicker) {
    (m_showsOriginal ? &m_originalLayer : otherLayer)
        ->paint(painter, m_showsOriginal ? m_original : other, transform, palette);
    return paintTag(painter, m_showsOriginal ? before : after, picture.topLeft() + QPointF(margin, margin),
                    false, font, ratio);
  }
  // Side by side, each half shows what lies around the middle of the view.
  const bool isSplit = m_mode == CompareMode::SideBySide;
  const double x = isSplit ? view.width() / 2.0 : dividerX(transform);
  const double shift = isSplit ? view.width() / 4.0 : 0;
  painter->save();
  painter->setClipRect(QRectF(0, 0, x, view.height()));
  painter->translate(-std::round(shift), 0);
  m_originalLayer.paint(painter, m_original, transform, palette);
  painter->restore();
  painter->save();
  painter->setClipRect(QRectF(x, 0, view.width() - x, view.height()));
  painter->translate(std::round(shift), 0);
  otherLayer->paint(painter, other, transform, palette);
  painter->restore();
  const double top = std::max(0, picture.top()) + margin;
  paintTag(painter, before, {x - margin, top}, true, font, ratio);
  paintTag(painter, after, {x + margin, top}, false, font, ratio);
  paintDivider(painter, x, isSplit ? view : picture, ratio);
}

void Comparison::paintDivider(QPainter* painter, double x, const QRect& area, qreal ratio) const {
  painter->setPen(QPen(QColor(0, 0, 0, 160), 3 * ratio));
  painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
  painter->setPen(QPen(Qt::white, 1.4 * ratio));
  painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
  if (m_mode != CompareMode::Slider) return;
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setBrush(Qt::white);
  painter->setPen(QPen(QColor(0, 0, 0, 160), 1.2 * ratio));
  const QPointF middle(x, area.center().y());
  painter->drawEllipse(middle, 7 * ratio, 7 * ratio);
  painter->setPen(QPen(QColor(60, 60, 60), 1.4 * ratio));
  for (const int side : {-1, 1}) {
    const QPointF tip = middle + QPointF(side * 4.2 * ratio, 0);
    painter->drawLine(tip, tip + QPointF(-side * 2.4, -2.4) * ratio);
    painter->drawLine(tip, tip + QPointF(-side * 2.4, 2.4) * ratio);
  }
  painter->setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace unmask
