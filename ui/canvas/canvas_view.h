// The canvas: the picture, zoomed and panned, and over it the state of a run.
#pragma once

#include <QElapsedTimer>
#include <QImage>
#include <QTimer>
#include <QVariantAnimation>
#include <QWidget>
#include <optional>

#include "ui/canvas/canvas_keys.h"
#include "ui/canvas/cell_stamp.h"
#include "ui/canvas/comparison.h"
#include "ui/canvas/mask_overlay.h"
#include "ui/canvas/picture_layer.h"
#include "ui/canvas/token_overlay.h"
#include "ui/canvas/view_transform.h"
#include "ui/jobs/engine_messages.h"
#include "ui/tools/mask_tools.h"

class QTouchEvent;

namespace unmask {

/// Shows the document's picture; between beginRun() and endRun() it shows the run instead, without touching
/// the former. Wheel and Ctrl+wheel zoom at the cursor; middle-drag, Space+drag, the hand tool, two fingers
/// and arrow keys pan. With a mask and tools attached, dragging paints; without, it pans. canvas_view.cpp
/// shows, canvas_input.cpp reacts.
class CanvasView : public QWidget {
  Q_OBJECT

 public:
  explicit CanvasView(QWidget* parent = nullptr);

  /// Makes it a canvas to paint on. All outlive this widget.
  void attachTools(MaskModel* mask, ToolSettings* settings, MaskTools* tools);

  void setKeys(const CanvasKeys& keys) { m_keys = keys; }
  /// What an empty canvas says below its headline.
  void setHint(const QString& hint);
  const QString& hint() const { return m_hint; }

  /// The document's picture and its token grid; a null image is an empty canvas with a hint.
  void setPicture(const QImage& image, int gridHeight, int gridWidth);

  /// `start` is what the run begins from, null when from nothing; `hidden` has the size of its grid.
  void beginRun(const QSize& pictureSize, const QImage& start, const CellMask& hidden);
  void showFrame(const RunFrame& frame);
  enum class RunResult { Completed, Discarded };
  /// Discarded: everything looks as before beginRun(). Completed: the last revealed cells may go on flashing.
  void endRun(RunResult result);
  bool isShowingRun() const { return m_isShowingRun; }

  /// A moment of a recorded run, in front of picture and run. A null image shows paper. Cells hidden before
  /// and not any more flash.
  void showStep(const QImage& image, const CellMask& hiddenBefore, const CellMask& hidden);
  void showStepImage(const QImage& image);  ///< of that moment, come later
  void leaveStep();
  bool isShowingStep() const { return m_isShowingStep; }

  /// A map over the picture, one pixel a cell, with its own opacity; null for none.
  void setHeatMap(const QImage& cells);
  const QImage& heatMap() const { return m_heatMap; }

  /// What the token brush would put into a cell; null when no token is chosen.
  void setStamp(const QImage& patch) { m_stamp.setPatch(patch); }

  /// What results are compared with; a null image switches comparing off.
  void setOriginal(const QImage& original);
  void setComparing(bool isComparing);
  void setCompareMode(CompareMode mode);
  bool isComparing() const { return m_comparison.isOn() && !m_isShowingRun && !m_isShowingStep; }
  const Comparison& comparison() const { return m_comparison; }

  QImage shownImage() const {
    if (m_isShowingStep) return m_stepImage;
    return m_isShowingRun ? m_runImage : m_picture;
  }
  const TokenOverlay& overlay() const { return m_overlay; }
  const ViewTransform& viewTransform() const { return m_transform; }

  void fit();
  void zoomTo(double scale);  ///< about the middle; device pixels per picture pixel
  void zoomByFactor(double factor);
  void setGridShown(bool isShown);
  void setMaskShown(bool isShown);
  /// A result is being looked at: the mask shows its outline only.
  void setReviewing(bool isReviewing);
  bool isMaskShown() const { return m_isMaskShown; }
  bool isBrushShown() const { return shownBrush().has_value(); }
  void setAnimated(bool isAnimated) {
    m_isAnimated = isAnimated;
  }  ///< zoom at once instead of gliding when false

  QSize sizeHint() const override { return {640, 640}; }
  QSize minimumSizeHint() const override { return {240, 240}; }

 Q_SIGNALS:
  void firstPainted();  ///< once, after the first paint reached the screen's buffer
  void viewChanged();   ///< zoom, pan or sizes
  void cellHovered(const std::optional<unmask::Cell>& cell);
  void cellPicked(const unmask::Cell& cell);                  ///< with the picker
  void cellsStamped(const std::vector<unmask::Cell>& cells);  ///< by a whole stroke of the token brush

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void tabletEvent(QTabletEvent* event) override;
  bool event(QEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  /// What a pressed button or pen does until it comes up.
  enum class Drag { None, Pan, Tool, Divider };

  void updateSizes();
  QSize shownSize() const;
  void glideTo(double scale, const QPointF& anchorDevice);
  void viewHasChanged();
  void updateCursor();
  void updateDescription();
  void startFlash();
  void updateFlashingCells();
  void paintMask(QPainter* painter);
  void updateComparison();

  Tool currentTool() const { return m_settings ? m_settings->tool() : Tool::Hand; }
  bool isPaintable() const;
  ToolPoint toolPoint(const QPointF& device, Qt::KeyboardModifiers modifiers) const;
  void pressAt(const QPointF& device, Qt::MouseButton button, const ToolPoint& point);
  void moveTo(const QPointF& device, const ToolPoint& point);
  void releaseAt(const ToolPoint& point);
  void usePicker(const QPointF& device);
  bool touchEvent(QTouchEvent* event);
  std::optional<QPointF> panOfKey(const QKeyEvent* event) const;
  bool isStamping() const { return m_stamp.isActive(); }
  void endStamp();
  bool cancelStroke();  ///< true when there was one
  std::optional<MaskOverlay::Brush> shownBrush() const;
  void refreshBrush();
  void onToolsChanged();
  void onMaskChanged(const QRect& pixels);
  void updateDevice(const QRectF& device);

  QPointF toDevice(const QPointF& logical) const { return logical * devicePixelRatioF(); }

  QImage m_picture;
  int m_pictureGridHeight = 0;
  int m_pictureGridWidth = 0;
  bool m_isShowingRun = false;
  QSize m_runSize;
  QImage m_runImage;
  CellMask m_runHidden;
  bool m_isShowingStep = false;
  QImage m_stepImage;
  std::optional<ViewTransform> m_transformBeforeRun;
  bool m_hadOtherSize = false;  ///< the run showed a picture of another size than the document's

  ViewTransform m_transform;
  TokenOverlay m_overlay;
  QImage m_heatMap;
  CellStamp m_stamp;
  QTimer m_flashTimer;

  PictureLayer m_layer;
  Comparison m_comparison;
  QTimer m_flicker;
  MaskOverlay m_maskOverlay;
  bool m_isMaskShown = true;
  bool m_isReviewing = false;

  QVariantAnimation m_glide;
  QPointF m_glideAnchor;
  double m_targetScale = 1;
  bool m_isAnimated = true;

  MaskModel* m_mask = nullptr;
  ToolSettings* m_settings = nullptr;
  MaskTools* m_tools = nullptr;
  Drag m_drag = Drag::None;
  QPointF m_dragFrom;                ///< device pixels
  std::optional<QPointF> m_pointer;  ///< device pixels; absent when it is elsewhere
  ToolPoint m_pointerState;          ///< modifiers and pen end of the last event
  QRectF m_brushArea;                ///< where the brush was drawn last
  double m_shownSize = 0;            ///< of the current tool, to tell when it changes
  QTimer m_sizePreview;              ///< runs while the brush is shown in the middle
  CanvasKeys m_keys;
  QString m_hint;
  int m_panKey = 0;  ///< the key held down to move the picture
  bool m_hasPainted = false;
};

}  // namespace unmask
