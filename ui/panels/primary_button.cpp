#include "ui/panels/primary_button.h"

#include <QPainter>

#include "ui/theme.h"

namespace unmask {
namespace {

constexpr qreal kCorner = 4;
constexpr int kGap = 8;  ///< between icon and text

}  // namespace

void PrimaryButton::setProminent(bool isProminent) {
  m_isProminent = isProminent;
  update();
}

QColor PrimaryButton::fillColor() const {
  const QColor accent = palette().color(QPalette::Active, QPalette::Highlight);
  if (isDown()) return accent.darker(118);
  return underMouse() ? accent.lighter(108) : accent;
}

void PrimaryButton::paintEvent(QPaintEvent* event) {
  if (!m_isProminent || !isEnabled()) return QPushButton::paintEvent(event);
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(fillColor().darker(115), 1));
  painter.setBrush(fillColor());
  painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), kCorner, kCorner);

  const QColor ink = palette().color(QPalette::Active, QPalette::HighlightedText);
  const int textWidth = fontMetrics().size(Qt::TextShowMnemonic, text()).width();
  const QSize iconArea = icon().isNull() ? QSize(0, 0) : iconSize();
  int x = (width() - textWidth - iconArea.width() - (iconArea.isEmpty() ? 0 : kGap)) / 2;
  if (!iconArea.isEmpty()) {
    icon().paint(&painter, QRect(QPoint(x, (height() - iconArea.height()) / 2), iconArea));
    x += iconArea.width() + kGap;
  }
  painter.setPen(ink);
  painter.drawText(QRect(x, 0, width() - x, height()),
                   Qt::AlignLeft | Qt::AlignVCenter | Qt::TextShowMnemonic, text());
  if (hasFocus()) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(ink, 1.5, Qt::DotLine));
    painter.drawRoundedRect(QRectF(rect()).adjusted(3.5, 3.5, -3.5, -3.5), kCorner - 1, kCorner - 1);
  }
}

}  // namespace unmask
