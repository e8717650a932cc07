#include "ui/canvas/picture_layer.h"

#include <gtest/gtest.h>

#include <QCoreApplication>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>
#include <memory>
#include <random>

#include "ui/canvas/picture_levels.h"

namespace unmask {
namespace {

TEST(ScaledLayer, DrawsTheSameWhenTheCoresAreBusy) {
  std::mt19937 random(1);
  QImage image(90, 70, QImage::Format_RGB32);
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) image.setPixel(x, y, random() | 0xff000000U);
  for (const double zoom : {0.37, 1.0, 2.3, 11.0}) {
    ViewTransform transform;
    transform.setSizes(QSize(331, 257), image.size());
    transform.zoomTo(zoom, QPointF(100, 90));
    ScaledLayer all, byAndBy;
    byAndBy.setCoresBusy(true);
    EXPECT_EQ(all.render(image, transform), byAndBy.render(image, transform)) << zoom;
    transform.panBy(QPointF(13, -30));
    EXPECT_EQ(all.render(image, transform), byAndBy.render(image, transform)) << zoom << ", moved";
  }
}

TEST(PictureLevels, AreMadeForLargePicturesShownSmall) {
  QImage image(2400, 1600, QImage::Format_RGB888);
  image.fill(QColor(40, 80, 120));
  PictureLevels levels;
  QSignalSpy ready(&levels, &PictureLevels::ready);
  EXPECT_EQ(levels.levelFor(image, QSize(1300, 867)).cacheKey(), image.cacheKey()) << "not by half";
  EXPECT_EQ(levels.levelFor(image, QSize(700, 467)).cacheKey(), image.cacheKey()) << "not yet";
  ASSERT_TRUE(QTest::qWaitFor([&] { return !ready.isEmpty(); }));
  EXPECT_EQ(levels.levelFor(image, QSize(700, 467)).size(), QSize(1200, 800)) << "no smaller than shown";
  EXPECT_EQ(levels.levelFor(image, QSize(600, 400)).size(), QSize(600, 400));
  EXPECT_EQ(levels.levelFor(image, QSize(30, 20)).size(), QSize(300, 200)) << "the smallest there is";
  EXPECT_EQ(levels.levelFor(image, QSize(30, 20)).pixelColor(7, 9), QColor(40, 80, 120));

  QImage small(1000, 700, QImage::Format_RGB888);
  EXPECT_EQ(levels.levelFor(small, QSize(30, 20)).cacheKey(), small.cacheKey()) << "scaled within a frame";
  EXPECT_EQ(ready.size(), 1);
}

TEST(PictureLevels, OfAnotherPictureAreNotShown) {
  QImage first(2400, 1600, QImage::Format_RGB888), second(first.size(), first.format());
  first.fill(Qt::red);
  second.fill(Qt::blue);
  PictureLevels levels;
  QSignalSpy ready(&levels, &PictureLevels::ready);
  levels.levelFor(first, QSize(600, 400));
  levels.levelFor(second, QSize(600, 400));
  ASSERT_TRUE(QTest::qWaitFor([&] { return !ready.isEmpty(); }));
  EXPECT_EQ(levels.levelFor(second, QSize(600, 400)).size(), QSize(600, 400));
  EXPECT_EQ(levels.levelFor(second, QSize(600, 400)).pixelColor(5, 5), QColor(Qt::blue));
  auto gone = std::make_unique<PictureLevels>();
  gone->levelFor(first, QSize(600, 400));
  gone.reset();  // while they are being made
  QThreadPool::globalInstance()->waitForDone();
  QCoreApplication::processEvents();
}

TEST(PictureLayer, MixesAllPixelsOfALargePicture) {
  QImage image(2400, 2400, QImage::Format_RGB888);
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) image.setPixel(x, y, x % 8 == 0 ? 0xffffffffU : 0xff000000U);
  ViewTransform transform;
  transform.setSizes(QSize(300, 300), image.size());
  PictureLayer layer;
  QSignalSpy ready(&layer.levels(), &PictureLevels::ready);
  const auto painted = [&] {
    QImage view(300, 300, QImage::Format_RGB32);
    QPainter painter(&view);
    layer.paint(&painter, image, transform, QPalette());
    return view;
  };
  const auto greys = [](const QImage& view) {
    int count = 0;
    for (int i = 100; i < 200; ++i) count += qAbs(qGray(view.pixel(i, i)) - 255 / 8) < 4;
    return count;
  };
  painted();
  ASSERT_TRUE(QTest::qWaitFor([&] { return !ready.isEmpty(); }));
  EXPECT_EQ(greys(painted()), 100) << "fine white lines are dark grey from afar";
}

}  // namespace
}  // namespace unmask
