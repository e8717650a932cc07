// Painting masks in the window through mouse, pen, wheel and keys.
#include <QApplication>
#include <QLabel>
#include <QPointingDevice>
#include <QSlider>
#include <QSpinBox>
#include <QTabletEvent>
#include <QTouchEvent>
#include <QWheelEvent>

#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

/// A picture of 32 × 32 pixels with cells of 8 on the canvas, the brush 4 pixels wide.
class MainWindowMask : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
    generatePicture();
    canvas().setFocus();
    settings().setSize(Tool::Brush, 4);
    settings().setSize(Tool::Eraser, 4);
    settings().setSize(Tool::Lock, 4);
  }
  CanvasView& canvas() const { return *window->canvas(); }
  MaskModel& mask() const { return *window->document()->mask(); }
  ToolSettings& settings() const { return *window->toolSettings(); }
  int undoCount() const { return window->document()->undoStack()->count(); }

  /// Where a picture point lies on the canvas.
  QPoint at(double x, double y) const {
    return (canvas().viewTransform().deviceFromPicture({x, y}) / canvas().devicePixelRatioF()).toPoint();
  }
  void drag(const QList<QPoint>& points, Qt::MouseButton button = Qt::LeftButton,
            Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    QTest::mousePress(&canvas(), button, modifiers, points.front());
    for (const QPoint& point : points) {
      QMouseEvent move(QEvent::MouseMove, point, canvas().mapToGlobal(point), Qt::NoButton, button,
                       modifiers);
      QCoreApplication::sendEvent(&canvas(), &move);
    }
    QTest::mouseRelease(&canvas(), button, modifiers, points.back());
  }
  void pen(QEvent::Type type, const QPoint& point, double pressure, QPointingDevice::PointerType end) {
    static const QPointingDevice tip("pen", 1, QInputDevice::DeviceType::Stylus,
                                     QPointingDevice::PointerType::Pen, QInputDevice::Capability::Pressure, 1,
                                     2);
    static const QPointingDevice tail("pen", 2, QInputDevice::DeviceType::Stylus,
                                      QPointingDevice::PointerType::Eraser,
                                      QInputDevice::Capability::Pressure, 1, 2);
    const bool isDown = type != QEvent::TabletRelease;
    QTabletEvent event(type, end == QPointingDevice::PointerType::Eraser ? &tail : &tip, point,
                       canvas().mapToGlobal(point), pressure, 0, 0, 0, 0, 0, Qt::NoModifier,
                       type == QEvent::TabletMove ? Qt::NoButton : Qt::LeftButton,
                       isDown ? Qt::LeftButton : Qt::NoButton);
    QCoreApplication::sendEvent(&canvas(), &event);
  }
  void penStroke(const QPoint& point, double pressure,
                 QPointingDevice::PointerType end = QPointingDevice::PointerType::Pen) {
    pen(QEvent::TabletPress, point, pressure, end);
    pen(QEvent::TabletMove, point, pressure, end);
    pen(QEvent::TabletRelease, point, 0, end);
  }
  int64_t painted() const {
    const auto& pixels = mask().pixels().pixels;
    return std::count(pixels.begin(), pixels.end(), uint8_t{1});
  }
};

TEST_F(MainWindowMask, BrushMasksTheCellsItTouchesAndUndoTakesTheStrokeBack) {
  const int before = undoCount();
  const QImage picture = canvas().shownImage();
  drag({at(4, 4), at(12, 4), at(20, 4)});
  EXPECT_EQ(mask().cellCount(), 3u);
  EXPECT_EQ(undoCount(), before + 1);
  EXPECT_EQ(window->actions()->undo->text(), "&Undo Brush Stroke");
  EXPECT_EQ(canvas().shownImage(), picture);  // painting never touches the picture
  EXPECT_TRUE(find<QLabel>("maskCount")->text().startsWith("3 of 16"));
  EXPECT_TRUE(canvas().accessibleDescription().contains("Cells masked: 3"));
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(mask().cellCount(), 0u);
  EXPECT_NE(window->document()->picture(), nullptr);
  press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(mask().cellCount(), 3u);
}

TEST_F(MainWindowMask, EraserHasAKeyAndASizeOfItsOwn) {
  press(Qt::Key_A, Qt::ControlModifier);
  EXPECT_EQ(mask().cellCount(), 16u);
  press(Qt::Key_E);
  EXPECT_EQ(settings().tool(), Tool::Eraser);
  press(Qt::Key_BracketRight);
  EXPECT_EQ(settings().size(Tool::Eraser), 5);
  EXPECT_EQ(settings().size(Tool::Brush), 4);
  drag({at(4, 4), at(4, 4)});
  EXPECT_FALSE(mask().pixels().contains(4, 4));
  EXPECT_TRUE(mask().pixels().contains(12, 12));
  press(Qt::Key_BracketLeft);
  EXPECT_EQ(settings().size(Tool::Eraser), 4);
}

TEST_F(MainWindowMask, ToolsHaveTheKeysOfTheirPeers) {
  const std::pair<int, Tool> keys[] = {
      {Qt::Key_E, Tool::Eraser},    {Qt::Key_B, Tool::Brush}, {Qt::Key_U, Tool::Rectangle},
      {Qt::Key_L, Tool::Lasso},     {Qt::Key_G, Tool::Fill},  {Qt::Key_I, Tool::Picker},
      {Qt::Key_M, Tool::Rectangle}, {Qt::Key_H, Tool::Hand},  {Qt::Key_Z, Tool::Zoom}};
  for (const auto& [key, tool] : keys) {
    press(key);
    EXPECT_EQ(settings().tool(), tool);
    EXPECT_TRUE(window->actions()->toolOf(tool)->isChecked());
  }
  press(Qt::Key_L, Qt::ShiftModifier);
  EXPECT_EQ(settings().tool(), Tool::Lock);
  press(Qt::Key_D);
  EXPECT_EQ(settings().tool(), Tool::Brush);
  press(Qt::Key_X);
  EXPECT_EQ(settings().tool(), Tool::Eraser);
}

TEST_F(MainWindowMask, WholeMaskCommandsHaveKeys) {
  press(Qt::Key_A, Qt::ControlModifier);
  EXPECT_EQ(mask().cellCount(), 16u);
  press(Qt::Key_D, Qt::ControlModifier);
  EXPECT_EQ(mask().cellCount(), 0u);
  drag({at(12, 12), at(12, 12)});
  press(Qt::Key_BracketRight, Qt::ControlModifier);
  EXPECT_EQ(mask().cellCount(), 9u);
  press(Qt::Key_BracketLeft, Qt::ControlModifier);
  EXPECT_EQ(mask().cellCount(), 4u);  // the picture's edge does not eat into it
  press(Qt::Key_I, Qt::ControlModifier);
  EXPECT_EQ(mask().cellCount(), 12u);
  press(Qt::Key_Delete);
  EXPECT_EQ(mask().cellCount(), 0u);
  EXPECT_FALSE(window->actions()->growMask->isEnabled());
}

TEST_F(MainWindowMask, RectangleAndLassoFollowTheMouse) {
  press(Qt::Key_U);
  drag({at(9, 9), at(20, 12), at(22, 22)});
  EXPECT_EQ(mask().cellCount(), 4u);
  press(Qt::Key_X);  // take away
  drag({at(1, 15), at(31, 31)});
  EXPECT_EQ(mask().cellCount(), 2u);
  press(Qt::Key_D, Qt::ControlModifier);
  press(Qt::Key_X);
  press(Qt::Key_L);
  drag({at(1, 1), at(31, 1), at(31, 31)});
  EXPECT_EQ(mask().cellCount(), 10u);  // the triangle above the diagonal
}

TEST_F(MainWindowMask, FillClosesAnOutline) {
  press(Qt::Key_U);
  drag({at(1, 1), at(31, 31)});
  press(Qt::Key_X);
  drag({at(7, 7), at(25, 25)});
  ASSERT_EQ(mask().cellCount(), 12u);
  press(Qt::Key_X);
  press(Qt::Key_G);
  QTest::mouseClick(&canvas(), Qt::LeftButton, {}, at(12, 12));
  EXPECT_EQ(mask().cellCount(), 16u);
  QTest::mouseClick(&canvas(), Qt::RightButton, {}, at(12, 12));
  EXPECT_EQ(mask().cellCount(), 0u);
}

TEST_F(MainWindowMask, LockBrushLocksCellsAndTheMenuUnlocksThem) {
  press(Qt::Key_L, Qt::ShiftModifier);
  drag({at(4, 4), at(12, 4)});
  EXPECT_EQ(mask().lockCount(), 2u);
  EXPECT_EQ(mask().cellCount(), 0u);
  EXPECT_TRUE(find<QLabel>("maskCount")->text().contains("2 locked"));
  drag({at(4, 4), at(4, 4)}, Qt::RightButton);
  EXPECT_EQ(mask().lockCount(), 1u);
  window->actions()->clearLocks->trigger();
  EXPECT_EQ(mask().lockCount(), 0u);
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(mask().lockCount(), 1u);
}

TEST_F(MainWindowMask, ShiftClickDrawsAStraightLine) {
  QTest::mouseClick(&canvas(), Qt::LeftButton, {}, at(2, 20));
  QTest::mouseClick(&canvas(), Qt::LeftButton, Qt::ShiftModifier, at(30, 20));
  EXPECT_EQ(mask().cellCount(), 4u);
  EXPECT_TRUE(mask().pixels().contains(16, 20));
}

TEST_F(MainWindowMask, RightButtonAndCtrlErase) {
  press(Qt::Key_A, Qt::ControlModifier);
  drag({at(4, 4), at(4, 4)}, Qt::RightButton);
  EXPECT_FALSE(mask().pixels().contains(4, 4));
  drag({at(20, 20), at(20, 20)}, Qt::LeftButton, Qt::ControlModifier);
  EXPECT_FALSE(mask().pixels().contains(20, 20));
  EXPECT_EQ(settings().tool(), Tool::Brush);
}

TEST_F(MainWindowMask, EscTakesBackTheStrokeUnderWay) {
  const int before = undoCount();
  QTest::mousePress(&canvas(), Qt::LeftButton, {}, at(4, 4));
  EXPECT_EQ(mask().cellCount(), 1u);
  press(Qt::Key_Escape);
  EXPECT_EQ(mask().cellCount(), 0u);
  QTest::mouseRelease(&canvas(), Qt::LeftButton, {}, at(4, 4));
  EXPECT_EQ(undoCount(), before);
}

TEST_F(MainWindowMask, PanningNeverPaints) {
  canvas().zoomTo(30);
  const QPointF corner = canvas().viewTransform().pictureRect().topLeft();
  drag({{100, 100}, {140, 120}}, Qt::MiddleButton);
  const QPointF moved = canvas().viewTransform().pictureRect().topLeft();
  EXPECT_NE(moved, corner);
  QTest::keyPress(&canvas(), Qt::Key_Space);
  drag({{100, 100}, {140, 120}});
  QTest::keyRelease(&canvas(), Qt::Key_Space);
  EXPECT_NE(canvas().viewTransform().pictureRect().topLeft(), moved);
  press(Qt::Key_H);
  drag({{140, 120}, {100, 100}});
  EXPECT_EQ(mask().cellCount(), 0u);
}

TEST_F(MainWindowMask, ZoomToolZoomsInAndOutWhereOneClicks) {
  press(Qt::Key_Z);
  const double scale = canvas().viewTransform().scale();
  const QPoint point = at(10, 20);
  QTest::mouseClick(&canvas(), Qt::LeftButton, {}, point);
  EXPECT_NEAR(canvas().viewTransform().scale(), 2 * scale, 1e-9);
  EXPECT_LE((at(10, 20) - point).manhattanLength(), 2);
  QTest::mouseClick(&canvas(), Qt::RightButton, {}, point);
  EXPECT_NEAR(canvas().viewTransform().scale(), scale, 1e-9);
  EXPECT_EQ(mask().cellCount(), 0u);
}

TEST_F(MainWindowMask, PickerTellsCellAndToken) {
  press(Qt::Key_I);
  QTest::mouseClick(&canvas(), Qt::LeftButton, {}, at(12, 20));
  const QString text = window->progressStrip()->text();
  EXPECT_TRUE(text.startsWith("Row 3, column 2")) << qPrintable(text);
  EXPECT_TRUE(text.contains("token 3"));
  EXPECT_EQ(mask().cellCount(), 0u);
}

TEST_F(MainWindowMask, AltWheelChangesTheSizeAndPlainWheelZooms) {
  const double scale = canvas().viewTransform().scale();
  const auto wheel = [&](QPoint angle, Qt::KeyboardModifiers modifiers) {
    QWheelEvent event(QPointF(100, 100), canvas().mapToGlobal(QPointF(100, 100)), {}, angle, Qt::NoButton,
                      modifiers, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&canvas(), &event);
  };
  wheel({120, 0}, Qt::AltModifier);  // as X11 and Wayland deliver it
  EXPECT_EQ(settings().size(Tool::Brush), 5);
  wheel({0, -120}, Qt::AltModifier);
  EXPECT_EQ(settings().size(Tool::Brush), 4);
  EXPECT_EQ(canvas().viewTransform().scale(), scale);
  wheel({0, 120}, {});
  EXPECT_GT(canvas().viewTransform().scale(), scale);
}

TEST_F(MainWindowMask, PenPressureSetsTheSizeAndItsEraserErases) {
  settings().setSize(Tool::Brush, 12);
  settings().setSize(Tool::Eraser, 12);
  penStroke(at(16, 16), 0.2);
  const int64_t light = painted();
  EXPECT_GT(light, 0);
  penStroke(at(16, 16), 1.0);
  EXPECT_GT(painted(), 3 * light);
  EXPECT_EQ(undoCount(), 3);
  penStroke(at(16, 16), 1.0, QPointingDevice::PointerType::Eraser);
  EXPECT_EQ(painted(), 0);
  EXPECT_EQ(settings().tool(), Tool::Brush);
}

TEST_F(MainWindowMask, FingersMoveThePictureAndDoNotPaint) {
  canvas().zoomTo(30);
  const QPointF before = canvas().viewTransform().pictureRect().topLeft();
  QPointingDevice* screen = QTest::createTouchDevice();
  QTest::touchEvent(&canvas(), screen).press(0, {100, 100});
  QTest::touchEvent(&canvas(), screen).move(0, {130, 90});
  QTest::touchEvent(&canvas(), screen).release(0, {130, 90});
  EXPECT_NE(canvas().viewTransform().pictureRect().topLeft(), before);
  EXPECT_EQ(mask().cellCount(), 0u);
}

TEST_F(MainWindowMask, StrokeAndCellsAreBothSeenAndCanBeHidden) {
  UNTIL(!canvas().isBrushShown());  // the size was just changed
  const QImage plain = canvas().grab().toImage();
  drag({at(12, 12), at(12, 12)});
  QTest::mouseMove(&canvas(), {2, 2});
  QEvent leave(QEvent::Leave);
  QCoreApplication::sendEvent(&canvas(), &leave);
  const QImage masked = canvas().grab().toImage();
  const qreal ratio = canvas().devicePixelRatioF();
  const auto pixel = [&](const QImage& image, double x, double y) {
    return image.pixelColor(at(x, y) * ratio);
  };
  EXPECT_NE(pixel(masked, 12, 12), pixel(plain, 12, 12));   // the stroke
  EXPECT_NE(pixel(masked, 15, 15), pixel(plain, 15, 15));   // its cell
  EXPECT_NE(pixel(masked, 12, 12), pixel(masked, 15, 15));  // told apart
  EXPECT_EQ(pixel(masked, 21, 12), pixel(plain, 21, 12));   // the neighbour cell
  press(Qt::Key_H, Qt::ShiftModifier);
  EXPECT_EQ(canvas().grab().toImage(), plain);
}

TEST_F(MainWindowMask, RuleCanBeChosenAboveTheCanvasAndInTheMenu) {
  drag({at(16, 12), at(16, 12)});
  EXPECT_EQ(mask().cellCount(), 2u);
  auto* rule = find<QComboBox>("cellRule");
  rule->setFocus();
  QTest::keyClick(rule, Qt::Key_Down);
  EXPECT_EQ(mask().rule(), CellRule::Majority);
  EXPECT_EQ(mask().cellCount(), 0u);
  EXPECT_TRUE(window->actions()->clearMask->isEnabled());  // the paint is there to be seen
  EXPECT_TRUE(window->actions()->majority->isChecked());
  window->actions()->anyTouch->trigger();
  EXPECT_EQ(rule->currentIndex(), 0);
  EXPECT_EQ(mask().cellCount(), 2u);
}

TEST_F(MainWindowMask, SizeCanBeTypedAndSlid) {
  auto* box = find<QSpinBox>("brushSize");
  box->setFocus();
  box->selectAll();
  QTest::keyClicks(box, "77");
  QTest::keyClick(box, Qt::Key_Return);
  EXPECT_EQ(settings().size(Tool::Brush), 77);
  find<QSlider>("brushSizeSlider")->setValue(0);
  EXPECT_EQ(settings().size(Tool::Brush), 1);
  EXPECT_EQ(box->value(), 1);
}

TEST_F(MainWindowMask, ToolSettingsAreRememberedBetweenSessions) {
  settings().setSize(Tool::Brush, 21);
  settings().setSize(Tool::Eraser, 54);
  settings().setMaskColor(QColor(10, 200, 30));
  settings().setMaskOpacity(0.8);
  window->close();
  openWindow();
  EXPECT_EQ(settings().size(Tool::Brush), 21);
  EXPECT_EQ(settings().size(Tool::Eraser), 54);
  EXPECT_EQ(settings().maskColor(), QColor(10, 200, 30));
  EXPECT_EQ(settings().maskOpacity(), 0.8);
}

TEST_F(MainWindowMask, MaskStaysWhenThePromptChanges) {
  drag({at(4, 4), at(4, 4)});
  typePrompt("something else");
  EXPECT_EQ(mask().cellCount(), 1u);
}

TEST(MaskOnAnEmptyCanvas, ThereIsNothingToPaintOn) {
  UndoStack stack;
  MaskModel mask(&stack);
  ToolSettings settings;
  MaskTools tools(&mask, &settings);
  CanvasView canvas;
  canvas.resize(400, 400);
  canvas.attachTools(&mask, &settings, &tools);
  QTest::mousePress(&canvas, Qt::LeftButton, {}, {200, 200});
  QTest::mouseMove(&canvas, {210, 210});
  QTest::mouseRelease(&canvas, Qt::LeftButton, {}, {210, 210});
  EXPECT_EQ(stack.count(), 0);
}

}  // namespace
}  // namespace unmask
