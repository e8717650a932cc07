#include "ui/canvas/picture_levels.h"

#include <QFuture>
#include <QPromise>
#include <QThreadPool>
#include <algorithm>
#include <memory>

namespace unmask {
namespace {

constexpr int kLargePixels = 1536 * 1536;  ///< smaller ones are scaled within a frame
constexpr int kLeastSide = 256;            ///< of a copy

QList<QImage> levelsOf(const QImage& picture) {
  QList<QImage> levels;
  for (QImage last = halved(picture); std::max(last.width(), last.height()) >= kLeastSide;
       last = halved(last))
    levels.append(last);
  return levels;
}

/// Mean of four, byte by byte.
QRgb meanOf(QRgb a, QRgb b, QRgb c, QRgb d) {
  constexpr QRgb kEven = 0x00ff00ffU;
  const auto mean = [=](int shift) {
    const QRgb sum = ((a >> shift) & kEven) + ((b >> shift) & kEven) + ((c >> shift) & kEven) +
                     ((d >> shift) & kEven) + 0x00020002U;
    return (sum >> 2) & kEven;
  };
  return mean(8) << 8 | mean(0);
}

}  // namespace

QImage halved(const QImage& picture) {
  const QImage from = picture.convertToFormat(picture.hasAlphaChannel() ? QImage::Format_ARGB32_Premultiplied
                                                                        : QImage::Format_RGB32);
  QImage to((from.width() + 1) / 2, (from.height() + 1) / 2, from.format());
  for (int y = 0; y < to.height(); ++y) {
    const auto* upper = reinterpret_cast<const QRgb*>(from.constScanLine(2 * y));
    const auto* lower =
        reinterpret_cast<const QRgb*>(from.constScanLine(std::min(2 * y + 1, from.height() - 1)));
    auto* out = reinterpret_cast<QRgb*>(to.scanLine(y));
    for (int x = 0; x < to.width(); ++x) {
      const int right = std::min(2 * x + 1, from.width() - 1);
      out[x] = meanOf(upper[2 * x], upper[right], lower[2 * x], lower[right]);
    }
  }
  return to;
}

QImage PictureLevels::levelFor(const QImage& picture, const QSize& shown) {
  const auto isEnough = [&](const QImage& level) {
    return level.width() >= shown.width() && level.height() >= shown.height();
  };
  const bool isLarge = qint64{picture.width()} * picture.height() >= kLargePixels;
  if (!isLarge || picture.width() < 2 * shown.width() || picture.height() < 2 * shown.height())
    return picture;
  if (picture.cacheKey() != m_picture) make(picture);
  const auto smallest = std::find_if(m_levels.crbegin(), m_levels.crend(), isEnough);
  return smallest != m_levels.crend() ? *smallest : picture;
}

void PictureLevels::make(const QImage& picture) {
  m_picture = picture.cacheKey();
  m_levels.clear();
  auto promise = std::make_shared<QPromise<QList<QImage>>>();
  promise->future().then(this, [this, of = m_picture](const QList<QImage>& levels) {
    if (of != m_picture) return;  // there is another picture by now
    m_levels = levels;
    Q_EMIT ready();
  });
  promise->start();
  QThreadPool::globalInstance()->start([promise, picture] {
    promise->addResult(levelsOf(picture));
    promise->finish();
  });
}

}  // namespace unmask
