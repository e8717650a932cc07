// The dialog "Learn a Style", by mouse and keys, with a fake learner.
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QFileInfo>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QUrl>
#include <QWheelEvent>
#include <fstream>

#include "core/io/image_codec.h"
#include "core/train/style_task_file.h"
#include "tests/ui/styles_support.h"
#include "ui/styles/learn_dialog.h"
#include "ui/styles/loss_plot.h"
#include "ui/styles/styles.h"

namespace unmask {
namespace {

class LearnStyleTest : public test::StylesTest {
 protected:
  void SetUp() override {
    StylesTest::SetUp();
    learning = std::make_shared<test::FakeLearning>();
    styleOpener = test::FakeLearning::opener(learning);
    openWindow();
    ASSERT_TRUE(savePng(path("ink.png").toStdString(), ImageBuffer(60, 40, 3, 200)).ok());
  }
  void TearDown() override {
    learning->openGate();
    StylesTest::TearDown();
  }

  void openDialog() {
    press(Qt::Key_F5);
    dialog = window->styles()->dialog();
    ASSERT_NE(dialog, nullptr);
    ASSERT_TRUE(QTest::qWaitForWindowActive(dialog));
  }
  template <typename T>
  T* in(const char* name) const {
    T* object = dialog->findChild<T*>(name);
    EXPECT_NE(object, nullptr) << name;
    return object;
  }
  void click(const char* button) { QTest::mouseClick(in<QPushButton>(button), Qt::LeftButton); }
  void type(const char* field, const char* text) {
    in<QLineEdit>(field)->setFocus();
    QTest::keyClick(in<QLineEdit>(field), Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(in<QLineEdit>(field), text);
  }
  void choosePicture() {
    dialogs->picture = path("ink.png");
    click("learnChoose");
    UNTIL(in<CropView>("cropView")->hasPicture());
  }
  void reload() {
    QSignalSpy loaded(window->jobs(), &JobController::modelLoaded);
    EngineOptions options;
    options.modelDir = path("models/first").toStdString();
    window->jobs()->load(options);
    UNTIL(loaded.count() == 1);
  }
  void fillIn() {
    openDialog();
    choosePicture();
    type("learnName", "Ink");
    type("learnShows", "a mushroom");
    in<QSpinBox>("learnSteps")->setValue(10);
    ASSERT_TRUE(in<QPushButton>("learnForward")->isEnabled())
        << qPrintable(in<QLabel>("learnStatus")->text());
  }
  void prepare() {
    fillIn();
    click("learnForward");
    UNTIL(run().state() == StyleRunState::Ready);
  }
  /// Learns until `steps` own pictures and updates are done and the next is waited for.
  void learnUntil(int steps) {
    learning->closeGate();
    learning->allow(steps);
    click("learnForward");
    UNTIL(learning->stepsDone() == steps && learning->waiting() == 1);
    UNTIL(static_cast<int>(run().losses().size()) == std::max(0, steps - test::FakeLearning::kOwnPictures));
  }
  StyleRun& run() const { return *window->styles()->run(); }
  std::filesystem::path adapter() const { return stylesFolder() / "Ink.safetensors"; }
  const std::vector<AdapterReference>& draftAdapters() const { return window->document()->draft().adapters; }

  std::shared_ptr<test::FakeLearning> learning;
  LearnDialog* dialog = nullptr;
};

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

class ForgetTest : public LearnStyleTest {
 protected:
  /// Learns so many steps, and comes back to the first page.
  void stopAfter(int steps) {
    prepare();
    learnUntil(steps);
    click("learnStop");
    UNTIL(run().state() == StyleRunState::Ended);
    click("learnForward");
    UNTIL(isOffered("Ink"));
  }
  void forget(const char* style) {
    UNTIL(in<QPushButton>("learnForget")->isEnabled());
    QTest::keyClick(dialog, Qt::Key_F, Qt::AltModifier);
    UNTIL(isForgotten(style) && in<QPushButton>("learnUndo")->isEnabled());
  }
  bool isOffered(const char* style) const {
    return in<QFrame>("learnOffer")->isVisible() &&
           in<QLabel>("learnOfferText")->text().contains("“" + QString(style) + "”");
  }
  bool isForgotten(const char* style) const {
    return in<QFrame>("learnUndoBar")->isVisible() &&
           in<QLabel>("learnForgotten")->text() == "Learning “" + QString(style) + "” was thrown away.";
  }
  /// Names in the styles folder that the ending is one of.
  static QStringList files(const char* ending) {
    return QDir(QString::fromStdString(stylesFolder().string()))
        .entryList({"*" + QString(ending)}, QDir::Files, QDir::Name);
  }
};

TEST_F(ForgetTest, IsUndoneAndTheRunGoesOn) {
  stopAfter(6);
  in<QPushButton>("learnForget")->setFocus();
  QTest::keyClick(in<QPushButton>("learnForget"), Qt::Key_Space);
  UNTIL(isForgotten("Ink"));
  EXPECT_FALSE(in<QFrame>("learnOffer")->isVisible());
  UNTIL(unfinishedStyles(stylesFolder()).empty());
  UNTIL(files(".style-run").isEmpty());
  auto* undo = in<QPushButton>("learnUndo");
  EXPECT_TRUE(undo->accessibleName().contains("Ink"));
  UNTIL(undo->hasFocus());  // the way back is one key away
  QTest::keyClick(undo, Qt::Key_Space);
  UNTIL(isOffered("Ink") && !in<QFrame>("learnUndoBar")->isVisible());
  EXPECT_TRUE(files(".forgotten").isEmpty());
  UNTIL(in<QPushButton>("learnGoOn")->hasFocus());
  QTest::keyClick(dialog, Qt::Key_G, Qt::AltModifier);
  UNTIL(run().state() == StyleRunState::Ready);
  EXPECT_TRUE(learning->tasks().at(1).resume);
  EXPECT_EQ(run().losses().size(), 4U);
  learning->openGate();
  click("learnForward");
  UNTIL(run().isDone());
  EXPECT_EQ(learning->stepsDone(), 12);
}

TEST_F(ForgetTest, IsForGoodWhenTheDialogIsClosed) {
  stopAfter(6);
  forget("Ink");
  EXPECT_EQ(files(".forgotten"), (QStringList{"Ink.style-run.forgotten", "Ink.style-task.forgotten"}));
  click("learnClose");
  UNTIL(files("").size() == 1);
  EXPECT_EQ(files(""), QStringList{"Ink.safetensors"});
  openDialog();
  EXPECT_FALSE(in<QFrame>("learnUndoBar")->isVisible());
  EXPECT_FALSE(in<QFrame>("learnOffer")->isVisible());
}

TEST_F(ForgetTest, OnlyTheLastOneComesBack) {
  stopAfter(1);
  std::filesystem::copy(stylesFolder() / "Ink.style-task", stylesFolder() / "Rope.style-task");
  forget("Ink");
  EXPECT_TRUE(isOffered("Rope"));
  forget("Rope");
  EXPECT_FALSE(in<QFrame>("learnOffer")->isVisible());
  EXPECT_EQ(files(".forgotten"), QStringList{"Rope.style-task.forgotten"});
  QTest::keyClick(dialog, Qt::Key_D, Qt::AltModifier);
  UNTIL(isOffered("Rope"));
  EXPECT_EQ(unfinishedStyles(stylesFolder()), std::vector{stylesFolder() / "Rope.style-task"});
}

TEST_F(ForgetTest, ANewStyleOfThatNameTakesItsPlace) {
  stopAfter(1);
  forget("Ink");
  choosePicture();
  type("learnName", "Ink");
  type("learnShows", "a mushroom");
  click("learnForward");
  UNTIL(run().state() == StyleRunState::Ready);
  std::ofstream(stylesFolder() / "Rope.style-task") << "x";
  click("learnBack");
  UNTIL(isOffered("Rope"));  // it has searched
  EXPECT_TRUE(isForgotten("Ink")) << "nothing has begun yet";
  EXPECT_EQ(files(".forgotten").size(), 2);
  click("learnForward");
  UNTIL(run().state() == StyleRunState::Ready);
  click("learnForward");
  UNTIL(files(".forgotten").isEmpty());
  EXPECT_FALSE(learning->tasks().back().resume);
  click("learnStop");
  UNTIL(run().state() == StyleRunState::Ended);
  click("learnForward");
  UNTIL(isOffered("Ink"));
  EXPECT_FALSE(in<QFrame>("learnUndoBar")->isVisible());
}

TEST_F(ForgetTest, WhatAnEarlierProgramThrewAwayIsRemoved) {
  std::filesystem::create_directories(stylesFolder());
  std::ofstream(stylesFolder() / "Ink.style-task") << "x";
  std::ofstream(stylesFolder() / "Ink.style-run") << "x";
  std::ofstream(stylesFolder() / "Rope.style-task") << "x";
  ASSERT_TRUE(setStyleAside(stylesFolder() / "Ink.style-task").ok());
  openDialog();
  UNTIL(isOffered("Rope"));
  EXPECT_EQ(files(""), QStringList{"Rope.style-task"});
  EXPECT_FALSE(in<QFrame>("learnUndoBar")->isVisible());
}

TEST_F(ForgetTest, SaysWhyItCannotBeDone) {
  stopAfter(1);
  std::filesystem::create_directories(stylesFolder() / "Ink.style-run.forgotten" / "in the way");
  QTest::keyClick(dialog, Qt::Key_F, Qt::AltModifier);
  UNTIL(in<QLabel>("learnOfferProblem")->isVisible());
  EXPECT_TRUE(in<QLabel>("learnOfferProblem")->text().contains("The unfinished run cannot be moved"));
  EXPECT_TRUE(isOffered("Ink"));
  EXPECT_FALSE(in<QFrame>("learnUndoBar")->isVisible());
  std::filesystem::remove_all(stylesFolder() / "Ink.style-run.forgotten");
  forget("Ink");
  EXPECT_FALSE(in<QLabel>("learnOfferProblem")->isVisible());
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
  QFile broken(path("broken.png"));
  ASSERT_TRUE(broken.open(QIODevice::WriteOnly));
  broken.write("no picture");
  broken.close();
  dialogs->picture = path("broken.png");
  click("learnChoose");
  UNTIL(in<QLabel>("learnStatus")->text().contains("broken.png"));
}

TEST_F(LearnStyleTest, AFailedTryLeavesTheChosenPicture) {
  const auto status = [this] { return in<QLabel>("learnStatus")->text(); };
  fillIn();
  QApplication::clipboard()->setText("no picture");
  click("learnPaste");
  EXPECT_TRUE(status().startsWith("There is no picture on the clipboard.")) << status().toStdString();
  EXPECT_TRUE(in<QPushButton>("learnForward")->isEnabled());
  QFile broken(path("broken.png"));
  ASSERT_TRUE(broken.open(QIODevice::WriteOnly));
  broken.write("no picture");
  broken.close();
  dialogs->picture = path("broken.png");
  click("learnChoose");
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
  std::ofstream(path("models/first/unmask_prompts.txt").toStdString()) << "a house\n";
  reload();
  UNTIL(text().endsWith("from the picture and 7 that the model draws itself."));
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
