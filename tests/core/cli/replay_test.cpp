// generate --from: the request in a picture, run again.
#include <gmock/gmock.h>

#include "core/io/png_metadata.h"
#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Replay : public CliTest {
 protected:
  /// A picture whose request differs from every default.
  GenerationRequest saved() {
    GenerationRequest request;
    request.promptTemplate = "a {red|green} apple";
    request.prompt = "a red apple";
    request.negativePrompt = "blurry";
    request.seed = 9876543210;
    request.steps = 3;
    request.guidanceScale = 4.5f;
    request.temperatureStart = 1.25f;
    request.temperatureEnd = 0.5f;
    request.schedule = MaskSchedule::Linear;
    request.order = RevealOrder::Halton;
    request.width = 64;
    request.height = 48;
    request.microConditions = MicroConditions{1, 2, 3, 4, 5};
    request.model = log.info.reference;
    request.computeType = ComputeType::BFloat16;
    request.compatDiffusers = true;
    return request;
  }
  void save(const GenerationRequest& request) {
    ASSERT_TRUE(savePng(path("from.png"), ImageBuffer(16, 16, 3), pngTextsFor(request, 16, 16)).ok());
  }
};

TEST_F(Replay, RunsTheVeryRequest) {
  save(saved());
  ASSERT_EQ(run({"generate", "--from", path("from.png"), "-o", path("x.png")}), 0) << err();
  EXPECT_EQ(onlyRequest(), saved());
  EXPECT_EQ(requestIn("x.png"), saved());
  EXPECT_EQ(log.loaded.computeType, ComputeType::BFloat16);
  EXPECT_THAT(resolved, ElementsAre("/models/fake", "/models/fake"));
}

TEST_F(Replay, IsByteForByteTheSameFile) {
  ASSERT_EQ(run({"generate", "-p", "x", "-s", "random", "-o", path("a.png")}), 0) << err();
  ASSERT_EQ(run({"generate", "--from", path("a.png"), "-o", path("b.png")}), 0) << err();
  const auto a = loadImage(path("a.png"));
  const auto b = loadImage(path("b.png"));
  EXPECT_EQ(*a, *b);
  EXPECT_EQ(*readPngTexts(path("a.png")), *readPngTexts(path("b.png")));
}

TEST_F(Replay, WhatWasMadeFromAPictureHasItsSize) {
  GenerationRequest request = saved();
  request.kind = JobKind::Vary;
  request.picture = ImageBuffer(16, 16, 3, 9);
  save(request);
  EXPECT_EQ(run({"generate", "--from", path("from.png"), "-W", "32", "-o", path("x.png")}), 2);
  EXPECT_THAT(err(), HasSubstr("from.png"));
  EXPECT_TRUE(log.requests.empty());
}

TEST_F(Replay, InpaintingComesBackWithPictureAndMask) {
  GenerationRequest request = saved();
  request.kind = JobKind::Inpaint;
  request.compatDiffusers = false;
  request.strength = 0.75f;
  request.picture = ImageBuffer(16, 16, 3, 8);
  request.editableCells = CellMask(4, 4);
  request.editableCells.set({1, 2}, true);
  save(request);
  ASSERT_EQ(run({"generate", "--from", path("from.png"), "-o", path("x.png")}), 0) << err();
  EXPECT_EQ(onlyRequest(), request);
}

TEST_F(Replay, FlagsBesideItOverride) {
  save(saved());
  ASSERT_EQ(run({"generate", "--from", path("from.png"), "-o", path("x.png"), "-p", "a pear", "-s", "5",
                 "--steps", "2", "--dtype", "fp32", "--schedule", "cosine"}),
            0)
      << err();
  GenerationRequest expected = saved();
  expected.promptTemplate = "";
  expected.prompt = "a pear";
  expected.seed = 5;
  expected.steps = 2;
  expected.schedule = MaskSchedule::Cosine;
  expected.computeType = ComputeType::Float32;
  EXPECT_EQ(onlyRequest(), expected);
  EXPECT_EQ(log.loaded.computeType, ComputeType::Float32);
}

TEST_F(Replay, PresetBesideItOverridesTheSampling) {
  save(saved());
  ASSERT_EQ(run({"generate", "--from", path("from.png"), "-o", path("x.png"), "--preset", "fast"}), 0)
      << err();
  EXPECT_EQ(onlyRequest().steps, 2);
  EXPECT_EQ(onlyRequest().prompt, "a red apple");
}

TEST_F(Replay, OtherWeightsMustBeAskedFor) {
  GenerationRequest request = saved();
  request.model.contentHash = "sha256:other";
  save(request);
  EXPECT_EQ(run({"generate", "--from", path("from.png"), "-o", path("x.png")}), 3);
  EXPECT_THAT(err(), HasSubstr("not the weights"));
  EXPECT_TRUE(log.requests.empty());

  EXPECT_EQ(run({"generate", "--from", path("from.png"), "-m", "fake", "-o", path("x.png")}), 0) << err();
  EXPECT_THAT(err(), HasSubstr("unmask: warning: the picture was made with other weights"));
  EXPECT_EQ(requestIn("x.png").model, log.info.reference);
}

TEST_F(Replay, ModelThatMovedIsFoundByItsName) {
  save(saved());
  hooks.resolveModel = [](const std::string& model) -> Result<std::string> {
    if (model == "fake") return std::string("/elsewhere/fake");
    return Error{.kind = ErrorKind::NotFound, .message = "gone", .file = model};
  };
  EXPECT_EQ(run({"generate", "--from", path("from.png"), "-o", path("x.png")}), 0) << err();
  EXPECT_EQ(log.loaded.modelDir, "/elsewhere/fake");
}

TEST_F(Replay, PictureWithoutARequestIsBadInput) {
  writePicture("plain.png", ImageBuffer(4, 4, 3));
  EXPECT_EQ(run({"generate", "--from", path("plain.png"), "-o", path("x.png")}), 3);
  EXPECT_THAT(err(), HasSubstr("plain.png"));
}

TEST_F(Replay, HostilePicturesAreBadInput) {
  writeText("text.png", "hello");
  EXPECT_EQ(run({"generate", "--from", path("text.png"), "-o", path("x.png")}), 3);
  EXPECT_EQ(run({"generate", "--from", path("missing.png"), "-o", path("x.png")}), 3);
  for (const std::string& text : {std::string("{"), std::string("[]"), std::string(R"({"schema": 99})"),
                                  std::string(R"({"schema": 1, "steps": -4})"), std::string(100000, '[')}) {
    ASSERT_TRUE(savePng(path("bad.png"), ImageBuffer(4, 4, 3), {{kRequestKey, text}}).ok());
    EXPECT_EQ(run({"generate", "--from", path("bad.png"), "-o", path("x.png")}), 3) << text.substr(0, 40);
    EXPECT_TRUE(log.requests.empty());
  }
}

}  // namespace
}  // namespace unmask::test
