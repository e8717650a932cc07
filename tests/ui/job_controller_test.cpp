#include "tests/ui/job_controller_support.h"

namespace unmask {
namespace {

using test::FakeControl;
using test::JobControllerTest;
using ::testing::ElementsAre;

TEST_F(JobControllerTest, RunWithoutModelIsRefused) {
  EXPECT_EQ(jobs.state(), EngineState::NoModel);
  EXPECT_EQ(jobs.start(request("a"), 0), 0u);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_FALSE(errors[0].remedy.empty());
  EXPECT_TRUE(control->requests().empty());
}

TEST_F(JobControllerTest, LoadsOnAnotherThread) {
  load();
  EXPECT_EQ(jobs.model()->gridWidth, 4);
  ASSERT_TRUE(control->thread().has_value());
  EXPECT_NE(*control->thread(), std::this_thread::get_id());
}

TEST_F(JobControllerTest, DeliversTheRequestAndTheResult) {
  load();
  const GenerationRequest wanted = request("a red apple");
  jobs.start(wanted, 42);
  EXPECT_EQ(jobs.state(), EngineState::Running);
  UNTIL(reports.size() == 1);
  EXPECT_EQ(reports[0]->documentRevision, 42u);
  ASSERT_EQ(reports[0]->pictures.size(), 1u);
  const Picture& picture = *reports[0]->pictures[0];
  EXPECT_EQ(picture.request.prompt, "a red apple");
  EXPECT_EQ(picture.request.model.path, "/models/one");
  EXPECT_EQ(picture.pixels, test::fakePicture(*jobs.model(), 7));
  EXPECT_EQ(picture.image.size(), QSize(32, 32));
  UNTIL(jobs.state() == EngineState::Idle);
  EXPECT_THAT(ends, ElementsAre(RunEnd::Finished));
}

TEST_F(JobControllerTest, FramesHideFewerAndFewerCells) {
  load();
  control->closeStepGate();
  jobs.start(request("a"), 0);
  for (size_t step = 1; step <= 4; ++step) {
    control->allowSteps(1);
    UNTIL(frames.size() == step);
    EXPECT_EQ(frames.back()->stepNumber, static_cast<int>(step));
    EXPECT_EQ(frames.back()->hidden.count(), 16 - 4 * step);
    EXPECT_FALSE(frames.back()->preview.isNull());
  }
}

TEST_F(JobControllerTest, LoadFailureWithoutModelIsFailed) {
  control->failNextLoad(someError());
  jobs.load(engineOptions("/models/one"));
  UNTIL(errors.size() == 1);
  EXPECT_EQ(jobs.state(), EngineState::Failed);
  EXPECT_EQ(errors[0].file, "/models/one/x.safetensors");
}

TEST_F(JobControllerTest, LoadFailureKeepsTheEarlierModel) {
  load();
  control->failNextLoad(someError());
  jobs.load(engineOptions("/models/two"));
  UNTIL(errors.size() == 1);
  EXPECT_EQ(jobs.state(), EngineState::Idle);
  jobs.start(request("a"), 0);
  UNTIL(reports.size() == 1);
  EXPECT_EQ(reports[0]->pictures[0]->request.model.path, "/models/one");
}

TEST_F(JobControllerTest, CancelWhileLoadingDropsTheModel) {
  control->closeLoadGate();
  QSignalSpy cancelled(&jobs, &JobController::loadCancelled);
  jobs.load(engineOptions("/models/one"));
  UNTIL(control->waitingAtLoadGate() == 1);
  jobs.cancel();
  EXPECT_EQ(jobs.state(), EngineState::Cancelling);
  control->openLoadGate();
  UNTIL(jobs.state() == EngineState::NoModel);
  EXPECT_EQ(cancelled.count(), 1);
  EXPECT_EQ(control->enginesAlive(), 0);
}

TEST_F(JobControllerTest, NewerLoadReplacesTheOneGoingOn) {
  control->closeLoadGate();
  QSignalSpy cancelled(&jobs, &JobController::loadCancelled);
  jobs.load(engineOptions("/models/one"));
  UNTIL(control->waitingAtLoadGate() == 1);
  jobs.load(engineOptions("/models/two"));
  jobs.load(engineOptions("/models/three"));
  control->openLoadGate();
  UNTIL(jobs.state() == EngineState::Idle);
  EXPECT_EQ(jobs.model()->reference.path, "/models/three");
  EXPECT_EQ(control->loads().size(), 2u);
  EXPECT_EQ(cancelled.count(), 0);
  EXPECT_EQ(control->enginesAlive(), 1);
}

TEST_F(JobControllerTest, RunWaitsForTheLoad) {
  control->closeLoadGate();
  jobs.load(engineOptions("/models/one"));
  EXPECT_NE(jobs.start(request("early"), 0), 0u);
  EXPECT_TRUE(jobs.hasWaitingRun());
  control->openLoadGate();
  UNTIL(reports.size() == 1);
  EXPECT_EQ(reports[0]->pictures[0]->request.prompt, "early");
}

TEST_F(JobControllerTest, CancelDropsTheWaitingRunAndGoesOnLoading) {
  control->closeLoadGate();
  jobs.load(engineOptions("/models/one"));
  jobs.start(request("early"), 0);
  jobs.cancel();
  EXPECT_FALSE(jobs.hasWaitingRun());
  EXPECT_EQ(jobs.state(), EngineState::Loading);
  EXPECT_THAT(ends, ElementsAre(RunEnd::Cancelled));
  control->openLoadGate();
  UNTIL(jobs.state() == EngineState::Idle);
  EXPECT_TRUE(control->requests().empty());
}

TEST_F(JobControllerTest, RunThatWaitedForAFailedLoadIsNotMadeWithTheOldModel) {
  load();
  control->closeLoadGate();
  control->failNextLoad(someError());
  jobs.load(engineOptions("/models/two"));
  jobs.start(request("for the new one"), 0);
  control->openLoadGate();
  UNTIL(jobs.state() == EngineState::Idle);
  EXPECT_THAT(ends, ElementsAre(RunEnd::Cancelled));
  EXPECT_TRUE(control->requests().empty());
}

TEST_F(JobControllerTest, CancelStopsWithinAStep) {
  load();
  control->closeStepGate();
  jobs.start(request("a", 1000), 0);
  UNTIL(control->waitingAtStepGate() == 1);
  jobs.cancel();
  EXPECT_EQ(jobs.state(), EngineState::Cancelling);
  EXPECT_FALSE(jobs.isBusy());
  UNTIL(jobs.state() == EngineState::Idle);  // no step was allowed
  EXPECT_THAT(ends, ElementsAre(RunEnd::Cancelled));
  EXPECT_TRUE(reports.empty());
  EXPECT_TRUE(errors.empty());
}

TEST_F(JobControllerTest, ResultThatComesAfterTheStopIsDropped) {
  load();
  control->setIgnoresStop(true);
  control->closeStepGate();
  jobs.start(request("a"), 0);
  UNTIL(control->waitingAtStepGate() == 1);
  jobs.cancel();
  control->openStepGate();
  UNTIL(jobs.state() == EngineState::Idle);
  EXPECT_EQ(control->stepsPassed(), 4);
  EXPECT_TRUE(reports.empty());
  EXPECT_TRUE(frames.empty());
  EXPECT_THAT(ends, ElementsAre(RunEnd::Cancelled));
}

TEST_F(JobControllerTest, StartingAgainDropsTheStaleResult) {
  load();
  control->setIgnoresStop(true);
  control->closeStepGate();
  jobs.start(request("old"), 0);
  UNTIL(control->waitingAtStepGate() == 1);
  jobs.start(request("newer"), 0);
  jobs.start(request("newest"), 0);
  control->openStepGate();
  UNTIL(reports.size() == 1 && jobs.state() == EngineState::Idle);
  EXPECT_EQ(reports[0]->pictures[0]->request.prompt, "newest");
  EXPECT_THAT(ends, ElementsAre(RunEnd::Superseded, RunEnd::Superseded, RunEnd::Finished));
  EXPECT_EQ(control->requests().size(), 2u);
  for (const RunFramePtr& frame : frames) EXPECT_EQ(frame->job, reports[0]->job);
}

TEST_F(JobControllerTest, ModelChosenDuringARunIsLoadedAfterIt) {
  load();
  control->closeStepGate();
  jobs.start(request("a"), 0);
  UNTIL(control->waitingAtStepGate() == 1);
  jobs.load(engineOptions("/models/two"));
  EXPECT_EQ(jobs.state(), EngineState::Running);
  control->openStepGate();
  UNTIL(jobs.model()->reference.path == "/models/two");
  EXPECT_EQ(reports.size(), 1u);
}

TEST_F(JobControllerTest, UnseenFramesAreReplacedByTheNewest) {
  load();
  control->closeStepGate();
  jobs.start(request("a", 8), 0);
  control->allowSteps(5);
  // This thread handles no events meanwhile, like a window that is busy painting.
  while (control->stepsPassed() < 5) std::this_thread::yield();
  UNTIL(!frames.empty());
  ASSERT_EQ(frames.size(), 1u);
  EXPECT_EQ(frames[0]->stepNumber, 5);
  control->allowSteps(1);
  UNTIL(frames.size() == 2);
  EXPECT_EQ(frames[1]->stepNumber, 6);
}

TEST_F(JobControllerTest, ErrorEndsTheRunAndLeavesTheEngineUsable) {
  load();
  control->failNextRun(someError());
  jobs.start(request("a"), 0);
  UNTIL(errors.size() == 1 && jobs.state() == EngineState::Idle);
  EXPECT_EQ(errors[0].message, "scripted");
  EXPECT_THAT(ends, ElementsAre(RunEnd::Failed));
  jobs.start(request("b"), 0);
  UNTIL(reports.size() == 1);
}

TEST_F(JobControllerTest, ExceptionBecomesAnError) {
  load();
  control->throwInNextRun("index out of range");
  jobs.start(request("a"), 0);
  UNTIL(errors.size() == 1 && jobs.state() == EngineState::Idle);
  EXPECT_EQ(errors[0].kind, ErrorKind::Internal);
  EXPECT_EQ(errors[0].found, "index out of range");
}

TEST_F(JobControllerTest, EventsAreHandledWhileTheEngineIsBlocked) {
  load();
  control->closeStepGate();
  jobs.start(request("a"), 0);
  UNTIL(control->waitingAtStepGate() == 1);
  int ticks = 0;
  QTimer timer;
  QObject::connect(&timer, &QTimer::timeout, [&ticks] { ++ticks; });
  timer.start(1);
  UNTIL(ticks >= 20);
  EXPECT_EQ(control->waitingAtStepGate(), 1);
  EXPECT_EQ(jobs.state(), EngineState::Running);
}

TEST_F(JobControllerTest, ShutdownDuringARunJoins) {
  load();
  control->closeStepGate();
  jobs.start(request("a"), 0);
  UNTIL(control->waitingAtStepGate() == 1);
  jobs.shutdown();
  EXPECT_EQ(control->waitingAtStepGate(), 0);
  EXPECT_EQ(control->enginesAlive(), 0);
  EXPECT_TRUE(reports.empty());
}

TEST_F(JobControllerTest, ShutdownWaitsForALoadThatCannotBeStopped) {
  control->closeLoadGate();
  jobs.load(engineOptions("/models/one"));
  UNTIL(control->waitingAtLoadGate() == 1);
  std::jthread opener([this] { control->openLoadGate(); });
  jobs.shutdown();
  EXPECT_EQ(control->loads().size(), 1u);
  EXPECT_EQ(control->waitingAtLoadGate(), 0);
  EXPECT_EQ(control->enginesAlive(), 0);
}

TEST_F(JobControllerTest, NothingHappensAfterShutdown) {
  load();
  control->closeStepGate();
  jobs.start(request("a"), 0);
  control->allowSteps(1);
  while (control->stepsPassed() < 1) std::this_thread::yield();  // its frame is on the way
  jobs.shutdown();
  jobs.countTokens("a");
  EXPECT_EQ(jobs.start(request("b"), 0), 0u);
  EXPECT_EQ(jobs.load(engineOptions("/models/one")), 0u);
  QCoreApplication::processEvents();
  EXPECT_TRUE(frames.empty());
}

TEST_F(JobControllerTest, TokensAreCountedWhenIdleNewestOnly) {
  load();
  std::vector<PromptTokens> counts;
  QObject::connect(&jobs, &JobController::tokenized, [&](const PromptTokens& t) { counts.push_back(t); });
  control->closeStepGate();
  jobs.start(request("a"), 0);
  jobs.countTokens("one");
  jobs.countTokens("one two");
  jobs.countTokens("one two three");
  control->openStepGate();
  UNTIL(!counts.empty());
  EXPECT_THAT(control->tokenizedPrompts(), ElementsAre("one two three"));
  EXPECT_EQ(counts[0].prompt, "one two three");
  EXPECT_EQ(counts[0].used, 5);
  EXPECT_EQ(counts[0].limit, 77);
  EXPECT_EQ(counts[0].dropped, 0);
}

TEST_F(JobControllerTest, CutOffPartIsFoundAtAWord) {
  load();
  control->setWordsPerPrompt(3);
  std::vector<PromptTokens> counts;
  QObject::connect(&jobs, &JobController::tokenized, [&](const PromptTokens& t) { counts.push_back(t); });
  jobs.countTokens("one two three four five");
  UNTIL(!counts.empty());
  EXPECT_EQ(counts[0].dropped, 2);
  EXPECT_EQ(counts[0].prompt.mid(counts[0].keptLength).trimmed(), "four five");
}

TEST(LatestSlot, NotifiesOncePerTake) {
  LatestSlot<int> slot;
  EXPECT_TRUE(slot.put(1));
  EXPECT_FALSE(slot.put(2));
  EXPECT_EQ(slot.take(), 2);
  EXPECT_TRUE(slot.put(3));
  EXPECT_EQ(slot.take(), 3);
  EXPECT_EQ(slot.take(), 0);
}

}  // namespace
}  // namespace unmask
