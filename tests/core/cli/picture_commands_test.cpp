// What the picture commands write, tell and leave behind.
#include <gmock/gmock.h>

#include <set>

#include "core/doc/wildcards.h"
#include "core/io/png_metadata.h"
#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Names = std::vector<std::string>;

class PictureCommands : public CliTest {};

TEST_F(PictureCommands, PictureOfABatchIsTheOneOfItsOwnSeed) {
  ASSERT_EQ(run({"generate", "-p", "x", "-s", "40", "-b", "3", "-o", path("a%02d.png")}), 0) << err();
  EXPECT_EQ(files(), (Names{"a00.png", "a01.png", "a02.png"}));
  ASSERT_EQ(log.requests.size(), 3u);
  for (uint64_t j = 0; j < 3; ++j) {
    const std::string name = "a0" + std::to_string(j) + ".png";
    EXPECT_EQ(log.requests[j].seed, 40 + j);
    EXPECT_EQ(log.requests[j].batchCount, 1);
    EXPECT_EQ(requestIn(name).seed, 40 + j);
    EXPECT_EQ(requestIn(name).batchCount, 1);
    EXPECT_EQ(loadImage(path(name))->pixels.front(), 40 + j);
  }
}

TEST_F(PictureCommands, SeedsOfABatchWrapAround) {
  ASSERT_EQ(run({"generate", "-p", "x", "-s", "18446744073709551615", "-b", "2", "-o", path("a.png")}), 0)
      << err();
  EXPECT_EQ(files(), (Names{"a-0.png", "a-1.png"}));
  EXPECT_EQ(log.requests[1].seed, 0u);
}

TEST_F(PictureCommands, TheSeedChoosesAmongWords) {
  ASSERT_EQ(run({"generate", "-p", "a {red|blue} apple", "-s", "1", "-b", "8", "-o", path("a.png")}), 0)
      << err();
  std::set<std::string> prompts;
  for (const auto& request : log.requests) {
    EXPECT_EQ(request.prompt, expandWildcards("a {red|blue} apple", request.seed));
    prompts.insert(request.prompt);
  }
  EXPECT_EQ(prompts, (std::set<std::string>{"a blue apple", "a red apple"}));
  const GenerationRequest written = requestIn("a-3.png");
  EXPECT_EQ(written.prompt, log.requests[3].prompt);
  EXPECT_EQ(written.promptTemplate, "a {red|blue} apple");
  // Again as it was, whatever stands in it.
  ASSERT_EQ(run({"generate", "--from", path("a-3.png"), "-o", path("again.png")}), 0) << err();
  EXPECT_EQ(log.requests.back().prompt, written.prompt);
}

TEST_F(PictureCommands, InjectedNoiseRunsTheBatchAsOne) {
  ASSERT_EQ(run({"generate", "-p", "x", "-s", "5", "-b", "2", "--draws", "d", "-o", path("a.png")}), 0)
      << err();
  EXPECT_EQ(onlyRequest().batchCount, 2);
  const auto texts = readPngTexts(path("a-1.png"));
  ASSERT_TRUE(texts.ok());
  EXPECT_TRUE(texts->contains(kParametersKey));
  EXPECT_FALSE(texts->contains(kRequestKey));  // it would not make this picture again
}

TEST_F(PictureCommands, ACompatibleBatchIsStillOnePictureAfterTheOther) {
  ASSERT_EQ(run({"generate", "-p", "x", "-s", "5", "-b", "2", "--compat", "diffusers", "-o", path("a.png")}),
            0)
      << err();
  EXPECT_EQ(log.requests.size(), 2u);
  EXPECT_EQ(requestIn("a-1.png").seed, 6u);
  EXPECT_EQ(requestIn("a-1.png").batchCount, 1);
}

TEST_F(PictureCommands, PictureSaysHowItWasMade) {
  ASSERT_EQ(run({"generate", "-p", "a red apple", "-n", "blurry", "-s", "3", "-o", path("x.png")}), 0)
      << err();
  const auto texts = readPngTexts(path("x.png"));
  ASSERT_TRUE(texts.ok());
  EXPECT_THAT(texts->at(kParametersKey), HasSubstr("a red apple"));
  EXPECT_THAT(texts->at(kParametersKey), HasSubstr("Negative prompt: blurry"));
  EXPECT_THAT(texts->at(kParametersKey), HasSubstr("Size: 16x16"));
  GenerationRequest expected = onlyRequest();
  EXPECT_EQ(requestIn("x.png"), expected);
  EXPECT_EQ(expected.model, log.info.reference);
}

TEST_F(PictureCommands, NoMetadataMeansNone) {
  ASSERT_EQ(run({"generate", "-p", "x", "--no-metadata", "-o", path("x.png")}), 0) << err();
  EXPECT_TRUE(readPngTexts(path("x.png"))->empty());
}

TEST_F(PictureCommands, ResultsGoToStdoutAndNothingElse) {
  ASSERT_EQ(run({"generate", "-p", "x", "-s", "3", "-o", path("x.png")}), 0);
  EXPECT_EQ(out(), path("x.png") + "  16x16  seed 3  0.25 s\n");
  EXPECT_EQ(err(), "");
}

TEST_F(PictureCommands, JsonLinesTellEachStepAndFile) {
  ASSERT_EQ(run({"generate", "--json", "-p", "x", "-s", "3", "-b", "2", "-o", path("x.png")}), 0);
  const auto all = events();
  std::string order;
  for (const auto& e : all) order += e.value("event", "?") + " ";
  EXPECT_EQ(order, "start step step step step saved step step step step saved done ");
  EXPECT_EQ(all[0]["command"], "generate");
  EXPECT_EQ(all[0]["seed"], 3);
  EXPECT_EQ(all[0]["model"], "fake");
  EXPECT_EQ(all[2]["step"], 2);
  EXPECT_EQ(all[2]["steps"], 4);
  EXPECT_EQ(all[2]["image"], 0);
  EXPECT_EQ(all[2]["masked"], 8);
  EXPECT_EQ(all[6]["image"], 1);
  EXPECT_EQ(all[10]["file"], path("x-1.png"));
  EXPECT_EQ(all[10]["seed"], 4);
  EXPECT_EQ(all[10]["width"], 16);
  EXPECT_EQ(all[11]["images"], 2);
  EXPECT_EQ(all[11]["seconds"]["total"], 0.5);
  EXPECT_EQ(err(), "");
}

TEST_F(PictureCommands, CancelLeavesNoPartOfAPicture) {
  log.beforeStep = [this](int, int step) {
    if (step == 2) stop.request_stop();
  };
  EXPECT_EQ(run({"generate", "-p", "x", "-o", path("x.png"), "--trace", path("t.safetensors")}), 4);
  EXPECT_TRUE(files().empty());
  EXPECT_EQ(out(), "");
}

TEST_F(PictureCommands, CancelKeepsThePicturesThatWereReady) {
  log.beforeStep = [this](int runs, int step) {
    if (runs == 2 && step == 1) stop.request_stop();
  };
  EXPECT_EQ(run({"generate", "-p", "x", "-b", "3", "-o", path("x.png"), "--trace", path("t.safetensors")}),
            4);
  EXPECT_EQ(files(), Names{"x-0.png"});
  EXPECT_EQ(log.requests.size(), 2u);
}

TEST_F(PictureCommands, CancelBeforeTheFirstStepDoesNotRun) {
  stop.request_stop();
  EXPECT_EQ(run({"generate", "-p", "x", "-o", path("x.png")}), 4);
  EXPECT_TRUE(log.requests.empty());
}

TEST_F(PictureCommands, FailureKeepsTheOldFile) {
  writeText("x.png", "precious");
  log.runError = Error{.kind = ErrorKind::Internal, .message = "no"};
  EXPECT_EQ(run({"generate", "-p", "x", "-o", path("x.png")}), 1);
  EXPECT_EQ(files(), Names{"x.png"});
  EXPECT_EQ(std::filesystem::file_size(path("x.png")), 8u);
}

TEST_F(PictureCommands, MissingFolderIsSaidBeforeTheModelIsLoaded) {
  EXPECT_EQ(run({"generate", "-p", "x", "-o", path("nowhere/x.png")}), 3);
  EXPECT_EQ(run({"generate", "-p", "x", "-o", path("x.png"), "--trace", path("nowhere/t.safetensors")}), 3);
  EXPECT_TRUE(resolved.empty());
}

TEST_F(PictureCommands, LongPromptIsWarnedOf) {
  log.droppedTokens = 5;
  EXPECT_EQ(run({"generate", "--json", "-p", "x", "-o", path("x.png")}), 0);
  EXPECT_THAT(err(), HasSubstr("unmask: warning: the prompt is too long"));
  EXPECT_THAT(event("warning").value("message", ""), HasSubstr("last 5 tokens"));
}

TEST_F(PictureCommands, VerboseTellsTheStepsOnStderr) {
  EXPECT_EQ(run({"generate", "-v", "-p", "x", "-s", "3", "-o", path("x.png")}), 0);
  EXPECT_THAT(err(), HasSubstr("model: /models/fake"));
  EXPECT_THAT(err(), HasSubstr("seed 3, 4 steps"));
  EXPECT_THAT(err(), HasSubstr("step 4 of 4"));
}

}  // namespace
}  // namespace unmask::test
