// The window through its runs, driven by keys, with a fake engine.
#include <gmock/gmock.h>

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileInfo>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>

#include "core/io/image_codec.h"
#include "core/io/png_metadata.h"
#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

class MainWindowRun : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
  }
  /// Starts a run that stands before its step `done + 1`.
  void startRunAndStopAfter(int done) {
    control->closeStepGate();
    const int before = control->stepsPassed();
    press(Qt::Key_Return, Qt::ControlModifier);
    control->allowSteps(done);
    UNTIL(control->stepsPassed() == before + done && control->waitingAtStepGate() == 1);
    QCoreApplication::processEvents();
  }
  DocumentModel& document() const { return *window->document(); }
  CanvasView& canvas() const { return *window->canvas(); }
  bool isMessageShown() const { return window->messageBar()->isVisible(); }
};

TEST_F(MainWindowRun, CtrlEnterGeneratesTheTypedRequest) {
  typePrompt("a red apple");
  window->promptPanel()->negativeSection()->setOpen(true);
  QTest::keyClicks(window->promptPanel()->negativePrompt(), "a worm");
  generatePicture();
  ASSERT_EQ(control->requests().size(), 1u);
  const GenerationRequest request = control->requests()[0];
  EXPECT_EQ(request.prompt, "a red apple");
  EXPECT_EQ(request.negativePrompt, "a worm");
  EXPECT_EQ(request.kind, JobKind::Generate);
  EXPECT_EQ(request.seed, 100u);
  EXPECT_EQ(request.steps, 8);  // the model's preset
  EXPECT_EQ(request.guidanceScale, 4);
  EXPECT_EQ(request.schedule, MaskSchedule::Linear);
  EXPECT_EQ(request.order, RevealOrder::Halton);
  EXPECT_EQ(request.model.path, path("models/first").toStdString());
  EXPECT_EQ(document().picture()->pixels, test::fakePicture(test::FakeControl::defaultModel(), 100));
}

TEST_F(MainWindowRun, ANumberStillBeingTypedCounts) {
  auto* steps = find<QSpinBox>("steps");
  steps->setFocus();
  steps->selectAll();
  QTest::keyClicks(steps, "5");
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(document().picture() && isIdle());
  EXPECT_EQ(control->requests().back().steps, 5);
}

TEST_F(MainWindowRun, ButtonGeneratesAndStops) {
  control->closeStepGate();
  QTest::mouseClick(window->promptPanel()->runButton(), Qt::LeftButton);
  UNTIL(control->waitingAtStepGate() == 1);
  EXPECT_EQ(window->promptPanel()->runButton()->text(), "Stop");
  QTest::mouseClick(window->promptPanel()->runButton(), Qt::LeftButton);
  UNTIL(isIdle());
  EXPECT_EQ(window->promptPanel()->runButton()->text(), "Generate");
  EXPECT_EQ(document().picture(), nullptr);
}

TEST_F(MainWindowRun, EachStepReachesTheCanvas) {
  control->closeStepGate();
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(canvas().isShowingRun());
  EXPECT_EQ(canvas().overlay().hiddenCount(), 16u);
  for (size_t step = 1; step <= 8; ++step) {
    control->allowSteps(1);
    const size_t left = 16 - 2 * step;
    UNTIL(canvas().overlay().hiddenCount() == left || !canvas().isShowingRun());
    if (step == 8) break;
    EXPECT_TRUE(canvas().isShowingRun());
    EXPECT_EQ(canvas().overlay().revealedCount(), 2u);
    EXPECT_FALSE(canvas().shownImage().isNull());
    EXPECT_TRUE(window->progressStrip()->text().startsWith(QString("Step %1 of 8").arg(step)));
    EXPECT_TRUE(window->progressStrip()->text().contains("left"));
    EXPECT_TRUE(window->windowTitle().startsWith(QString("[%1/8").arg(step)))
        << qPrintable(window->windowTitle());
  }
  UNTIL(isIdle());
  EXPECT_FALSE(canvas().isShowingRun());
  EXPECT_EQ(canvas().shownImage(), document().picture()->image);
  EXPECT_TRUE(window->progressStrip()->text().startsWith("Done"));
}

TEST_F(MainWindowRun, EscLeavesDocumentAndCanvasAsBefore) {
  typePrompt("first");
  generatePicture();
  const PicturePtr picture = document().picture();
  const GenerationRequest draft = document().draft();
  canvas().zoomTo(5);
  const QImage screen = canvas().grab().toImage();
  startRunAndStopAfter(3);
  EXPECT_NE(canvas().grab().toImage(), screen);
  EXPECT_NE(document().draft().seed, draft.seed);
  press(Qt::Key_Escape);
  UNTIL(isIdle());
  EXPECT_EQ(document().picture(), picture);
  EXPECT_EQ(document().draft(), draft);
  EXPECT_EQ(document().undoStack()->count(), 1);
  EXPECT_EQ(canvas().grab().toImage(), screen);
  EXPECT_FALSE(isMessageShown());
}

TEST_F(MainWindowRun, EscWithNothingGoingOnDoesNothing) {
  typePrompt("keep me");
  generatePicture();
  const PicturePtr picture = document().picture();
  press(Qt::Key_Escape);
  EXPECT_EQ(document().picture(), picture);
  EXPECT_EQ(document().draft().prompt, "keep me");
  EXPECT_FALSE(window->actions()->stop->isEnabled());
}

TEST_F(MainWindowRun, GeneratingWhileRunningStartsOverWithTheNewSettings) {
  typePrompt("old");
  startRunAndStopAfter(2);
  typePrompt("new");
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(control->requests().size() == 2);
  control->openStepGate();
  UNTIL(document().picture() && isIdle());
  EXPECT_EQ(document().picture()->request.prompt, "new");
  EXPECT_EQ(document().undoStack()->count(), 1);
}

TEST_F(MainWindowRun, EscAfterStartingOverStopsBoth) {
  control->setIgnoresStop(true);
  startRunAndStopAfter(1);
  const int requests = static_cast<int>(control->requests().size());
  press(Qt::Key_Return, Qt::ControlModifier);
  press(Qt::Key_Escape);
  control->openStepGate();
  UNTIL(isIdle());
  EXPECT_EQ(control->requests().size(), static_cast<size_t>(requests));
  EXPECT_EQ(document().picture(), nullptr);
  EXPECT_FALSE(canvas().isShowingRun());
  EXPECT_EQ(document().draft().seed, 100u);
}

TEST_F(MainWindowRun, SeedIsDrawnAndShownBeforeTheRunAndLockKeepsIt) {
  auto* seed = find<QLineEdit>("seed");
  generatePicture();
  EXPECT_EQ(seed->text(), "100");
  startRunAndStopAfter(0);
  EXPECT_EQ(seed->text(), "101");
  EXPECT_EQ(control->requests().back().seed, 101u);
  control->openStepGate();
  UNTIL(isIdle());
  EXPECT_EQ(seed->text(), "101");
  press(Qt::Key_L, Qt::ControlModifier);
  generatePicture();
  EXPECT_EQ(control->requests().back().seed, 101u);
  EXPECT_EQ(document().picture()->request.seed, 101u);
}

TEST_F(MainWindowRun, ErrorIsToldAndTheWindowStaysUsable) {
  Error error;
  error.kind = ErrorKind::Internal;
  error.file = "/models/first/vqvae";
  error.message = "values that are not numbers";
  error.remedy = "Run it in fp32";
  control->failNextRun(error);
  typePrompt("a");
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(isMessageShown() && isIdle());
  EXPECT_TRUE(window->messageBar()->text().contains("/models/first/vqvae"));
  EXPECT_TRUE(window->messageBar()->text().contains("Values that are not numbers"));
  EXPECT_TRUE(window->messageBar()->text().contains("Run it in fp32"));
  EXPECT_EQ(QApplication::activeModalWidget(), nullptr);
  EXPECT_FALSE(canvas().isShowingRun());
  generatePicture();
  EXPECT_FALSE(isMessageShown());
}

TEST_F(MainWindowRun, NothingBlocksTheWindowWhileTheEngineWorks) {
  startRunAndStopAfter(1);
  typePrompt("typed during the run");
  EXPECT_EQ(document().draft().prompt, "typed during the run");
  const double scale = canvas().viewTransform().scale();
  press(Qt::Key_Plus, Qt::ControlModifier);
  EXPECT_GT(canvas().viewTransform().scale(), scale);
  EXPECT_EQ(control->waitingAtStepGate(), 1);
}

TEST_F(MainWindowRun, ClosingDuringARunWaitsForTheEngine) {
  startRunAndStopAfter(1);
  window->close();
  EXPECT_FALSE(window->isVisible());
  window.reset();
  EXPECT_EQ(control->waitingAtStepGate(), 0);
  EXPECT_EQ(control->enginesAlive(), 0);
}

TEST_F(MainWindowRun, UndoAndRedoWalkThroughThePictures) {
  generatePicture();
  const PicturePtr first = document().picture();
  generatePicture();
  const PicturePtr second = document().picture();
  canvas().setFocus();
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(document().picture(), first);
  EXPECT_EQ(canvas().shownImage(), first->image);
  press(Qt::Key_Y, Qt::ControlModifier);
  EXPECT_EQ(document().picture(), second);
  press(Qt::Key_Z, Qt::ControlModifier);
  press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(document().picture(), second);
}

TEST_F(MainWindowRun, ResultIsNotAppliedOverAPictureThatChangedMeanwhile) {
  generatePicture();
  const PicturePtr first = document().picture();
  generatePicture();
  startRunAndStopAfter(1);
  canvas().setFocus();
  press(Qt::Key_Z, Qt::ControlModifier);
  ASSERT_EQ(document().picture(), first);
  control->openStepGate();
  UNTIL(isIdle() && window->candidates()->count() == 2);  // beside the one that undo brought back
  EXPECT_EQ(document().picture(), first);
  EXPECT_TRUE(document().undoStack()->canRedo());
}

TEST_F(MainWindowRun, SaveWritesAPngThatGivesTheRequestBack) {
  typePrompt("a red apple / \"quoted\"");
  generatePicture();
  dialogs->savePath = path("out.png");
  press(Qt::Key_S, Qt::ControlModifier);
  UNTIL(window->progressStrip()->text().contains("out.png"));
  EXPECT_TRUE(dialogs->suggestions[0].endsWith("/a red apple quoted 100.png"))
      << qPrintable(dialogs->suggestions[0]);
  const auto request = requestFromPng(path("out.png").toStdString());
  ASSERT_TRUE(request.ok()) << request.error().text();
  ASSERT_TRUE(request->has_value());
  EXPECT_EQ(**request, document().picture()->request);
  EXPECT_EQ((*request)->prompt, "a red apple / \"quoted\"");
  const auto image = loadImage(path("out.png").toStdString());
  ASSERT_TRUE(image.ok());
  EXPECT_EQ(*image, document().picture()->pixels);
}

TEST_F(MainWindowRun, SaveRemembersTheFolderAndTheFile) {
  ASSERT_TRUE(QDir().mkpath(path("pictures")));
  generatePicture();
  dialogs->savePath = path("pictures/one");  // the ending is ours to add
  press(Qt::Key_S, Qt::ControlModifier);
  UNTIL(window->progressStrip()->text().contains("one.png"));
  EXPECT_TRUE(QFileInfo::exists(path("pictures/one.png")));
  press(Qt::Key_S, Qt::ControlModifier);  // the same picture again
  EXPECT_TRUE(window->progressStrip()->text().startsWith("Already saved"));
  EXPECT_EQ(dialogs->suggestions.size(), 1);
  generatePicture();
  dialogs->savePath = "";  // thought better of it
  press(Qt::Key_S, Qt::ControlModifier);
  ASSERT_EQ(dialogs->suggestions.size(), 2);
  EXPECT_EQ(QFileInfo(dialogs->suggestions[1]).path(), path("pictures"));
  EXPECT_EQ(QDir(path("pictures")).count(), 3u);  // ".", ".." and the one picture
}

TEST_F(MainWindowRun, SaveIntoAFolderThatIsNotThereSaysSo) {
  generatePicture();
  dialogs->savePath = path("absent/out.png");
  press(Qt::Key_S, Qt::ControlModifier);
  UNTIL(isMessageShown());
  EXPECT_EQ(window->messageBar()->title(), "The picture was not saved");
  EXPECT_TRUE(window->messageBar()->text().contains("absent"));
  EXPECT_NE(document().picture(), nullptr);
}

TEST_F(MainWindowRun, SavingDoesNotWaitForARun) {
  generatePicture();
  startRunAndStopAfter(1);
  dialogs->savePath = path("meanwhile.png");
  press(Qt::Key_S, Qt::ControlModifier);
  UNTIL(QFileInfo::exists(path("meanwhile.png")));
  EXPECT_EQ(control->waitingAtStepGate(), 1);
}

TEST_F(MainWindowRun, CopyPutsThePictureOnTheClipboard) {
  generatePicture();
  canvas().setFocus();
  press(Qt::Key_C, Qt::ControlModifier);
  EXPECT_EQ(QApplication::clipboard()->image().convertToFormat(QImage::Format_RGB32),
            document().picture()->image);
}

TEST_F(MainWindowRun, CopyInATextBoxCopiesText) {
  typePrompt("words");
  generatePicture();
  window->promptPanel()->prompt()->setFocus();
  press(Qt::Key_A, Qt::ControlModifier);
  press(Qt::Key_C, Qt::ControlModifier);
  EXPECT_EQ(QApplication::clipboard()->text(), "words");
}

TEST_F(MainWindowRun, SaveAndCopyNeedAPicture) {
  EXPECT_FALSE(window->actions()->save->isEnabled());
  EXPECT_FALSE(window->actions()->copy->isEnabled());
  generatePicture();
  EXPECT_TRUE(window->actions()->save->isEnabled());
  EXPECT_TRUE(window->actions()->copy->isEnabled());
}

TEST_F(MainWindowRun, TokenCounterFollowsThePrompt) {
  typePrompt("a red apple");
  UNTIL(find<QLabel>("tokenCounter")->text() == "5/77");
  control->setWordsPerPrompt(4);
  QTest::keyClicks(window->promptPanel()->prompt(), " on a table");
  UNTIL(find<QLabel>("tokenCounter")->text() == "8/77");
  EXPECT_TRUE(find<QLabel>("cutOff")->text().contains("a table"));
}

}  // namespace
}  // namespace unmask
