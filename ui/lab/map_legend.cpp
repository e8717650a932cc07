#include "ui/lab/map_legend.h"

#include <QLocale>
#include <QPainter>
#include <cmath>
#include <limits>

#include "ui/lab/colour_map.h"

namespace unmask {

MapLegend::MapLegend(QWidget* parent) : QWidget(parent), m_mark(std::numeric_limits<double>::quiet_NaN()) {
  setObjectName("mapLegend");
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QString numberText(double value) {
  return QLocale().toString(value, 'g', 3);
}

void MapLegend::setRange(double low, double high) {
  m_low = low;
  m_high = high;
  setAccessibleName(tr("Colours from %1 to %2").arg(numberText(low), numberText(high)));
  update();
}

void MapLegend::setMark(double value) {
  m_mark = value;
  update();
}

QSize MapLegend::sizeHint() const {
  return {160, fontMetrics().height() + 14};
}

void MapLegend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const QRect bar(0, 0, width(), 10);
  for (int x = 0; x < bar.width(); ++x)
    painter.fillRect(x, 0, 1, bar.height(), mapColour(static_cast<double>(x) / std::max(1, bar.width() - 1)));
  painter.setPen(palette().color(QPalette::Mid));
  painter.drawRect(bar.adjusted(0, 0, -1, -1));
  if (!std::isnan(m_mark) && m_high > m_low) {
    const int x = qRound((m_mark - m_low) / (m_high - m_low) * (bar.width() - 1));
    painter.fillRect(x - 2, 0, 5, bar.height() + 2, palette().color(QPalette::Base));
    painter.fillRect(x - 1, 0, 3, bar.height() + 2, palette().color(QPalette::WindowText));
  }
  painter.setPen(palette().color(QPalette::WindowText));
  const QRect words(0, bar.bottom() + 2, width(), fontMetrics().height());
  painter.drawText(words, Qt::AlignLeft, numberText(m_low));
  painter.drawText(words, Qt::AlignRight, numberText(m_high));
}

}  // namespace unmask
