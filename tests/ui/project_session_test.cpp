// Nothing lost: what the window's project holds, and what comes back from it.
#include <gtest/gtest.h>

#include <QDir>
#include <QFile>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <filesystem>

#include "core/project/history.h"
#include "core/project/project_file.h"
#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

class WindowProject : public test::StudioTest {
 protected:
  DocumentModel& document() const { return *window->document(); }
  /// Of the project the window has open, as somebody else sees it.
  ProjectFile file() const {
    Result<ProjectFile> opened =
        ProjectFile::open(window->project()->path().toStdString(), ProjectFile::Mode::ReadOnly);
    EXPECT_TRUE(opened.ok()) << opened.error().text();
    return *std::move(opened);
  }
  ProjectDocument stored() const { return *file().document(); }
  bool isSettled() const { return window->project()->isSettled(); }
  void dab(int x, int y) {
    document().mask()->beginStroke(MaskLayer::Mask, true);
    document().mask()->strokeLine({double(x), double(y)}, {double(x), double(y)}, 3, 3);
    document().mask()->endStroke("Brush Stroke");
  }
  /// A project that a later version of the program made.
  void makeNewer(const char* name) const {
    ASSERT_TRUE(ProjectFile::create(path(name).toStdString(), {}).ok());
    QFile file(path(name));
    ASSERT_TRUE(file.open(QIODevice::ReadWrite));
    file.seek(60);  // SQLite's user_version
    file.write(QByteArray::fromHex("00000063"));
  }
  QStringList untitled() const { return QDir(path("data/untitled")).entryList({"*.unmask"}, QDir::Files); }
  /// What a crash leaves: the files as they are now, while the window still has them open.
  QString copyOfUntitled() const {
    const QString to = path("crashed/unmask-data");
    EXPECT_TRUE(QDir().mkpath(to + "/untitled"));
    for (const QFileInfo& info : QDir(path("data/untitled")).entryInfoList(QDir::Files))
      EXPECT_TRUE(QFile::copy(info.filePath(), to + "/untitled/" + info.fileName()));
    return to;
  }
};

// The project keeps pictures up to a size; one that was larger once held up all that came after it.
TEST_F(WindowProject, AHugePhotographIsKeptAsLargeAsItMayBe) {
  openWindow();
  const auto photo = std::make_shared<ImportedPicture>(
      ImportedPicture{"photo.jpg", ImageBuffer(8300, 8200, 3, 120), {}, {}});
  ASSERT_GT(int64_t{8300} * 8200, kMaxKeptPixels);
  window->importer()->takePicture(photo);
  UNTIL(document().picture());
  UNTIL(isSettled());
  const ProjectDocument now = stored();
  ASSERT_TRUE(now.state.original);
  EXPECT_LE(int64_t{now.state.original->width} * now.state.original->height, kMaxKeptPixels);
  EXPECT_GT(now.state.original->width, 8200);
  EXPECT_GT(now.state.original->height, 8090);
  EXPECT_FALSE(window->messageBar()->isVisible());
}

TEST_F(WindowProject, StartsWithAnUnnamedOneAndSaysNothing) {
  openWindow();
  EXPECT_TRUE(window->project()->isUntitled());
  EXPECT_EQ(untitled().size(), 1);
  EXPECT_FALSE(window->messageBar()->isVisible());
}

TEST_F(WindowProject, WhatIsTypedIsOnDiskWithoutClosing) {
  openWindow();
  typePrompt("survives a crash");
  find<QSpinBox>("steps")->setValue(21);
  document().typeSeed(987654321);
  UNTIL(isSettled());
  EXPECT_EQ(stored().draft, document().draft());
  openWindow();
  EXPECT_EQ(document().draft().prompt, "survives a crash");
  EXPECT_TRUE(document().touchedFields() & PresetField::Steps);
}

TEST_F(WindowProject, EveryCommandIsATransaction) {
  openWindow();
  generatePicture();
  const PicturePtr first = document().picture();
  UNTIL(isSettled());
  EXPECT_EQ(*stored().state.canvas, first->pixels);
  ASSERT_EQ(file().runs()->size(), 1u);
  EXPECT_EQ(file().runs()->front().run.verdict, RunVerdict::Accepted);

  dab(4, 4);
  UNTIL(isSettled());
  ASSERT_TRUE(stored().state.strokeMask);
  EXPECT_EQ(*stored().state.canvas, first->pixels);
  EXPECT_EQ(stored().state.name, "Brush Stroke");

  document().mask()->fillConnected({3, 3}, MaskLayer::Locks, true);
  UNTIL(isSettled());
  EXPECT_EQ(stored().state.lockedCells, document().mask()->locks());

  window->actions()->undo->trigger();
  window->actions()->undo->trigger();
  UNTIL(isSettled());
  EXPECT_FALSE(stored().state.strokeMask);
  EXPECT_EQ(file().undoSteps()->size(), 4u);  // redo is in the file, too
  window->actions()->redo->trigger();
  UNTIL(isSettled());
  EXPECT_TRUE(stored().state.strokeMask);
  dab(20, 20);
  UNTIL(isSettled());
  EXPECT_EQ(file().undoSteps()->size(), 4u);
  EXPECT_EQ(stored().state.step, document().undoStack()->serial());
}

TEST_F(WindowProject, NextSessionShowsPictureMaskLocksAndCandidates) {
  openWindow();
  typePrompt("an apple");
  generatePicture();
  document().mask()->fillConnected({0, 0}, MaskLayer::Locks, true);
  document().mask()->clearLocks();
  dab(4, 4);
  window->canvas()->setFocus();
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window->candidates()->count() == 1 && isIdle());
  const PicturePtr picture = document().picture();
  const PicturePtr candidate = window->candidates()->currentPicture();
  const MaskLayers layers = document().mask()->layers();
  openWindow();
  ASSERT_TRUE(document().picture());
  EXPECT_EQ(document().picture()->pixels, picture->pixels);
  EXPECT_EQ(document().picture()->image, picture->image);
  EXPECT_EQ(document().picture()->request, picture->request);
  EXPECT_EQ(document().picture()->tokens, picture->tokens);
  ASSERT_TRUE(document().picture()->recording);
  EXPECT_EQ(document().picture()->recording->states, picture->recording->states);
  EXPECT_EQ(document().picture()->recording->maskTokenId, picture->recording->maskTokenId);
  EXPECT_EQ(document().mask()->layers(), layers);
  ASSERT_EQ(window->candidates()->count(), 1);
  EXPECT_EQ(window->candidates()->currentPicture()->pixels, candidate->pixels);
  EXPECT_EQ(window->candidates()->currentPicture()->changedOutsideMask, candidate->changedOutsideMask);
  EXPECT_FALSE(window->messageBar()->isVisible());  // the end was an orderly one
}

TEST_F(WindowProject, VerdictsFollowUndoAndRedo) {
  openWindow();
  generatePicture();
  dab(4, 4);
  document().setBatchCount(2);
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window->candidates()->count() == 2 && isIdle());
  const auto verdicts = [this] {
    std::vector<RunVerdict> all;
    const std::vector<RunSummary> runs = *file().runs();
    for (const RunSummary& run : runs) all.push_back(run.run.verdict);
    return all;
  };
  using enum RunVerdict;
  UNTIL(isSettled());
  EXPECT_EQ(verdicts(), (std::vector{Accepted, Candidate, Candidate}));
  EXPECT_EQ(file().runs()->at(1).run.job, file().runs()->at(2).run.job);
  window->candidates()->select(0);
  window->candidates()->accept();
  UNTIL(isSettled());
  EXPECT_EQ(verdicts(), (std::vector{Accepted, Accepted, Discarded}));
  window->actions()->undo->trigger();
  UNTIL(isSettled());
  EXPECT_EQ(verdicts(), (std::vector{Accepted, Candidate, Candidate}));
  window->actions()->redo->trigger();
  UNTIL(isSettled());
  EXPECT_EQ(verdicts(), (std::vector{Accepted, Accepted, Discarded}));
  window->actions()->undo->trigger();
  window->candidates()->discard();
  UNTIL(isSettled());
  EXPECT_EQ(verdicts(), (std::vector{Accepted, Discarded, Discarded}));
}

TEST_F(WindowProject, EveryPictureIsInTheHistory) {
  openWindow();
  typePrompt("a pear");
  generatePicture();
  UNTIL(isSettled());
  Result<History> history = History::open(path("data/history.db").toStdString());
  ASSERT_TRUE(history.ok());
  const auto entries = history->page({});
  ASSERT_EQ(entries->size(), 1u);
  EXPECT_EQ(entries->front().prompt, "a pear");
  EXPECT_EQ(**history->picture(entries->front().id), document().picture()->pixels);
  EXPECT_GT(entries->front().stepCount, 0);
}

TEST_F(WindowProject, AfterACrashEverythingIsThereAndItIsSaidOnce) {
  openWindow();
  typePrompt("kept");
  generatePicture();
  dab(4, 4);
  UNTIL(isSettled());
  const PicturePtr picture = document().picture();
  const MaskLayers layers = document().mask()->layers();
  const QString crashed = copyOfUntitled();
  window.reset();
  QSettings().clear();
  ASSERT_TRUE(QDir(path("data")).removeRecursively());
  ASSERT_TRUE(QDir().rename(crashed, path("data")));
  openWindow();
  EXPECT_EQ(document().picture()->pixels, picture->pixels);
  EXPECT_EQ(document().mask()->layers(), layers);
  EXPECT_EQ(document().draft().prompt, "kept");
  EXPECT_TRUE(window->messageBar()->isVisible());
  EXPECT_TRUE(window->messageBar()->title().contains("orderly"));
  openWindow();
  EXPECT_FALSE(window->messageBar()->isVisible());
  EXPECT_EQ(document().picture()->pixels, picture->pixels);
}

TEST_F(WindowProject, SaveAsGivesANameThatTitleAndNextStartKnow) {
  openWindow();
  generatePicture();
  dialogs->projectPath = path("apple.unmask");
  press(Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
  UNTIL(!window->project()->isUntitled());
  EXPECT_TRUE(window->windowTitle().startsWith("apple — Unmask")) << qPrintable(window->windowTitle());
  EXPECT_TRUE(untitled().isEmpty());
  dab(4, 4);
  const MaskLayers layers = document().mask()->layers();
  openWindow();
  EXPECT_EQ(window->project()->path(), path("apple.unmask"));
  EXPECT_EQ(document().mask()->layers(), layers);
  EXPECT_TRUE(untitled().isEmpty());
}

TEST_F(WindowProject, NewAndOpenRecent) {
  openWindow();
  typePrompt("first one");
  generatePicture();
  const PicturePtr picture = document().picture();
  press(Qt::Key_N, Qt::ControlModifier);
  UNTIL(!document().picture());
  EXPECT_EQ(untitled().size(), 2);
  EXPECT_FALSE(document().undoStack()->canUndo());
  EXPECT_EQ(document().draft().prompt, "first one");  // a new picture, the same words
  Q_EMIT window->actions()->recentProjects->aboutToShow();
  ASSERT_EQ(window->actions()->recentProjects->actions().size(), 1);
  QAction* recent = window->actions()->recentProjects->actions().front();
  EXPECT_TRUE(recent->text().contains("first one"));
  recent->trigger();
  UNTIL(document().picture());
  EXPECT_EQ(document().picture()->pixels, picture->pixels);
}

TEST_F(WindowProject, AnEmptyUnnamedOneIsNotLeftBehind) {
  openWindow();
  press(Qt::Key_N, Qt::ControlModifier);
  UNTIL(!window->project()->isOpening());
  EXPECT_EQ(untitled().size(), 1);
}

TEST_F(WindowProject, OpenTakesProjectsToo) {
  openWindow();
  {
    ProjectDocument other;
    other.draft.prompt = "from a file";
    ASSERT_TRUE(ProjectFile::create(path("other.unmask").toStdString(), other).ok());
  }
  dialogs->picture = path("other.unmask");
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(document().draft().prompt == "from a file");
  EXPECT_TRUE(window->windowTitle().startsWith("other — "));
}

TEST_F(WindowProject, MaskAndLocksOfAnySizeAreMadeToFit) {
  openWindow();
  const CellMask none, other(3, 7, true);
  for (const CellMask& locks : {none, other}) {
    ProjectDocument odd;
    odd.state.canvas = std::make_shared<ImageBuffer>(64, 32, 3, 99);
    odd.state.strokeMask = std::make_shared<ImageBuffer>(8, 8, 1, 255);
    odd.state.lockedCells = locks;
    const QString file = path(locks.empty() ? "none.unmask" : "other.unmask");
    ASSERT_TRUE(ProjectFile::create(file.toStdString(), odd).ok());
    dialogs->picture = file;
    press(Qt::Key_O, Qt::ControlModifier);
    UNTIL(window->project()->path() == file && !window->project()->isOpening());
    const MaskModel& mask = *document().mask();
    EXPECT_EQ(mask.pictureSize(), QSize(64, 32));
    EXPECT_EQ(mask.cells().cells.size(), mask.locks().cells.size());
    EXPECT_EQ(mask.lockCount(), locks.empty() ? 0u : mask.locks().cells.size());
    EXPECT_EQ(mask.cellCount(), mask.cells().cells.size());
  }
}

TEST_F(WindowProject, ProjectOpenElsewhereIsSaidAndTheOldOneStays) {
  openWindow();
  generatePicture();
  Result<ProjectFile> other = ProjectFile::create(path("other.unmask").toStdString(), {});
  ASSERT_TRUE(other.ok());
  dialogs->picture = path("other.unmask");
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(window->messageBar()->isVisible());
  EXPECT_TRUE(window->messageBar()->text().contains("process")) << qPrintable(window->messageBar()->text());
  EXPECT_TRUE(document().picture());
  dab(4, 4);
  UNTIL(isSettled());
  EXPECT_TRUE(stored().state.strokeMask);
}

TEST_F(WindowProject, DamagedProjectIsSaidAndTheOldOneStays) {
  openWindow();
  QFile broken(path("broken.unmask"));
  ASSERT_TRUE(broken.open(QIODevice::WriteOnly));
  broken.write(QByteArray(5000, 'x'));
  broken.close();
  dialogs->picture = path("broken.unmask");
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(window->messageBar()->isVisible());
  EXPECT_TRUE(window->messageBar()->text().contains("broken.unmask"));
  EXPECT_TRUE(window->project()->isUntitled());
}

TEST_F(WindowProject, ProjectOnTheCommandLineThatCannotBeOpenedIsSaid) {
  StudioOptions mine = options();
  mine.document = path("missing.unmask");
  window = std::make_unique<MainWindow>(std::move(mine), DocumentModel::SeedSource(),
                                        std::make_unique<test::FakeDialogs>());
  window->show();
  UNTIL(window->jobs()->hasModel() && isIdle());
  EXPECT_TRUE(window->messageBar()->text().contains("missing.unmask"));
  EXPECT_TRUE(window->project()->isUntitled());
}

TEST_F(WindowProject, NewerProjectOpensForReadingAndGoesOnUnderAnotherName) {
  openWindow();
  makeNewer("future.unmask");
  dialogs->picture = path("future.unmask");
  press(Qt::Key_O, Qt::ControlModifier);
  UNTIL(window->messageBar()->isVisible());
  EXPECT_TRUE(window->windowTitle().contains("read only"));
  EXPECT_TRUE(window->messageBar()->text().contains("newer")) << qPrintable(window->messageBar()->text());
  generatePicture();
  dialogs->projectPath = path("mine.unmask");
  QTest::mouseClick(find<QPushButton>("messageButton"), Qt::LeftButton);
  UNTIL(window->project()->path() == path("mine.unmask") && isSettled());
  EXPECT_FALSE(window->project()->isReadOnly());
  EXPECT_EQ(file().runs()->size(), 1u);
  EXPECT_EQ(*stored().state.canvas, document().picture()->pixels);
}

TEST_F(WindowProject, WithoutADataFolderItIsSaidAndSaveAsStillWorks) {
  QFile blocker(path("data"));  // a file where the folder should be
  ASSERT_TRUE(blocker.open(QIODevice::WriteOnly));
  openWindow();
  UNTIL(window->messageBar()->isVisible());
  generatePicture();
  dab(4, 4);
  dialogs->projectPath = path("rescued.unmask");
  window->actions()->saveProjectAs->trigger();
  UNTIL(!window->project()->path().isEmpty() && isSettled());
  EXPECT_EQ(*stored().state.canvas, document().picture()->pixels);
  EXPECT_TRUE(stored().state.strokeMask);
  EXPECT_EQ(file().runs()->size(), 1u);
}

TEST_F(WindowProject, BranchesKnowTheirParent) {
  openWindow();
  generatePicture();
  window->runs()->branch(document().picture(), 3);
  ASSERT_TRUE(window->runs()->isHeld());
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(window->candidates()->count() == 1 && isIdle());
  UNTIL(isSettled());
  const std::vector<RunSummary> runs = *file().runs();
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(runs[1].run.parent, runs[0].run.id);
  EXPECT_EQ(runs[1].run.branchStep, 3);
  EXPECT_EQ(runs[0].run.parent, 0);
}

}  // namespace
}  // namespace unmask
