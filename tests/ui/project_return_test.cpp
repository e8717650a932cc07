// What comes back when a project is opened again: undo and redo, candidates, pictures of steps. And a disk
// that is full.
#include <sys/mount.h>

#include <QAbstractButton>

#include "tests/support/file_size_limit.h"
#include "tests/ui/project_return_support.h"

namespace unmask {
namespace {

using test::Moment;
using test::ProjectReturn;

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