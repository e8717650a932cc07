// A controller with a scripted engine, and what it has told.
#pragma once

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

namespace unmask::test {

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

}  // namespace unmask::test
