// CanvasView's reactions to wheel, mouse, pen, touch and keys.
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPointingDevice>
#include <QTabletEvent>
#include <QTouchEvent>
#include <QWheelEvent>
#include <cmath>

#include "ui/canvas/canvas_view.h"
#include "ui/icons.h"

namespace unmask {
namespace {

constexpr double kAnglePerDoubling = 360;  ///< eighths of a degree: three wheel notches double the size
constexpr double kAnglePerNotch = 120;
constexpr double kArrowPan = 40;  ///< logical pixels
constexpr double kZoomToolFactor = 2;
constexpr double kSmallestRing = 3;  ///< logical pixels: below, a cross shows better where one is

QPointF middleOf(const QList<QEventPoint>& points) {
  QPointF sum;
  for (const QEventPoint& point : points) sum += point.position();
  return sum / std::max<qsizetype>(1, points.size());
}

double spreadOf(const QList<QEventPoint>& points) {
  if (points.size() < 2) return 0;
  const QPointF between = points[0].position() - points[1].position();
  return std::hypot(between.x(), between.y());
}

QPointF middleBefore(const QList<QEventPoint>& points) {
  QPointF sum;
  for (const QEventPoint& point : points) sum += point.lastPosition();
  return sum / std::max<qsizetype>(1, points.size());
}

double spreadBefore(const QList<QEventPoint>& points) {
  if (points.size() < 2) return 0;
  const QPointF between = points[0].lastPosition() - points[1].lastPosition();
  return std::hypot(between.x(), between.y());
}

}  // namespace

bool CanvasView::isPaintable() const {
  return m_mask != nullptr && m_mask->hasPicture() && m_tools->isPaintingTool();
}

ToolPoint CanvasView::toolPoint(const QPointF& device, Qt::KeyboardModifiers modifiers) const {
  ToolPoint point;
  const QPointF at = m_transform.isEmpty() ? QPointF() : m_transform.pictureFromDevice(device);
  point.at = {at.x(), at.y()};
  point.isTurned = modifiers.testFlag(Qt::ControlModifier);
  point.isShiftDown = modifiers.testFlag(Qt::ShiftModifier);
  return point;
}

void CanvasView::pressAt(const QPointF& device, Qt::MouseButton button, const ToolPoint& point) {
  m_glide.stop();
  m_dragFrom = device;
  const bool pans = button == Qt::MiddleButton || m_panKey != 0 || currentTool() == Tool::Hand ||
                    (m_mask != nullptr && !m_mask->hasPicture());
  if (isComparing() && m_comparison.isOnDivider(device, m_transform, devicePixelRatioF())) {
    m_drag = Drag::Divider;
  } else if (pans || isComparing()) {
    m_drag = Drag::Pan;
  } else if (currentTool() == Tool::Zoom) {
    const double factor = point.isTurned ? 1 / kZoomToolFactor : kZoomToolFactor;
    glideTo(m_transform.scale() * factor, device);
  } else if (currentTool() == Tool::Picker) {
    m_drag = Drag::Tool;
    usePicker(device);
  } else if (currentTool() == Tool::Token) {
    m_drag = Drag::Tool;
    m_stamp.begin(device, m_transform, m_overlay.gridHeight(), m_overlay.gridWidth());
    update();
  } else if (isPaintable()) {
    m_drag = Drag::Tool;
    m_tools->press(point);
  }
  updateCursor();
}

void CanvasView::moveTo(const QPointF& device, const ToolPoint& point) {
  m_pointer = device;
  m_pointerState = point;
  if (m_drag == Drag::Divider) {
    m_comparison.moveDivider(device.x(), m_transform);
    update();
  } else if (m_drag == Drag::Pan) {
    m_transform.panBy(device - m_dragFrom);
    m_dragFrom = device;
    viewHasChanged();
  } else if (m_drag == Drag::Tool && currentTool() == Tool::Picker) {
    usePicker(device);
  } else if (m_drag == Drag::Tool && isStamping()) {
    m_stamp.moveTo(device, m_transform);
    update();
  } else if (m_drag == Drag::Tool) {
    m_tools->move(point);
  }
  if (isComparing()) updateCursor();
  refreshBrush();
  if (isComparing()) return Q_EMIT cellHovered(std::nullopt);
  Q_EMIT cellHovered(m_transform.cellFromDevice(device, m_overlay.gridHeight(), m_overlay.gridWidth()));
}

void CanvasView::releaseAt(const ToolPoint& point) {
  if (m_drag == Drag::Tool && m_tools != nullptr) m_tools->release(point);
  m_drag = Drag::None;
  endStamp();
  update();
  updateCursor();
}

void CanvasView::endStamp() {
  if (!isStamping()) return;
  const std::vector<Cell> cells = m_stamp.end();
  if (!cells.empty()) Q_EMIT cellsStamped(cells);
}

void CanvasView::usePicker(const QPointF& device) {
  const auto cell = m_transform.cellFromDevice(device, m_overlay.gridHeight(), m_overlay.gridWidth());
  if (cell) Q_EMIT cellPicked(*cell);
}

void CanvasView::wheelEvent(QWheelEvent* event) {
  // With Alt held, Qt turns the wheel sideways.
  const bool resizes = m_settings != nullptr &&
                       event->modifiers().testFlag(m_settings->wheelSizeModifier()) &&
                       ToolSettings::hasSize(currentTool());
  const int angle = event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
  if (resizes && angle != 0) {
    m_settings->stepSize(static_cast<int>(std::copysign(std::ceil(std::abs(angle) / kAnglePerNotch), angle)));
    return event->accept();
  }
  if (event->angleDelta().y() == 0) return event->ignore();
  const bool isGliding = m_glide.state() == QAbstractAnimation::Running;
  const double from = isGliding ? m_targetScale : m_transform.scale();
  QPointF anchor = toDevice(event->position());
  if (isComparing() && m_comparison.mode() == CompareMode::SideBySide) {
    const double quarter = m_transform.viewSize().width() / 4.0;  // each half shows the middle of the view
    anchor.rx() += anchor.x() < 2 * quarter ? quarter : -quarter;
  }
  glideTo(from * std::exp2(angle / kAnglePerDoubling), anchor);
  event->accept();
}

void CanvasView::mousePressEvent(QMouseEvent* event) {
  const Qt::MouseButton button = event->button();
  const bool isOurs = button == Qt::LeftButton || button == Qt::MiddleButton ||
                      (button == Qt::RightButton && m_tools != nullptr);
  if (!isOurs || m_drag != Drag::None) return event->ignore();
  ToolPoint point = toolPoint(toDevice(event->position()), event->modifiers());
  point.isTurned = point.isTurned != (button == Qt::RightButton);
  pressAt(toDevice(event->position()), button, point);
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
  ToolPoint point = toolPoint(toDevice(event->position()), event->modifiers());
  point.isTurned = point.isTurned != event->buttons().testFlag(Qt::RightButton);
  moveTo(toDevice(event->position()), point);
}

void CanvasView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->buttons() != Qt::NoButton) return;  // another one is still down
  releaseAt(toolPoint(toDevice(event->position()), event->modifiers()));
}

void CanvasView::tabletEvent(QTabletEvent* event) {
  ToolPoint point = toolPoint(toDevice(event->position()), event->modifiers());
  point.pressure = event->pressure();
  point.isEraserEnd = event->pointerType() == QPointingDevice::PointerType::Eraser;
  if (event->button() == Qt::RightButton) point.isTurned = !point.isTurned;
  switch (event->type()) {
    case QEvent::TabletPress:
      setFocus(Qt::MouseFocusReason);
      pressAt(toDevice(event->position()), event->button(), point);
      break;
    case QEvent::TabletMove:
      if (m_drag == Drag::None) point.pressure = 1;  // hovering: the brush at its full size
      moveTo(toDevice(event->position()), point);
      break;
    default:
      releaseAt(point);
      break;
  }
  event->accept();
}

bool CanvasView::touchEvent(QTouchEvent* event) {
  // A pen's tip may be reported as touch as well; fingers move the picture and never paint.
  event->accept();
  const QList<QEventPoint>& points = event->points();
  if (event->type() == QEvent::TouchBegin) {
    m_glide.stop();
    return true;
  }
  if (event->type() != QEvent::TouchUpdate || points.isEmpty()) return true;
  const double spread = spreadOf(points), before = spreadBefore(points);
  m_transform.panBy(toDevice(middleOf(points) - middleBefore(points)));
  if (spread > 0 && before > 0)
    m_transform.zoomTo(m_transform.scale() * spread / before, toDevice(middleOf(points)));
  viewHasChanged();
  return true;
}

bool CanvasView::event(QEvent* event) {
  switch (event->type()) {
    case QEvent::TouchBegin:
    case QEvent::TouchUpdate:
    case QEvent::TouchEnd:
    case QEvent::TouchCancel:
      return touchEvent(static_cast<QTouchEvent*>(event));
    case QEvent::ShortcutOverride:
      // Esc ends the stroke before it ends anything else.
      if (static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape &&
          (isStamping() || (m_tools != nullptr && m_tools->isActive())))
        event->accept();
      break;
    default:
      break;
  }
  return QWidget::event(event);
}

bool CanvasView::cancelStroke() {
  if (!isStamping() && (m_tools == nullptr || !m_tools->isActive())) return false;
  m_stamp.cancel();
  if (m_tools != nullptr) m_tools->cancel();
  m_drag = Drag::None;
  update();
  return true;
}

void CanvasView::leaveEvent(QEvent*) {
  m_pointer.reset();
  refreshBrush();
  Q_EMIT cellHovered(std::nullopt);
}

/// The arrow keys' way, in device pixels; null when the key is none of them.
std::optional<QPointF> CanvasView::panOfKey(const QKeyEvent* event) const {
  const double step = kArrowPan * devicePixelRatioF();
  if (isOneOf(m_keys.panLeft, event)) return QPointF(step, 0);
  if (isOneOf(m_keys.panRight, event)) return QPointF(-step, 0);
  if (isOneOf(m_keys.panUp, event)) return QPointF(0, step);
  if (isOneOf(m_keys.panDown, event)) return QPointF(0, -step);
  return std::nullopt;
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
  if (isOneOf(m_keys.panWhileHeld, event)) {
    m_panKey = event->key();
    refreshBrush();
    return updateCursor();
  }
  if (const auto pan = panOfKey(event)) {
    m_transform.panBy(*pan);
    return viewHasChanged();
  }
  if (event->key() == Qt::Key_Control) {
    m_pointerState.isTurned = true;
    return refreshBrush();
  }
  if (event->key() == Qt::Key_Escape && cancelStroke()) return;
  QWidget::keyPressEvent(event);
}

void CanvasView::keyReleaseEvent(QKeyEvent* event) {
  if (event->isAutoRepeat()) return;
  if (event->key() == Qt::Key_Control) {
    m_pointerState.isTurned = false;
    return refreshBrush();
  }
  if (m_panKey == 0 || event->key() != m_panKey) return QWidget::keyReleaseEvent(event);
  m_panKey = 0;
  refreshBrush();
  updateCursor();
}

void CanvasView::focusOutEvent(QFocusEvent* event) {
  m_panKey = 0;
  if (m_drag == Drag::Tool && m_tools != nullptr) m_tools->release(m_pointerState);
  m_drag = Drag::None;
  endStamp();
  updateCursor();
  QWidget::focusOutEvent(event);
}

void CanvasView::resizeEvent(QResizeEvent*) {
  updateSizes();
}

void CanvasView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) update();
  QWidget::changeEvent(event);
}

std::optional<MaskOverlay::Brush> CanvasView::shownBrush() const {
  if (!isPaintable() || !ToolSettings::hasSize(currentTool())) return std::nullopt;
  const bool isInMiddle = m_sizePreview.isActive() && !m_pointer;
  if (!isInMiddle && (!m_pointer || m_panKey != 0 || m_drag == Drag::Pan)) return std::nullopt;
  MaskOverlay::Brush brush;
  brush.centre = isInMiddle ? toDevice(QRectF(rect()).center()) : *m_pointer;
  const ToolPoint state = isInMiddle ? ToolPoint() : m_pointerState;
  brush.radius = m_tools->radiusFor(state) * m_transform.scale();
  const Tool tool = m_tools->toolFor(state);
  brush.isErasing = tool == Tool::Eraser || (tool == Tool::Lock && m_settings->isErasing() != state.isTurned);
  return brush;
}

void CanvasView::refreshBrush() {
  updateDevice(m_brushArea);
  const auto brush = shownBrush();
  m_brushArea = brush ? MaskOverlay::brushArea(*brush, devicePixelRatioF()) : QRectF();
  updateDevice(m_brushArea);
}

void CanvasView::onToolsChanged() {
  const double size = m_settings->size(currentTool());
  if (std::exchange(m_shownSize, size) != size && m_hasPainted && !m_pointer) m_sizePreview.start();
  updateCursor();
  refreshBrush();
  update();
}

void CanvasView::updateCursor() {
  if (m_drag == Drag::Pan) return setCursor(Qt::ClosedHandCursor);
  if (isComparing()) {
    const bool isOnDivider =
        m_pointer && m_comparison.isOnDivider(*m_pointer, m_transform, devicePixelRatioF());
    return setCursor(isOnDivider ? Qt::SplitHCursor : Qt::OpenHandCursor);
  }
  if (m_panKey != 0) return setCursor(Qt::OpenHandCursor);
  if (m_mask == nullptr || (!m_mask->hasPicture() && currentTool() != Tool::Hand))
    return setCursor(Qt::ArrowCursor);
  switch (currentTool()) {
    case Tool::Hand:
      return setCursor(Qt::OpenHandCursor);
    case Tool::Zoom:
      return setCursor(QCursor(iconPixmap("zoom-cursor", Qt::black, {24, 24}, devicePixelRatioF()), 10, 10));
    case Tool::Brush:
    case Tool::Eraser:
    case Tool::Lock: {
      const double radius = m_settings->size(currentTool()) / 2 * m_transform.scale() / devicePixelRatioF();
      return setCursor(radius < kSmallestRing ? Qt::CrossCursor : Qt::BlankCursor);
    }
    default:
      return setCursor(Qt::CrossCursor);
  }
}

}  // namespace unmask
