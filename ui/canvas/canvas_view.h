// The canvas: the picture, zoomed and panned, and over it the state of a run.
#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QTimer>
#include <QVariantAnimation>
#include <QWidget>
#include <optional>

#include "ui/canvas/token_overlay.h"
#include "ui/canvas/view_transform.h"
#include "ui/jobs/engine_messages.h"

namespace unmask {

/// Shows the document's picture; between beginRun() and endRun() it shows the run instead, without touching
/// the former. Wheel and Ctrl+wheel zoom at the cursor; dragging (left, middle, or Space held) pans; arrow
/// keys pan.
class CanvasView : public QWidget {
  Q_OBJECT

 public:
  explicit CanvasView(QWidget* parent = nullptr);

  /// The document's picture and its token grid; a null image is an empty canvas with a hint.
  void setPicture(const QImage& image, int gridHeight, int gridWidth);

  void beginRun(const QSize& pictureSize, int gridHeight, int gridWidth);
  void showFrame(const RunFrame& frame);
  enum class RunResult { Completed, Discarded };
  /// Discarded: everything looks as before beginRun(). Completed: the last revealed cells may go on flashing.
  void endRun(RunResult result);
  bool isShowingRun() const { return m_isShowingRun; }

  QImage shownImage() const { return m_isShowingRun ? m_runImage : m_picture; }
  const TokenOverlay& overlay() const { return m_overlay; }
  const ViewTransform& viewTransform() const { return m_transform; }

  void fit();
  void zoomTo(double scale);  ///< about the middle; device pixels per picture pixel
  void zoomByFactor(double factor);
  void setGridShown(bool isShown);
  void setAnimated(bool isAnimated) {
    m_isAnimated = isAnimated;
  }  ///< zoom at once instead of gliding when false

  QSize sizeHint() const override { return {640, 640}; }
  QSize minimumSizeHint() const override { return {240, 240}; }

 Q_SIGNALS:
  void firstPainted();  ///< once, after the first paint reached the screen's buffer
  void viewChanged();   ///< zoom, pan or sizes
  void cellHovered(const std::optional<unmask::Cell>& cell);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  void updateSizes();
  void glideTo(double scale, const QPointF& anchorDevice);
  void viewHasChanged();
  void updateCursor();
  void updateDescription();
  void startFlash();
  void updateFlashingCells();
  void paintPicture(QPainter* painter);
  void paintHint(QPainter* painter);
  void renderLayer();

  QPointF toDevice(const QPointF& logical) const { return logical * devicePixelRatioF(); }

  QImage m_picture;
  int m_pictureGridHeight = 0;
  int m_pictureGridWidth = 0;
  bool m_isShowingRun = false;
  QSize m_runSize;
  QImage m_runImage;
  std::optional<ViewTransform> m_transformBeforeRun;
  bool m_hadOtherSize = false;  ///< the run showed a picture of another size than the document's

  ViewTransform m_transform;
  TokenOverlay m_overlay;
  QTimer m_flashTimer;

  /// The visible part of the picture, already scaled; redrawn only when picture, zoom or size change.
  QImage m_layer;
  struct LayerKey {
    qint64 image = 0;
    QRect rect;
    QSize view;
    bool operator==(const LayerKey&) const = default;
  };
  LayerKey m_layerKey;

  QVariantAnimation m_glide;
  QPointF m_glideAnchor;
  double m_targetScale = 1;
  bool m_isAnimated = true;

  std::optional<QPointF> m_dragFrom;  ///< device pixels
  bool m_isSpaceDown = false;
  bool m_hasPainted = false;
};

}  // namespace unmask
