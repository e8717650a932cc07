// Comparing candidates with the original.
#include <gtest/gtest.h>

#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

class MainWindowCompare : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
    generatePicture();
  }
  CanvasView& canvas() const { return *window->canvas(); }
  void makeCandidate() {
    press(Qt::Key_Return, Qt::ControlModifier);
    UNTIL(window->candidates()->count() == 1 && isIdle());
    canvas().setFocus();
  }
  QColor pixelAt(double x, double y) const {
    const QPointF device = canvas().viewTransform().deviceFromPicture({x, y});
    return canvas().grab().toImage().pixelColor(device.toPoint());
  }
};

TEST_F(MainWindowCompare, NeedsACandidate) {
  EXPECT_FALSE(window->actions()->compare->isEnabled());
  makeCandidate();
  EXPECT_TRUE(window->actions()->compare->isEnabled());
}

TEST_F(MainWindowCompare, SliderShowsTheOriginalLeftOfTheLineAndCanBeDragged) {
  makeCandidate();
  const QColor original = window->document()->picture()->image.pixelColor(4, 28);
  const QColor candidate = window->candidates()->currentPicture()->image.pixelColor(28, 28);
  press(Qt::Key_C);
  EXPECT_TRUE(canvas().isComparing());
  EXPECT_EQ(pixelAt(4, 28), original);
  EXPECT_EQ(pixelAt(28, 28), candidate);
  const double ratio = canvas().devicePixelRatioF();
  const auto at = [&](double x) {
    return (canvas().viewTransform().deviceFromPicture({x, 24}) / ratio).toPoint();
  };
  QTest::mousePress(&canvas(), Qt::LeftButton, {}, at(16));
  QTest::mouseMove(&canvas(), at(30));
  QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, at(30));
  EXPECT_EQ(pixelAt(28, 28), window->document()->picture()->image.pixelColor(28, 28));
  EXPECT_FALSE(window->document()->mask()->hasMask());  // comparing never paints
  press(Qt::Key_C);
  EXPECT_FALSE(canvas().isComparing());
}

TEST_F(MainWindowCompare, WaysToCompareFollowEachOther) {
  makeCandidate();
  press(Qt::Key_C);
  press(Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
  EXPECT_EQ(canvas().comparison().mode(), CompareMode::SideBySide);
  const QImage sideBySide = canvas().grab().toImage();
  press(Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
  EXPECT_EQ(canvas().comparison().mode(), CompareMode::Flicker);
  const QImage first = canvas().grab().toImage();
  EXPECT_NE(first, sideBySide);
  UNTIL(canvas().grab().toImage() != first);
  press(Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
  EXPECT_EQ(canvas().comparison().mode(), CompareMode::Slider);
}

TEST_F(MainWindowCompare, ComparingEndsWithTheCandidate) {
  makeCandidate();
  press(Qt::Key_C);
  press(Qt::Key_Return);
  EXPECT_FALSE(canvas().isComparing());
}

TEST_F(MainWindowCompare, SidesShowTheSamePartAndZoomTogether) {
  makeCandidate();
  press(Qt::Key_C);
  press(Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
  canvas().zoomTo(4);
  const QImage shown = canvas().grab().toImage();
  const ViewTransform& view = canvas().viewTransform();
  const PicturePtr original = window->document()->picture();
  const PicturePtr candidate = window->candidates()->currentPicture();
  const double quarter = view.viewSize().width() / 4.0;
  for (const QPointF at : {QPointF(4, 28), QPointF(20, 20), QPointF(28, 12)}) {
    const QPointF device = view.deviceFromPicture(at);
    const QPoint left = (device - QPointF(quarter, 0)).toPoint();
    const QPoint right = (device + QPointF(quarter, 0)).toPoint();
    EXPECT_EQ(shown.pixelColor(left), original->image.pixelColor(at.toPoint()));
    EXPECT_EQ(shown.pixelColor(right), candidate->image.pixelColor(at.toPoint()));
  }
}

}  // namespace
}  // namespace unmask
