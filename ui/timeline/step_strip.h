// The steps of a run as small pictures in a row; below, what was still hidden after each and the schedule's
// curve.
#pragma once

#include <QPixmap>
#include <QWidget>
#include <vector>

#include "ui/timeline/timeline_player.h"

namespace unmask {

/// Click or drag to go to a step; arrow keys, Home and End when it has the focus.
class StepStrip : public QWidget {
  Q_OBJECT

 public:
  explicit StepStrip(TimelinePlayer* player, QWidget* parent = nullptr);

  int positionAt(double x) const;  ///< the step nearest to a place, in logical pixels
  double xOf(int position) const;  ///< the middle of a step's picture
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void refresh();
  double pitch() const;
  QRectF frameOf(int position) const;
  const QPixmap& thumbnail(int position);
  void paintStep(QPainter* painter, int position);
  void paintCurve(QPainter* painter) const;

  TimelinePlayer* m_player;
  struct Thumbnail {
    qint64 image = 0;
    QPixmap pixmap;
  };
  std::vector<Thumbnail> m_thumbnails;
};

}  // namespace unmask
