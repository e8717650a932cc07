#include "ui/canvas/picture_layer.h"

#include <gtest/gtest.h>

#include <random>

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

}  // namespace
}  // namespace unmask
