// The loop of a run, with something that needs no network to be trained.
#include "core/train/run_folder.h"

#include <gtest/gtest.h>
#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>

#include "core/io/atomic_file.h"
#include "core/io/file_lock.h"
#include "core/train/checkpoint.h"
#include "tests/support/scratch_dir.h"

namespace unmask {
namespace {

class RunLoop : public testing::Test {
 protected:
  struct Row {
    double loss, norm;
  };

  /// Counts its steps; each is as the row that stands for it says.
  RunParts parts(int64_t steps) {
    m_done = 0;
    RunParts out;
    out.steps = steps;
    out.batchSize = 1;
    out.settings = settings;
    out.columns = {"step", "loss", "gradient_norm"};
    out.drawn = {"loss"};
    out.step = [this] {
      const auto special = rows.find(m_done);
      const Row row = special == rows.end() ? Row{1.0 / static_cast<double>(m_done + 1), 1} : special->second;
      m_weight.fill_(static_cast<float>(row.loss));
      ++m_done;
      return std::vector<double>{static_cast<double>(m_done - 1), row.loss, row.norm};
    };
    out.stepsDone = [this] { return m_done; };
    out.state = [this] { return std::vector<std::pair<std::string, torch::Tensor>>{{"weight", m_weight}}; };
    out.restore = [this](const std::map<std::string, torch::Tensor>& state, int64_t done) {
      m_weight.copy_(state.at("weight"));
      m_done = done;
      return true;
    };
    return out;
  }
  Result<TrainingSummary> run(const RunParts& parts) { return loopRun(work(), parts, {}, {}); }
  std::filesystem::path work() const { return m_dir / "work"; }
  TrainingCheckpoint saved() const {
    auto checkpoint = loadCheckpoint(work() / "checkpoint.safetensors");
    EXPECT_TRUE(checkpoint.ok()) << checkpoint.error().text();
    return checkpoint.ok() ? *std::move(checkpoint) : TrainingCheckpoint{};
  }
  std::vector<double> stepsOfCurve() const {
    LossCurve curve({"step", "loss", "gradient_norm"});
    EXPECT_TRUE(curve.resume(work() / "loss.csv", 1e9).ok());
    std::vector<double> out;
    for (const auto& row : curve.rows()) out.push_back(row.front());
    return out;
  }

  std::string settings = R"({"steps": 1, "batch_size": 1})";
  std::map<int64_t, Row> rows;  ///< by step, where they are not of the usual kind

 private:
  test::ScratchDir m_dir;
  int64_t m_done = 0;
  torch::Tensor m_weight = torch::zeros({2});
};

TEST_F(RunLoop, ADivergedRunEndsAndIsNotSaved) {
  ASSERT_TRUE(run(parts(2)).ok());
  for (const Row bad : {Row{NAN, 1}, Row{0.1, INFINITY}}) {
    // Also when it was the last step.
    for (const int64_t at : {4, 9}) {
      rows = {{at, bad}};
      const auto outcome = run(parts(10));
      ASSERT_FALSE(outcome.ok());
      EXPECT_EQ(outcome.error().key, "learning_rate");
      EXPECT_NE(outcome.error().text().find("not finite"), std::string::npos);
      EXPECT_EQ(saved().step, 2);
      EXPECT_TRUE(saved().tensors.at("weight").isfinite().all().item<bool>());
    }
  }
  rows.clear();
  const auto again = run(parts(10));
  ASSERT_TRUE(again.ok());
  EXPECT_EQ(saved().step, 10);
}

TEST_F(RunLoop, OneRunAtATimeWritesAFolder) {
  std::filesystem::create_directories(work());
  {
    const auto other = FileLock::tryLock(work() / "checkpoint.safetensors");
    ASSERT_TRUE(other.ok() && other->has_value());
    const auto outcome = run(parts(2));
    ASSERT_FALSE(outcome.ok());
    EXPECT_NE(outcome.error().text().find("under way already"), std::string::npos);
  }
  EXPECT_TRUE(run(parts(2)).ok());
}

TEST_F(RunLoop, WhatAKillLeftBehindIsRemoved) {
  std::filesystem::create_directories(work());
  const pid_t gone = fork();
  if (gone == 0) _exit(0);
  waitpid(gone, nullptr, 0);
  const auto file = [&](const std::string& name) { return work() / name; };
  const std::string left = ".unmask-" + std::to_string(gone) + "-0.tmp",
                    living = ".unmask-" + std::to_string(getppid()) + "-0.tmp";
  for (const std::string& name : {left, living, std::string(".unmask-notes.tmp")})
    ASSERT_TRUE(writeFileAtomically(file(name), "bytes").ok());
  ASSERT_TRUE(run(parts(2)).ok());
  EXPECT_FALSE(std::filesystem::exists(file(left)));
  EXPECT_TRUE(std::filesystem::exists(file(living))) << "somebody may be writing it";
  EXPECT_TRUE(std::filesystem::exists(file(".unmask-notes.tmp"))) << "not ours";
}

// A model of gigabytes is there already when its state is read.
TEST(Checkpoint, IsReadWithoutACopy) {
  const test::ScratchDir dir;
  const torch::Tensor large = torch::ones({int64_t{16} << 20});
  ASSERT_TRUE(saveCheckpoint(dir / "x", 3, "{}", {{"large", large}}).ok());
  const auto held = [] {
    const struct mallinfo2 now = mallinfo2();
    return now.uordblks + now.hblkhd;
  };
  const size_t before = held();
  const auto checkpoint = loadCheckpoint(dir / "x");
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.error().text();
  EXPECT_LT(held(), before + (size_t{8} << 20));
  // Another file in its place changes nothing.
  ASSERT_TRUE(saveCheckpoint(dir / "x", 4, "{}", {{"large", large * 2}}).ok());
  EXPECT_TRUE(checkpoint->tensors.at("large").equal(large));
}

TEST_F(RunLoop, ASheetThatFailsIsToldAndLosesNothing) {
  for (const bool thrown : {false, true}) {
    std::vector<int64_t> savedBefore;
    RunParts plan = parts(4);
    plan.sheetEvery = 2;
    plan.sheet = [&](const std::stop_token&) -> Result<ImageBuffer> {
      savedBefore.push_back(saved().step);
      if (thrown) throw std::runtime_error("no memory for it");
      return Error{.message = "no room for it"};
    };
    std::vector<std::string> warnings;
    const auto outcome = loopRun(work(), plan, {}, [&](const TrainingReport& report) {
      if (!report.warning.empty()) warnings.push_back(report.warning);
    });
    ASSERT_TRUE(outcome.ok()) << outcome.error().text();
    EXPECT_TRUE(outcome->finished);
    EXPECT_EQ(savedBefore, (std::vector<int64_t>{2, 4}));
    ASSERT_EQ(warnings.size(), 2U);
    EXPECT_NE(warnings[0].find(thrown ? "no memory" : "no room"), std::string::npos) << warnings[0];
    std::filesystem::remove_all(work());
  }
}

TEST_F(RunLoop, ASheetIsStoppedWithTheRun) {
  std::stop_source stop;
  RunParts plan = parts(9);
  plan.sheetEvery = 2;
  plan.sheet = [&](const std::stop_token& told) -> Result<ImageBuffer> {
    stop.request_stop();
    EXPECT_TRUE(told.stop_requested());
    return Error{.kind = ErrorKind::Cancelled, .message = "stopped"};
  };
  const auto outcome = loopRun(work(), plan, stop.get_token(), [](const TrainingReport& report) {
    EXPECT_TRUE(report.warning.empty()) << report.warning;
  });
  ASSERT_TRUE(outcome.ok()) << outcome.error().text();
  EXPECT_EQ(outcome->stepsDone, 2);
}

TEST_F(RunLoop, GoesOnOnlyWithWhatItWasMadeFrom) {
  const auto from = [this](const std::vector<std::pair<std::string, uint64_t>>& sources, int64_t steps) {
    RunParts plan = parts(steps);
    plan.sources = sources;
    return run(plan);
  };
  ASSERT_TRUE(run(parts(1)).ok());  // of a version that did not look at them
  ASSERT_TRUE(from({{"dataset", 7}, {"codebook", ~uint64_t{0}}}, 2).ok());
  ASSERT_TRUE(from({{"dataset", 7}, {"codebook", ~uint64_t{0}}}, 3).ok());
  const auto other = from({{"dataset", 7}, {"codebook", 8}}, 4);
  ASSERT_FALSE(other.ok());
  EXPECT_EQ(other.error().kind, ErrorKind::Usage);
  EXPECT_NE(other.error().text().find("another codebook"), std::string::npos);
  EXPECT_EQ(saved().step, 3);
  settings = R"({"steps": 1, "batch_size": 2})";
  EXPECT_EQ(from({{"dataset", 7}, {"codebook", ~uint64_t{0}}}, 4).error().key, "settings");
}

TEST_F(RunLoop, ALengthenedRunKeepsTheCurveItHad) {
  ASSERT_TRUE(run(parts(3)).ok());
  EXPECT_EQ(stepsOfCurve(), std::vector<double>{3});
  ASSERT_TRUE(run(parts(30)).ok());
  EXPECT_EQ(stepsOfCurve(), (std::vector<double>{3, 25, 30}));
}

TEST_F(RunLoop, ARunThatIsDoneStillTellsItsLoss) {
  const auto first = run(parts(3));
  ASSERT_TRUE(first.ok());
  EXPECT_GT(first->loss, 0.3);
  const auto again = run(parts(3));
  ASSERT_TRUE(again.ok());
  EXPECT_TRUE(again->finished);
  EXPECT_NEAR(again->loss, first->loss, 1e-6);
}

TEST(CopyState, TakesAllOrNothing) {
  torch::Tensor first = torch::zeros({2}), second = torch::zeros({3});
  const NamedTensors targets = {{"first", first}, {"second", second}};
  EXPECT_FALSE(copyState(targets, {{"first", torch::ones({2})}}));
  EXPECT_FALSE(copyState(targets, {{"first", torch::ones({2})}, {"second", torch::ones({2})}}));
  EXPECT_EQ(first.sum().item<float>(), 0);
  EXPECT_TRUE(
      copyState(targets, {{"first", torch::ones({2})}, {"second", torch::ones({3})}, {"more", first}}));
  EXPECT_EQ(first.sum().item<float>() + second.sum().item<float>(), 5);
}

}  // namespace
}  // namespace unmask
