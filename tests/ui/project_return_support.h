// A project that is opened again, after quitting or a crash.
#pragma once

#include <gtest/gtest.h>

#include <QDir>
#include <QSettings>

#include "core/project/project_file.h"
#include "tests/ui/ui_test_support.h"

namespace unmask::test {

/// All of the document that undo moves between.
struct Moment {
  std::vector<uint8_t> picture;
  MaskLayers layers;
  QString undoText;
  bool operator==(const Moment&) const = default;
};

class ProjectReturn : public StudioTest {
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

}  // namespace unmask::test
