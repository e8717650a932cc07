// From the mask to accepted results, in the window, by keys and mouse.
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>

#include "core/io/image_codec.h"
#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

class MainWindowCandidates : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
  }
  DocumentModel& document() const { return *window->document(); }
  CanvasView& canvas() const { return *window->canvas(); }
  CandidateSet& candidates() const { return *window->candidates(); }
  QString explanation() const { return find<QLabel>("runExplanation")->text(); }
  QString verb() const { return window->promptPanel()->runButton()->text(); }

  void paintCell(int row, int column) {
    const QPointF middle(column * 8 + 4, row * 8 + 4);
    const QPoint at =
        (canvas().viewTransform().deviceFromPicture(middle) / canvas().devicePixelRatioF()).toPoint();
    window->toolSettings()->setSize(Tool::Brush, 2);
    QTest::mouseClick(&canvas(), Qt::LeftButton, {}, at);
  }
  void run() {
    const int before = candidates().count();
    press(Qt::Key_Return, Qt::ControlModifier);
    UNTIL(candidates().count() > before && isIdle());
  }
  /// A picture with one cell masked, repainted once; the canvas has the focus.
  void repaintOnce() {
    generatePicture();
    paintCell(1, 2);
    run();
  }
};

TEST_F(MainWindowCandidates, ButtonSaysWhatTheCanvasSays) {
  EXPECT_EQ(verb(), "Generate");
  EXPECT_TRUE(explanation().startsWith("Makes a new picture"));
  generatePicture();
  auto* strength = find<QSlider>("strength");
  strength->setFocus();
  QTest::keyClick(strength, Qt::Key_PageDown);
  EXPECT_EQ(verb(), "Vary");
  EXPECT_TRUE(explanation().contains("90 %")) << qPrintable(explanation());
  paintCell(0, 0);
  EXPECT_EQ(verb(), "Repaint");
  EXPECT_TRUE(explanation().contains("1 masked cell")) << qPrintable(explanation());
}

TEST_F(MainWindowCandidates, FirstPictureGoesStraightOntoTheEmptyCanvas) {
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(document().picture() && isIdle());
  EXPECT_TRUE(candidates().isEmpty());
  EXPECT_FALSE(find<QWidget>("candidateStrip")->isVisible());
}

TEST_F(MainWindowCandidates, RepaintingSendsMaskLocksAndPicture) {
  generatePicture();
  window->actions()->toolOf(Tool::Lock)->trigger();
  window->toolSettings()->setSize(Tool::Lock, 2);
  paintCell(3, 3);
  window->actions()->toolOf(Tool::Brush)->trigger();
  paintCell(1, 2);
  const PicturePtr original = document().picture();
  run();
  const GenerationRequest request = control->requests().back();
  EXPECT_EQ(request.kind, JobKind::Inpaint);
  EXPECT_EQ(request.picture, original->pixels);
  EXPECT_EQ(request.editableCells.count(), 1u);
  EXPECT_TRUE(request.editableCells.contains({1, 2}));
  EXPECT_TRUE(request.lockedCells.contains({3, 3}));
  EXPECT_EQ(document().picture(), original);
  EXPECT_EQ(canvas().shownImage(), candidates().currentPicture()->image);
  EXPECT_NE(candidates().currentPicture()->pixels, original->pixels);
}

TEST_F(MainWindowCandidates, UnchangedPixelsAreCountedAndSaid) {
  repaintOnce();
  EXPECT_EQ(find<QLabel>("verdict")->text(), "0 pixels changed outside the mask");
  control->damageOutsideMask(3);
  run();
  EXPECT_EQ(find<QLabel>("verdict")->text(), "3 pixels changed outside the mask");
}

TEST_F(MainWindowCandidates, EnterAcceptsAsOneUndoEntry) {
  repaintOnce();
  const PicturePtr original = document().picture();
  const PicturePtr candidate = candidates().currentPicture();
  const int entries = document().undoStack()->count();
  canvas().setFocus();
  press(Qt::Key_Return);
  EXPECT_EQ(document().picture(), candidate);
  EXPECT_FALSE(find<QWidget>("candidateStrip")->isVisible());
  EXPECT_EQ(document().undoStack()->count(), entries + 1);
  EXPECT_TRUE(document().mask()->hasMask());  // the mask is a layer of its own
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(document().picture(), original);
  EXPECT_EQ(candidates().count(), 1);
}

TEST_F(MainWindowCandidates, EscDiscardsAndLeavesTheOriginal) {
  repaintOnce();
  const PicturePtr original = document().picture();
  canvas().setFocus();
  press(Qt::Key_Escape);
  EXPECT_TRUE(candidates().isEmpty());
  EXPECT_EQ(document().picture(), original);
  EXPECT_EQ(canvas().shownImage(), original->image);
  EXPECT_FALSE(window->actions()->stop->isEnabled());
}

TEST_F(MainWindowCandidates, EscStopsTheRunBeforeItDiscards) {
  repaintOnce();
  control->closeStepGate();
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(control->waitingAtStepGate() == 1);
  press(Qt::Key_Escape);
  UNTIL(isIdle());
  EXPECT_EQ(candidates().count(), 1);
}

TEST_F(MainWindowCandidates, ArrowsWalkAndTabPeeks) {
  repaintOnce();
  run();
  ASSERT_EQ(candidates().count(), 2);
  canvas().setFocus();
  const QImage original = document().picture()->image;
  press(Qt::Key_Left);
  EXPECT_EQ(candidates().current(), 0);
  EXPECT_EQ(canvas().shownImage(), candidates().pictures()[0]->image);
  QTest::keyPress(&canvas(), Qt::Key_Tab);
  EXPECT_EQ(canvas().shownImage(), original);
  QTest::keyRelease(&canvas(), Qt::Key_Tab);
  EXPECT_EQ(canvas().shownImage(), candidates().pictures()[0]->image);
  press(Qt::Key_Left);
  EXPECT_EQ(canvas().shownImage(), original);
  press(Qt::Key_Right);
  press(Qt::Key_Right);
  EXPECT_EQ(candidates().current(), 1);
}

TEST_F(MainWindowCandidates, StripChoosesByMouseAndItsButtonsWork) {
  repaintOnce();
  run();
  auto* list = find<QListWidget>("candidates");
  ASSERT_EQ(list->count(), 3);
  EXPECT_EQ(list->item(0)->text(), "Original");
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(1)).center());
  EXPECT_EQ(candidates().current(), 0);
  const PicturePtr first = candidates().currentPicture();
  QTest::mouseClick(find<QPushButton>("acceptCandidateButton"), Qt::LeftButton);
  EXPECT_EQ(document().picture(), first);
  press(Qt::Key_Z, Qt::ControlModifier);
  QTest::mouseClick(find<QPushButton>("discardCandidatesButton"), Qt::LeftButton);
  EXPECT_TRUE(candidates().isEmpty());
}

TEST_F(MainWindowCandidates, AnotherRunStartsFromTheOriginalAgain) {
  repaintOnce();
  const ImageBuffer original = document().picture()->pixels;
  run();
  EXPECT_EQ(control->requests().back().picture, original);
  EXPECT_EQ(candidates().count(), 2);
}

TEST_F(MainWindowCandidates, CandidateThatWasPaintedOnIsAcceptedFirst) {
  repaintOnce();
  const PicturePtr candidate = candidates().currentPicture();
  paintCell(3, 0);
  EXPECT_TRUE(explanation().startsWith("Accepts candidate 1 first")) << qPrintable(explanation());
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(candidates().count() == 1 && candidates().currentPicture() != candidate && isIdle());
  EXPECT_EQ(document().picture(), candidate);
  EXPECT_EQ(control->requests().back().picture, candidate->pixels);
}

TEST_F(MainWindowCandidates, BatchArrivesOneByOneWithSeedsThatCountUp) {
  auto* batch = find<QSpinBox>("batch");
  batch->setFocus();
  batch->selectAll();
  QTest::keyClicks(batch, "3");
  press(Qt::Key_Return);
  EXPECT_TRUE(explanation().startsWith("3 pictures"));
  control->closeStepGate();
  press(Qt::Key_Return, Qt::ControlModifier);
  control->allowSteps(8 + 2);
  UNTIL(candidates().count() == 1 && control->waitingAtStepGate() == 1);
  UNTIL(window->progressStrip()->text().startsWith("Picture 2 of 3"));
  control->openStepGate();
  UNTIL(candidates().count() == 3 && isIdle());
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(candidates().pictures()[static_cast<size_t>(i)]->request.seed, 100u + i);
}

TEST_F(MainWindowCandidates, ABatchStartedWhileARunStopsIsWhole) {
  control->setIgnoresStop(true);
  control->closeStepGate();
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(control->waitingAtStepGate() == 1);
  window->runs()->stop();
  document().setBatchCount(3);
  window->runs()->generate();
  const uint64_t seed = document().draft().seed;
  control->openStepGate();
  UNTIL(candidates().count() == 3 && isIdle());
  EXPECT_EQ(candidates().pictures().front()->request.seed, seed);
  EXPECT_EQ(control->requests().size(), 4u);
}

TEST_F(MainWindowCandidates, StoppingABatchKeepsWhatIsReady) {
  document().setBatchCount(3);
  control->closeStepGate();
  press(Qt::Key_Return, Qt::ControlModifier);
  control->allowSteps(8 + 2);
  UNTIL(candidates().count() == 1 && control->waitingAtStepGate() == 1);
  press(Qt::Key_Escape);
  UNTIL(isIdle());
  EXPECT_EQ(candidates().count(), 1);
  EXPECT_EQ(control->requests().size(), 2u);
  EXPECT_TRUE(window->progressStrip()->text().startsWith("Stopped"))
      << qPrintable(window->progressStrip()->text());
}

TEST_F(MainWindowCandidates, SavingSavesWhatIsShown) {
  repaintOnce();
  dialogs->savePath = path("candidate.png");
  press(Qt::Key_S, Qt::ControlModifier);
  UNTIL(window->progressStrip()->text().contains("candidate.png"));
  ASSERT_NE(candidates().currentPicture(), nullptr);
  const ImageBuffer saved = loadImage(path("candidate.png").toStdString()).value();
  EXPECT_EQ(saved, candidates().currentPicture()->pixels);
  EXPECT_NE(saved, window->document()->picture()->pixels);
}

TEST_F(MainWindowCandidates, EnterInThePromptStaysALineBreak) {
  repaintOnce();
  window->promptPanel()->prompt()->setFocus();
  press(Qt::Key_Return);
  EXPECT_EQ(candidates().count(), 1);
  EXPECT_TRUE(window->promptPanel()->prompt()->text().contains('\n'));
}

}  // namespace
}  // namespace unmask
