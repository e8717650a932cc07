#include <gtest/gtest.h>

#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

class TrainCommand : public CliTest {
 protected:
  TrainCommand() {
    hooks.trainTokens = [this](const TrainingFolders& folders, const TransformerConfig&,
                               const TextEncoderConfig&, const TokenTrainingSettings& settings,
                               const TrainingMachine&, std::stop_token,
                               const TrainingObserver& observer) -> Result<TrainingSummary> {
      given = folders;
      wanted = settings;
      TrainingReport report;
      report.step = 1;
      report.steps = 2;
      observer(report);
      return TrainingSummary{.stepsDone = 2, .finished = finishes, .loss = 0.5, .figures = R"({"steps": 2})"};
    };
    hooks.trainVq = [this](const TrainingFolders& folders, const VqConfig&, const VqTrainingSettings&,
                           const TrainingMachine&, std::stop_token,
                           const TrainingObserver&) -> Result<TrainingSummary> {
      given = folders;
      return TrainingSummary{.stepsDone = 2, .finished = true, .loss = 0.5, .figures = "{}"};
    };
  }

  TrainingFolders given;
  TokenTrainingSettings wanted;
  bool finishes = true;
};

TEST_F(TrainCommand, FineTunesAModelByItsNameWithThePresetsSettings) {
  EXPECT_EQ(run({"train", "--dataset", "d", "--work", "w", "--model-out", "m", "--start-from", "amused-256",
                 "--preset", "reference-256", "--json"}),
            0);
  EXPECT_EQ(resolved, std::vector<std::string>{"amused-256"});
  EXPECT_EQ(given.startFrom, "amused-256");
  EXPECT_EQ(given.dataset, "d");
  EXPECT_EQ(given.model, "m");
  EXPECT_TRUE(wanted.fineTune);
  EXPECT_EQ(event("train")["steps"], 2);
  EXPECT_EQ(event("done")["figures"]["steps"], 2);
}

TEST_F(TrainCommand, BeginsFromNothingWithoutAModel) {
  EXPECT_EQ(run({"train", "--dataset", "d", "--work", "w", "--model-out", "m"}), 0);
  EXPECT_TRUE(resolved.empty());
  EXPECT_TRUE(given.startFrom.empty());
  EXPECT_FALSE(wanted.fineTune);
}

TEST_F(TrainCommand, AVqModelAloneBeginsAVqModelButNoTokenModel) {
  writeText("codes/vqvae/config.json", "{}");
  const std::string codes = path("codes");
  EXPECT_EQ(run({"train-vq", "--dataset", "d", "--work", "w", "--model-out", "m", "--start-from", codes}), 0);
  EXPECT_EQ(given.startFrom, codes);
  EXPECT_TRUE(resolved.empty());
  EXPECT_EQ(
      run({"train-vq", "--dataset", "d", "--work", "w", "--model-out", "m", "--start-from", "emoji-256"}), 0);
  EXPECT_EQ(resolved, std::vector<std::string>{"emoji-256"});
  EXPECT_EQ(run({"train", "--dataset", "d", "--work", "w", "--model-out", "m", "--start-from", codes}), 0);
  EXPECT_EQ(resolved.back(), codes);
}

TEST_F(TrainCommand, AStoppedRunSaysHowToGoOn) {
  finishes = false;
  EXPECT_EQ(run({"train", "--dataset", "d", "--work", "w", "--model-out", "m"}), 4);
  EXPECT_NE(err().find("the same command goes on from there"), std::string::npos);
}

}  // namespace
}  // namespace unmask::test
