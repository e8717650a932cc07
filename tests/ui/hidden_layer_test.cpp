#include "ui/canvas/hidden_layer.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <random>

namespace unmask {
namespace {

constexpr int kGrid = 7;

ViewTransform transformFor(const QSize& view) {
  ViewTransform transform;
  transform.setSizes(view, QSize(70, 70));
  return transform;
}

QImage painted(HiddenLayer& layer, const CellMask& hidden, const ViewTransform& transform, qreal ratio) {
  QImage image(transform.viewSize(), QImage::Format_RGB32);
  image.fill(QColor(200, 40, 90));
  QPainter painter(&image);
  layer.paint(&painter, hidden, transform, QApplication::palette(), ratio);
  return image;
}

TEST(HiddenLayer, AChangeShowsWhatAFreshOneWould) {
  std::mt19937 random(1);
  HiddenLayer layer;
  ViewTransform transform = transformFor({300, 200});
  CellMask hidden(kGrid, kGrid);
  for (int turn = 0; turn < 60; ++turn) {
    for (uint8_t& cell : hidden.cells)
      if (random() % 4 == 0) cell ^= 1;
    // Half out of view, at sides that the grid does not divide, and moved.
    if (turn % 5 == 1) transform.zoomAtMiddle(1.0 + 0.7 * (turn % 7));
    if (turn % 5 == 3) transform.panBy(QPointF(17 - turn, turn / 2.0));
    if (turn % 20 == 11) transform = transformFor({301 + turn, 200});
    const qreal ratio = turn < 30 ? 1 : 1.5;
    HiddenLayer fresh;
    ASSERT_EQ(painted(layer, hidden, transform, ratio), painted(fresh, hidden, transform, ratio)) << turn;
  }
}

TEST(HiddenLayer, VeilsHiddenCellsAlone) {
  HiddenLayer layer;
  const ViewTransform transform = transformFor({140, 140});
  CellMask hidden(kGrid, kGrid);
  hidden.cells[10] = 1;  // row 1, column 3
  const QImage image = painted(layer, hidden, transform, 1);
  const QRect cell = transform.cellRect({1, 3}, kGrid, kGrid);
  const QRgb untouched = QColor(200, 40, 90).rgb();
  int veiled = 0;
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      if (cell.contains(x, y)) {
        veiled += image.pixel(x, y) != untouched ? 1 : 0;
      } else {
        ASSERT_EQ(image.pixel(x, y), untouched) << x << " " << y;
      }
    }
  }
  EXPECT_EQ(veiled, cell.width() * cell.height());
}

}  // namespace
}  // namespace unmask
