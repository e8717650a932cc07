// Two pictures in one view: what was and what would be.
#pragma once

#include <QImage>
#include <QPainter>
#include <QPalette>
#include <optional>

#include "ui/canvas/picture_layer.h"
#include "ui/canvas/view_transform.h"

namespace unmask {

enum class CompareMode {
  Slider,      ///< a line to drag: the original at its left, the other at its right
  SideBySide,  ///< both halves of the view show the same part, zoom and pan are one
  Flicker,     ///< one after the other
};

/// A view helper without a widget; window's thread only. Device pixels.
class Comparison {
 public:
  bool isOn() const { return m_isOn && !m_original.isNull(); }
  void setOn(bool isOn) { m_isOn = isOn; }
  CompareMode mode() const { return m_mode; }
  void setMode(CompareMode mode) { m_mode = mode; }
  void setOriginal(const QImage& original) { m_original = original; }
  const PictureLevels& originalLevels() const { return m_originalLayer.levels(); }
  void flick() { m_showsOriginal = !m_showsOriginal; }

  /// `other` lies beside or under the original.
  void paint(QPainter* painter, const QImage& other, PictureLayer* otherLayer, const ViewTransform& transform,
             const QPalette& palette, const QFont& font, qreal devicePixelRatio);

  bool isOnDivider(const QPointF& device, const ViewTransform& transform, qreal devicePixelRatio) const;
  void moveDivider(double x, const ViewTransform& transform);
  double dividerX(const ViewTransform& transform) const;  ///< device pixels

 private:
  void paintDivider(QPainter* painter, double x, const QRect& picture, qreal ratio) const;

  bool m_isOn = false;
  CompareMode m_mode = CompareMode::Slider;
  QImage m_original;
  PictureLayer m_originalLayer;
  double m_divider = 0.5;  ///< share of the picture's width
  bool m_showsOriginal = false;
};

}  // namespace unmask
