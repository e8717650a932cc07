// Smaller copies of a large picture, to show it small. Drawn from the picture itself, each pixel of the view
// would mix four of the dozens it stands for: fine lines break up, and shimmer when they move.
#pragma once

#include <QImage>
#include <QList>
#include <QObject>

namespace unmask {

/// Each copy has half the sides of the one before. They are made on another thread, since going over a large
/// picture takes longer than a frame has. Window's thread only.
class PictureLevels : public QObject {
  Q_OBJECT

 public:
  /// What to draw `picture` from when it is shown in `shown` device pixels: the smallest that is no smaller,
  /// often the picture itself. Null while the copies are being made; ready() tells when it is worth to ask
  /// again.
  QImage levelFor(const QImage& picture, const QSize& shown);

 Q_SIGNALS:
  void ready();

 private:
  void make(const QImage& picture);

  qint64 m_picture = 0;  ///< cache key of what the levels are of
  QList<QImage> m_levels;
};

}  // namespace unmask
