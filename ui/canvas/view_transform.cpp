#include "ui/canvas/view_transform.h"

#include <algorithm>
#include <cmath>

namespace unmask {
namespace {

constexpr double kFitShare = 0.92;  ///< of the view; the rest is air around the picture
constexpr double kMinVisible = 48;  ///< device pixels of the picture that panning leaves in view

}  // namespace

void ViewTransform::setSizes(const QSize& viewDevice, const QSize& picture) {
  if (viewDevice == m_view && picture == m_picture) return;
  const bool wasEmpty = isEmpty();
  const QPointF middleBefore =
      wasEmpty ? QPointF() : pictureFromDevice(QPointF(m_view.width(), m_view.height()) / 2);
  const bool isOtherPicture = picture != m_picture;
  m_view = viewDevice;
  m_picture = picture;
  if (isEmpty()) return;
  if (m_isFitted || wasEmpty || isOtherPicture) return fit();
  m_origin += QPointF(m_view.width(), m_view.height()) / 2 - deviceFromPicture(middleBefore);
  keepInView();
}

double ViewTransform::fitScale() const {
  if (isEmpty()) return 1;
  return std::min({kFitShare * m_view.width() / m_picture.width(),
                   kFitShare * m_view.height() / m_picture.height(), kMaxScale});
}

double ViewTransform::minScale() const {
  return std::min(fitScale() / 2, 0.25);
}

void ViewTransform::fit() {
  m_isFitted = true;
  if (isEmpty()) return;
  m_scale = fitScale();
  const QSizeF shown = QSizeF(m_picture) * m_scale;
  m_origin = QPointF((m_view.width() - shown.width()) / 2, (m_view.height() - shown.height()) / 2);
}

void ViewTransform::zoomTo(double scale, const QPointF& anchor) {
  if (isEmpty()) return;
  const QPointF point = pictureFromDevice(anchor);
  m_scale = std::clamp(scale, minScale(), kMaxScale);
  m_origin = anchor - point * m_scale;
  m_isFitted = false;
  keepInView();
}

void ViewTransform::panBy(const QPointF& delta) {
  if (isEmpty()) return;
  m_origin += delta;
  m_isFitted = false;
  keepInView();
}

void ViewTransform::keepInView() {
  const auto kept = [](double origin, double shown, double view) {
    const double visible = std::min({kMinVisible, shown, view});
    return std::clamp(origin, visible - shown, view - visible);
  };
  m_origin.setX(kept(m_origin.x(), m_picture.width() * m_scale, m_view.width()));
  m_origin.setY(kept(m_origin.y(), m_picture.height() * m_scale, m_view.height()));
}

QPointF ViewTransform::pictureFromDevice(const QPointF& device) const {
  return (device - m_origin) / m_scale;
}

QPointF ViewTransform::deviceFromPicture(const QPointF& picture) const {
  return m_origin + picture * m_scale;
}

QRect ViewTransform::pictureRect() const {
  // The corner is rounded once and the size apart from it: at whole scales every picture pixel is equally
  // large.
  const QPoint corner(qRound(m_origin.x()), qRound(m_origin.y()));
  return QRect(corner, QSize(std::max(1, qRound(m_picture.width() * m_scale)),
                             std::max(1, qRound(m_picture.height() * m_scale))));
}

std::optional<Cell> ViewTransform::cellFromDevice(const QPointF& device, int gridHeight,
                                                  int gridWidth) const {
  if (isEmpty() || gridHeight <= 0 || gridWidth <= 0) return std::nullopt;
  const QPointF point = pictureFromDevice(device);
  const Cell cell{static_cast<int>(std::floor(point.y() * gridHeight / m_picture.height())),
                  static_cast<int>(std::floor(point.x() * gridWidth / m_picture.width()))};
  if (cell.row < 0 || cell.row >= gridHeight || cell.column < 0 || cell.column >= gridWidth)
    return std::nullopt;
  return cell;
}

QRect ViewTransform::cellRect(Cell cell, int gridHeight, int gridWidth) const {
  const QRect picture = pictureRect();
  const auto edge = [](int start, int length, int index, int count) {
    return start + static_cast<int>(std::lround(double(length) * index / count));
  };
  const int left = edge(picture.left(), picture.width(), cell.column, gridWidth);
  const int right = edge(picture.left(), picture.width(), cell.column + 1, gridWidth);
  const int top = edge(picture.top(), picture.height(), cell.row, gridHeight);
  const int bottom = edge(picture.top(), picture.height(), cell.row + 1, gridHeight);
  return QRect(left, top, right - left, bottom - top);
}

}  // namespace unmask
