#include "ui/mask_model.h"

#include <gtest/gtest.h>

#include <random>

#include "ui/tools/mask_tools.h"

namespace unmask {
namespace {

/// A picture of 64 × 48 pixels, cells of 8.
class MaskModelTest : public ::testing::Test {
 protected:
  MaskModelTest() {
    mask.setPixelsPerCell(8);
    mask.setLayers(mask.layersFor({64, 48}));
  }
  void dot(double x, double y, double radius, MaskLayer layer = MaskLayer::Mask, bool isPainting = true) {
    mask.beginStroke(layer, isPainting);
    mask.strokeLine({x, y}, {x, y}, radius, radius);
    mask.endStroke("dot");
  }
  int64_t painted() const {
    return std::count(mask.pixels().pixels.begin(), mask.pixels().pixels.end(), uint8_t{1});
  }

  UndoStack stack;
  MaskModel mask{&stack};
};

TEST_F(MaskModelTest, GridFollowsPictureAndCellSize) {
  EXPECT_EQ(mask.gridHeight(), 6);
  EXPECT_EQ(mask.gridWidth(), 8);
  EXPECT_FALSE(mask.hasMask());
  EXPECT_EQ(mask.locks().count(), 0u);
}

TEST_F(MaskModelTest, StrokeIsOneUndoEntry) {
  mask.beginStroke(MaskLayer::Mask, true);
  for (int x = 4; x < 60; x += 4) mask.strokeLine({double(x), 20}, {x + 4.0, 20}, 3, 3);
  mask.endStroke("Brush Stroke");
  EXPECT_EQ(stack.count(), 1);
  EXPECT_EQ(stack.undoText(), "Brush Stroke");
  EXPECT_EQ(mask.cellCount(), 8u);  // the whole of row 2: pixels 17 to 22
}

TEST_F(MaskModelTest, CellsAreSelectedByTouchOrByMajority) {
  dot(16, 16, 3);  // on the corner of four cells
  EXPECT_EQ(mask.cellCount(), 4u);
  mask.setRule(CellRule::Majority);
  EXPECT_EQ(mask.cellCount(), 0u);
  EXPECT_GT(painted(), 0);  // the stroke itself stays
  mask.setRule(CellRule::AnyTouch);
  EXPECT_EQ(mask.cellCount(), 4u);
}

TEST_F(MaskModelTest, EmptyStrokeLeavesNoEntry) {
  dot(200, 200, 3);
  EXPECT_EQ(stack.count(), 0);
  dot(20, 20, 3, MaskLayer::Mask, false);  // erasing nothing
  EXPECT_EQ(stack.count(), 0);
}

TEST_F(MaskModelTest, CancelledStrokeLeavesNothing) {
  dot(20, 20, 5);
  const MaskLayers before = mask.layers();
  mask.beginStroke(MaskLayer::Mask, false);
  mask.strokeLine({0, 20}, {60, 20}, 8, 8);
  EXPECT_NE(mask.layers(), before);
  mask.cancelStroke();
  EXPECT_EQ(mask.layers(), before);
  EXPECT_EQ(stack.count(), 1);
}

TEST_F(MaskModelTest, UndoInTheMiddleOfAStrokeDropsTheStroke) {
  dot(20, 20, 4);
  const MaskLayers after = mask.layers();
  dot(40, 20, 4);
  mask.beginStroke(MaskLayer::Mask, true);
  mask.strokeLine({10, 40}, {50, 40}, 3, 3);
  stack.undo();
  EXPECT_FALSE(mask.isStroking());
  EXPECT_EQ(mask.layers(), after);
  mask.strokeLine({10, 10}, {50, 10}, 3, 3);  // the hand goes on
  mask.endStroke("too late");
  EXPECT_EQ(mask.layers(), after);
  EXPECT_EQ(stack.index(), 1);
  EXPECT_TRUE(stack.canRedo());
}

TEST_F(MaskModelTest, ShapeReplacesWhatTheStrokePaintedSoFar) {
  mask.beginStroke(MaskLayer::Mask, true);
  const PicturePoint large[] = {{0, 0}, {60, 0}, {60, 40}, {0, 40}};
  mask.strokeShape(large);
  const PicturePoint small[] = {{8, 8}, {16, 8}, {16, 16}, {8, 16}};
  mask.strokeShape(small);
  mask.endStroke("Rectangle");
  EXPECT_EQ(painted(), 64);
  EXPECT_EQ(mask.cellCount(), 1u);
}

TEST_F(MaskModelTest, InvertGrowShrinkAndClearWorkOnCells) {
  dot(20, 20, 2);
  ASSERT_EQ(mask.cellCount(), 1u);
  mask.grow();
  EXPECT_EQ(mask.cellCount(), 9u);
  mask.shrink();
  EXPECT_EQ(mask.cellCount(), 1u);
  mask.invert();
  EXPECT_EQ(mask.cellCount(), 47u);
  mask.invert();
  EXPECT_EQ(mask.cellCount(), 1u);
  mask.fillAll();
  EXPECT_EQ(mask.cellCount(), 48u);
  mask.clear();
  EXPECT_EQ(mask.cellCount(), 0u);
  EXPECT_EQ(painted(), 0);
  EXPECT_EQ(stack.count(), 7);
}

TEST_F(MaskModelTest, GrowingKeepsTheStrokeAsPainted) {
  dot(20, 20, 2);
  const PixelMask before = mask.pixels();
  mask.grow();
  EXPECT_FALSE(mask.pixels().contains(23, 23));  // in the stroke's own cell nothing was added
  EXPECT_EQ(mask.pixels().contains(20, 20), before.contains(20, 20));
}

TEST_F(MaskModelTest, FillStopsAtTheOutline) {
  mask.beginStroke(MaskLayer::Mask, true);
  const PicturePoint ring[] = {{8, 8}, {47, 8}, {47, 39}, {8, 39}, {8, 8}, {9, 9}};
  for (size_t i = 0; i + 2 < std::size(ring); ++i) mask.strokeLine(ring[i], ring[i + 1], 1, 1);
  mask.endStroke("ring");
  const size_t outline = mask.cellCount();
  mask.fillConnected({3, 3}, MaskLayer::Mask, true);
  EXPECT_GT(mask.cellCount(), outline);
  EXPECT_TRUE(mask.cells().contains({3, 3}));
  EXPECT_FALSE(mask.cells().contains({5, 7}));
}

TEST_F(MaskModelTest, LocksAreWholeCellsBesideTheMask) {
  dot(20, 20, 2);
  dot(16, 16, 2, MaskLayer::Locks);
  EXPECT_EQ(mask.lockCount(), 4u);
  EXPECT_EQ(mask.cellCount(), 1u);
  dot(12, 12, 1, MaskLayer::Locks, false);
  EXPECT_EQ(mask.lockCount(), 3u);
  mask.clearLocks();
  EXPECT_EQ(mask.lockCount(), 0u);
  stack.undo();
  EXPECT_EQ(mask.lockCount(), 3u);
  EXPECT_EQ(mask.cellCount(), 1u);
}

TEST_F(MaskModelTest, LocksFollowAModelWithOtherCells) {
  dot(4, 4, 3, MaskLayer::Locks);
  const MaskLayers old = mask.layers();
  mask.setPixelsPerCell(4);
  EXPECT_EQ(mask.lockCount(), 4u);
  stack.undo();
  EXPECT_EQ(mask.lockCount(), 0u);
  stack.redo();
  EXPECT_EQ(mask.lockCount(), 4u);
  mask.setLayers(old);  // as a picture of before comes back with its own
  ASSERT_EQ(mask.locks().width, mask.gridWidth());
  EXPECT_EQ(mask.lockCount(), 4u);
  dot(60, 44, 2, MaskLayer::Locks);
  EXPECT_GT(mask.lockCount(), 4u);
}

TEST_F(MaskModelTest, StrokesAreSmallInMemory) {
  dot(20, 20, 6);
  EXPECT_LT(stack.bytes(), 400);
}

TEST_F(MaskModelTest, WithoutAPictureNothingHappens) {
  mask.setLayers({});
  dot(3, 3, 5);
  mask.fillAll();
  mask.invert();
  mask.grow();
  mask.fillConnected({0, 0}, MaskLayer::Mask, true);
  EXPECT_EQ(stack.count(), 0);
}

TEST_F(MaskModelTest, UndoingEverythingGivesTheStartAndRedoingTheEnd) {
  std::mt19937 random(11);
  const auto number = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const MaskLayers start = mask.layers();
  for (int i = 0; i < 400; ++i) {
    switch (number(9)) {
      case 0:
        mask.invert();
        break;
      case 1:
        mask.grow();
        break;
      case 2:
        mask.shrink();
        break;
      case 3:
        mask.fillConnected({number(6), number(8)}, number(2) ? MaskLayer::Mask : MaskLayer::Locks, number(2));
        break;
      case 4:
        if (number(4) == 0) mask.clear();
        break;
      case 5:
        stack.undo();
        break;
      case 6:
        mask.setRule(number(2) ? CellRule::AnyTouch : CellRule::Majority);
        break;
      default:
        dot(number(64), number(48), 1 + number(12), number(3) ? MaskLayer::Mask : MaskLayer::Locks,
            number(2));
    }
  }
  while (stack.canRedo()) stack.redo();
  const MaskLayers end = mask.layers();
  while (stack.canUndo()) stack.undo();
  EXPECT_EQ(mask.layers(), start);
  while (stack.canRedo()) stack.redo();
  EXPECT_EQ(mask.layers(), end);
}

/// The tools on the same picture.
class MaskToolsTest : public MaskModelTest {
 protected:
  MaskToolsTest() { settings.setSize(Tool::Brush, 4); }
  static ToolPoint at(double x, double y) {
    ToolPoint point;
    point.at = {x, y};
    return point;
  }
  void drag(ToolPoint from, ToolPoint to) {
    tools.press(from);
    tools.move(to);
    tools.release(to);
  }

  ToolSettings settings;
  MaskTools tools{&mask, &settings};
};

TEST_F(MaskToolsTest, ShiftClickDrawsALineFromTheLastPoint) {
  drag(at(4, 4), at(4, 4));
  ToolPoint end = at(60, 4);
  end.isShiftDown = true;
  drag(end, end);
  for (int x = 4; x < 60; ++x) EXPECT_TRUE(mask.pixels().contains(x, 4)) << x;
  EXPECT_EQ(stack.count(), 2);
}

TEST_F(MaskToolsTest, ShiftDragChangesTheSizeInstead) {
  ToolPoint from = at(10, 10), to = at(20, 10);
  from.isShiftDown = to.isShiftDown = true;
  drag(from, to);
  EXPECT_EQ(settings.size(Tool::Brush), 24);
  EXPECT_EQ(stack.count(), 0);
}

TEST_F(MaskToolsTest, PressureThinsTheStrokeUnlessSwitchedOff) {
  settings.setSize(Tool::Brush, 16);
  ToolPoint light = at(32, 24);
  light.pressure = 0.1;
  drag(light, light);
  const int64_t thin = painted();
  mask.clear();
  drag(at(32, 24), at(32, 24));
  EXPECT_GT(painted(), 3 * thin);
  mask.clear();
  settings.setUsesPressure(false);
  drag(light, light);
  EXPECT_GT(painted(), 3 * thin);
}

TEST_F(MaskToolsTest, EraserEndErasesWithTheErasersSize) {
  mask.fillAll();
  settings.setSize(Tool::Eraser, 10);
  ToolPoint point = at(32, 24);
  point.isEraserEnd = true;
  drag(point, point);
  EXPECT_FALSE(mask.pixels().contains(32, 28));
  EXPECT_EQ(settings.tool(), Tool::Brush);
}

TEST_F(MaskToolsTest, TurnedToolDoesTheOpposite) {
  mask.fillAll();
  ToolPoint point = at(32, 24);
  point.isTurned = true;
  drag(point, point);
  EXPECT_FALSE(mask.pixels().contains(32, 24));
  settings.setTool(Tool::Rectangle);
  settings.setErasing(true);
  ToolPoint to = at(40, 30);
  point.isTurned = to.isTurned = true;  // taking away, the other way round: adding
  drag(point, to);
  EXPECT_TRUE(mask.pixels().contains(33, 25));
}

TEST_F(MaskToolsTest, LassoClosesItself) {
  settings.setTool(Tool::Lasso);
  tools.press(at(10, 10));
  for (const auto& corner : {at(50, 10), at(50, 40), at(10, 40)}) tools.move(corner);
  tools.release(at(10, 40));
  EXPECT_EQ(painted(), 40 * 30);
  EXPECT_EQ(stack.undoText(), "Lasso");
}

TEST_F(MaskToolsTest, ShiftMakesTheRectangleASquare) {
  settings.setTool(Tool::Rectangle);
  ToolPoint to = at(30, 14);
  to.isShiftDown = true;
  tools.press(at(10, 10));
  tools.move(to);
  tools.release(to);
  EXPECT_EQ(painted(), 20 * 20);
}

TEST_F(MaskToolsTest, SizesAreBoundedAndOneForEachTool) {
  settings.setTool(Tool::Eraser);
  settings.setSize(Tool::Eraser, 1);
  settings.stepSize(-5);
  EXPECT_EQ(settings.size(Tool::Eraser), ToolSettings::kMinSize);
  settings.stepSize(100);
  EXPECT_EQ(settings.size(Tool::Eraser), ToolSettings::kMaxSize);
  EXPECT_EQ(settings.size(Tool::Brush), 4);
}

TEST_F(MaskToolsTest, SwappingTurnsTheBrushIntoTheEraserAndOtherToolsRound) {
  settings.swapPolarity();
  EXPECT_EQ(settings.tool(), Tool::Eraser);
  settings.swapPolarity();
  EXPECT_EQ(settings.tool(), Tool::Brush);
  settings.setTool(Tool::Lasso);
  settings.swapPolarity();
  EXPECT_TRUE(settings.isErasing());
  settings.reset();
  EXPECT_FALSE(settings.isErasing());
  EXPECT_EQ(settings.tool(), Tool::Brush);
}

}  // namespace
}  // namespace unmask
