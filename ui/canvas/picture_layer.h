// The picture as the canvas shows it, scaled once and kept.
#pragma once

#include <QImage>
#include <QPainter>
#include <QPalette>

#include "ui/canvas/view_transform.h"

namespace unmask {

/// A view helper without a widget; window's thread only.
class PictureLayer {
 public:
  /// In device pixels. A null image paints the paper where a picture will be.
  void paint(QPainter* painter, const QImage& image, const ViewTransform& transform, const QPalette& palette);

 private:
  void render(const QImage& image, const ViewTransform& transform);

  /// The visible part, already scaled; redrawn only when picture, zoom or size change.
  QImage m_layer;
  struct Key {
    qint64 image = 0;
    QRect rect;
    QSize view;
    bool operator==(const Key&) const = default;
  };
  Key m_key;
};

/// What an empty canvas says.
void paintCanvasHint(QPainter* painter, const QRect& rect, const QFont& font, const QPalette& palette);

}  // namespace unmask
