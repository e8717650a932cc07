#include "ui/canvas/canvas_view.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QWheelEvent>
#include <cmath>

#include "ui/icons.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kGlideMilliseconds = 110;
constexpr int kFlashFrameMilliseconds = 40;  ///< the engine needs the processor more
constexpr double kAnglePerDoubling = 360;    ///< eighths of a degree: three wheel notches double the size
constexpr double kShowPixelsFrom = 8;        ///< from this zoom on, pixels are shown as squares
constexpr double kArrowPan = 40;             ///< logical pixels

}  // namespace

CanvasView::CanvasView(QWidget* parent) : QWidget(parent) {
  setObjectName("canvas");
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setAttribute(Qt::WA_OpaquePaintEvent);
  setAccessibleName(tr("Canvas"));
  m_flashTimer.setInterval(kFlashFrameMilliseconds);
  connect(&m_flashTimer, &QTimer::timeout, this, [this] {
    if (!m_overlay.isFlashing()) m_flashTimer.stop();
    updateFlashingCells();
  });
  m_glide.setDuration(kGlideMilliseconds);
  m_glide.setEasingCurve(QEasingCurve::OutCubic);
  connect(&m_glide, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
    m_transform.zoomTo(std::exp2(value.toDouble()), m_glideAnchor);
    viewHasChanged();
  });
  updateCursor();
  updateDescription();
}

void CanvasView::setPicture(const QImage& image, int gridHeight, int gridWidth) {
  m_picture = image;
  m_pictureGridHeight = gridHeight;
  m_pictureGridWidth = gridWidth;
  if (!m_isShowingRun) m_overlay.setGrid(gridHeight, gridWidth);
  updateSizes();
  updateDescription();
  update();
}

void CanvasView::beginRun(const QSize& pictureSize, int gridHeight, int gridWidth) {
  if (!m_isShowingRun) {
    m_transformBeforeRun = m_transform;
    m_hadOtherSize = false;
  }
  m_isShowingRun = true;
  m_runSize = pictureSize;
  m_runImage = {};
  m_overlay.setGrid(gridHeight, gridWidth);
  m_overlay.hideAll();
  updateSizes();
  updateDescription();
  update();
}

void CanvasView::showFrame(const RunFrame& frame) {
  if (!m_isShowingRun) return;
  if (!frame.preview.isNull()) {
    m_runImage = frame.preview;
    m_runSize = frame.preview.size();
  }
  m_overlay.setHidden(frame.hidden);
  updateSizes();
  updateDescription();
  startFlash();
  update();
}

void CanvasView::endRun(RunResult result) {
  if (!m_isShowingRun) return;
  m_isShowingRun = false;
  m_runImage = {};
  if (result == RunResult::Discarded || m_overlay.hiddenCount() > 0) {
    m_overlay.setGrid(m_pictureGridHeight, m_pictureGridWidth);
    m_flashTimer.stop();
  }
  // A picture of another size was fitted; the user's own zooming meanwhile stays.
  if (result == RunResult::Discarded && m_hadOtherSize) m_transform = *m_transformBeforeRun;
  m_transformBeforeRun.reset();
  updateSizes();
  updateDescription();
  update();
}

void CanvasView::startFlash() {
  if (m_overlay.isFlashing() && !m_flashTimer.isActive()) m_flashTimer.start();
}

void CanvasView::updateFlashingCells() {
  const qreal ratio = devicePixelRatioF();
  QRegion region;
  for (const QRect& cell : m_overlay.flashRegion(m_transform)) {
    region += QRectF(cell.x() / ratio, cell.y() / ratio, cell.width() / ratio, cell.height() / ratio)
                  .toAlignedRect()
                  .adjusted(-1, -1, 1, 1);
  }
  update(region);
}

void CanvasView::updateSizes() {
  const QSize view = (QSizeF(size()) * devicePixelRatioF()).toSize();
  if (m_isShowingRun && m_runSize != m_picture.size()) m_hadOtherSize = true;
  m_transform.setSizes(view, m_isShowingRun ? m_runSize : m_picture.size());
  Q_EMIT viewChanged();
}

void CanvasView::updateDescription() {
  QString text = tr("Empty. Type a prompt and generate a picture.");
  if (m_isShowingRun) {
    text = tr("A picture in the making: %n cell(s) still hidden.", nullptr,
              static_cast<int>(m_overlay.hiddenCount()));
  } else if (!m_picture.isNull()) {
    text = tr("A picture of %1 by %2 pixels.").arg(m_picture.width()).arg(m_picture.height());
  }
  setAccessibleDescription(text);
}

void CanvasView::fit() {
  m_glide.stop();
  m_transform.fit();
  viewHasChanged();
}

void CanvasView::zoomTo(double scale) {
  glideTo(scale, toDevice(QRectF(rect()).center()));
}

void CanvasView::zoomByFactor(double factor) {
  const bool isGliding = m_glide.state() == QAbstractAnimation::Running;
  zoomTo((isGliding ? m_targetScale : m_transform.scale()) * factor);
}

void CanvasView::glideTo(double scale, const QPointF& anchorDevice) {
  if (m_transform.isEmpty()) return;
  m_targetScale = std::clamp(scale, m_transform.minScale(), ViewTransform::kMaxScale);
  m_glideAnchor = anchorDevice;
  m_glide.stop();
  if (!m_isAnimated || style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this) == 0) {
    m_transform.zoomTo(m_targetScale, m_glideAnchor);
    return viewHasChanged();
  }
  m_glide.setStartValue(std::log2(m_transform.scale()));
  m_glide.setEndValue(std::log2(m_targetScale));
  m_glide.start();
}

void CanvasView::setGridShown(bool isShown) {
  m_overlay.setGridShown(isShown);
  update();
}

void CanvasView::viewHasChanged() {
  update();
  Q_EMIT viewChanged();
}

void CanvasView::resizeEvent(QResizeEvent*) {
  updateSizes();
}

void CanvasView::wheelEvent(QWheelEvent* event) {
  const int angle = event->angleDelta().y();
  if (angle == 0) return event->ignore();
  const bool isGliding = m_glide.state() == QAbstractAnimation::Running;
  const double from = isGliding ? m_targetScale : m_transform.scale();
  glideTo(from * std::exp2(angle / kAnglePerDoubling), toDevice(event->position()));
  event->accept();
}

void CanvasView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton) return event->ignore();
  m_glide.stop();
  m_dragFrom = toDevice(event->position());
  updateCursor();
}

void CanvasView::mouseMoveEvent(QMouseEvent* event) {
  const QPointF position = toDevice(event->position());
  if (m_dragFrom) {
    m_transform.panBy(position - *m_dragFrom);
    m_dragFrom = position;
    viewHasChanged();
  }
  Q_EMIT cellHovered(m_transform.cellFromDevice(position, m_overlay.gridHeight(), m_overlay.gridWidth()));
}

void CanvasView::mouseReleaseEvent(QMouseEvent*) {
  m_dragFrom.reset();
  updateCursor();
}

void CanvasView::leaveEvent(QEvent*) {
  Q_EMIT cellHovered(std::nullopt);
}

void CanvasView::keyPressEvent(QKeyEvent* event) {
  const double step = kArrowPan * devicePixelRatioF();
  QPointF pan;
  switch (event->key()) {
    case Qt::Key_Space:
      m_isSpaceDown = true;
      return updateCursor();
    case Qt::Key_Left:
      pan = {step, 0};
      break;
    case Qt::Key_Right:
      pan = {-step, 0};
      break;
    case Qt::Key_Up:
      pan = {0, step};
      break;
    case Qt::Key_Down:
      pan = {0, -step};
      break;
    default:
      return QWidget::keyPressEvent(event);
  }
  m_transform.panBy(pan);
  viewHasChanged();
}

void CanvasView::keyReleaseEvent(QKeyEvent* event) {
  if (event->key() != Qt::Key_Space) return QWidget::keyReleaseEvent(event);
  if (event->isAutoRepeat()) return;
  m_isSpaceDown = false;
  updateCursor();
}

void CanvasView::focusOutEvent(QFocusEvent* event) {
  m_isSpaceDown = false;
  m_dragFrom.reset();
  updateCursor();
  QWidget::focusOutEvent(event);
}

void CanvasView::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) update();
  QWidget::changeEvent(event);
}

void CanvasView::updateCursor() {
  Qt::CursorShape shape = Qt::ArrowCursor;
  if (m_isSpaceDown) shape = Qt::OpenHandCursor;
  if (m_dragFrom) shape = Qt::ClosedHandCursor;
  setCursor(shape);
}

void CanvasView::paintEvent(QPaintEvent*) {
  // Moved to a screen of another scale: no resize event tells.
  if (m_transform.viewSize() != (QSizeF(size()) * devicePixelRatioF()).toSize()) updateSizes();
  QPainter painter(this);
  painter.fillRect(rect(), canvasBackground(palette()));
  if (m_transform.isEmpty()) {
    paintHint(&painter);
  } else {
    painter.save();
    // From here on in device pixels. At fractional scales the widget may begin between two of them; the
    // remainder is taken out so that picture pixels land on screen pixels.
    const qreal ratio = devicePixelRatioF();
    const QTransform toScreen = painter.deviceTransform();
    painter.translate((std::round(toScreen.dx()) - toScreen.dx()) / ratio,
                      (std::round(toScreen.dy()) - toScreen.dy()) / ratio);
    painter.scale(1 / ratio, 1 / ratio);
    paintPicture(&painter);
    m_overlay.paint(&painter, m_transform, palette(), ratio);
    painter.restore();
  }
  if (hasFocus()) {
    painter.setPen(QPen(palette().color(QPalette::Highlight), 1));
    painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
  }
  if (!m_hasPainted) {
    m_hasPainted = true;
    // Queued: by then the window system has got the pixels.
    QMetaObject::invokeMethod(this, &CanvasView::firstPainted, Qt::QueuedConnection);
  }
}

void CanvasView::paintPicture(QPainter* painter) {
  const QRect rect = m_transform.pictureRect();
  const QImage image = shownImage();
  if (image.isNull()) {
    painter->fillRect(rect, canvasPaper(palette()));
  } else {
    renderLayer();
    painter->drawImage(0, 0, m_layer);
  }
  QColor edge = palette().color(QPalette::WindowText);
  edge.setAlphaF(0.25f);
  painter->setPen(QPen(edge, 0));
  painter->setBrush(Qt::NoBrush);
  painter->drawRect(rect.adjusted(-1, -1, 0, 0));
}

void CanvasView::renderLayer() {
  const QImage image = shownImage();
  const LayerKey key{image.cacheKey(), m_transform.pictureRect(), m_transform.viewSize()};
  if (key == m_layerKey && !m_layer.isNull()) return;
  m_layerKey = key;
  if (m_layer.size() != key.view) m_layer = QImage(key.view, QImage::Format_ARGB32_Premultiplied);
  m_layer.fill(Qt::transparent);
  QPainter painter(&m_layer);
  const bool isSharp = m_transform.scale() >= kShowPixelsFrom || key.rect.size() == image.size();
  painter.setRenderHint(QPainter::SmoothPixmapTransform, !isSharp);
  painter.drawImage(key.rect, image);
}

void CanvasView::paintHint(QPainter* painter) {
  constexpr int kIconSide = 88;
  const QPointF middle = QRectF(rect()).center();
  const QRectF iconRect(middle.x() - kIconSide / 2.0, middle.y() - kIconSide - 14, kIconSide, kIconSide);
  painter->setOpacity(0.85);
  applicationIcon().paint(painter, iconRect.toRect());
  painter->setOpacity(1);
  QFont headline = font();
  headline.setPointSizeF(headline.pointSizeF() * 1.35);
  painter->setFont(headline);
  painter->setPen(palette().color(QPalette::WindowText));
  const QRectF text(12, middle.y() + 6, width() - 24, 34);
  painter->drawText(text, Qt::AlignHCenter | Qt::AlignVCenter, tr("Describe a picture"));
  painter->setFont(font());
  painter->setPen(quietText(palette()));
  painter->drawText(text.translated(0, 32).adjusted(0, 0, 0, 20),
                    Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                    tr("Ctrl+Enter makes it appear here, cell by cell"));
}

}  // namespace unmask
