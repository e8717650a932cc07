#include "tests/ui/learn_style_support.h"

namespace unmask {
namespace {

using test::LearnStyleTest;

TEST_F(LearnStyleTest, SaysWhatIsMissing) {
  openDialog();
  const auto status = [this] { return in<QLabel>("learnStatus")->text(); };
  EXPECT_EQ(status(), "Choose a picture to learn from.");
  choosePicture();
  EXPECT_EQ(status(), "Give the style a name.");
  type("learnName", "a/b");
  EXPECT_TRUE(status().startsWith("The name is to be that of a file"));
  type("learnName", "ink");
  EXPECT_EQ(status(), "Say what the picture shows.");
  EXPECT_FALSE(in<QPushButton>("learnForward")->isEnabled());
  type("learnShows", "a mushroom");
  EXPECT_TRUE(in<QPushButton>("learnForward")->isEnabled());
  EXPECT_EQ(in<QLabel>("learnCaption")->text(), "The picture's caption: “a mushroom in ink style”");
  type("learnWords", "as [V]");
  EXPECT_EQ(in<QLabel>("learnCaption")->text(), "The picture's caption: “a mushroom as [V]”");
  test::writeStyle(stylesFolder() / "ink.safetensors");
  window->styles()->shelf()->search();
  UNTIL(status().startsWith("There is a style of this name already"));
}

TEST_F(LearnStyleTest, LearnsWhatWasSetUpAndUsesIt) {
  prepare();
  EXPECT_TRUE(in<QLabel>("learnTakes")->text().contains("1 min 40 s"));
  EXPECT_TRUE(in<QLabel>("learnTakes")->text().contains("1.3 GB"));
  EXPECT_TRUE(in<QLabel>("learnTakes")->text().contains("Ink.safetensors"));
  const StyleTask task = learning->tasks().at(0);
  EXPECT_EQ(task.modelDir, path("models/first").toStdString());
  EXPECT_EQ(task.trigger, "in ink style");
  ASSERT_EQ(task.pictures.size(), 1U);
  EXPECT_EQ(task.pictures[0].caption, "a mushroom in ink style");
  EXPECT_EQ(task.pictures[0].picture.width, 32);  // the fake model's 4 cells of 8 pixels
  EXPECT_EQ(task.settings.steps, 10);
  EXPECT_EQ(task.output, adapter());
  EXPECT_FALSE(task.resume);
  click("learnForward");
  UNTIL(run().state() == StyleRunState::Ended);
  EXPECT_TRUE(run().isDone());
  EXPECT_EQ(run().losses().size(), 10U);
  EXPECT_TRUE(in<QLabel>("learnStage")->text().startsWith("Learned"));
  EXPECT_TRUE(std::filesystem::exists(adapter()));
  EXPECT_TRUE(unfinishedStyles(stylesFolder()).empty());
  click("learnUse");
  UNTIL(draftAdapters().size() == 1);
  EXPECT_EQ(draftAdapters()[0], (AdapterReference{"Ink", adapter().string(), 1, *fileHash(adapter())}));
  click("learnForward");  // Learn Another
  EXPECT_EQ(run().state(), StyleRunState::Idle);
  EXPECT_FALSE(in<CropView>("cropView")->hasPicture());
}

TEST_F(LearnStyleTest, PausesSavesAndGoesOn) {
  prepare();
  learnUntil(5);
  EXPECT_TRUE(in<QLabel>("learnStage")->text().startsWith("Update 3 of 10"));
  click("learnPause");
  learning->allow(1);  // the update that was going on
  UNTIL(learning->stepsDone() == 6);
  const auto savedUpdates = [this] {
    size_t own = 0, updates = 0;
    std::ifstream(runFileOf(adapter())) >> own >> updates;
    return updates;
  };
  UNTIL(savedUpdates() == 4);
  EXPECT_TRUE(in<QLabel>("learnStage")->text().contains("paused"));
  EXPECT_EQ(learning->waiting(), 0);
  EXPECT_EQ(in<QPushButton>("learnPause")->text(), "&Resume");
  learning->openGate();
  EXPECT_EQ(learning->stepsDone(), 6);
  click("learnPause");
  UNTIL(run().state() == StyleRunState::Ended);
  EXPECT_TRUE(run().isDone());
}

TEST_F(LearnStyleTest, AStopSavesAndCanBeGoneOnWith) {
  prepare();
  learnUntil(6);
  click("learnStop");
  UNTIL(run().state() == StyleRunState::Ended);
  EXPECT_FALSE(run().isDone());
  EXPECT_TRUE(in<QLabel>("learnStage")->text().startsWith("Stopped after 4 updates"));
  EXPECT_TRUE(in<QPushButton>("learnUse")->isEnabled());
  click("learnForward");
  UNTIL(in<QFrame>("learnOffer")->isVisible());
  EXPECT_TRUE(in<QLabel>("learnOfferText")->text().contains("“Ink”"));
  click("learnGoOn");
  UNTIL(run().state() == StyleRunState::Ready);
  const StyleTask again = learning->tasks().at(1);
  EXPECT_TRUE(again.resume);
  EXPECT_EQ(again.pictures[0].picture, learning->tasks()[0].pictures[0].picture);
  EXPECT_EQ(toJson(again.settings), toJson(learning->tasks()[0].settings));
  EXPECT_EQ(run().losses().size(), 4U);
  learning->openGate();
  click("learnForward");
  UNTIL(run().isDone());
  EXPECT_EQ(learning->stepsDone(), 12);  // none was done twice
}

TEST_F(LearnStyleTest, StoppedWhileDrawingItClaimsNoStyle) {
  prepare();
  learnUntil(1);
  UNTIL(in<QLabel>("learnStage")->text().contains("pictures of its own"));
  click("learnStop");
  UNTIL(run().state() == StyleRunState::Ended);
  EXPECT_TRUE(in<QLabel>("learnStage")->text().startsWith("Stopped before the first update"));
  EXPECT_FALSE(in<QPushButton>("learnUse")->isEnabled());
  EXPECT_FALSE(std::filesystem::exists(adapter()));
  EXPECT_EQ(unfinishedStyles(stylesFolder()).size(), 1U);
  click("learnForward");
  UNTIL(in<QFrame>("learnOffer")->isVisible());
  click("learnForget");
  UNTIL(!in<QFrame>("learnOffer")->isVisible());
  UNTIL(unfinishedStyles(stylesFolder()).empty());
}

TEST_F(LearnStyleTest, ClosingTheWindowSavesAndTheNextOneOffersIt) {
  prepare();
  learnUntil(7);
  window.reset();
  EXPECT_EQ(learning->stepsDone(), 7);
  openWindow();
  openDialog();
  UNTIL(in<QFrame>("learnOffer")->isVisible());
  click("learnGoOn");
  UNTIL(run().state() == StyleRunState::Ready);
  EXPECT_TRUE(learning->tasks().at(1).resume);
  EXPECT_EQ(run().losses().size(), 5U);
}

TEST_F(LearnStyleTest, AStyleInUseIsRenewedWhenItIsSaved) {
  prepare();
  learnUntil(4);
  UNTIL(in<QPushButton>("learnUse")->isEnabled());  // the losses may be known before the save is
  click("learnUse");
  learning->allow(1);
  UNTIL(draftAdapters().size() == 1);
  const std::string early = draftAdapters()[0].contentHash;
  learning->openGate();
  UNTIL(run().isDone());
  UNTIL(draftAdapters().at(0).contentHash == *fileHash(adapter()));
  EXPECT_NE(draftAdapters()[0].contentHash, early);
}

TEST_F(LearnStyleTest, PicturesComeFirst) {
  prepare();
  learnUntil(4);
  control->closeStepGate();
  window->activateWindow();
  window->promptPanel()->prompt()->setFocus();
  window->actions()->generate->trigger();
  UNTIL(control->waitingAtStepGate() == 1);
  learning->openGate();  // only the update that was going on
  UNTIL(learning->waiting() == 0 && run().isGivingWay());
  EXPECT_TRUE(in<QLabel>("learnStage")->text().contains("waits while a picture is made"));
  EXPECT_LE(learning->stepsDone(), 5);
  EXPECT_FALSE(run().isDone());
  control->openStepGate();
  UNTIL(run().isDone());
  EXPECT_NE(window->document()->picture(), nullptr);
}

TEST_F(LearnStyleTest, ErrorsNameFileReasonAndWayOut) {
  fillIn();
  learning->failOpening(
      {ErrorKind::BadInput, "the model cannot be trained", "/m/x", "", "", "", "Take another"});
  click("learnForward");
  UNTIL(run().error().has_value());
  EXPECT_EQ(run().state(), StyleRunState::Idle);
  EXPECT_EQ(in<QLabel>("learnStatus")->text(), "/m/x\nThe model cannot be trained.\nTake another.");
  learning->failAtStep(5, {ErrorKind::Internal, "the loss is not finite"});
  click("learnForward");
  UNTIL(run().state() == StyleRunState::Ready);
  EXPECT_FALSE(run().error().has_value());
  click("learnForward");
  UNTIL(run().state() == StyleRunState::Ended);
  EXPECT_EQ(in<QLabel>("learnStage")->text(), "The loss is not finite.");
  EXPECT_TRUE(std::filesystem::exists(adapter()));  // what was reached
}

TEST_F(LearnStyleTest, WhatAnotherProgramLearnsIsLeftToIt) {
  prepare();
  {
    const auto lock = lockStyle(adapter());  // while this one was getting ready
    ASSERT_TRUE(lock.ok());
    click("learnForward");
    UNTIL(run().state() == StyleRunState::Ended);
    EXPECT_TRUE(in<QLabel>("learnStage")->text().contains("is being learned already"));
    EXPECT_EQ(learning->stepsDone(), 0);
    click("learnForward");
    choosePicture();
    type("learnName", "Ink");
    type("learnShows", "a mushroom");
    click("learnForward");
    UNTIL(run().error().has_value() && run().state() == StyleRunState::Idle);
    EXPECT_TRUE(in<QLabel>("learnStatus")->text().contains("is being learned already"));
  }
  click("learnForward");
  UNTIL(run().state() == StyleRunState::Ready);
  learnUntil(3);
  EXPECT_FALSE(lockStyle(adapter()).ok());
  EXPECT_TRUE(unfinishedStyles(stylesFolder()).empty());
  learning->openGate();
  UNTIL(run().isDone());
  EXPECT_TRUE(lockStyle(adapter()).ok());
}

TEST_F(LearnStyleTest, PreviewsAreGoneBackThrough) {
  prepare();
  learning->openGate();
  click("learnForward");
  UNTIL(run().isDone() && run().previews().size() == 11);
  auto* timeline = in<QSlider>("learnTimeline");
  EXPECT_EQ(timeline->maximum(), 10);
  EXPECT_EQ(timeline->value(), 10);
  EXPECT_EQ(in<QLabel>("learnMoment")->text(), "after update 10");
  timeline->setFocus();
  QTest::keyClick(timeline, Qt::Key_Home);
  EXPECT_EQ(in<QLabel>("learnMoment")->text(), "before it learned");
  const QImage shown = in<QLabel>("learnPreview0")->pixmap().toImage();
  EXPECT_EQ(shown.pixelColor(shown.rect().center()).red(), 0);
  QTest::keyClick(timeline, Qt::Key_Right);
  EXPECT_EQ(in<QLabel>("learnMoment")->text(), "after update 1");
  EXPECT_EQ(run().previewPrompts().at(0), "a mushroom in ink style");
}

TEST_F(LearnStyleTest, ClosingTheDialogLeavesItLearning) {
  prepare();
  learnUntil(4);
  click("learnClose");
  EXPECT_FALSE(dialog->isVisible());
  EXPECT_EQ(window->styles()->section()->heading()->text(), "Styles · learning, 20 %");  // 2 of 10 updates
  learning->openGate();
  UNTIL(run().isDone());
  EXPECT_EQ(window->styles()->section()->heading()->text(), "Styles");
  // Nobody sees the dialog say so.
  EXPECT_EQ(window->messageBar()->title(), "The style Ink is learned");
  QTest::mouseClick(window->messageBar()->findChild<QAbstractButton*>("messageButton"), Qt::LeftButton);
  UNTIL(draftAdapters().size() == 1);
}

TEST_F(LearnStyleTest, TakesPicturesFromDropClipboardAndCanvas) {
  openDialog();
  auto* crop = in<CropView>("cropView");
  EXPECT_FALSE(in<QPushButton>("learnCurrent")->isEnabled());
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(path("ink.png"))});
  QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(dialog, &enter);
  EXPECT_TRUE(enter.isAccepted());
  QDropEvent drop({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(dialog, &drop);
  UNTIL(crop->hasPicture());
  EXPECT_EQ(crop->cut().side, 40);
  QImage image(30, 90, QImage::Format_RGB32);
  image.fill(Qt::red);
  QApplication::clipboard()->setImage(image);
  click("learnPaste");
  UNTIL(crop->cut().side == 30);
  window->document()->setPrompt("a red apple");
  window->actions()->generate->trigger();
  UNTIL(window->document()->picture() && isIdle());
  click("learnCurrent");
  EXPECT_EQ(crop->cut().side, 32);
  EXPECT_EQ(in<QLineEdit>("learnShows")->text(), "a red apple");
  chooseBrokenPicture();
  UNTIL(in<QLabel>("learnStatus")->text().contains("broken.png"));
}

TEST_F(LearnStyleTest, AFailedTryLeavesTheChosenPicture) {
  const auto status = [this] { return in<QLabel>("learnStatus")->text(); };
  fillIn();
  QApplication::clipboard()->setText("no picture");
  click("learnPaste");
  EXPECT_TRUE(status().startsWith("There is no picture on the clipboard.")) << status().toStdString();
  EXPECT_TRUE(in<QPushButton>("learnForward")->isEnabled());
  chooseBrokenPicture();
  UNTIL(status().contains("broken.png"));
  EXPECT_TRUE(in<QPushButton>("learnForward")->isEnabled());
  EXPECT_EQ(in<CropView>("cropView")->cut().side, 40);
  in<QLineEdit>("learnName")->clear();
  EXPECT_TRUE(status().endsWith("Give the style a name.")) << status().toStdString();

  dialog->setup()->clear();
  EXPECT_EQ(status(), "Choose a picture to learn from.");
  click("learnPaste");
  EXPECT_EQ(status(), "There is no picture on the clipboard.");
  EXPECT_FALSE(in<QPushButton>("learnForward")->isEnabled());
}

TEST_F(LearnStyleTest, AModelThatIsLoadedLeavesWhatWasTyped) {
  openDialog();
  in<QSpinBox>("learnSteps")->setValue(11);
  in<QSpinBox>("learnRank")->setValue(5);
  in<QSpinBox>("learnOwn")->setValue(7);
  in<QSpinBox>("learnSeed")->setValue(12);
  reload();
  EXPECT_EQ(in<QSpinBox>("learnSteps")->value(), 11);
  EXPECT_EQ(in<QSpinBox>("learnRank")->value(), 5);
  EXPECT_EQ(in<QSpinBox>("learnOwn")->value(), 7);
  EXPECT_EQ(in<QSpinBox>("learnSeed")->value(), 12);
  auto* preset = in<QComboBox>("learnPreset");
  preset->setCurrentIndex(preset->findData("quick"));
  EXPECT_EQ(in<QSpinBox>("learnSteps")->value(), adapterPreset("quick")->steps);
}

TEST_F(LearnStyleTest, PromisesNoPicturesWhereTheModelNamesNone) {
  const auto text = [this] { return in<QLabel>("learnPresetText")->text(); };
  openDialog();
  UNTIL(text().contains("unmask_prompts.txt"));
  in<QSpinBox>("learnOwn")->setValue(0);
  EXPECT_TRUE(text().endsWith("from the picture alone.")) << text().toStdString();
  in<QSpinBox>("learnOwn")->setValue(7);
  std::ofstream list(path("models/first/unmask_prompts.txt").toStdString());
  for (int i = 0; i < 9; ++i) list << "a house with " << i << " doors\n";
  list.close();
  reload();
  UNTIL(text().endsWith("from the picture and 7 that the model draws itself."));
  in<QSpinBox>("learnOwn")->setValue(400);
  UNTIL(text().endsWith("from the picture and 9 that the model draws itself."));
}

TEST_F(LearnStyleTest, TheNextRunIsNotUsedForAFailedOne) {
  learning->failAtStep(4, {ErrorKind::Internal, "the loss is not finite"});
  prepare();
  learnUntil(4);
  QCoreApplication::processEvents();  // every save so far is told, or the last would count as the one waited
                                      // for
  UNTIL(in<QPushButton>("learnUse")->isEnabled());
  click("learnUse");
  learning->allow(1);
  UNTIL(run().state() == StyleRunState::Ended);
  ASSERT_TRUE(run().error().has_value());
  click("learnForward");  // Learn Another
  choosePicture();
  type("learnName", "Noir");
  type("learnShows", "a mushroom");
  learning->failAtStep(-1, {});
  learning->openGate();
  click("learnForward");
  UNTIL(run().state() == StyleRunState::Ready);
  click("learnForward");
  UNTIL(run().isDone());
  QSignalSpy changed(window->styles()->shelf(), &StyleShelf::changed);
  window->styles()->shelf()->search();
  UNTIL(changed.count() > 0);  // what the shelf was asked before is done, too
  EXPECT_TRUE(draftAdapters().empty());
}

TEST_F(LearnStyleTest, PreparingCanBeBrokenOff) {
  fillIn();
  click("learnForward");
  click("learnBack");
  UNTIL(run().state() == StyleRunState::Idle);
  EXPECT_TRUE(in<QPushButton>("learnForward")->isEnabled());
  EXPECT_TRUE(unfinishedStyles(stylesFolder()).empty());
}

}  // namespace
}  // namespace unmask
