// The square that is cut from the picture of a style.
#include "tests/ui/learn_style_support.h"

namespace unmask {
namespace {

class CropViewTest : public ::testing::Test {
 protected:
  void SetUp() override {
    view.resize(300, 300);
    view.setPicture(QImage(150, 100, QImage::Format_RGB32), {300, 200});
    view.show();
    view.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&view));
    view.setFocus();
  }
  void drag(const QPointF& from, const QPointF& to) {
    QTest::mousePress(&view, Qt::LeftButton, {}, from.toPoint());
    QTest::mouseMove(&view, to.toPoint());
    QMouseEvent move(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, Qt::LeftButton, {});
    QApplication::sendEvent(&view, &move);
    QTest::mouseRelease(&view, Qt::LeftButton, {}, to.toPoint());
  }
  CropView view;
};

TEST_F(CropViewTest, BeginsWithTheLargestInTheMiddle) {
  EXPECT_EQ(view.cut().x, 50);
  EXPECT_EQ(view.cut().y, 0);
  EXPECT_EQ(view.cut().side, 200);
}

TEST_F(CropViewTest, DragsMoveAndSizeIt) {
  const double scale = view.square().width() / 200;
  drag(view.square().bottomRight(), view.square().bottomRight() - QPointF(100, 100) * scale);
  EXPECT_NEAR(view.cut().side, 100, 2);
  EXPECT_EQ(view.cut().x, 50);
  EXPECT_EQ(view.cut().y, 0);
  drag(view.square().center(), view.square().center() + QPointF(-30, 40) * scale);
  EXPECT_NEAR(view.cut().x, 20, 2);
  EXPECT_NEAR(view.cut().y, 40, 2);
  drag(view.square().center(), view.square().center() + QPointF(1000, 1000));
  EXPECT_EQ(view.cut().x, 300 - view.cut().side);
  EXPECT_EQ(view.cut().y, 200 - view.cut().side);
}

TEST_F(CropViewTest, WheelAndKeysDoTheSame) {
  QWheelEvent wheel(view.square().center(), view.mapToGlobal(view.square().center()), {}, {0, 120}, {}, {},
                    Qt::NoScrollPhase, false);
  QApplication::sendEvent(&view, &wheel);
  const int side = view.cut().side;
  EXPECT_LT(side, 200);
  QTest::keyClick(&view, Qt::Key_Plus);
  EXPECT_LT(view.cut().side, side);
  const int x = view.cut().x;
  QTest::keyClick(&view, Qt::Key_Left);
  EXPECT_LT(view.cut().x, x);
  for (int i = 0; i < 50; ++i) QTest::keyClick(&view, Qt::Key_Minus);
  EXPECT_EQ(view.cut().side, 200);
  for (int i = 0; i < 50; ++i) QTest::keyClick(&view, Qt::Key_Plus);
  EXPECT_EQ(view.cut().side, 16);
}

TEST(LossPlot, MeanRunsOverTheLastValues) {
  EXPECT_EQ(runningMean({4, 2, 6, 0}, 2), (std::vector<float>{4, 3, 4, 3}));
  EXPECT_TRUE(runningMean({}, 3).empty());
}

}  // namespace
}  // namespace unmask
