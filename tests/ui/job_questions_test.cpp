// Questions to the engine, and studies.
#include <sys/resource.h>
#include <unistd.h>

#include "tests/ui/job_controller_support.h"

namespace unmask {
namespace {

using test::FakeControl;
using test::JobControllerTest;
using ::testing::ElementsAre;

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

TEST_F(JobControllerTest, TheEngineStandsBackBehindTheWindow) {
  load();
  const auto niceness = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
  std::optional<int> engine, itsHelper;
  jobs.ask(1, [&](Engine&) -> Delivery {
    int here = niceness(), helper = 0;
    std::thread([&] { helper = niceness(); }).join();
    return [&, here, helper] {
      engine = here;
      itsHelper = helper;
    };
  });
  UNTIL(engine.has_value());
  EXPECT_GT(*engine, niceness());
  EXPECT_EQ(*itsHelper, *engine) << "threads of the computation too";
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
