// A held run comes back when its project is opened again.
#include <QTreeWidget>

#include "tests/ui/project_return_support.h"

namespace unmask {
namespace {

class HeldRunReturn : public test::ProjectReturn {};

TEST_F(HeldRunReturn, HeldRunGoesOnInTheNextSession) {
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

TEST_F(HeldRunReturn, TokensOfAnotherModelAreNotTakenForThisOnes) {
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

TEST_F(HeldRunReturn, HeldRunSurvivesACrashWithItsEditsAndItsParent) {
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

TEST_F(HeldRunReturn, HeldRunThatWasThrownAwayDoesNotComeBack) {
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

TEST_F(HeldRunReturn, HeldRunStaysWithItsProject) {
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
TEST_F(HeldRunReturn, HeldRunComesBackWhileAnotherIsStillStopping) {
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

TEST_F(HeldRunReturn, HeldRunStaysInTheFileWhenItGoesOnAtOnce) {
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

TEST_F(HeldRunReturn, RunsPanelShowsThumbnailsOfReopenedRunsAndHeldOnes) {
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

}  // namespace
}  // namespace unmask
