#include "ui/styles/loss_plot.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kMargin = 8;
constexpr size_t kWindows = 25;  ///< of the mean, in a run

}  // namespace

std::vector<float> runningMean(const std::vector<float>& values, size_t window) {
  std::vector<float> out;
  out.reserve(values.size());
  double sum = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    sum += values[i];
    if (i >= window) sum -= values[i - window];
    out.push_back(static_cast<float>(sum / static_cast<double>(std::min(i + 1, window))));
  }
  return out;
}

LossPlot::LossPlot(QWidget* parent) : QWidget(parent) {
  setObjectName("lossPlot");
  setAccessibleName(tr("Loss"));
  setToolTip(tr("How far the model is from drawing the picture's style, update by update. Lower is better."));
  setMinimumSize(160, 90);
}

void LossPlot::setLosses(const std::vector<float>& losses, int64_t total) {
  m_losses = losses;
  m_total = std::max<int64_t>(total, static_cast<int64_t>(losses.size()));
  if (!m_losses.empty()) setAccessibleDescription(tr("Now %1").arg(m_losses.back(), 0, 'f', 2));
  update();
}

void LossPlot::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(rect(), palette().color(QPalette::Base));
  const int line = fontMetrics().lineSpacing();
  const QRectF room = QRectF(rect()).adjusted(kMargin, kMargin + line, -kMargin, -kMargin);
  painter.setPen(quietText(palette()));
  painter.drawText(QRectF(kMargin, kMargin / 2.0, room.width(), line), Qt::AlignLeft, tr("Loss"));
  if (m_losses.empty() || m_total < 1) return;
  const std::vector<float> mean =
      runningMean(m_losses, std::max<size_t>(1, static_cast<size_t>(m_total) / kWindows));
  painter.drawText(QRectF(kMargin, kMargin / 2.0, room.width(), line), Qt::AlignRight,
                   QString::number(mean.back(), 'f', 2));
  float least = m_losses.front(), most = m_losses.front();
  for (const float loss : m_losses) {
    if (!std::isfinite(loss)) continue;
    least = std::min(least, loss);
    most = std::max(most, loss);
  }
  const double height = std::max(1e-6, double(most) - least);
  const double step = room.width() / static_cast<double>(std::max<int64_t>(1, m_total - 1));
  // Of more updates than pixels, those of one pixel share a place.
  const auto stride = std::max<size_t>(1, m_losses.size() / (2 * static_cast<size_t>(std::max(1, width()))));
  const auto curve = [&](const std::vector<float>& values, const QColor& color, double thickness) {
    QPolygonF points;
    for (size_t i = 0; i < values.size(); i += stride)
      points << QPointF(room.left() + static_cast<double>(i) * step,
                        room.bottom() - (values[i] - least) / height * room.height());
    painter.setPen(QPen(color, thickness));
    painter.drawPolyline(points);
  };
  curve(m_losses, mixed(palette().color(QPalette::Base), palette().color(QPalette::Text), 0.25), 1);
  curve(mean, palette().color(QPalette::Highlight), 2);
}

}  // namespace unmask
