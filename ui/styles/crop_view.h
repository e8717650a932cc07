// A picture with the square of it that is to be used.
#pragma once

#include <QImage>
#include <QRectF>
#include <QWidget>

#include "core/train/style_task.h"

namespace unmask {

/// Dragging moves the square, its corners and the wheel size it; arrows, + and - do the same.
class CropView : public QWidget {
  Q_OBJECT

 public:
  explicit CropView(QWidget* parent = nullptr);

  /// `shown` stands for a picture of `size` pixels and may be smaller. The square becomes the largest in the
  /// middle. A null image shows an invitation.
  void setPicture(const QImage& shown, const QSize& size);
  bool hasPicture() const { return !m_shown.isNull(); }
  SquareCut cut() const { return m_cut; }
  void setCut(SquareCut cut);  ///< made to fit
  /// Where the square is drawn, in the widget's coordinates.
  QRectF square() const;

  QSize sizeHint() const override { return {300, 300}; }

 Q_SIGNALS:
  void cutChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  enum class Grip { None, Inside, TopLeft, TopRight, BottomLeft, BottomRight };
  QRectF area() const;  ///< of the whole picture
  double scale() const;
  Grip gripAt(const QPointF& at) const;
  void zoom(double factor);
  void moveBy(int dx, int dy);
  void resizeTo(const QPointF& picturePoint);

  QImage m_shown;
  QSize m_size;
  SquareCut m_cut;
  Grip m_grip = Grip::None;
  QPointF m_grabbed;  ///< picture pixels
  SquareCut m_cutAtGrab;
};

}  // namespace unmask
