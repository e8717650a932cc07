#include "ui/document_model.h"

#include <gtest/gtest.h>

#include "tests/support/blank_picture.h"
#include "tests/support/fake_engine.h"

namespace unmask {
namespace {

class DocumentModelTest : public ::testing::Test {
 protected:
  uint64_t seed() const { return document.draft().seed; }

  uint64_t next = 10;
  DocumentModel document{[this] { return next++; }};  // holds seed 10 at first
};

TEST_F(DocumentModelTest, PresetFillsWhatTheUserLeftAlone) {
  document.setSteps(33);
  const SamplingPreset preset{"p", 8, 4, 1.5f, 0.5f, MaskSchedule::Linear, RevealOrder::Halton};
  document.applyPreset(preset);
  EXPECT_EQ(document.draft().steps, 33);
  EXPECT_EQ(document.draft().guidanceScale, 4);
  EXPECT_EQ(document.draft().temperatureStart, 1.5f);
  EXPECT_EQ(document.draft().temperatureEnd, 0.5f);
  EXPECT_EQ(document.draft().schedule, MaskSchedule::Linear);
  EXPECT_EQ(document.draft().order, RevealOrder::Halton);
  document.resetToPreset(preset);
  EXPECT_EQ(document.draft().steps, 8);
  document.applyPreset(SamplingPreset{});
  EXPECT_EQ(document.draft().steps, 12);  // nothing counts as touched any more
}

TEST_F(DocumentModelTest, SettingTheSameValueIsNotAChange) {
  document.setSteps(document.draft().steps);
  EXPECT_FALSE(document.touchedFields());
}

TEST_F(DocumentModelTest, FirstRunUsesTheSeedThatIsShown) {
  EXPECT_EQ(document.beginRun().seed, 10u);
  EXPECT_EQ(seed(), 10u);
}

TEST_F(DocumentModelTest, EveryRunDrawsASeedBeforeItStarts) {
  document.beginRun();
  document.completeRun();
  EXPECT_EQ(document.beginRun().seed, 11u);
  EXPECT_EQ(seed(), 11u);
}

TEST_F(DocumentModelTest, LockKeepsTheSeed) {
  document.beginRun();
  document.completeRun();
  document.setSeedLocked(true);
  EXPECT_EQ(document.beginRun().seed, 10u);
  document.completeRun();
  EXPECT_EQ(document.beginRun().seed, 10u);
}

TEST_F(DocumentModelTest, TypedSeedIsLocked) {
  document.typeSeed(5);
  EXPECT_TRUE(document.isSeedLocked());
  EXPECT_EQ(document.beginRun().seed, 5u);
}

TEST_F(DocumentModelTest, RolledSeedIsUsedByTheNextRun) {
  document.beginRun();
  document.completeRun();
  document.rollSeed();
  const uint64_t rolled = seed();
  EXPECT_EQ(document.beginRun().seed, rolled);
}

TEST_F(DocumentModelTest, AbandonedRunGivesTheSeedBack) {
  document.beginRun();
  document.completeRun();
  EXPECT_EQ(document.beginRun().seed, 11u);
  document.abandonRun();
  EXPECT_EQ(seed(), 10u);
}

TEST_F(DocumentModelTest, AbandonedRestartGivesTheFirstSeedBack) {
  document.beginRun();
  document.completeRun();
  document.beginRun();
  document.beginRun();
  EXPECT_EQ(seed(), 12u);
  document.abandonRun();
  EXPECT_EQ(seed(), 10u);
}

TEST_F(DocumentModelTest, SeedTypedDuringTheRunSurvivesItsStop) {
  document.beginRun();
  document.typeSeed(77);
  document.abandonRun();
  EXPECT_EQ(seed(), 77u);
}

TEST_F(DocumentModelTest, PicturesAreUndoneAndRedone) {
  const PicturePtr first = test::blankPicture(1);
  const PicturePtr second = test::blankPicture(2);
  document.applyPicture(first);
  document.applyPicture(second);
  EXPECT_EQ(document.picture(), second);
  const quint64 revision = document.revision();
  document.undoStack()->undo();
  EXPECT_EQ(document.picture(), first);
  EXPECT_NE(document.revision(), revision);
  document.undoStack()->undo();
  EXPECT_EQ(document.picture(), nullptr);
  document.undoStack()->redo();
  document.undoStack()->redo();
  EXPECT_EQ(document.picture(), second);
}

TEST_F(DocumentModelTest, ShownSeedFollowsThePictureSoThatLockingPinsIt) {
  document.beginRun();
  document.completeRun();
  document.applyPicture(test::blankPicture(1));
  document.applyPicture(test::blankPicture(2));
  EXPECT_EQ(seed(), 2u);
  document.undoStack()->undo();
  EXPECT_EQ(seed(), 1u);
  document.setSeedLocked(true);
  document.undoStack()->redo();
  EXPECT_EQ(seed(), 1u);
}

TEST_F(DocumentModelTest, MaskStaysWhenThePictureChanges) {
  document.setPixelsPerCell(8);
  document.applyPicture(test::blankPicture(0, 32, 32));
  document.mask()->fillAll();
  document.applyPicture(test::blankPicture(0, 32, 32));
  EXPECT_EQ(document.mask()->cellCount(), 16u);
  document.undoStack()->undo();
  EXPECT_EQ(document.mask()->cellCount(), 16u);
}

TEST_F(DocumentModelTest, MaskIsFittedToAPictureOfAnotherSizeAndUndoBringsItBackExactly) {
  document.setPixelsPerCell(8);
  document.applyPicture(test::blankPicture(0, 32, 32));
  document.mask()->beginStroke(MaskLayer::Mask, true);
  document.mask()->strokeLine({3, 3}, {20, 9}, 2, 2);
  document.mask()->endStroke("stroke");
  document.mask()->beginStroke(MaskLayer::Locks, true);
  document.mask()->strokeLine({30, 30}, {30, 30}, 1, 1);
  document.mask()->endStroke("lock");
  const MaskLayers before = document.mask()->layers();
  document.applyPicture(test::blankPicture(0, 64, 64));
  EXPECT_EQ(document.mask()->pictureSize(), QSize(64, 64));
  EXPECT_EQ(document.mask()->lockCount(), 4u);
  EXPECT_GT(document.mask()->cellCount(), 0u);
  document.undoStack()->undo();
  EXPECT_EQ(document.mask()->layers(), before);
}

TEST_F(DocumentModelTest, AnotherProjectsMaskIsToldOf) {
  document.setPixelsPerCell(8);
  document.applyPicture(test::blankPicture(0, 32, 32));
  document.mask()->beginStroke(MaskLayer::Mask, true);
  document.mask()->strokeLine({20, 20}, {20, 20}, 2, 2);
  document.mask()->endStroke("stroke");
  bool isTold = false;
  QObject::connect(document.mask(), &MaskModel::changed, document.mask(),
                   [&](const QRect& area) { isTold = isTold || area.contains(QRect(18, 18, 4, 4)); });
  document.restorePicture(test::blankPicture(1, 32, 32), {PixelMask(32, 32), CellMask(4, 4)}, 8, 1, 1);
  EXPECT_FALSE(document.mask()->hasPaint());
  EXPECT_TRUE(isTold);
}

// Nothing in the window shows a size, nor sets one.
TEST_F(DocumentModelTest, ADraftHasTheModelsSize) {
  GenerationRequest request;
  request.prompt = "wide";
  request.width = request.height = 65536;
  document.replaceDraft(request, {});
  EXPECT_EQ(document.draft().prompt, "wide");
  EXPECT_EQ(document.draft().width, 0);
  document.restoreDraft(request, {}, false, {});
  EXPECT_EQ(document.draft().height, 0);
}

TEST_F(DocumentModelTest, PromptIsKeptAsTyped) {
  document.setPrompt("  a red\napple ");
  EXPECT_EQ(document.draft().prompt, "  a red\napple ");
  EXPECT_EQ(document.draft().promptTemplate, "  a red\napple ");
}

}  // namespace
}  // namespace unmask
