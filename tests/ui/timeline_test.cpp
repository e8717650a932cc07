// Walking through recorded runs: the player, the strip, and the window's keys.
#include <gtest/gtest.h>

#include <QLabel>
#include <QSignalSpy>

#include "tests/ui/ui_test_support.h"

namespace unmask {
namespace {

/// Four cells, one fixed in each of four steps; each step's picture has a colour of its own.
RecordingPtr makeRecording() {
  auto recording = std::make_shared<Recording>();
  recording->maskTokenId = 9;
  recording->scheduleSteps = 4;
  for (int k = 0; k <= 4; ++k) {
    DecodeState state;
    state.tokens = TokenGrid(2, 2, 9);
    for (int i = 0; i < k; ++i) state.tokens.tokenIds[static_cast<size_t>(i)] = 1;
    state.nextStep = k;
    state.fixedAtStep.assign(4, DecodeState::kMasked);
    state.fixedProbability.assign(4, 0);
    recording->states.push_back(state);
    if (k == 0) continue;
    StepRecord record;
    record.stepIndex = k - 1;
    recording->records.push_back(record);
    QImage preview(16, 16, QImage::Format_RGB32);
    preview.fill(QColor(50 * k, 0, 0));
    recording->previews.push_back(preview);
  }
  return recording;
}

TEST(Recordings, TellWhatEachStepFixed) {
  const RecordingPtr recording = makeRecording();
  EXPECT_EQ(recording->hiddenCountAt(0), 4);
  EXPECT_EQ(recording->hiddenCountAt(3), 1);
  EXPECT_EQ(recording->fixedBy(0).count(), 0u);
  EXPECT_TRUE(recording->fixedBy(2).contains({0, 1}));
  EXPECT_EQ(recording->fixedBy(2).count(), 1u);
}

TEST(Recordings, BeginningAndRestMakeTheWholeAgain) {
  const RecordingPtr whole = makeRecording();
  const Recording beginning = beginningOf(*whole, 2);
  EXPECT_EQ(beginning.stepCount(), 2);
  Recording rest = *whole;
  rest.states.erase(rest.states.begin(), rest.states.begin() + 2);
  rest.records.erase(rest.records.begin(), rest.records.begin() + 2);
  rest.previews.erase(rest.previews.begin(), rest.previews.begin() + 2);
  const Recording joinedAgain = joined(beginning, rest);
  EXPECT_EQ(joinedAgain.states, whole->states);
  EXPECT_EQ(joinedAgain.stepCount(), 4);
  EXPECT_EQ(joinedAgain.previews, whole->previews);
}

TEST(Recordings, WhatTheBeginningFixedStaysFixedThen) {
  Recording beginning = beginningOf(*makeRecording(), 1);
  beginning.states.back().fixedAtStep[0] = 0;
  beginning.states.back().fixedProbability[0] = 0.75F;
  Recording rest = *makeRecording();
  for (DecodeState& state : rest.states) state.fixedAtStep[0] = DecodeState::kGiven;
  const Recording whole = joined(beginning, rest);
  EXPECT_EQ(whole.states.back().fixedAtStep[0], 0);
  EXPECT_EQ(whole.states.back().fixedProbability[0], 0.75F);
}

TEST(TimelinePlayerTest, StandsAtTheEndOfANewRecording) {
  TimelinePlayer player;
  player.step(1);
  player.togglePlaying();
  EXPECT_FALSE(player.isPlaying());
  player.setRecording(makeRecording());
  EXPECT_EQ(player.position(), 4);
  player.step(9);
  EXPECT_EQ(player.position(), 4);
  player.toStart();
  player.step(-1);
  EXPECT_EQ(player.position(), 0);
}

TEST(TimelinePlayerTest, PlaysFromTheStartAndStopsAtTheEnd) {
  TimelinePlayer player;
  player.setStepsPerSecond(60);
  player.setRecording(makeRecording());
  std::vector<int> seen;
  QObject::connect(&player, &TimelinePlayer::changed, [&] { seen.push_back(player.position()); });
  player.togglePlaying();
  EXPECT_TRUE(player.isPlaying());
  UNTIL(!player.isPlaying());
  EXPECT_EQ(seen, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(TimelinePlayerTest, GoingSomewherePauses) {
  TimelinePlayer player;
  player.setRecording(makeRecording());
  player.togglePlaying();
  player.setPosition(2);
  EXPECT_FALSE(player.isPlaying());
}

TEST(TimelinePlayerTest, FollowsAGrowingRunOnlyFromItsEnd) {
  auto growing = std::make_shared<Recording>(beginningOf(*makeRecording(), 1));
  TimelinePlayer player;
  player.setRecording(growing);
  *growing = beginningOf(*makeRecording(), 3);
  player.recordingGrew();
  EXPECT_EQ(player.position(), 3);
  player.setPosition(1);
  *growing = *makeRecording();
  player.recordingGrew();
  EXPECT_EQ(player.position(), 1);
}

TEST(StepStripTest, PlacesAndStepsMatch) {
  TimelinePlayer player;
  StepStrip strip(&player);
  strip.resize(strip.sizeHint());
  player.setRecording(makeRecording());
  for (const int width : {600, 160}) {  // with room, and overlapping
    strip.resize(width, strip.height());
    for (int position = 0; position <= 4; ++position)
      EXPECT_EQ(strip.positionAt(strip.xOf(position)), position);
    EXPECT_EQ(strip.positionAt(-50), 0);
    EXPECT_EQ(strip.positionAt(5000), 4);
    EXPECT_LE(strip.xOf(4), width);
  }
}

class MainWindowTimeline : public test::StudioTest {
 protected:
  void SetUp() override {
    StudioTest::SetUp();
    openWindow();
  }
  DocumentModel& document() const { return *window->document(); }
  CanvasView& canvas() const { return *window->canvas(); }
  TimelinePlayer& player() const { return *window->player(); }
  RunFlow& runs() const { return *window->runs(); }
  CandidateSet& candidates() const { return *window->candidates(); }
  QString title() const { return find<QLabel>("stepTitle")->text(); }

  void hold(int steps = 1) {
    for (int i = 0; i < steps; ++i) {
      press(Qt::Key_F10);
      UNTIL(runs().isHeld() && isIdle());
    }
  }
  void resume() {
    const int before = candidates().count();
    const PicturePtr picture = document().picture();
    press(Qt::Key_Return, Qt::ControlModifier);
    UNTIL((candidates().count() > before || document().picture() != picture) && isIdle());
  }
  void paintCell(int row, int column) {
    const QPointF middle(column * 8 + 4, row * 8 + 4);
    const QPoint at =
        (canvas().viewTransform().deviceFromPicture(middle) / canvas().devicePixelRatioF()).toPoint();
    window->toolSettings()->setSize(Tool::Brush, 2);
    QTest::mouseClick(&canvas(), Qt::LeftButton, {}, at);
  }
};

TEST_F(MainWindowTimeline, EveryRunIsRecordedWithAllItsSteps) {
  EXPECT_FALSE(window->timeline()->isVisible());
  generatePicture();
  EXPECT_TRUE(window->timeline()->isVisible());
  const RecordingPtr recording = document().picture()->recording;
  ASSERT_NE(recording, nullptr);
  EXPECT_EQ(recording->stepCount(), 8);
  EXPECT_EQ(recording->previews.size(), 8u);
  EXPECT_EQ(recording->hiddenCountAt(0), 16);
  EXPECT_EQ(recording->hiddenCountAt(8), 0);
  EXPECT_EQ(title(), "Step 8 of 8");
}

TEST_F(MainWindowTimeline, KeysStepThroughAndTheCanvasShowsThatMoment) {
  generatePicture();
  canvas().setFocus();
  press(Qt::Key_Comma);
  EXPECT_EQ(player().position(), 7);
  EXPECT_TRUE(canvas().isShowingStep());
  EXPECT_EQ(canvas().overlay().hiddenCount(), 2u);
  EXPECT_EQ(canvas().overlay().revealedCount(), 2u);
  EXPECT_EQ(title(), "Step 7 of 8");
  EXPECT_TRUE(find<QLabel>("stepDetails")->text().startsWith("2 cells fixed, 2 hidden"));
  press(Qt::Key_Home);
  EXPECT_EQ(player().position(), 0);
  EXPECT_EQ(canvas().overlay().hiddenCount(), 16u);
  press(Qt::Key_Period);
  EXPECT_EQ(player().position(), 1);
  press(Qt::Key_End);
  EXPECT_FALSE(canvas().isShowingStep());
  EXPECT_EQ(canvas().shownImage(), document().picture()->image);
  EXPECT_EQ(canvas().overlay().hiddenCount(), 0u);
}

TEST_F(MainWindowTimeline, DraggingScrubs) {
  generatePicture();
  StepStrip* strip = window->timeline()->strip();
  const auto at = [&](int position) { return QPoint(qRound(strip->xOf(position)), 20); };
  QTest::mousePress(strip, Qt::LeftButton, {}, at(2));
  EXPECT_EQ(player().position(), 2);
  QTest::mouseMove(strip, at(5));
  EXPECT_EQ(player().position(), 5);
  EXPECT_EQ(canvas().overlay().hiddenCount(), 6u);
  QTest::mouseRelease(strip, Qt::LeftButton, {}, at(5));
}

TEST_F(MainWindowTimeline, PlaysAndPausesByKey) {
  generatePicture();
  player().setStepsPerSecond(60);
  canvas().setFocus();
  press(Qt::Key_K);
  EXPECT_TRUE(player().isPlaying());
  UNTIL(player().isAtEnd() && !player().isPlaying());
  press(Qt::Key_K);
  press(Qt::Key_K);
  EXPECT_FALSE(player().isPlaying());
}

TEST_F(MainWindowTimeline, StepsAppearWhileTheRunGoesOn) {
  control->closeStepGate();
  press(Qt::Key_Return, Qt::ControlModifier);
  for (int step = 1; step <= 3; ++step) {
    control->allowSteps(1);
    UNTIL(player().end() == step);
  }
  EXPECT_EQ(player().position(), 3);
  EXPECT_FALSE(canvas().isShowingStep());
  canvas().setFocus();
  press(Qt::Key_Comma);  // looking back does not stop it
  EXPECT_TRUE(canvas().isShowingStep());
  EXPECT_EQ(canvas().overlay().hiddenCount(), 12u);
  control->allowSteps(2);
  UNTIL(player().end() == 5);
  EXPECT_EQ(player().position(), 2);
  EXPECT_EQ(canvas().overlay().hiddenCount(), 12u);
  press(Qt::Key_End);
  EXPECT_EQ(canvas().overlay().hiddenCount(), 6u);
  control->openStepGate();
  UNTIL(document().picture() && isIdle());
  EXPECT_EQ(player().recording(), document().picture()->recording);
}

TEST_F(MainWindowTimeline, FollowsTheShownCandidate) {
  generatePicture();
  const RecordingPtr original = document().picture()->recording;
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(candidates().count() == 1 && isIdle());
  EXPECT_EQ(player().recording(), candidates().currentPicture()->recording);
  canvas().setFocus();
  press(Qt::Key_Left);
  EXPECT_EQ(player().recording(), original);
}

TEST_F(MainWindowTimeline, PickerTellsWhenACellWasFixed) {
  generatePicture();
  window->actions()->toolOf(Tool::Picker)->trigger();
  paintCell(0, 0);  // the last to be revealed
  EXPECT_TRUE(window->progressStrip()->text().contains("fixed in step 8 with 50 %"))
      << qPrintable(window->progressStrip()->text());
  canvas().setFocus();
  press(Qt::Key_Comma);
  paintCell(0, 0);
  EXPECT_TRUE(window->progressStrip()->text().contains("still hidden"));
}

TEST_F(MainWindowTimeline, RunsOneStepAndHolds) {
  press(Qt::Key_F10);
  UNTIL(runs().isHeld() && isIdle());
  EXPECT_EQ(player().end(), 1);
  EXPECT_EQ(canvas().overlay().hiddenCount(), 14u);
  EXPECT_EQ(document().picture(), nullptr);
  EXPECT_EQ(window->promptPanel()->runButton()->text(), "Resume");
  hold();
  EXPECT_EQ(player().end(), 2);
  EXPECT_EQ(canvas().overlay().hiddenCount(), 12u);
  resume();
  ASSERT_NE(document().picture(), nullptr);
  EXPECT_FALSE(runs().isHeld());
  EXPECT_EQ(document().picture()->recording->stepCount(), 8);
  EXPECT_EQ(window->promptPanel()->runButton()->text(), "Generate");
}

TEST_F(MainWindowTimeline, HeldRunNamesTheKeyThatThrowsItAway) {
  const auto explanation = [this] { return find<QLabel>("runExplanation")->text(); };
  EXPECT_FALSE(explanation().contains("throws"));
  hold();
  EXPECT_TRUE(explanation().contains("Esc throws this run away")) << explanation().toStdString();
  window->services()->keys()->setKeys(window->actions()->stop, {QKeySequence("F12")});
  EXPECT_TRUE(explanation().contains("F12 throws this run away")) << explanation().toStdString();
  window->services()->keys()->setKeys(window->actions()->stop, {});
  EXPECT_FALSE(explanation().contains("throws"));
}

TEST_F(MainWindowTimeline, HeldRunGoesOnFromItsGridWithTheSettingsOfNow) {
  typePrompt("first words");
  hold(3);
  typePrompt("other words");
  document().setGuidanceScale(2.5f);
  resume();
  const GenerationRequest request = control->requests().back();
  EXPECT_EQ(request.startStep, 3);
  EXPECT_EQ(request.prompt, "other words");
  EXPECT_EQ(request.guidanceScale, 2.5f);
  EXPECT_EQ(request.seed, control->requests().front().seed);
  EXPECT_EQ(std::count(request.startTokens.tokenIds.begin(), request.startTokens.tokenIds.end(), 16), 10);
}

TEST_F(MainWindowTimeline, EscThrowsAHeldRunAway) {
  generatePicture();
  const PicturePtr picture = document().picture();
  hold(2);
  EXPECT_TRUE(canvas().isShowingStep());
  canvas().setFocus();
  press(Qt::Key_Escape);
  EXPECT_FALSE(runs().isHeld());
  EXPECT_FALSE(canvas().isShowingStep());
  EXPECT_EQ(canvas().shownImage(), picture->image);
  EXPECT_TRUE(candidates().isEmpty());
}

TEST_F(MainWindowTimeline, StoppingAResumedRunHoldsItWhereItWas) {
  hold(2);
  control->closeStepGate();
  press(Qt::Key_Return, Qt::ControlModifier);
  control->allowSteps(2);
  UNTIL(player().end() == 4 && control->waitingAtStepGate() == 1);
  press(Qt::Key_Escape);
  UNTIL(isIdle());
  EXPECT_TRUE(runs().isHeld());
  EXPECT_EQ(player().end(), 2);
  EXPECT_EQ(canvas().overlay().hiddenCount(), 12u);
}

// The engine answers a stop only after its step; what is pressed until then counts.
TEST_F(MainWindowTimeline, ResumingWhileAResumedRunStopsGoesOnWithIt) {
  hold(2);
  control->closeStepGate();
  press(Qt::Key_Return, Qt::ControlModifier);
  control->allowSteps(1);
  UNTIL(player().end() == 3 && control->waitingAtStepGate() == 1);
  control->setIgnoresStop(true);
  runs().stop();
  ASSERT_EQ(window->jobs()->state(), EngineState::Cancelling);
  runs().generate();
  EXPECT_TRUE(runs().isGoingOn());
  control->openStepGate();
  UNTIL(document().picture() && isIdle());
  EXPECT_FALSE(runs().isHeld());
  EXPECT_EQ(control->requests().back().startStep, 2);
  EXPECT_EQ(document().picture()->recording->stepCount(), 8);
}

TEST_F(MainWindowTimeline, WhatWasHeldDoesNotGrowWhenItGoesOn) {
  hold(2);
  const RecordingPtr held = runs().course();
  resume();
  EXPECT_EQ(held->stepCount(), 2);
}

TEST_F(MainWindowTimeline, BranchesFromAnyStep) {
  typePrompt("a red apple");
  generatePicture();
  const PicturePtr picture = document().picture();
  typePrompt("something else");
  canvas().setFocus();
  press(Qt::Key_Home);
  for (int i = 0; i < 3; ++i) press(Qt::Key_Period);
  press(Qt::Key_B, Qt::ControlModifier);
  EXPECT_TRUE(runs().isHeld());
  EXPECT_EQ(player().end(), 3);
  EXPECT_EQ(document().draft().prompt, "a red apple");  // the run's own settings are back
  EXPECT_EQ(document().draft().seed, picture->request.seed);
  resume();
  ASSERT_EQ(candidates().count(), 1);
  const PicturePtr branch = candidates().currentPicture();
  EXPECT_EQ(branch->recording->stepCount(), 8);
  EXPECT_EQ(branch->recording->states.back().tokens, picture->recording->states.back().tokens);
  EXPECT_EQ(control->requests().back().startStep, 3);
  EXPECT_EQ(control->requests().back().startTokens, picture->recording->states[3].tokens);
}

TEST_F(MainWindowTimeline, MaskedCellsOfAHeldRunCanBeHiddenAgainOrFixed) {
  generatePicture();
  canvas().setFocus();
  press(Qt::Key_Home);
  for (int i = 0; i < 7; ++i) press(Qt::Key_Period);
  press(Qt::Key_B, Qt::ControlModifier);  // two cells still hidden: 0 and 7
  EXPECT_EQ(canvas().overlay().hiddenCount(), 2u);
  paintCell(3, 3);
  press(Qt::Key_H, Qt::ControlModifier);
  EXPECT_EQ(canvas().overlay().hiddenCount(), 3u);
  press(Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(canvas().overlay().hiddenCount(), 2u);
  press(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(canvas().overlay().hiddenCount(), 3u);
  press(Qt::Key_D, Qt::ControlModifier);
  paintCell(0, 0);
  press(Qt::Key_F, Qt::ControlModifier);
  EXPECT_EQ(canvas().overlay().hiddenCount(), 2u);
  resume();
  const TokenGrid start = control->requests().back().startTokens;
  EXPECT_EQ(start[(Cell{3, 3})], 16);
  EXPECT_EQ(start[(Cell{0, 0})], 3);
}

TEST_F(MainWindowTimeline, BranchOfARepaintMayChangeWhatTheRepaintMight) {
  generatePicture();
  paintCell(1, 1);
  paintCell(1, 2);
  press(Qt::Key_Return, Qt::ControlModifier);
  UNTIL(candidates().count() == 1 && isIdle());
  canvas().setFocus();
  press(Qt::Key_Home);
  press(Qt::Key_B, Qt::ControlModifier);
  resume();
  const GenerationRequest request = control->requests().back();
  EXPECT_EQ(request.kind, JobKind::Inpaint);
  EXPECT_EQ(request.picture, document().picture()->pixels);
  EXPECT_EQ(request.editableCells.count(), 2u);
}

}  // namespace
}  // namespace unmask
