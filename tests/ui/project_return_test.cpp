// What comes back when a project is opened again: undo and redo, held runs, pictures of steps. And a disk
// that is full.
#include <gtest/gtest.h>
#include <sys/mount.h>

#include <QAbstractButton>
#include <QDir>
#include <QSettings>
#include <QTreeWidget>

#include "core/project/project_file.h"
#include "tests/support/file_size_limit.h"
#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

/// All of the document that undo moves between.
struct Moment {
  std::vector<uint8_t> picture;
  MaskLayers layers;
  QString undoText;
  bool operator==(const Moment&) const = default;
};

class ProjectReturn : public test::StudioTest {
 protected:
  DocumentModel& document() const { return *window->document(); }
  UndoStack& stack() const { return *document().undoStack(); }
  bool isSettled() const { return window->project()->isSettled(); }
  ProjectFile file() const {
    Result<ProjectFile> opened =
        ProjectFile::open(window->project()->path().toStdString(), ProjectFile::Mode::ReadOnly);
    EXPECT_TRUE(opened.ok()) << opened.error().text();
    return *std::move(opened);
  }
  /// Of the runs in the file that have no result.
  int heldInFile() const {
    const std::vector<RunSummary> runs = *file().runs();
    return static_cast<int>(
        std::count_if(runs.begin(), runs.end(), [](const RunSummary& run) { return !run.hasResult; }));
  }
  Moment moment() const {
    const PicturePtr& picture = document().picture();
    return {picture ? picture->pixels.pixels : std::vector<uint8_t>(), document().mask()->layers(),
            stack().undoText()};
  }
  void dab(int x, int y, MaskLayer layer = MaskLayer::Mask) {
    document().mask()->beginStroke(layer, true);
    document().mask()->strokeLine({double(x), double(y)}, {double(x), double(y)}, 3, 3);
    document().mask()->endStroke("Brush Stroke");
  }
  void act(int choice) {
    if (choice == 0) generatePicture();
    if (choice == 1) dab(4, 4);
    if (choice == 2) dab(20, 12);
    if (choice == 3) dab(28, 4, MaskLayer::Locks);
    if (choice == 4) document().mask()->clear();
  }
  /// Does this and that; the moment before, and the one after each.
  std::vector<Moment> work(const std::vector<int>& choices) {
    std::vector<Moment> moments{moment()};
    for (const int choice : choices) {
      act(choice);
      moments.push_back(moment());
    }
    return moments;
  }
  /// What a kill leaves: the files as they are now, while the window still has them open.
  void crash() {
    UNTIL(isSettled());
    const QString saved = path("crashed");
    ASSERT_TRUE(QDir().mkpath(saved + "/untitled"));
    for (const QFileInfo& info : QDir(path("data/untitled")).entryInfoList(QDir::Files))
      ASSERT_TRUE(QFile::copy(info.filePath(), saved + "/untitled/" + info.fileName()));
    window.reset();
    QSettings().clear();
    ASSERT_TRUE(QDir(path("data")).removeRecursively());
    ASSERT_TRUE(QDir().rename(saved, path("data")));
  }
  void runSteps(int count) {
    for (int i = 0; i < count; ++i) {
      const int before = window->runs()->course() ? window->runs()->course()->stepCount() : 0;
      press(Qt::Key_F10);
      UNTIL(window->runs()->isHeld() && isIdle() && window->runs()->course()->stepCount() > before);
    }
  }
  void expectBackAndForth(const std::vector<Moment>& moments) {
    for (size_t i = moments.size(); i-- > 0;) {
      EXPECT_EQ(moment(), moments[i]) << "undone to " << i;
      if (i > 0) {
        ASSERT_TRUE(stack().canUndo()) << i;
        window->actions()->undo->trigger();
      }
    }
    EXPECT_FALSE(stack().canUndo());
    for (size_t i = 1; i < moments.size(); ++i) {
      ASSERT_TRUE(stack().canRedo()) << i;
      window->actions()->redo->trigger();
      EXPECT_EQ(moment(), moments[i]) << "redone to " << i;
    }
    EXPECT_FALSE(stack().canRedo());
  }
};

TEST_F(ProjectReturn, UndoGoesBackThroughTheSessionBefore) {
  openWindow();
  const std::vector<Moment> moments = work({0, 1, 2, 3, 0, 4, 1});
  openWindow();
  UNTIL(stack().canUndo());
  expectBackAndForth(moments);
  UNTIL(isSettled());
  EXPECT_EQ(*file().document()->state.canvas, document().picture()->pixels);
  openWindow();  // and once more
  UNTIL(stack().canUndo());
  expectBackAndForth(moments);
}

TEST_F(ProjectReturn, RedoIsThereToo) {
  openWindow();
  const std::vector<Moment> moments = work({0, 1, 0, 2});
  for (int i = 0; i < 3; ++i) window->actions()->undo->trigger();
  openWindow();
  UNTIL(stack().canRedo());
  EXPECT_EQ(moment(), moments[1]);
  for (size_t i = 2; i < moments.size(); ++i) {
    window->actions()->redo->trigger();
    EXPECT_EQ(moment(), moments[i]) << i;
  }
  expectBackAndForth(moments);
}

TEST_F(ProjectReturn, AfterACrashToo) {
  openWindow();
  const std::vector<Moment> moments = work({0, 1, 0, 2});
  window->actions()->undo->trigger();
  crash();
  openWindow();
  UNTIL(stack().canUndo());
  EXPECT_EQ(moment(), moments[3]);
  window->actions()->redo->trigger();
  expectBackAndForth(moments);
}

TEST_F(ProjectReturn, NewWorkTakesThePlaceOfWhatRedoHad) {
  openWindow();
  const std::vector<Moment> moments = work({0, 1, 2});
  openWindow();
  UNTIL(stack().canUndo());
  window->actions()->undo->trigger();
  window->actions()->undo->trigger();
  dab(28, 28);
  const Moment newest = moment();
  EXPECT_FALSE(stack().canRedo());
  openWindow();
  UNTIL(stack().canUndo());
  expectBackAndForth({moments[0], moments[1], newest});
}

TEST_F(ProjectReturn, PicturesBehindUndoKnowTheirRuns) {
  openWindow();
  typePrompt("first");
  generatePicture();
  const PicturePtr first = document().picture();
  typePrompt("second");
  generatePicture();
  openWindow();
  UNTIL(stack().canUndo());
  window->actions()->undo->trigger();
  ASSERT_TRUE(document().picture());
  EXPECT_EQ(document().picture()->request, first->request);
  ASSERT_TRUE(document().picture()->recording);
  EXPECT_EQ(document().picture()->recording->states, first->recording->states);
  EXPECT_EQ(window->project()->runOf(document().picture()), 1);
}

TEST_F(ProjectReturn, StatesThatDoNotFitEndTheWayBack) {
  openWindow();
  const QString odd = path("odd.unmask");
  {
    ProjectDocument begin;
    begin.state.canvas = std::make_shared<ImageBuffer>(64, 32, 3, 99);
    begin.state.lockedCells = CellMask(9, 9, true);  // not the picture's
    begin.state.extra = R"({"pixelsPerCell": 8, "run": 77})";
    ProjectFile project = *ProjectFile::create(odd.toStdString(), begin);
    DocumentEdit edit;
    edit.name = "Fits";
    edit.lockedCells = CellMask(4, 8);
    ASSERT_TRUE(project.commit(edit).ok());
    edit.name = "Masks";
    edit.strokeMask = std::make_shared<ImageBuffer>(7, 5, 1, 255);  // is stretched
    ASSERT_TRUE(project.commit(edit).ok());
    edit.name = "Other picture";
    edit.canvas = std::make_shared<ImageBuffer>(16, 16, 3, 50);
    edit.lockedCells = CellMask(2, 2);
    edit.strokeMask = SharedPicture();
    ASSERT_TRUE(project.commit(edit).ok());
  }
  dialogs->picture = odd;
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(window->project()->path() == odd && stack().canUndo());
  EXPECT_EQ(stack().undoText(), "Other picture");
  window->actions()->undo->trigger();
  EXPECT_EQ(document().picture()->image.size(), QSize(64, 32));
  EXPECT_EQ(document().mask()->cellCount(), 32u);
  window->actions()->undo->trigger();
  EXPECT_FALSE(document().mask()->hasMask());
  EXPECT_FALSE(stack().canUndo());
}

TEST_F(ProjectReturn, HeldRunGoesOnInTheNextSession) {
  openWindow();
  typePrompt("held");
  runSteps(3);
  const std::vector<DecodeState> states = window->runs()->course()->states;
  const GenerationRequest request = *window->runs()->heldRequest();
  UNTIL(isSettled());
  EXPECT_EQ(heldInFile(), 1);
  openWindow();
  ASSERT_TRUE(window->runs()->isHeld());
  EXPECT_EQ(window->runs()->course()->states, states);
  EXPECT_EQ(*window->runs()->heldRequest(), request);
  EXPECT_EQ(window->promptPanel()->runButton()->text(), "Resume");
  UNTIL(!window->canvas()->shownImage().isNull());  // drawn again from its tokens
  runSteps(1);
  EXPECT_EQ(window->runs()->course()->stepCount(), 4);
  UNTIL(isSettled());
  EXPECT_EQ(heldInFile(), 1);
  EXPECT_EQ(file().runs()->back().stepCount, 4);
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(document().picture() && isIdle());
  EXPECT_EQ(control->requests().back().startTokens,
            window->document()->picture()->recording->states[4].tokens);
  EXPECT_EQ(document().picture()->recording->stepCount(), 8);
  UNTIL(isSettled());
  EXPECT_EQ(heldInFile(), 0);
  EXPECT_EQ(file().runs()->size(), 1u);
}

TEST_F(ProjectReturn, TokensOfAnotherModelAreNotTakenForThisOnes) {
  openWindow();
  generatePicture();
  runSteps(2);
  UNTIL(isSettled() && heldInFile() == 1);
  window.reset();
  ModelInfo other = test::FakeControl::defaultModel();
  other.reference.contentHash = "sha256:other";
  control->setModel(other);
  openWindow();
  UNTIL(window->runs()->isHeld() && isIdle());
  EXPECT_FALSE(window->runs()->plan().canRun);
  EXPECT_TRUE(window->runs()->plan().explanation.contains("load it to go on"));
  const size_t before = control->requests().size();
  press(Qt::Key_F10);
  press(Qt::Key_Return, Qt::ControlModifier);
  EXPECT_TRUE(window->runs()->isHeld());
  EXPECT_EQ(control->requests().size(), before);
  window.reset();
  control->setModel(test::FakeControl::defaultModel());
  openWindow();
  UNTIL(window->runs()->isHeld() && isIdle());
  EXPECT_TRUE(window->runs()->plan().canRun);
}

TEST_F(ProjectReturn, HeldRunSurvivesACrashWithItsEditsAndItsParent) {
  openWindow();
  generatePicture();
  window->runs()->branch(document().picture(), 5);
  ASSERT_TRUE(window->runs()->isHeld());
  document().mask()->fillAll();
  window->actions()->hideAgain->trigger();
  const std::vector<DecodeState> states = window->runs()->course()->states;
  crash();
  openWindow();
  ASSERT_TRUE(window->runs()->isHeld());
  EXPECT_EQ(window->runs()->course()->states, states);
  EXPECT_EQ(window->runs()->course()->hiddenCountAt(5), 16);
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window->candidates()->count() == 1 && isIdle());
  UNTIL(isSettled());
  const std::vector<RunSummary> runs = *file().runs();
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[1].run.parent, runs[0].run.id);
  EXPECT_EQ(runs[1].run.branchStep, 5);
}

TEST_F(ProjectReturn, HeldRunThatWasThrownAwayDoesNotComeBack) {
  openWindow();
  runSteps(2);
  UNTIL(isSettled() && heldInFile() == 1);
  window->canvas()->setFocus();
  press(Qt::Key_Escape);
  UNTIL(isSettled());
  EXPECT_EQ(heldInFile(), 0);
  openWindow();
  EXPECT_FALSE(window->runs()->isHeld());
}

TEST_F(ProjectReturn, HeldRunStaysWithItsProject) {
  openWindow();
  typePrompt("held");
  runSteps(2);
  dialogs->projectPath = path("held.unmask");
  press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
  UNTIL(!window->project()->isUntitled());
  press(Qt::Key_N, Qt::ControlModifier);
  UNTIL(window->project()->isUntitled() && !window->project()->isOpening());
  EXPECT_FALSE(window->runs()->isHeld());
  dialogs->picture = path("broken.unmask");  // is not there
  runSteps(1);
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(window->messageBar()->isVisible());
  EXPECT_TRUE(window->runs()->isHeld());  // nothing came in its place
  dialogs->picture = path("held.unmask");
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(window->project()->path() == path("held.unmask") && !window->project()->isOpening());
  ASSERT_TRUE(window->runs()->isHeld());
  EXPECT_EQ(window->runs()->course()->stepCount(), 2);
}

// The engine answers a stop only after its step; the file may be read sooner.
TEST_F(ProjectReturn, HeldRunComesBackWhileAnotherIsStillStopping) {
  openWindow();
  runSteps(2);
  window->project()->saveAs(path("held.unmask"));
  UNTIL(!window->project()->isUntitled() && isSettled());
  window->project()->openNew();
  UNTIL(window->project()->isUntitled() && !window->project()->isOpening());
  control->setIgnoresStop(true);
  control->closeStepGate();
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(control->waitingAtStepGate() == 1);
  window->project()->open(path("held.unmask"));
  UNTIL(window->runs()->isHeld() && !window->project()->isOpening());
  EXPECT_EQ(window->jobs()->state(), EngineState::Cancelling);
  control->openStepGate();
  UNTIL(isIdle());
  ASSERT_TRUE(window->runs()->isHeld());
  EXPECT_EQ(window->runs()->course()->stepCount(), 2);
  control->setIgnoresStop(false);
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(document().picture() && isIdle());
}

TEST_F(ProjectReturn, HeldRunStaysInTheFileWhenItGoesOnAtOnce) {
  openWindow();
  runSteps(1);
  UNTIL(isSettled() && heldInFile() == 1);
  runSteps(1);
  control->closeStepGate();
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(control->waitingAtStepGate() == 1 && isSettled());  // what waited for the disk is there, too
  EXPECT_EQ(heldInFile(), 1);
  control->openStepGate();
  UNTIL(document().picture() && isIdle() && isSettled());
  EXPECT_EQ(heldInFile(), 0);
}

TEST_F(ProjectReturn, StepsOfAReopenedRunGetTheirPictures) {
  openWindow();
  generatePicture();
  openWindow();
  TimelinePlayer& player = *window->player();
  UNTIL(player.end() == 8);
  player.setPosition(3);
  UNTIL(!window->canvas()->shownImage().isNull());
  const TokenGrid& intended = player.recording()->records[2].intended;
  EXPECT_EQ(window->canvas()->shownImage().size(), QSize(32, 32));
  EXPECT_EQ(qRed(window->canvas()->shownImage().pixel(12, 20)),
            10 * intended.tokenIds[intended.indexOf({2, 1})]);
  for (int position = 1; position <= 8; ++position) UNTIL(!player.previewAt(position).isNull());
  const RecordingPtr whole = player.recordingWithPreviews();
  EXPECT_EQ(whole->previewAt(3), window->canvas()->shownImage());
}

TEST_F(ProjectReturn, StepsGetTheirPicturesOnceEach) {
  openWindow();
  generatePicture();
  openWindow();
  TimelinePlayer& player = *window->player();
  UNTIL(player.end() == 8 && isIdle());
  UNTIL(!player.previewAt(8).isNull());
  EXPECT_EQ(player.previewAt(8), window->candidates()->shownPicture()->image) << "the picture itself";
  for (int position = 1; position <= 8; ++position) UNTIL(!player.previewAt(position).isNull());
  EXPECT_EQ(control->decoded().size(), 7u) << "each once, and the last never";
}

TEST_F(ProjectReturn, TheStepOneGoesToWaitsForNoOther) {
  openWindow();
  generatePicture();
  control->closeLoadGate();  // nothing is asked of the engine yet
  showWindow();
  auto* stay = window->findChild<QTimer*>("stepStay");
  ASSERT_NE(stay, nullptr);
  stay->setInterval(3'600'000);
  TimelinePlayer& player = *window->player();
  UNTIL(player.end() == 8);
  player.setPosition(2);
  control->openLoadGate();
  UNTIL(!player.previewAt(2).isNull());
  player.setPosition(5);
  UNTIL(!player.previewAt(5).isNull());
  UNTIL(isIdle());
  EXPECT_EQ(control->decoded().size(), 2u) << "no neighbours on the way";
  stay->start(0);
  for (int position = 1; position <= 8; ++position) UNTIL(!player.previewAt(position).isNull());
}

TEST_F(ProjectReturn, StepsOfAnotherModelsRunStayWithoutPictures) {
  openWindow();
  generatePicture();
  window.reset();
  ModelInfo other = test::FakeControl::defaultModel();
  other.reference.contentHash = "sha256:other";
  control->setModel(other);
  openWindow();
  UNTIL(window->player()->end() == 8 && isIdle());
  window->player()->setPosition(3);
  constexpr int kLastTopic = 999;  // answered after all that was asked before
  bool isAnswered = false;
  window->jobs()->ask(kLastTopic, [&](Engine&) -> Delivery { return [&] { isAnswered = true; }; });
  UNTIL(isAnswered);
  EXPECT_TRUE(control->decoded().empty());
  EXPECT_TRUE(window->player()->previewAt(3).isNull());
  EXPECT_TRUE(window->canvas()->shownImage().isNull());
}

TEST_F(ProjectReturn, RunsPanelShowsThumbnailsOfReopenedRunsAndHeldOnes) {
  openWindow();
  generatePicture();
  runSteps(3);
  UNTIL(isSettled() && heldInFile() == 1);
  openWindow();
  press(Qt::Key_J, Qt::ControlModifier | Qt::ShiftModifier);
  auto* tree = find<QTreeWidget>("runTree");
  UNTIL(tree->topLevelItemCount() == 2);
  EXPECT_TRUE(tree->topLevelItem(0)->text(0).contains("held after step 3"))
      << qPrintable(tree->topLevelItem(0)->text(0));
  EXPECT_FALSE(tree->topLevelItem(1)->icon(0).isNull());
}

TEST_F(ProjectReturn, WhatWasPaintedBeforeACandidateIsNotPaintedOnIt) {
  openWindow();
  generatePicture();
  dab(4, 4);
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window->candidates()->count() == 1 && isIdle() && isSettled());
  EXPECT_FALSE(window->runs()->plan().explanation.startsWith("Accepts"));
  openWindow();
  UNTIL(window->candidates()->count() == 1 && isIdle());
  EXPECT_FALSE(window->runs()->plan().explanation.startsWith("Accepts"));
  dab(20, 20);
  EXPECT_TRUE(window->runs()->plan().explanation.startsWith("Accepts"));
}

// --- a full disk

TEST_F(ProjectReturn, WhatCannotBeWrittenIsSaidKeptAndWrittenLater) {
  openWindow();
  generatePicture();
  UNTIL(isSettled());
  std::vector<Moment> moments;
  {
    const test::FileSizeLimit full(512);
    generatePicture();
    UNTIL(isSettled() && window->messageBar()->isVisible());
    EXPECT_EQ(window->messageBar()->title(), "The project cannot be saved");
    EXPECT_TRUE(window->messageBar()->text().contains("Nothing is lost yet"));
    dab(4, 4);
    dab(20, 20);
    window->actions()->undo->trigger();
    UNTIL(isSettled());
    EXPECT_TRUE(window->messageBar()->isVisible());
    EXPECT_NE(*file().document()->state.canvas, document().picture()->pixels);
  }
  dab(12, 28);  // the next command brings all of it
  const Moment last = moment();
  UNTIL(isSettled() && !window->messageBar()->isVisible());
  EXPECT_EQ(*file().document()->state.canvas, document().picture()->pixels);
  EXPECT_EQ(file().runs()->size(), 2u);
  openWindow();
  EXPECT_EQ(moment().picture, last.picture);
  EXPECT_EQ(moment().layers, last.layers);
}

TEST_F(ProjectReturn, ClosingAsksBeforeItLosesWhatCouldNotBeWritten) {
  openWindow();
  generatePicture();
  UNTIL(isSettled());
  {
    const test::FileSizeLimit full(512);
    generatePicture();
    UNTIL(isSettled() && window->messageBar()->isVisible());
    EXPECT_FALSE(window->close());
    EXPECT_TRUE(window->isVisible());
    EXPECT_EQ(window->messageBar()->title(), "The project is not saved");
    QTest::mouseClick(window->messageBar()->findChild<QAbstractButton*>("messageButton"), Qt::LeftButton);
    EXPECT_FALSE(window->isVisible());
  }
  openWindow();
  generatePicture();
  UNTIL(isSettled());
  EXPECT_TRUE(window->close()) << "there is nothing to ask";
}

TEST_F(ProjectReturn, ReallyFullDiskIsNamedInTheWindow) {
  ASSERT_TRUE(QDir().mkpath(path("data")));
  const QByteArray disk = path("data").toLocal8Bit();
  if (::mount("tmpfs", disk.constData(), "tmpfs", 0, "size=512k") != 0)
    GTEST_SKIP() << "mounting a small disk needs root in a place that allows it";
  openWindow();
  for (int i = 0; i < 40 && !window->messageBar()->isVisible(); ++i) {
    generatePicture();
    UNTIL(isSettled());
  }
  EXPECT_TRUE(window->messageBar()->isVisible());
  EXPECT_TRUE(window->messageBar()->text().contains("disk is full"))
      << qPrintable(window->messageBar()->text());
  dab(4, 4);
  const Moment last = moment();
  UNTIL(isSettled());
  EXPECT_EQ(::mount("tmpfs", disk.constData(), "tmpfs", MS_REMOUNT, "size=64m"), 0);
  openWindow();  // the end writes what waits
  EXPECT_EQ(moment().picture, last.picture);
  EXPECT_EQ(moment().layers, last.layers);
  window.reset();
  EXPECT_EQ(::umount(disk.constData()), 0);
}

}  // namespace
}  // namespace unmask
