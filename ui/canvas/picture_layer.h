// The picture as the canvas shows it, scaled once and kept.
#pragma once

#include <QImage>
#include <QPainter>
#include <QPalette>

#include "ui/canvas/picture_levels.h"
#include "ui/canvas/view_transform.h"

namespace unmask {

/// An image as large as the view that shows a picture where it is seen, in device pixels. Scaling a large
/// picture takes longer than a frame has, so it is kept; when the picture was only moved, what is still seen
/// of it moves along, and the rest alone is scaled anew.
class ScaledLayer {
 public:
  /// Qt scales on threads of a pool and waits for them all, which is quick when there are cores to spare and
  /// slow when a run has them. `isBusy`: on this thread alone.
  void setCoresBusy(bool isBusy) { m_areCoresBusy = isBusy; }
  /// `image` may be smaller than the picture that `transform` is about.
  const QImage& render(const QImage& image, const ViewTransform& transform);
  /// The same for an image that is drawn on: it changed in this part alone since the last rendering, if
  /// there was one. Another image changed as a whole.
  const QImage& render(const QImage& image, const ViewTransform& transform, const QRect& changed);

 private:
  void draw(QPainter* painter, const QImage& image, const ViewTransform& transform) const;
  void drawPart(QPainter* painter, const QImage& image, const ViewTransform& transform) const;

  QImage m_layer;
  QImage m_next;  ///< takes turns with the other
  bool m_areCoresBusy = false;
  struct Key {
    qint64 image = 0;
    QRect rect;
    QSize view;
    bool operator==(const Key&) const = default;
  };
  Key m_key;
};

/// A view helper without a widget; window's thread only.
class PictureLayer {
 public:
  /// In device pixels. A null image paints the paper where a picture will be.
  void paint(QPainter* painter, const QImage& image, const ViewTransform& transform, const QPalette& palette);
  void setCoresBusy(bool isBusy) { m_layer.setCoresBusy(isBusy); }
  /// Tells when a large picture that is shown small can be painted from all of its pixels.
  const PictureLevels& levels() const { return m_levels; }

 private:
  ScaledLayer m_layer;
  PictureLevels m_levels;
};

/// What an empty canvas says; `hint` stands below the headline.
void paintCanvasHint(QPainter* painter, const QRect& rect, const QString& hint, const QFont& font,
                     const QPalette& palette);

}  // namespace unmask
