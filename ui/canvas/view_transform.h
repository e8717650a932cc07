// Where the picture lies in the view. All in device pixels, so that 100 % is one picture pixel per screen
// pixel at every scale factor of the desktop.
#pragma once

#include <QPointF>
#include <QRect>
#include <QRectF>
#include <QSize>
#include <optional>

#include "core/doc/token_grid.h"

namespace unmask {

class ViewTransform {
 public:
  static constexpr double kMaxScale = 64;

  /// While fitted, the picture stays fitted when either size changes; else its middle of view stays where it
  /// is.
  void setSizes(const QSize& viewDevice, const QSize& picture);

  double scale() const { return m_scale; }  ///< device pixels per picture pixel
  bool isFitted() const { return m_isFitted; }
  QSize pictureSize() const { return m_picture; }
  QSize viewSize() const { return m_view; }
  bool isEmpty() const { return m_view.isEmpty() || m_picture.isEmpty(); }

  void fit();
  /// `anchor` (device pixels) keeps showing the same picture point.
  void zoomTo(double scale, const QPointF& anchor);
  void zoomAtMiddle(double scale) { zoomTo(scale, QPointF(m_view.width() / 2.0, m_view.height() / 2.0)); }
  void panBy(const QPointF& delta);

  double minScale() const;

  QPointF pictureFromDevice(const QPointF& device) const;
  QPointF deviceFromPicture(const QPointF& picture) const;
  QRect pictureRect() const;  ///< on whole device pixels

  /// The cell under a device point on a grid laid over the picture; nullopt outside.
  std::optional<Cell> cellFromDevice(const QPointF& device, int gridHeight, int gridWidth) const;
  /// A cell's rectangle on whole device pixels; neighbours share edges without gap or overlap.
  QRect cellRect(Cell cell, int gridHeight, int gridWidth) const;

 private:
  void keepInView();
  double fitScale() const;

  QSize m_view;
  QSize m_picture;
  double m_scale = 1;
  QPointF m_origin;  ///< device position of the picture's top left corner
  bool m_isFitted = true;
};

}  // namespace unmask
