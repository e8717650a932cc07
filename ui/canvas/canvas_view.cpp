#include "ui/canvas/canvas_view.h"

#include <QPaintEvent>
#include <QPainter>
#include <QStyle>
#include <cmath>

#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kGlideMilliseconds = 110;
constexpr int kFlashFrameMilliseconds = 40;  ///< the engine needs the processor more
constexpr int kFlickerMilliseconds = 500;
constexpr int kSizePreviewMilliseconds = 900;

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
  m_flicker.setInterval(kFlickerMilliseconds);
  connect(&m_flicker, &QTimer::timeout, this, [this] {
    m_comparison.flick();
    update();
  });
  const auto repaint = [this] { update(); };
  connect(&m_layer.levels(), &PictureLevels::ready, this, repaint);
  connect(&m_comparison.originalLevels(), &PictureLevels::ready, this, repaint);
  m_sizePreview.setSingleShot(true);
  m_sizePreview.setInterval(kSizePreviewMilliseconds);
  connect(&m_sizePreview, &QTimer::timeout, this, &CanvasView::refreshBrush);
  setAttribute(Qt::WA_AcceptTouchEvents);
  setTabletTracking(true);
  m_glide.setDuration(kGlideMilliseconds);
  m_glide.setEasingCurve(QEasingCurve::OutCubic);
  connect(&m_glide, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
    m_transform.zoomTo(std::exp2(value.toDouble()), m_glideAnchor);
    viewHasChanged();
  });
  updateCursor();
  updateDescription();
}

void CanvasView::attachTools(MaskModel* mask, ToolSettings* settings, MaskTools* tools) {
  m_mask = mask;
  m_settings = settings;
  m_tools = tools;
  connect(mask, &MaskModel::changed, this, &CanvasView::onMaskChanged);
  connect(settings, &ToolSettings::changed, this, &CanvasView::onToolsChanged);
  onToolsChanged();
}

void CanvasView::setHint(const QString& hint) {
  m_hint = hint;
  if (m_transform.isEmpty()) update();
}

void CanvasView::setPicture(const QImage& image, int gridHeight, int gridWidth) {
  m_picture = image;
  m_pictureGridHeight = gridHeight;
  m_pictureGridWidth = gridWidth;
  if (!m_isShowingRun && !m_isShowingStep) m_overlay.setGrid(gridHeight, gridWidth);
  updateSizes();
  updateDescription();
  update();
}

void CanvasView::beginRun(const QSize& pictureSize, const QImage& start, const CellMask& hidden) {
  if (!m_isShowingRun) {
    m_transformBeforeRun = m_transform;
    m_hadOtherSize = false;
  }
  m_isShowingRun = true;
  m_runSize = pictureSize;
  m_runImage = start;
  m_runHidden = hidden;
  m_isShowingStep = false;
  m_overlay.setGrid(hidden.height, hidden.width);
  m_overlay.setHidden(hidden);
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
  m_runHidden = frame.hidden;
  if (!m_isShowingStep) m_overlay.setHidden(frame.hidden);
  updateSizes();
  updateDescription();
  startFlash();
  update();
}

void CanvasView::endRun(RunResult result) {
  if (!m_isShowingRun) return;
  m_isShowingRun = false;
  m_isShowingStep = false;
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

void CanvasView::showStep(const QImage& image, const CellMask& hiddenBefore, const CellMask& hidden) {
  m_isShowingStep = true;
  m_stepImage = image;
  m_overlay.setHidden(hiddenBefore);
  m_overlay.setHidden(hidden);
  updateSizes();
  updateDescription();
  startFlash();
  update();
}

void CanvasView::showStepImage(const QImage& image) {
  if (!m_isShowingStep) return;
  m_stepImage = image;
  updateSizes();
  update();
}

void CanvasView::setHeatMap(const QImage& cells) {
  if (cells.isNull() && m_heatMap.isNull()) return;
  m_heatMap = cells;
  update();
}

void CanvasView::leaveStep() {
  if (!m_isShowingStep) return;
  m_isShowingStep = false;
  m_stepImage = {};
  if (m_isShowingRun) {
    m_overlay.setHidden(m_runHidden);
  } else if (m_overlay.hiddenCount() > 0 || m_overlay.gridHeight() != m_pictureGridHeight ||
             m_overlay.gridWidth() != m_pictureGridWidth) {
    m_overlay.setGrid(m_pictureGridHeight, m_pictureGridWidth);
  }
  updateSizes();
  updateDescription();
  update();
}

QSize CanvasView::shownSize() const {
  if (m_isShowingStep && !m_stepImage.isNull()) return m_stepImage.size();
  const bool isRunsPaper = m_isShowingStep && m_picture.isNull();
  return m_isShowingRun || isRunsPaper ? m_runSize : m_picture.size();
}

void CanvasView::updateSizes() {
  const QSize view = (QSizeF(size()) * devicePixelRatioF()).toSize();
  if (m_isShowingRun && m_runSize != m_picture.size()) m_hadOtherSize = true;
  m_transform.setSizes(view, shownSize());
  Q_EMIT viewChanged();
}

void CanvasView::updateDescription() {
  QString text = tr("Empty. Type a prompt and generate a picture.");
  if (m_isShowingRun || m_isShowingStep) {
    text = tr("A picture in the making: %n cell(s) still hidden.", nullptr,
              static_cast<int>(m_overlay.hiddenCount()));
  } else if (!m_picture.isNull()) {
    text = tr("A picture of %1 by %2 pixels.").arg(m_picture.width()).arg(m_picture.height());
    if (m_mask != nullptr && m_mask->hasMask())
      text += ' ' + tr("Cells masked: %1.").arg(m_mask->cellCount());
    if (m_mask != nullptr && m_mask->hasLocks())
      text += ' ' + tr("Cells locked: %1.").arg(m_mask->lockCount());
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

void CanvasView::setMaskShown(bool isShown) {
  m_isMaskShown = isShown;
  update();
}

void CanvasView::setReviewing(bool isReviewing) {
  if (m_isReviewing == isReviewing) return;
  m_isReviewing = isReviewing;
  update();
}

void CanvasView::setOriginal(const QImage& original) {
  m_comparison.setOriginal(original);
  updateComparison();
}

void CanvasView::setComparing(bool isComparing) {
  m_comparison.setOn(isComparing);
  updateComparison();
}

void CanvasView::setCompareMode(CompareMode mode) {
  m_comparison.setMode(mode);
  updateComparison();
}

void CanvasView::updateComparison() {
  const bool flickers = m_comparison.isOn() && m_comparison.mode() == CompareMode::Flicker;
  if (flickers != m_flicker.isActive()) flickers ? m_flicker.start() : m_flicker.stop();
  update();
}

void CanvasView::updateDevice(const QRectF& device) {
  const qreal ratio = devicePixelRatioF();
  update(QRectF(device.topLeft() / ratio, device.size() / ratio).toAlignedRect().adjusted(-2, -2, 2, 2));
}

void CanvasView::onMaskChanged(const QRect& pixels) {
  m_maskOverlay.noteChange(pixels);
  const QPointF topLeft = m_transform.deviceFromPicture(pixels.topLeft());
  const QPointF end =
      m_transform.deviceFromPicture(QPointF(pixels.x() + pixels.width(), pixels.y() + pixels.height()));
  const double margin = 4 * devicePixelRatioF();
  updateDevice(QRectF(topLeft, end).adjusted(-margin, -margin, margin, margin));
  if (m_tools->isActive() && !m_tools->outline().empty())
    update();  // the outline reaches beyond what it paints
  updateDescription();
}

void CanvasView::viewHasChanged() {
  update();
  updateCursor();  // a small brush shows as a cross
  Q_EMIT viewChanged();
}

void CanvasView::paintEvent(QPaintEvent*) {
  // Moved to a screen of another scale: no resize event tells.
  if (m_transform.viewSize() != (QSizeF(size()) * devicePixelRatioF()).toSize()) updateSizes();
  QPainter painter(this);
  painter.fillRect(rect(), canvasBackground(palette()));
  if (m_transform.isEmpty()) {
    paintCanvasHint(&painter, rect(), m_hint, font(), palette());
  } else {
    painter.save();
    // From here on in device pixels. At fractional scales the widget may begin between two of them; the
    // remainder is taken out so that picture pixels land on screen pixels.
    const qreal ratio = devicePixelRatioF();
    const QTransform toScreen = painter.deviceTransform();
    painter.translate((std::round(toScreen.dx()) - toScreen.dx()) / ratio,
                      (std::round(toScreen.dy()) - toScreen.dy()) / ratio);
    painter.scale(1 / ratio, 1 / ratio);
    if (isComparing()) {
      m_comparison.paint(&painter, shownImage(), &m_layer, m_transform, palette(), font(), ratio);
    } else {
      m_layer.setCoresBusy(m_isShowingRun || m_isShowingStep);
      m_layer.paint(&painter, shownImage(), m_transform, palette());
      if (!m_heatMap.isNull()) {
        const QSizeF size = m_transform.pictureSize();
        painter.drawImage(QRectF(m_transform.deviceFromPicture(QPointF(0, 0)),
                                 m_transform.deviceFromPicture(QPointF(size.width(), size.height()))),
                          m_heatMap);
      }
      m_overlay.paint(&painter, m_transform, palette(), ratio);
      m_stamp.paint(&painter, m_transform, palette().color(QPalette::Highlight));
      paintMask(&painter);
    }
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

void CanvasView::paintMask(QPainter* painter) {
  if (m_mask == nullptr) return;
  const qreal ratio = devicePixelRatioF();
  if (m_isMaskShown) {
    const bool isOutlined = (m_isShowingRun || m_isReviewing || m_isShowingStep) && !m_tools->isActive();
    const auto look = isOutlined ? MaskOverlay::Look::Outlines : MaskOverlay::Look::Full;
    m_maskOverlay.paint(painter, m_transform, *m_mask, *m_settings, look, ratio);
  }
  if (!m_tools->outline().empty()) {
    QPolygonF outline;
    for (const PicturePoint& corner : m_tools->outline())
      outline << m_transform.deviceFromPicture({corner.x, corner.y});
    MaskOverlay::paintShape(painter, outline, ratio);
  }
  if (const auto brush = shownBrush()) MaskOverlay::paintBrush(painter, *brush, ratio);
}

}  // namespace unmask
