// The queue: what waits runs in order, survives a restart, and can be ordered, stopped and tried again.
#include <gtest/gtest.h>

#include <QLabel>
#include <QListView>
#include <QMimeData>

#include "core/project/project_file.h"
#include "tests/ui/ui_test_support.h"
#include "ui/side_dock.h"

namespace unmask {
namespace {

class WindowQueue : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
  }
  RunQueue* queue() const { return window->sideDock()->queue(); }
  /// Types the prompt and presses Shift+Ctrl+Enter.
  void enqueue(const QString& prompt) {
    typePrompt(prompt);
    press(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
  }
  QStringList prompts() const {
    QStringList all;
    for (int row = 0; row < queue()->count(); ++row)
      all << QString::fromStdString(queue()->request(row).prompt);
    return all;
  }
  QStringList made() const {
    QStringList all;
    for (const GenerationRequest& request : control->requests())
      all << QString::fromStdString(request.prompt);
    return all;
  }
};

TEST_F(WindowQueue, WhatIsAddedWhileSomethingRunsComesAfterIt) {
  control->closeStepGate();
  typePrompt("now");
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(control->waitingAtStepGate() == 1);
  enqueue("second");
  enqueue("third");
  EXPECT_EQ(prompts(), QStringList({"second", "third"}));
  EXPECT_NE(queue()->request(0).seed, queue()->request(1).seed);
  control->openStepGate();
  UNTIL(queue()->count() == 0 && isIdle());
  EXPECT_EQ(made(), QStringList({"now", "second", "third"}));
  EXPECT_EQ(window->candidates()->count(), 2);
}

TEST_F(WindowQueue, ReordersRemovesAndPutsToTheFront) {
  queue()->setPaused(true);
  for (const char* prompt : {"a", "b", "c"}) enqueue(prompt);
  typePrompt("first");
  press(Qt::Key_Return, Qt::ControlModifier | Qt::AltModifier);
  EXPECT_EQ(prompts(), QStringList({"first", "a", "b", "c"}));
  press(Qt::Key_U, Qt::ControlModifier | Qt::ShiftModifier);
  QListView* list = window->sideDock()->queuePanel()->list();
  UNTIL(list->isVisible());
  list->setFocus();
  list->setCurrentIndex(queue()->index(3));
  press(Qt::Key_Up, Qt::AltModifier);
  EXPECT_EQ(prompts(), QStringList({"first", "a", "c", "b"}));
  std::unique_ptr<QMimeData> dragged(queue()->mimeData({queue()->index(0)}));
  queue()->dropMimeData(dragged.get(), Qt::MoveAction, 3, 0, {});
  EXPECT_EQ(prompts(), QStringList({"a", "c", "first", "b"}));
  list->setCurrentIndex(queue()->index(1));
  press(Qt::Key_Delete);
  EXPECT_EQ(prompts(), QStringList({"a", "first", "b"}));
  EXPECT_TRUE(control->requests().empty());
  window->actions()->pauseQueue->trigger();
  UNTIL(queue()->count() == 0 && isIdle());
  EXPECT_EQ(made(), QStringList({"a", "first", "b"}));
}

TEST_F(WindowQueue, SurvivesARestartPaused) {
  queue()->setPaused(true);
  enqueue("waits");
  enqueue("waits too");
  const GenerationRequest before = queue()->request(0);
  openWindow();
  ASSERT_EQ(queue()->count(), 2);
  EXPECT_EQ(queue()->request(0), before);
  EXPECT_TRUE(queue()->isPaused());
  EXPECT_TRUE(window->actions()->pauseQueue->isChecked());
  EXPECT_TRUE(control->requests().empty());
  window->actions()->pauseQueue->trigger();
  UNTIL(queue()->count() == 0 && isIdle());
  EXPECT_EQ(made(), QStringList({"waits", "waits too"}));
}

TEST_F(WindowQueue, WhatRunsIsInTheFileUntilItIsDone) {
  control->closeStepGate();
  enqueue("long");
  UNTIL(control->waitingAtStepGate() == 1 && window->project()->isSettled());
  const auto stored = [this] {
    return ProjectFile::open(window->project()->path().toStdString(), ProjectFile::Mode::ReadOnly)
        ->queue()
        ->size();
  };
  EXPECT_EQ(stored(), 1u);
  control->openStepGate();
  UNTIL(queue()->count() == 0 && window->project()->isSettled());
  EXPECT_EQ(stored(), 0u);
}

TEST_F(WindowQueue, FailedOneStaysAndIsTriedAgain) {
  Error error;
  error.message = "the memory is full";
  control->failNextRun(error);
  enqueue("fails once");
  UNTIL(queue()->count() == 1 && queue()->stateOf(0) == RunQueue::State::Failed);
  EXPECT_TRUE(queue()->index(0).data(Qt::ToolTipRole).toString().contains("memory is full"));
  enqueue("goes on");
  UNTIL(queue()->count() == 1 && isIdle());
  queue()->retry(0);
  UNTIL(queue()->count() == 0 && isIdle());
  EXPECT_EQ(made(), QStringList({"fails once", "goes on", "fails once"}));
}

TEST_F(WindowQueue, StopPutsItBackAndPauses) {
  control->closeStepGate();
  enqueue("stopped");
  enqueue("after");
  UNTIL(control->waitingAtStepGate() == 1);
  press(Qt::Key_Escape);
  UNTIL(isIdle());
  EXPECT_EQ(prompts(), QStringList({"stopped", "after"}));
  EXPECT_TRUE(queue()->isPaused());
}

TEST_F(WindowQueue, RemovingTheOneThatRunsStopsItAndGoesOn) {
  control->closeStepGate();
  enqueue("unwanted");
  enqueue("wanted");
  UNTIL(control->waitingAtStepGate() == 1);
  queue()->remove(0);
  UNTIL(control->requests().size() == 2);
  control->openStepGate();
  UNTIL(queue()->count() == 0 && isIdle());
  ASSERT_TRUE(window->document()->picture());
  EXPECT_EQ(window->document()->picture()->request.prompt, "wanted");
}

}  // namespace
}  // namespace unmask
