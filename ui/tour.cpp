#include "ui/tour.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

namespace unmask {
namespace {

constexpr int kWidth = 360;
constexpr int kArrow = 10;   ///< its height; the bubble's margin
constexpr int kMargin = 14;  ///< around the words
constexpr int kRadius = 8;

}  // namespace

Tour::Tour(std::vector<TourStop> stops, QWidget* window)
    : QFrame(window),
      m_stops(std::move(stops)),
      m_title(new QLabel(this)),
      m_text(new QLabel(this)),
      m_count(new QLabel(this)),
      m_skip(new QPushButton(tr("S&kip"), this)),
      m_back(new QPushButton(tr("&Back"), this)),
      m_next(new QPushButton(this)),
      m_focusBefore(QApplication::focusWidget()) {
  setObjectName("tour");
  setAccessibleName(tr("Tour of the window"));
  setFixedWidth(kWidth);
  QFont bold = font();
  bold.setBold(true);
  m_title->setFont(bold);
  m_title->setObjectName("tourTitle");
  m_text->setWordWrap(true);
  m_text->setObjectName("tourText");
  m_skip->setObjectName("tourSkip");
  m_skip->setToolTip(tr("End the tour (Esc). The Help menu shows it again"));
  m_back->setObjectName("tourBack");
  m_next->setObjectName("tourNext");
  m_next->setDefault(true);
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(m_count);
  buttons->addStretch(1);
  buttons->addWidget(m_skip);
  buttons->addWidget(m_back);
  buttons->addWidget(m_next);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kArrow + kMargin, kArrow + kMargin, kArrow + kMargin, kArrow + kMargin);
  column->addWidget(m_title);
  column->addWidget(m_text);
  column->addSpacing(4);
  column->addLayout(buttons);
  connect(m_skip, &QPushButton::clicked, this, &Tour::end);
  connect(m_back, &QPushButton::clicked, this, [this] { show(m_current - 1); });
  connect(m_next, &QPushButton::clicked, this, [this] {
    if (m_current + 1 < static_cast<int>(m_stops.size())) return show(m_current + 1);
    end();
  });
  window->installEventFilter(this);
  show(0);
}

void Tour::show(int index) {
  if (m_stops.empty()) return end();
  m_current = std::clamp(index, 0, static_cast<int>(m_stops.size()) - 1);
  const TourStop& stop = m_stops[m_current];
  m_title->setText(stop.title);
  m_text->setText(stop.text);
  m_count->setText(tr("%1 of %2").arg(m_current + 1).arg(m_stops.size()));
  const bool isLast = m_current + 1 == static_cast<int>(m_stops.size());
  m_next->setText(isLast ? tr("&Done") : tr("&Next"));
  m_back->setEnabled(m_current > 0);
  setAccessibleDescription(stop.title + ". " + stop.text);
  if (stop.enter) {
    stop.enter();
    // What came up with it has its place only after the next layout.
    QMetaObject::invokeMethod(
        this, [this] { moveBeside(); }, Qt::QueuedConnection);
  }
  moveBeside();
  QWidget::show();
  raise();
  m_next->setFocus(Qt::OtherFocusReason);
}

/// Beside a narrow place, over a large one, below or above otherwise, always inside the window.
void Tour::moveBeside() {
  const QWidget* place = m_stops[m_current].place;
  const QRect area = parentWidget()->rect();
  const QRect target(place->mapTo(parentWidget(), QPoint()), place->size());
  setFixedHeight(layout()->heightForWidth(kWidth));
  QPoint at;
  if (target.right() + kWidth < area.right() && target.width() < area.width() / 2) {
    at = {target.right() - kArrow, target.center().y() - height() / 2};
  } else if (target.left() > kWidth && target.width() < area.width() / 2) {
    at = {target.left() - kWidth + kArrow, target.center().y() - height() / 2};
  } else if (target.height() > area.height() / 2) {
    at = {target.center().x() - kWidth / 2, target.center().y() - height() / 2};
  } else {
    const bool fitsBelow = target.bottom() + height() < area.bottom();
    at = {target.center().x() - kWidth / 2, fitsBelow ? target.bottom() : target.top() - height()};
  }
  at.setX(std::clamp(at.x(), 0, std::max(0, area.width() - kWidth)));
  at.setY(std::clamp(at.y(), 0, std::max(0, area.height() - height())));
  move(at);
  m_tip = mapFrom(parentWidget(), target.center());
  update();
}

void Tour::end() {
  parentWidget()->removeEventFilter(this);
  hide();
  if (m_focusBefore) m_focusBefore->setFocus(Qt::OtherFocusReason);
  Q_EMIT ended();
  deleteLater();
}

bool Tour::event(QEvent* event) {
  const bool isOverride = event->type() == QEvent::ShortcutOverride;
  if (isOverride || event->type() == QEvent::KeyPress) {
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() == Qt::Key_Escape && key->modifiers() == Qt::NoModifier) {
      event->accept();
      if (!isOverride) end();
      return true;
    }
  }
  return QFrame::event(event);
}

bool Tour::eventFilter(QObject* object, QEvent* event) {
  if (event->type() == QEvent::Resize && isVisible()) moveBeside();
  return QFrame::eventFilter(object, event);
}

void Tour::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF box = QRectF(rect()).adjusted(kArrow + 0.5, kArrow + 0.5, -kArrow - 0.5, -kArrow - 0.5);
  QPainterPath shape;
  shape.addRoundedRect(box, kRadius, kRadius);
  QPainterPath arrow;
  const double x = std::clamp<double>(m_tip.x(), box.left() + 2 * kArrow, box.right() - 2 * kArrow);
  const double y = std::clamp<double>(m_tip.y(), box.top() + 2 * kArrow, box.bottom() - 2 * kArrow);
  if (m_tip.x() < box.left()) {
    arrow.addPolygon(QPolygonF({{box.left() + 1, y - kArrow}, {0.5, y}, {box.left() + 1, y + kArrow}}));
  } else if (m_tip.x() > box.right()) {
    arrow.addPolygon(
        QPolygonF({{box.right() - 1, y - kArrow}, {width() - 0.5, y}, {box.right() - 1, y + kArrow}}));
  } else if (m_tip.y() < box.top()) {
    arrow.addPolygon(QPolygonF({{x - kArrow, box.top() + 1}, {x, 0.5}, {x + kArrow, box.top() + 1}}));
  } else if (m_tip.y() > box.bottom()) {
    arrow.addPolygon(
        QPolygonF({{x - kArrow, box.bottom() - 1}, {x, height() - 0.5}, {x + kArrow, box.bottom() - 1}}));
  }
  arrow.closeSubpath();
  painter.setPen(QPen(palette().color(QPalette::Highlight), 1.5));
  painter.setBrush(palette().color(QPalette::Base));
  painter.drawPath(shape.united(arrow));
}

}  // namespace unmask
