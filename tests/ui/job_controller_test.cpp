#include "ui/jobs/job_controller.h"

#include <gmock/gmock.h>

#include <QSignalSpy>
#include <QTimer>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "tests/support/fake_engine.h"
#include "tests/ui/ui_test_support.h"
#include "ui/jobs/latest_slot.h"

namespace unmask {
namespace {

using test::FakeControl;
using ::testing::ElementsAre;

class JobControllerTest : public ::testing::Test {
 protected:
  JobControllerTest() {
    QObject::connect(&jobs, &JobController::runFinished,
                     [this](const RunReportPtr& r) { reports.push_back(r); });
    QObject::connect(&jobs, &JobController::frameReady,
                     [this](const RunFramePtr& f) { frames.push_back(f); });
    QObject::connect(&jobs, &JobController::runEnded, [this](quint64, RunEnd end) { ends.push_back(end); });
    QObject::connect(&jobs, &JobController::runFailed, [this](const Error& e) { errors.push_back(e); });
    QObject::connect(&jobs, &JobController::loadFailed, [this](const Error& e) { errors.push_back(e); });
  }
  ~JobControllerTest() override {
    control->openAllGates();
    jobs.shutdown();
    EXPECT_EQ(control->enginesAlive(), 0);
    EXPECT_FALSE(control->wasUsedFromTwoThreads());
  }

  void load() {
    jobs.load(engineOptions("/models/one"));
    UNTIL(jobs.state() == EngineState::Idle);
  }
  static EngineOptions engineOptions(const std::string& dir) {
    EngineOptions options;
    options.modelDir = dir;
    return options;
  }
  static GenerationRequest request(const std::string& prompt, int steps = 4) {
    GenerationRequest r;
    r.prompt = prompt;
    r.steps = steps;
    r.seed = 7;
    return r;
  }
  static Error someError() {
    Error error;
    error.kind = ErrorKind::BadInput;
    error.message = "scripted";
    error.file = "/models/one/x.safetensors";
    return error;
  }

  std::shared_ptr<FakeControl> control = std::make_shared<FakeControl>();
  JobController jobs{FakeControl::loader(control)};
  std::vector<RunReportPtr> reports;
  std::vector<RunFramePtr> frames;
  std::vector<RunEnd> ends;
  std::vector<Error> errors;
};

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

TEST_F(JobControllerTest, OfSeveralQuestionsOnATopicOnlyTheNewestWaits) {
  load();
  std::vector<int> answers;
  std::promise<void> release;
  const auto question = [&](int number) {
    return
        [&answers, number](Engine&) -> Delivery { return [&answers, number] { answers.push_back(number); }; };
  };
  jobs.ask(1, [&, answer = question(0)](Engine& engine) {
    release.get_future().wait();
    return answer(engine);
  });
  for (int number = 1; number <= 3; ++number) jobs.ask(1, question(number));
  jobs.ask(2, question(20));  // about something else: nothing to wait for but the engine
  release.set_value();
  UNTIL(answers.size() == 3);
  jobs.ask(1, [](Engine&) -> Delivery { throw std::runtime_error("thrown"); });
  jobs.ask(1, question(4));
  UNTIL(answers.size() == 4);
  EXPECT_THAT(answers, ElementsAre(0, 20, 3, 4));
}

TEST_F(JobControllerTest, WhoGetsAnAnswerMayAskOn) {
  load();
  std::vector<int> answers;
  jobs.ask(1, [&](Engine&) -> Delivery {
    return [&] {
      answers.push_back(1);
      jobs.ask(1, [&](Engine&) -> Delivery { return [&] { answers.push_back(2); }; });
    };
  });
  UNTIL(answers.size() == 2);
}

TEST_F(JobControllerTest, AQuestionThatCanStopsForWhatWaits) {
  load();
  std::atomic<int> begun = 0;
  int stopped = 0;
  const auto askWaiting = [&](const std::stop_source& stop) {
    const auto question = [&, token = stop.get_token()](Engine&) -> Delivery {
      std::mutex mutex;
      std::condition_variable_any never;
      std::unique_lock lock(mutex);
      ++begun;
      never.wait(lock, token, [] { return false; });
      return [&] { ++stopped; };
    };
    jobs.ask(1, question, stop);
  };
  askWaiting({});
  UNTIL(begun == 1);
  askWaiting({});  // stops the first
  UNTIL(begun == 2);
  EXPECT_EQ(stopped, 1);
  jobs.start(request("run"), 0);
  UNTIL(reports.size() == 1);
  EXPECT_EQ(stopped, 2);
  askWaiting({});
  UNTIL(begun == 3);
  QSignalSpy ended(&jobs, &JobController::studyEnded);
  jobs.study([](Engine&, const StudyLink&) -> Result<Delivery> { return Delivery([] {}); });
  UNTIL(ended.count() == 1);
  askWaiting({});
  UNTIL(begun == 4);
  jobs.load(engineOptions("/models/two"));
  UNTIL(stopped == 4);
  UNTIL(jobs.state() == EngineState::Idle);
  askWaiting({});
  UNTIL(begun == 5);
  jobs.shutdown();  // would not come back
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

TEST_F(JobControllerTest, AStudyTellsWhileItGoesOnAndEnds) {
  load();
  std::vector<std::string> told;
  QSignalSpy ended(&jobs, &JobController::studyEnded);
  const std::thread::id window = std::this_thread::get_id();
  const JobId id = jobs.study([&](Engine& engine, const StudyLink& link) -> Result<Delivery> {
    EXPECT_NE(std::this_thread::get_id(), window);
    EXPECT_TRUE(engine.run(request("studied"), {}, link.stop).ok());
    link.tell([&] {
      EXPECT_EQ(std::this_thread::get_id(), window);
      told.emplace_back("meanwhile");
    });
    return Delivery([&] { told.emplace_back("at the end"); });
  });
  EXPECT_GT(id, 0u);
  EXPECT_EQ(jobs.state(), EngineState::Running);
  EXPECT_EQ(jobs.study([](Engine&, const StudyLink&) -> Result<Delivery> { return Delivery([] {}); }), 0u);
  UNTIL(ended.count() == 1);
  EXPECT_THAT(told, ElementsAre("meanwhile", "at the end"));
  EXPECT_EQ(ended[0][0].toULongLong(), id);
  EXPECT_EQ(ended[0][1].value<RunEnd>(), RunEnd::Finished);
  EXPECT_EQ(jobs.state(), EngineState::Idle);
  EXPECT_TRUE(ends.empty());  // it is no run
}

TEST_F(JobControllerTest, AStudyIsStoppedWithinAStep) {
  load();
  control->closeStepGate();
  QSignalSpy ended(&jobs, &JobController::studyEnded);
  bool wasDelivered = false;
  const auto study = [&](Engine& engine, const StudyLink& link) -> Result<Delivery> {
    auto outcome = engine.run(request("studied"), {}, link.stop);
    if (!outcome) return outcome.error();
    return Delivery([&] { wasDelivered = true; });
  };
  const JobId id = jobs.study(study);
  UNTIL(control->waitingAtStepGate() == 1);
  jobs.cancelStudy(id + 1);  // another one
  EXPECT_EQ(jobs.state(), EngineState::Running);
  jobs.cancelStudy(id);
  UNTIL(ended.count() == 1);
  EXPECT_EQ(ended[0][1].value<RunEnd>(), RunEnd::Cancelled);
  EXPECT_FALSE(wasDelivered);

  // A run comes first: what is studied can be asked again.
  jobs.study(study);
  UNTIL(control->waitingAtStepGate() == 1);
  jobs.start(request("run"), 0);
  control->openStepGate();
  UNTIL(reports.size() == 1);
  EXPECT_EQ(ended.count(), 2);
  EXPECT_EQ(ended[1][1].value<RunEnd>(), RunEnd::Superseded);
  EXPECT_FALSE(wasDelivered);
}

TEST_F(JobControllerTest, AStudyThatFailsSaysWhy) {
  load();
  QSignalSpy ended(&jobs, &JobController::studyEnded);
  jobs.study([&](Engine&, const StudyLink&) -> Result<Delivery> { return someError(); });
  UNTIL(ended.count() == 1);
  EXPECT_EQ(ended[0][1].value<RunEnd>(), RunEnd::Failed);
  EXPECT_EQ(ended[0][2].value<Error>().message, "scripted");
  jobs.study([&](Engine&, const StudyLink&) -> Result<Delivery> { throw std::runtime_error("thrown"); });
  UNTIL(ended.count() == 2);
  EXPECT_EQ(ended[1][2].value<Error>().found, "thrown");
  EXPECT_EQ(jobs.state(), EngineState::Idle);
}

}  // namespace
}  // namespace unmask
