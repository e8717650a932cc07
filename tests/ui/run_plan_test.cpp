#include "ui/run_plan.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

/// A picture of 32 × 32 pixels with cells of 8.
class RunPlanTest : public ::testing::Test {
 protected:
  RunPlanTest() {
    mask.setPixelsPerCell(8);
    auto made = std::make_shared<Picture>();
    made->image = QImage(32, 32, QImage::Format_RGB32);
    made->pixels = ImageBuffer(32, 32, 3, 77);
    picture = made;
    draft.prompt = "a hat";
    draft.steps = 9;
    draft.seed = 5;
  }
  void showPicture() { mask.setLayers(mask.layersFor({32, 32})); }
  void dot(double x, double y, MaskLayer layer = MaskLayer::Mask) {
    mask.beginStroke(layer, true);
    mask.strokeLine({x, y}, {x, y}, 1, 1);
    mask.endStroke("dot");
  }
  RunPlan plan(const PicturePtr& from) const { return planRun(draft, touched, from, mask); }

  UndoStack stack;
  MaskModel mask{&stack};
  PicturePtr picture;
  GenerationRequest draft;
  PresetFields touched;
};

TEST_F(RunPlanTest, EmptyCanvasGenerates) {
  draft.strength = 0.4f;  // of nothing
  const RunPlan p = plan(nullptr);
  EXPECT_EQ(p.request.kind, JobKind::Generate);
  EXPECT_EQ(p.request.strength, 1);
  EXPECT_EQ(p.verb, "Generate");
  EXPECT_TRUE(p.canRun);
  EXPECT_EQ(p.request.prompt, "a hat");
  EXPECT_TRUE(p.request.picture.empty());
}

TEST_F(RunPlanTest, PictureWithoutMaskGeneratesAnew) {
  showPicture();
  const RunPlan p = plan(picture);
  EXPECT_EQ(p.request.kind, JobKind::Generate);
  EXPECT_TRUE(p.request.picture.empty());
  EXPECT_TRUE(p.explanation.contains("Mask a part"));
}

TEST_F(RunPlanTest, MaskRepaintsItsCells) {
  showPicture();
  dot(4, 4);
  dot(20, 20);
  const RunPlan p = plan(picture);
  EXPECT_EQ(p.request.kind, JobKind::Inpaint);
  EXPECT_EQ(p.request.picture, picture->pixels);
  EXPECT_EQ(p.request.editableCells, mask.cells());
  EXPECT_TRUE(p.request.lockedCells.empty());
  EXPECT_EQ(p.request.schedule, MaskSchedule::Linear);
  EXPECT_EQ(p.verb, "Repaint");
  EXPECT_TRUE(p.explanation.contains("2 masked")) << qPrintable(p.explanation);
}

TEST_F(RunPlanTest, ScheduleTheUserChoseIsKept) {
  showPicture();
  dot(4, 4);
  draft.schedule = MaskSchedule::Cosine;
  touched = PresetField::Schedule;
  EXPECT_EQ(plan(picture).request.schedule, MaskSchedule::Cosine);
}

TEST_F(RunPlanTest, LockedCellsGoAlongAndAreCountedOut) {
  showPicture();
  dot(4, 4);
  dot(20, 20);
  dot(4, 4, MaskLayer::Locks);
  const RunPlan p = plan(picture);
  EXPECT_EQ(p.request.lockedCells, mask.locks());
  EXPECT_TRUE(p.explanation.contains("Repaints 1 masked")) << qPrintable(p.explanation);
  EXPECT_TRUE(p.explanation.contains("1 locked"));
}

TEST_F(RunPlanTest, MaskThatIsAllLockedCannotRun) {
  showPicture();
  dot(4, 4);
  dot(4, 4, MaskLayer::Locks);
  const RunPlan p = plan(picture);
  EXPECT_FALSE(p.canRun);
  EXPECT_TRUE(p.explanation.contains("locked"));
}

TEST_F(RunPlanTest, StrengthBelowOneWithoutMaskVaries) {
  showPicture();
  dot(4, 4, MaskLayer::Locks);
  draft.strength = 0.35f;
  const RunPlan p = plan(picture);
  EXPECT_EQ(p.request.kind, JobKind::Vary);
  EXPECT_EQ(p.request.strength, 0.35f);
  EXPECT_EQ(p.request.picture, picture->pixels);
  EXPECT_EQ(p.request.lockedCells, mask.locks());
  EXPECT_EQ(p.verb, "Vary");
  EXPECT_TRUE(p.explanation.contains("35 %"));
  draft.strength = 0;
  EXPECT_FALSE(plan(picture).canRun);
}

TEST_F(RunPlanTest, LocksAloneMakeEverythingElseAnew) {
  showPicture();
  dot(4, 4, MaskLayer::Locks);
  const RunPlan p = plan(picture);
  EXPECT_EQ(p.request.kind, JobKind::Inpaint);
  EXPECT_EQ(p.request.editableCells.count(), 15u);
  EXPECT_EQ(p.request.lockedCells, mask.locks());
}

TEST_F(RunPlanTest, BatchIsSaid) {
  draft.batchCount = 4;
  EXPECT_TRUE(plan(nullptr).explanation.startsWith("4 pictures"));
}

}  // namespace
}  // namespace unmask
