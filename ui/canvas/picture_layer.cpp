#include "ui/canvas/picture_layer.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/icons.h"
#include "ui/theme.h"

namespace unmask {
namespace {

constexpr int kFewLines = 64;          ///< so few Qt draws itself, without its pool
constexpr double kShowPixelsFrom = 8;  ///< from this zoom on, pixels are shown as squares

QString words(const char* text) {
  return QCoreApplication::translate("unmask::CanvasView", text);
}

}  // namespace

void PictureLayer::paint(QPainter* painter, const QImage& image, const ViewTransform& transform,
                         const QPalette& palette) {
  const QRect rect = transform.pictureRect();
  if (image.isNull()) {
    painter->fillRect(rect, canvasPaper(palette));
  } else {
    painter->drawImage(0, 0, m_layer.render(m_levels.levelFor(image, rect.size()), transform));
  }
  QColor edge = palette.color(QPalette::WindowText);
  edge.setAlphaF(0.25f);
  painter->setPen(QPen(edge, 0));
  painter->setBrush(Qt::NoBrush);
  painter->drawRect(rect.adjusted(-1, -1, 0, 0));
}

const QImage& ScaledLayer::render(const QImage& image, const ViewTransform& transform) {
  const Key key{image.cacheKey(), transform.pictureRect(), transform.viewSize()};
  if (key == m_key && !m_layer.isNull()) return m_layer;
  const QRect view(QPoint(), key.view);
  if (m_next.size() != key.view) m_next = QImage(key.view, QImage::Format_ARGB32_Premultiplied);
  QPainter painter(&m_next);
  painter.setCompositionMode(QPainter::CompositionMode_Source);
  const bool isMoved = m_layer.size() == key.view && key.image == m_key.image && key.view == m_key.view &&
                       key.rect.size() == m_key.rect.size();
  if (isMoved) {
    const QPoint by = key.rect.topLeft() - m_key.rect.topLeft();
    const QRect kept = view & view.translated(by);
    if (!kept.isEmpty()) painter.drawImage(kept.topLeft(), m_layer, kept.translated(-by));
    painter.setClipRegion(QRegion(view) - kept);
  }
  draw(&painter, image, transform);
  painter.end();
  m_layer.swap(m_next);
  m_key = key;
  return m_layer;
}

const QImage& ScaledLayer::render(const QImage& image, const ViewTransform& transform, const QRect& changed) {
  const Key key{image.cacheKey(), transform.pictureRect(), transform.viewSize()};
  const bool isDrawnOn = !m_layer.isNull() && key.rect == m_key.rect && key.view == m_key.view &&
                         !changed.contains(image.rect());
  if (!isDrawnOn) return render(image, transform);
  m_key = key;
  // Whole lines: positions in the image are summed up along them, and come out as in a drawing of all of it.
  const int reach = 2 + static_cast<int>(std::ceil(transform.scale()));  // smooth pixels mix neighbours
  const double first = transform.deviceFromPicture(changed.topLeft()).y();
  const double last = transform.deviceFromPicture(QPointF(0, changed.y() + changed.height())).y();
  const int top = std::max(0, static_cast<int>(std::floor(first)) - reach);
  const int bottom = std::min(m_layer.height(), static_cast<int>(std::ceil(last)) + reach);
  if (changed.isEmpty() || top >= bottom) return m_layer;
  QPainter painter(&m_layer);
  painter.setCompositionMode(QPainter::CompositionMode_Source);
  painter.setClipRect(0, top, m_layer.width(), bottom - top);
  draw(&painter, image, transform);
  return m_layer;
}

void ScaledLayer::draw(QPainter* painter, const QImage& image, const ViewTransform& transform) const {
  if (!m_areCoresBusy) return drawPart(painter, image, transform);
  for (int y = 0; y < transform.viewSize().height(); y += kFewLines) {
    painter->save();
    painter->setClipRect(QRect(0, y, transform.viewSize().width(), kFewLines), Qt::IntersectClip);
    drawPart(painter, image, transform);
    painter->restore();
  }
}

void ScaledLayer::drawPart(QPainter* painter, const QImage& image, const ViewTransform& transform) const {
  const QRect rect = transform.pictureRect();
  painter->fillRect(QRect(QPoint(), transform.viewSize()), Qt::transparent);
  const bool isSharp = transform.scale() >= kShowPixelsFrom || rect.size() == image.size();
  painter->setRenderHint(QPainter::SmoothPixmapTransform, !isSharp);
  painter->drawImage(rect, image);
}

void paintCanvasHint(QPainter* painter, const QRect& rect, const QString& hint, const QFont& font,
                     const QPalette& palette) {
  constexpr int kIconSide = 88;
  const QPointF middle = QRectF(rect).center();
  const QRectF iconRect(middle.x() - kIconSide / 2.0, middle.y() - kIconSide - 14, kIconSide, kIconSide);
  painter->setOpacity(0.85);
  applicationIcon().paint(painter, iconRect.toRect());
  painter->setOpacity(1);
  QFont headline = font;
  headline.setPointSizeF(headline.pointSizeF() * 1.35);
  painter->setFont(headline);
  painter->setPen(palette.color(QPalette::WindowText));
  const QRectF text(12, middle.y() + 6, rect.width() - 24, 34);
  painter->drawText(text, Qt::AlignHCenter | Qt::AlignVCenter,
                    words(QT_TRANSLATE_NOOP("unmask::CanvasView", "Describe a picture")));
  painter->setFont(font);
  painter->setPen(quietText(palette));
  painter->drawText(text.translated(0, 32).adjusted(0, 0, 0, 30),
                    Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap, hint);
}

}  // namespace unmask
