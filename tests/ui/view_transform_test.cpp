#include "ui/canvas/view_transform.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

ViewTransform fitted(QSize view = {800, 600}, QSize picture = {256, 256}) {
  ViewTransform transform;
  transform.setSizes(view, picture);
  return transform;
}

void expectNear(const QPointF& a, const QPointF& b) {
  EXPECT_NEAR(a.x(), b.x(), 1e-6);
  EXPECT_NEAR(a.y(), b.y(), 1e-6);
}

TEST(ViewTransform, FitsInTheMiddle) {
  const ViewTransform transform = fitted();
  const QRect rect = transform.pictureRect();
  EXPECT_LE(rect.height(), 600);
  EXPECT_GT(rect.height(), 500);
  EXPECT_NEAR(rect.center().x(), 400, 1);
  EXPECT_NEAR(rect.center().y(), 300, 1);
}

TEST(ViewTransform, ZoomKeepsThePointUnderTheCursor) {
  ViewTransform transform = fitted();
  for (const QPointF cursor : {QPointF(400, 300), QPointF(333, 211), QPointF(250, 400)}) {
    for (const double scale : {0.5, 1.0, 3.7, 16.0}) {
      const QPointF before = transform.pictureFromDevice(cursor);
      transform.zoomTo(scale, cursor);
      expectNear(transform.pictureFromDevice(cursor), before);
    }
  }
}

TEST(ViewTransform, ScaleStaysInItsLimits) {
  ViewTransform transform = fitted();
  transform.zoomAtMiddle(1e9);
  EXPECT_DOUBLE_EQ(transform.scale(), ViewTransform::kMaxScale);
  transform.zoomAtMiddle(1e-9);
  EXPECT_DOUBLE_EQ(transform.scale(), transform.minScale());
}

TEST(ViewTransform, StaysFittedThroughResizeUntilZoomed) {
  ViewTransform transform = fitted();
  transform.setSizes({1600, 1200}, {256, 256});
  EXPECT_GT(transform.pictureRect().height(), 1000);
  transform.zoomAtMiddle(2);
  EXPECT_FALSE(transform.isFitted());
  const QPointF middle = transform.pictureFromDevice({800, 600});
  transform.setSizes({1000, 700}, {256, 256});
  EXPECT_DOUBLE_EQ(transform.scale(), 2);
  expectNear(transform.pictureFromDevice({500, 350}), middle);
}

TEST(ViewTransform, PanningNeverLosesThePicture) {
  ViewTransform transform = fitted();
  for (const QPointF delta : {QPointF(1e6, 0), QPointF(-1e6, 1e6), QPointF(0, -1e6)}) {
    transform.panBy(delta);
    const QRect seen = transform.pictureRect() & QRect(0, 0, 800, 600);
    EXPECT_GE(seen.width(), 40);
    EXPECT_GE(seen.height(), 40);
  }
}

TEST(ViewTransform, OtherPictureIsFittedAgain) {
  ViewTransform transform = fitted();
  transform.zoomAtMiddle(20);
  transform.setSizes({800, 600}, {512, 512});
  EXPECT_TRUE(transform.isFitted());
}

TEST(ViewTransform, CellsCoverThePictureWithoutGapOrOverlap) {
  ViewTransform transform = fitted({801, 599}, {250, 250});
  for (const double scale : {0.37, 1.0, 1.5, 2.83}) {
    transform.zoomAtMiddle(scale);
    const QRect picture = transform.pictureRect();
    int bottom = picture.top();
    for (int row = 0; row < 16; ++row) {
      int right = picture.left();
      for (int column = 0; column < 16; ++column) {
        const QRect cell = transform.cellRect({row, column}, 16, 16);
        EXPECT_EQ(cell.left(), right);
        EXPECT_EQ(cell.top(), bottom);
        right = cell.left() + cell.width();
      }
      EXPECT_EQ(right, picture.left() + picture.width());
      bottom += transform.cellRect({row, 0}, 16, 16).height();
    }
    EXPECT_EQ(bottom, picture.top() + picture.height());
  }
}

TEST(ViewTransform, FindsTheCellUnderAPoint) {
  const ViewTransform transform = fitted();
  for (const Cell cell : {Cell{0, 0}, Cell{7, 3}, Cell{15, 15}}) {
    const QRect rect = transform.cellRect(cell, 16, 16);
    EXPECT_EQ(transform.cellFromDevice(QRectF(rect).center(), 16, 16), cell);
  }
  EXPECT_FALSE(transform.cellFromDevice({1, 1}, 16, 16));
  EXPECT_FALSE(transform.cellFromDevice({400, 300}, 0, 0));
}

TEST(ViewTransform, EmptySizesAreHarmless) {
  ViewTransform transform;
  transform.fit();
  transform.zoomAtMiddle(4);
  transform.panBy({5, 5});
  EXPECT_TRUE(transform.isEmpty());
  transform.setSizes({0, 0}, {256, 256});
  EXPECT_FALSE(transform.cellFromDevice({0, 0}, 16, 16));
  transform.setSizes({800, 600}, {256, 256});
  EXPECT_TRUE(transform.isFitted());
}

}  // namespace
}  // namespace unmask
