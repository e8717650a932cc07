// The stroke as the canvas draws it is brought up to date where it changed, and looks as if drawn anew.
#include "ui/canvas/mask_overlay.h"

#include <gtest/gtest.h>

#include <random>

namespace unmask {
namespace {

class MaskOverlayTest : public ::testing::Test {
 protected:
  explicit MaskOverlayTest(QSize picture = {300, 200}, QSize view = {170, 140}) : m_view(view) {
    mask.setPixelsPerCell(16);
    mask.setLayers(mask.layersFor(picture));
    transform.setSizes(view, picture);
    QObject::connect(&mask, &MaskModel::changed, &mask,
                     [this](const QRect& pixels) { overlay.noteChange(pixels); });
  }
  void dab(double x, double y, double radius = 6, bool isPainting = true) {
    mask.beginStroke(MaskLayer::Mask, isPainting);
    mask.strokeLine({x, y}, {x + 9, y + 4}, radius, radius);
  }
  QImage painted(MaskOverlay* by) {
    QImage out(m_view, QImage::Format_ARGB32_Premultiplied);
    out.fill(Qt::transparent);
    QPainter painter(&out);
    by->paint(&painter, transform, mask, tools, MaskOverlay::Look::Full, 1);
    painter.end();
    return out;
  }
  QImage paintedAnew() {
    MaskOverlay fresh;
    return painted(&fresh);
  }

  UndoStack stack;
  MaskModel mask{&stack};
  ToolSettings tools;
  ViewTransform transform;
  MaskOverlay overlay;

 private:
  QSize m_view;
};

TEST_F(MaskOverlayTest, LooksAsIfDrawnAnewAfterAnything) {
  std::mt19937 random(4);
  const auto below = [&random](int limit) {
    return static_cast<int>(random() % static_cast<unsigned>(limit));
  };
  for (int round = 0; round < 200; ++round) {
    switch (below(8)) {
      case 0:
        stack.undo();
        break;
      case 1:
        mask.clear();
        break;
      case 2:
        transform.zoomTo(0.3 + below(40) / 10.0, QPointF(below(170), below(140)));
        break;
      case 3:
        transform.panBy(QPointF(below(60) - 30, below(60) - 30));
        break;
      case 4:
        tools.setMaskOpacity(0.2 + below(8) / 10.0);
        break;
      default:
        dab(below(300), below(200), 1 + below(20), below(3) != 0);
        if (below(2) == 0) {  // in the middle of the stroke
          ASSERT_EQ(painted(&overlay), paintedAnew()) << round;
        }
        mask.endStroke("dab");
    }
    if (below(3) != 0) {
      ASSERT_EQ(painted(&overlay), paintedAnew()) << round;
    }
  }
}

class LargeMaskOverlay : public MaskOverlayTest {
 protected:
  LargeMaskOverlay() : MaskOverlayTest({4096, 4096}, {800, 800}) {}
};

TEST_F(LargeMaskOverlay, AMoveDrawsItsOwnPixelsOnly) {
  painted(&overlay);
  mask.beginStroke(MaskLayer::Mask, true);
  mask.strokeLine({2000, 2000}, {2000, 2000}, 20, 20);
  painted(&overlay);
  const qint64 before = overlay.pixelsDrawn();
  constexpr int kMoves = 50;
  for (int move = 0; move < kMoves; ++move) {
    mask.strokeLine({2000.0 + 4 * move, 2000}, {2004.0 + 4 * move, 2000}, 20, 20);
    painted(&overlay);
  }
  const qint64 perMove = (overlay.pixelsDrawn() - before) / kMoves;
  EXPECT_GT(perMove, 40 * 40);
  EXPECT_LT(perMove, 80 * 80);  // the brush and the rest of its cells, of 16,777,216 pixels
  EXPECT_EQ(painted(&overlay), paintedAnew());
}

TEST_F(LargeMaskOverlay, AStrokesEndAndItsUndoStayWithinTheStroke) {
  painted(&overlay);
  dab(1000, 3000, 30);
  mask.endStroke("dab");
  painted(&overlay);
  const qint64 before = overlay.pixelsDrawn();
  stack.undo();
  painted(&overlay);
  EXPECT_LT(overlay.pixelsDrawn() - before, 120 * 120);
  EXPECT_EQ(painted(&overlay), paintedAnew());
}

}  // namespace
}  // namespace unmask
