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

QImage halved(const QImage& picture) {
  return picture.scaled((picture.width() + 1) / 2, (picture.height() + 1) / 2, Qt::IgnoreAspectRatio,
                        Qt::SmoothTransformation);
}

QList<QImage> levelsOf(const QImage& picture) {
  QList<QImage> levels;
  for (QImage last = halved(picture); std::max(last.width(), last.height()) >= kLeastSide;
       last = halved(last))
    levels.append(last);
  return levels;
}

}  // namespace

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
