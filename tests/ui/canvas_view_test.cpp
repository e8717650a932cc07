#include "ui/canvas/canvas_view.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QWheelEvent>

#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

/// A canvas at an odd place in its parent, so that at fractional scales it begins between two device pixels.
class CanvasViewTest : public ::testing::Test {
 protected:
  CanvasViewTest() {
    parent.resize(437, 391);
    canvas = new CanvasView(&parent);
    canvas->setGeometry(3, 5, 400, 360);
    canvas->setAnimated(false);
    parent.show();
    parent.activateWindow();
  }

  void SetUp() override { ASSERT_TRUE(QTest::qWaitForWindowExposed(&parent)); }

  /// 64 × 64, no two neighbouring pixels alike.
  static QImage noise() {
    QImage image(64, 64, QImage::Format_RGB32);
    uint32_t state = 1;
    for (int y = 0; y < 64; ++y) {
      for (int x = 0; x < 64; ++x) {
        state = state * 1664525 + 1013904223;
        image.setPixel(x, y, 0xff000000 | (state >> 8));
      }
    }
    return image;
  }

  RunFrame frame(size_t hiddenCount) const {
    RunFrame f;
    f.stepNumber = 1;
    f.stepCount = 4;
    f.hidden = CellMask(4, 4);
    for (size_t i = 0; i < hiddenCount; ++i) f.hidden.cells[i] = 1;
    f.preview = noise();
    return f;
  }

  void wheel(const QPointF& at, int angle, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QWheelEvent event(at, canvas->mapToGlobal(at), {}, {0, angle}, Qt::NoButton, modifiers, Qt::NoScrollPhase,
                      false);
    QCoreApplication::sendEvent(canvas, &event);
  }

  /// Picture point under a canvas point.
  QPointF pictureAt(const QPointF& logical) const {
    return canvas->viewTransform().pictureFromDevice(logical * canvas->devicePixelRatioF());
  }

  QWidget parent;
  CanvasView* canvas;
};

TEST_F(CanvasViewTest, PixelsAreExactAtOneHundredPercent) {
  const QImage image = noise();
  canvas->setPicture(image, 4, 4);
  canvas->zoomTo(1);
  const QImage screen = parent.grab().toImage().convertToFormat(QImage::Format_RGB32);
  const qreal ratio = canvas->devicePixelRatioF();
  EXPECT_EQ(screen.devicePixelRatio(), ratio);
  const QPoint corner =
      QPoint(qRound(3 * ratio), qRound(5 * ratio)) + canvas->viewTransform().pictureRect().topLeft();
  EXPECT_EQ(screen.copy(QRect(corner, image.size())), image);
}

TEST_F(CanvasViewTest, ShowsSquaresAtEightHundredPercent) {
  const QImage image = noise();
  canvas->setPicture(image, 4, 4);
  canvas->zoomTo(8);
  const QImage screen = parent.grab().toImage().convertToFormat(QImage::Format_RGB32);
  const qreal ratio = canvas->devicePixelRatioF();
  const QPoint corner =
      QPoint(qRound(3 * ratio), qRound(5 * ratio)) + canvas->viewTransform().pictureRect().topLeft();
  for (const QPoint pixel : {QPoint(32, 32), QPoint(30, 35), QPoint(35, 30)}) {
    for (const QPoint inside : {QPoint(0, 0), QPoint(7, 0), QPoint(0, 7), QPoint(7, 7)}) {
      EXPECT_EQ(screen.pixel(corner + pixel * 8 + inside), image.pixel(pixel));
    }
  }
}

TEST_F(CanvasViewTest, WheelZoomsAtTheCursorWithAndWithoutCtrl) {
  canvas->setPicture(noise(), 4, 4);
  for (const Qt::KeyboardModifiers modifiers :
       {Qt::KeyboardModifiers(), Qt::KeyboardModifiers(Qt::ControlModifier)}) {
    canvas->fit();
    const QPointF cursor(180, 150);
    const QPointF before = pictureAt(cursor);
    const double scale = canvas->viewTransform().scale();
    wheel(cursor, 360, modifiers);
    EXPECT_NEAR(canvas->viewTransform().scale(), 2 * scale, 1e-9);
    EXPECT_NEAR(pictureAt(cursor).x(), before.x(), 1e-6);
    EXPECT_NEAR(pictureAt(cursor).y(), before.y(), 1e-6);
    wheel(cursor, -360, modifiers);
    EXPECT_NEAR(canvas->viewTransform().scale(), scale, 1e-9);
  }
}

TEST_F(CanvasViewTest, GlidingEndsAtTheWantedZoom) {
  canvas->setPicture(noise(), 4, 4);
  canvas->setAnimated(true);
  const double scale = canvas->viewTransform().scale();
  const QPointF cursor(180, 150);
  const QPointF before = pictureAt(cursor);
  wheel(cursor, 120);
  wheel(cursor, 120);
  wheel(cursor, 120);
  UNTIL(std::abs(canvas->viewTransform().scale() - 2 * scale) < 1e-6);
  EXPECT_NEAR(pictureAt(cursor).x(), before.x(), 1e-6);
}

TEST_F(CanvasViewTest, DragsPan) {
  canvas->setPicture(noise(), 4, 4);
  canvas->zoomTo(6);
  for (const Qt::MouseButton button : {Qt::LeftButton, Qt::MiddleButton}) {
    const QPointF before = pictureAt({100, 100});
    QTest::mousePress(canvas, button, {}, {100, 100});
    QTest::mouseMove(canvas, {130, 90});
    QTest::mouseRelease(canvas, button, {}, {130, 90});
    EXPECT_NEAR(pictureAt({130, 90}).x(), before.x(), 1e-6);
    EXPECT_NEAR(pictureAt({130, 90}).y(), before.y(), 1e-6);
  }
}

/// Of any channel of any pixel; 255 when the sizes differ.
int largestDifference(const QImage& a, const QImage& b) {
  int most = a.size() == b.size() ? 0 : 255;
  for (int y = 0; y < a.height() && most < 255; ++y) {
    for (int x = 0; x < a.width(); ++x) {
      const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
      most = std::max({most, std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)),
                       std::abs(qBlue(p) - qBlue(q))});
    }
  }
  return most;
}

/// Qt steps through a scaled picture in fractions of a pixel, which end a little elsewhere when it begins
/// elsewhere.
constexpr int kRounding = 8;

TEST_F(CanvasViewTest, MovedPictureLooksLikeOneDrawnAnew) {
  QImage image = noise();
  canvas->setPicture(image, 4, 4);
  for (const double scale : {1.0, 3.3, 7.0, 20.0}) {
    canvas->zoomTo(scale);
    QTest::mousePress(canvas, Qt::MiddleButton, {}, {200, 180});
    for (const QPoint to : {QPoint(210, 170), QPoint(150, 240), QPoint(199, 181), QPoint(390, 350)}) {
      QTest::mouseMove(canvas, to);
      const QImage moved = canvas->grab().toImage();
      image.detach();
      image.setPixel(0, 0, image.pixel(0, 0));  // another image of the same pixels
      canvas->setPicture(image, 4, 4);
      EXPECT_LE(largestDifference(canvas->grab().toImage(), moved), kRounding) << scale << ", " << to.x();
    }
    QTest::mouseRelease(canvas, Qt::MiddleButton, {}, {390, 350});
    canvas->fit();
  }
}

TEST_F(CanvasViewTest, SpaceShowsTheHandAndPans) {
  canvas->setPicture(noise(), 4, 4);
  canvas->zoomTo(6);
  canvas->setFocus();
  QTest::keyPress(canvas, Qt::Key_Space);
  EXPECT_EQ(canvas->cursor().shape(), Qt::OpenHandCursor);
  const QPointF before = pictureAt({100, 100});
  QTest::mousePress(canvas, Qt::LeftButton, {}, {100, 100});
  EXPECT_EQ(canvas->cursor().shape(), Qt::ClosedHandCursor);
  QTest::mouseMove(canvas, {110, 130});
  QTest::mouseRelease(canvas, Qt::LeftButton, {}, {110, 130});
  EXPECT_NEAR(pictureAt({110, 130}).y(), before.y(), 1e-6);
  QTest::keyRelease(canvas, Qt::Key_Space);
  EXPECT_EQ(canvas->cursor().shape(), Qt::ArrowCursor);
}

TEST_F(CanvasViewTest, ArrowKeysPan) {
  canvas->setPicture(noise(), 4, 4);
  canvas->zoomTo(16);
  const QPointF before = pictureAt({100, 100});
  QTest::keyClick(canvas, Qt::Key_Right);
  QTest::keyClick(canvas, Qt::Key_Down);
  EXPECT_GT(pictureAt({100, 100}).x(), before.x());
  EXPECT_GT(pictureAt({100, 100}).y(), before.y());
}

TEST_F(CanvasViewTest, RunHidesAllCellsThenFewer) {
  canvas->setPicture(noise(), 4, 4);
  canvas->beginRun({64, 64}, {}, CellMask(4, 4, true));
  EXPECT_EQ(canvas->overlay().hiddenCount(), 16u);
  EXPECT_TRUE(canvas->shownImage().isNull());
  canvas->showFrame(frame(10));
  EXPECT_EQ(canvas->overlay().hiddenCount(), 10u);
  EXPECT_EQ(canvas->overlay().revealedCount(), 6u);
  EXPECT_TRUE(canvas->overlay().isFlashing());
  EXPECT_EQ(canvas->shownImage(), noise());
  UNTIL(!canvas->overlay().isFlashing());
}

TEST_F(CanvasViewTest, HiddenCellsLookHiddenAndShownOnesDoNot) {
  QImage white(64, 64, QImage::Format_RGB32);
  white.fill(Qt::white);
  canvas->beginRun({64, 64}, {}, CellMask(4, 4, true));
  RunFrame f = frame(8);  // the upper half
  f.preview = white;
  canvas->showFrame(f);
  UNTIL(!canvas->overlay().isFlashing());
  const QImage screen = canvas->grab().toImage();
  const QRect picture = canvas->viewTransform().pictureRect();
  const auto whiteShare = [&](const QRect& area) {
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y) {
      for (int x = area.left(); x <= area.right(); ++x) count += screen.pixelColor(x, y) == QColor(Qt::white);
    }
    return double(count) / (area.width() * area.height());
  };
  const QRect upper = picture.adjusted(2, 2, -2, -picture.height() / 2 - 2);
  const QRect lower = picture.adjusted(2, picture.height() / 2 + 2, -2, -2);
  EXPECT_EQ(whiteShare(upper), 0);
  EXPECT_EQ(whiteShare(lower), 1);
}

TEST_F(CanvasViewTest, DiscardedRunLeavesEverythingAsBefore) {
  canvas->setPicture(noise(), 4, 4);
  canvas->zoomTo(3);
  const QImage before = canvas->grab().toImage();
  for (const QSize size : {QSize(64, 64), QSize(128, 128)}) {  // also a model of another size
    canvas->beginRun(size, {}, CellMask(size.width() / 16, size.width() / 16, true));
    canvas->showFrame(frame(3));
    canvas->endRun(CanvasView::RunResult::Discarded);
    EXPECT_EQ(canvas->grab().toImage(), before);
  }
}

TEST_F(CanvasViewTest, FrameWithoutPreviewKeepsTheLastPicture) {
  canvas->beginRun({64, 64}, {}, CellMask(4, 4, true));
  canvas->showFrame(frame(10));
  RunFrame bare = frame(5);
  bare.preview = {};
  canvas->showFrame(bare);
  EXPECT_EQ(canvas->shownImage(), noise());
  EXPECT_EQ(canvas->overlay().hiddenCount(), 5u);
}

TEST_F(CanvasViewTest, LateFrameIsIgnored) {
  canvas->setPicture(noise(), 4, 4);
  canvas->showFrame(frame(10));
  EXPECT_EQ(canvas->overlay().hiddenCount(), 0u);
}

TEST_F(CanvasViewTest, EmptyCanvasPaintsAHint) {
  const QImage empty = canvas->grab().toImage();
  QSet<QRgb> colours;
  for (int y = 0; y < empty.height(); ++y) {
    for (int x = 0; x < empty.width(); ++x) colours.insert(empty.pixel(x, y));
  }
  EXPECT_GT(colours.size(), 20);  // icon and text, not just a ground
  EXPECT_FALSE(canvas->accessibleDescription().isEmpty());
}

TEST_F(CanvasViewTest, DescribesItselfInWords) {
  canvas->setPicture(noise(), 4, 4);
  EXPECT_TRUE(canvas->accessibleDescription().contains("64"));
  canvas->beginRun({64, 64}, {}, CellMask(4, 4, true));
  canvas->showFrame(frame(11));
  EXPECT_TRUE(canvas->accessibleDescription().contains("11"));
}

TEST_F(CanvasViewTest, TokenGridIsDrawnOnDemand) {
  canvas->setPicture(noise(), 4, 4);
  const QImage plain = canvas->grab().toImage();
  canvas->setGridShown(true);
  EXPECT_NE(canvas->grab().toImage(), plain);
  canvas->setGridShown(false);
  EXPECT_EQ(canvas->grab().toImage(), plain);
}

TEST_F(CanvasViewTest, TellsTheCellUnderTheMouse) {
  canvas->setPicture(noise(), 4, 4);
  std::optional<Cell> hovered;
  QObject::connect(canvas, &CanvasView::cellHovered,
                   [&](const std::optional<Cell>& cell) { hovered = cell; });
  const qreal ratio = canvas->devicePixelRatioF();
  const QRectF cell(canvas->viewTransform().cellRect({2, 1}, 4, 4));
  QTest::mouseMove(canvas, (cell.center() / ratio).toPoint());
  UNTIL(hovered.has_value());
  EXPECT_EQ(*hovered, (Cell{2, 1}));
}

TEST(CanvasViewStart, TellsOfTheFirstPaintOnce) {
  CanvasView canvas;
  const QSignalSpy painted(&canvas, &CanvasView::firstPainted);
  canvas.show();
  UNTIL(painted.count() == 1);
  canvas.repaint();
  QCoreApplication::processEvents();
  EXPECT_EQ(painted.count(), 1);
}

}  // namespace
}  // namespace unmask
