#include "ui/styles/crop_view.h"

#include <QKeyEvent>
#include <QLineF>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionFocusRect>
#include <QStylePainter>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>

#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kLeastSide = 16;  ///< pixels of the picture
constexpr double kMargin = 6;
constexpr double kGrip = 12;  ///< from a corner
constexpr double kHandle = 8;
constexpr double kZoomStep = 1.1;
constexpr int kKeySteps = 20;  ///< arrow presses for a square's side

}  // namespace

CropView::CropView(QWidget* parent) : QWidget(parent) {
  setObjectName("cropView");
  setAccessibleName(tr("The part of the picture to learn from"));
  setToolTip(tr("Drag the square or its corners; the wheel, + and - size it"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(200, 200);
}

void CropView::setPicture(const QImage& shown, const QSize& size) {
  m_shown = shown;
  m_size = size;
  const int side = std::min(size.width(), size.height());
  m_cut = {(size.width() - side) / 2, (size.height() - side) / 2, side};
  update();
  Q_EMIT cutChanged();
}

void CropView::setCut(SquareCut cut) {
  if (m_size.isEmpty()) return;
  const int most = std::min(m_size.width(), m_size.height());
  cut.side = std::clamp(cut.side, std::min(kLeastSide, most), most);
  cut.x = std::clamp(cut.x, 0, m_size.width() - cut.side);
  cut.y = std::clamp(cut.y, 0, m_size.height() - cut.side);
  m_cut = cut;
  update();
  Q_EMIT cutChanged();
}

QRectF CropView::area() const {
  const QRectF room = QRectF(rect()).adjusted(kMargin, kMargin, -kMargin, -kMargin);
  const QSizeF fitted = QSizeF(m_size).scaled(room.size(), Qt::KeepAspectRatio);
  return {room.center() - QPointF(fitted.width(), fitted.height()) / 2, fitted};
}

double CropView::scale() const {
  return m_size.width() > 0 ? area().width() / m_size.width() : 1;
}

QRectF CropView::square() const {
  const double s = scale();
  return {area().topLeft() + QPointF(m_cut.x, m_cut.y) * s, QSizeF(m_cut.side, m_cut.side) * s};
}

void CropView::paintEvent(QPaintEvent*) {
  QStylePainter painter(this);
  painter.fillRect(rect(), canvasBackground(palette()));
  if (m_shown.isNull()) {
    painter.setPen(quietText(palette()));
    painter.drawText(rect().adjusted(12, 12, -12, -12), Qt::AlignCenter | Qt::TextWordWrap,
                     tr("Drop a picture here, paste one, or choose one below"));
  } else {
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(area(), m_shown);
    QPainterPath outside;
    outside.addRect(area());
    outside.addRect(square());
    painter.fillPath(outside, QColor(0, 0, 0, 150));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Qt::black, 3));
    painter.drawRect(square());
    painter.setPen(QPen(Qt::white, 1.5));
    painter.drawRect(square());
    painter.setBrush(Qt::white);
    painter.setPen(QPen(Qt::black, 1));
    const QRectF s = square();
    for (const QPointF& corner : {s.topLeft(), s.topRight(), s.bottomLeft(), s.bottomRight()})
      painter.drawRect(QRectF(corner - QPointF(kHandle, kHandle) / 2, QSizeF(kHandle, kHandle)));
  }
  if (!hasFocus()) return;
  QStyleOptionFocusRect option;
  option.initFrom(this);
  painter.drawPrimitive(QStyle::PE_FrameFocusRect, option);
}

CropView::Grip CropView::gripAt(const QPointF& at) const {
  const QRectF s = square();
  const std::pair<QPointF, Grip> corners[] = {{s.topLeft(), Grip::TopLeft},
                                              {s.topRight(), Grip::TopRight},
                                              {s.bottomLeft(), Grip::BottomLeft},
                                              {s.bottomRight(), Grip::BottomRight}};
  for (const auto& [corner, grip] : corners) {
    if (QLineF(corner, at).length() <= kGrip) return grip;
  }
  return Grip::Inside;
}

void CropView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton || m_shown.isNull()) return QWidget::mousePressEvent(event);
  m_grip = gripAt(event->position());
  m_grabbed = (event->position() - area().topLeft()) / scale();
  if (m_grip == Grip::Inside && !square().contains(event->position()))  // jumps there
    setCut({static_cast<int>(m_grabbed.x()) - m_cut.side / 2,
            static_cast<int>(m_grabbed.y()) - m_cut.side / 2, m_cut.side});
  m_cutAtGrab = m_cut;
}

void CropView::mouseMoveEvent(QMouseEvent* event) {
  if (m_shown.isNull()) return;
  if (m_grip == Grip::None) {
    const Grip under = gripAt(event->position());
    const bool isFalling = under == Grip::TopLeft || under == Grip::BottomRight;
    setCursor(under == Grip::Inside ? Qt::SizeAllCursor
              : isFalling           ? Qt::SizeFDiagCursor
                                    : Qt::SizeBDiagCursor);
    return;
  }
  const QPointF at = (event->position() - area().topLeft()) / scale();
  if (m_grip != Grip::Inside) return resizeTo(at);
  const QPointF moved = at - m_grabbed;
  setCut({m_cutAtGrab.x + qRound(moved.x()), m_cutAtGrab.y + qRound(moved.y()), m_cut.side});
}

/// The corner opposite the held one stays where it is.
void CropView::resizeTo(const QPointF& at) {
  const bool isLeft = m_grip == Grip::TopLeft || m_grip == Grip::BottomLeft;
  const bool isTop = m_grip == Grip::TopLeft || m_grip == Grip::TopRight;
  const int anchorX = isLeft ? m_cutAtGrab.x + m_cutAtGrab.side : m_cutAtGrab.x;
  const int anchorY = isTop ? m_cutAtGrab.y + m_cutAtGrab.side : m_cutAtGrab.y;
  const int roomX = isLeft ? anchorX : m_size.width() - anchorX;
  const int roomY = isTop ? anchorY : m_size.height() - anchorY;
  const double wanted =
      std::max(isLeft ? anchorX - at.x() : at.x() - anchorX, isTop ? anchorY - at.y() : at.y() - anchorY);
  const int most = std::min(roomX, roomY);
  const int side = std::clamp(qRound(wanted), std::min(kLeastSide, most), most);
  setCut({isLeft ? anchorX - side : anchorX, isTop ? anchorY - side : anchorY, side});
}

void CropView::mouseReleaseEvent(QMouseEvent*) {
  m_grip = Grip::None;
}

void CropView::wheelEvent(QWheelEvent* event) {
  if (m_shown.isNull()) return QWidget::wheelEvent(event);
  zoom(std::pow(kZoomStep, -event->angleDelta().y() / 120.0));
  event->accept();
}

void CropView::zoom(double factor) {
  const int side = factor > 1 ? std::max(m_cut.side + 1, qRound(m_cut.side * factor))
                              : std::min(m_cut.side - 1, qRound(m_cut.side * factor));
  const int grown = side - m_cut.side;
  setCut({m_cut.x - grown / 2, m_cut.y - grown / 2, side});
}

void CropView::moveBy(int dx, int dy) {
  const int step = std::max(1, m_cut.side / kKeySteps);
  setCut({m_cut.x + dx * step, m_cut.y + dy * step, m_cut.side});
}

void CropView::keyPressEvent(QKeyEvent* event) {
  if (m_shown.isNull()) return QWidget::keyPressEvent(event);
  switch (event->key()) {
    case Qt::Key_Left:
      return moveBy(-1, 0);
    case Qt::Key_Right:
      return moveBy(1, 0);
    case Qt::Key_Up:
      return moveBy(0, -1);
    case Qt::Key_Down:
      return moveBy(0, 1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return zoom(1 / kZoomStep);
    case Qt::Key_Minus:
      return zoom(kZoomStep);
    default:
      QWidget::keyPressEvent(event);
  }
}

}  // namespace unmask
