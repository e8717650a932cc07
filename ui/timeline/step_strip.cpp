#include "ui/timeline/step_strip.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/keys/key_tips.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kSide = 44;  ///< of a step's picture
constexpr int kGap = 4;    ///< between two, when there is room
constexpr int kMargin = 4;
constexpr int kCurve = 12;  ///< height of the curve below

}  // namespace

StepStrip::StepStrip(TimelinePlayer* player, QWidget* parent) : QWidget(parent), m_player(player) {
  setObjectName("stepStrip");
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Steps of the run"));
  setToolTip(tr("Drag to go through the steps, or click one"));
  setTipAction(this, "previousStep nextStep");
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(player, &TimelinePlayer::changed, this, &StepStrip::refresh);
  connect(player, &TimelinePlayer::previewTaken, this, [this] { update(); });
}

QSize StepStrip::sizeHint() const {
  return {400, kSide + kCurve + 2 * kMargin + 2};
}

QSize StepStrip::minimumSizeHint() const {
  return {120, sizeHint().height()};
}

void StepStrip::refresh() {
  QString text = tr("Step %1 of %2").arg(m_player->position()).arg(m_player->end());
  if (m_player->recording() && m_player->position() > 0) {
    const StepRecord& record = m_player->recording()->records[static_cast<size_t>(m_player->position()) - 1];
    text += tr(", mask ratio %1 %").arg(qRound(100 * record.maskRatio));
  }
  setAccessibleDescription(text);
  update();
}

double StepStrip::pitch() const {
  const int end = m_player->end();
  if (end == 0) return kSide + kGap;
  return std::min<double>(kSide + kGap, double(width() - 2 * kMargin - kSide) / end);
}

double StepStrip::xOf(int position) const {
  return kMargin + kSide / 2.0 + position * pitch();
}

int StepStrip::positionAt(double x) const {
  return std::clamp(static_cast<int>(std::lround((x - kMargin - kSide / 2.0) / pitch())), 0, m_player->end());
}

QRectF StepStrip::frameOf(int position) const {
  return {xOf(position) - kSide / 2.0, kMargin, kSide, kSide};
}

const QPixmap& StepStrip::thumbnail(int position) {
  const QImage image = m_player->previewAt(position);
  const auto index = static_cast<size_t>(position);
  if (m_thumbnails.size() <= index) m_thumbnails.resize(index + 1);
  Thumbnail& kept = m_thumbnails[index];
  if (kept.image == image.cacheKey() && !kept.pixmap.isNull()) return kept.pixmap;
  kept.image = image.cacheKey();
  const qreal ratio = devicePixelRatioF();
  const QSize size = (QSizeF(kSide, kSide) * ratio).toSize();
  if (image.isNull()) {
    kept.pixmap = QPixmap(size);
    kept.pixmap.fill(canvasPaper(palette()));
  } else {
    kept.pixmap =
        QPixmap::fromImage(image.scaled(size, Qt::KeepAspectRatioByExpanding, Qt::SmoothTransformation));
  }
  kept.pixmap.setDevicePixelRatio(ratio);
  return kept.pixmap;
}

void StepStrip::paintEvent(QPaintEvent*) {
  if (!m_player->recording()) return;
  QPainter painter(this);
  paintCurve(&painter);
  for (int position = 0; position <= m_player->end(); ++position) {
    if (position != m_player->position()) paintStep(&painter, position);
  }
  paintStep(&painter, m_player->position());  // above its neighbours
  if (hasFocus()) {
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1, Qt::DotLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  }
}

void StepStrip::paintStep(QPainter* painter, int position) {
  const QRectF frame = frameOf(position);
  const QPixmap& picture = thumbnail(position);
  const bool isCurrent = position == m_player->position();
  painter->drawPixmap(frame, picture, QRectF(QPointF(), frame.size() * picture.devicePixelRatio()));
  QColor edge = palette().color(QPalette::WindowText);
  edge.setAlphaF(0.3f);
  painter->setBrush(Qt::NoBrush);
  painter->setPen(isCurrent ? QPen(palette().color(QPalette::Highlight), 3) : QPen(edge, 1));
  const double inset = isCurrent ? 1.5 : 0.5;
  painter->drawRect(frame.adjusted(inset, inset, -inset, -inset));
}

void StepStrip::paintCurve(QPainter* painter) const {
  const Recording& recording = *m_player->recording();
  int most = 1;  // what the run had to reveal fills the height
  for (int position = 0; position <= recording.stepCount(); ++position)
    most = std::max(most, recording.hiddenCountAt(position));
  const auto cells = static_cast<double>(most);
  const double bottom = kMargin + kSide + 2 + kCurve;
  QPolygonF curve;
  curve << QPointF(xOf(0), bottom);
  for (int position = 0; position <= recording.stepCount(); ++position)
    curve << QPointF(xOf(position), bottom - kCurve * recording.hiddenCountAt(position) / cells);
  curve << QPointF(xOf(recording.stepCount()), bottom);
  QColor fill = quietText(palette());
  fill.setAlphaF(0.35f);
  painter->setRenderHint(QPainter::Antialiasing);
  painter->setPen(Qt::NoPen);
  painter->setBrush(fill);
  painter->drawPolygon(curve);
  // What the schedule asks for, as a line: where cells were fixed or hidden by hand, the two part.
  const auto scheduled = static_cast<double>(recording.tokensAt(0).cellCount()) *
                         recording.states.front().startingMaskRatio / cells;
  QPolygonF schedule;
  schedule << curve.at(1);
  for (int position = 1; position <= recording.stepCount(); ++position) {
    const double ratio = scheduled * recording.records[static_cast<size_t>(position) - 1].maskRatio;
    schedule << QPointF(xOf(position), bottom - kCurve * std::clamp(ratio, 0.0, 1.0));
  }
  painter->setBrush(Qt::NoBrush);
  painter->setPen(QPen(quietText(palette()), 1.2));
  painter->drawPolyline(schedule);
  painter->setPen(Qt::NoPen);
  painter->setBrush(palette().color(QPalette::Highlight));
  const int position = m_player->position();
  painter->drawEllipse(QPointF(xOf(position), bottom - kCurve * recording.hiddenCountAt(position) / cells), 3,
                       3);
  painter->setRenderHint(QPainter::Antialiasing, false);
}

void StepStrip::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return event->ignore();
  m_player->setPosition(positionAt(event->position().x()));
}

void StepStrip::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons().testFlag(Qt::LeftButton)) m_player->setPosition(positionAt(event->position().x()));
}

void StepStrip::wheelEvent(QWheelEvent* event) {
  const int angle = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
  if (angle != 0) m_player->step(angle > 0 ? -1 : 1);
  event->accept();
}

void StepStrip::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Left:
      return m_player->step(-1);
    case Qt::Key_Right:
      return m_player->step(1);
    case Qt::Key_Home:
      return m_player->toStart();
    case Qt::Key_End:
      return m_player->toEnd();
    default:
      QWidget::keyPressEvent(event);
  }
}

}  // namespace unmask
