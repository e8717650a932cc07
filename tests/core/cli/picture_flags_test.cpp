// Every flag of the picture commands reaches the engine, and the picture's own text.
#include <set>

#include "app/cli/flags.h"

#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

class PictureFlagsTest : public CliTest {
 protected:
  /// generate with these flags besides a prompt and an output; the request the engine got.
  GenerationRequest generated(std::vector<std::string> flags) {
    flags.insert(flags.begin(), {"generate", "-p", "a red apple", "-o", path("x.png")});
    EXPECT_EQ(run(flags), 0) << err();
    return onlyRequest();
  }
};

TEST_F(PictureFlagsTest, WithoutFlagsThePresetHolds) {
  const GenerationRequest request = generated({});
  EXPECT_EQ(request.kind, JobKind::Generate);
  EXPECT_EQ(request.prompt, "a red apple");
  EXPECT_EQ(request.negativePrompt, "");
  EXPECT_EQ(request.steps, 4);
  EXPECT_EQ(request.guidanceScale, 5);
  EXPECT_EQ(request.temperatureStart, 2);
  EXPECT_EQ(request.temperatureEnd, 0);
  EXPECT_EQ(request.schedule, MaskSchedule::Cosine);
  EXPECT_EQ(request.order, RevealOrder::Confidence);
  EXPECT_EQ(request.batchCount, 1);
  EXPECT_EQ(request.width, 0);
  EXPECT_EQ(request.height, 0);
  EXPECT_FALSE(request.microConditions);
  EXPECT_EQ(request.computeType, ComputeType::Float32);
  EXPECT_FALSE(request.compatDiffusers);
  EXPECT_TRUE(request.picture.empty());
  EXPECT_TRUE(request.editableCells.empty());
  EXPECT_EQ(log.loaded.modelDir, "/models/fake");
  EXPECT_EQ(log.loaded.threads, 0);
  EXPECT_EQ(log.loaded.computeType, ComputeType::Float32);
  EXPECT_EQ(resolved, std::vector<std::string>{""});
}

TEST_F(PictureFlagsTest, ShortFlags) {
  EXPECT_EQ(run({"generate", "-m", "emoji", "-p", "apple", "-n", "blurry", "-o", path("x.png"), "-s", "7",
                 "-b", "1", "-t", "2", "-W", "64", "-H", "32"}),
            0)
      << err();
  EXPECT_EQ(onlyRequest().prompt, "apple");
  EXPECT_EQ(onlyRequest().negativePrompt, "blurry");
  EXPECT_EQ(onlyRequest().seed, 7u);
  EXPECT_EQ(onlyRequest().width, 64);
  EXPECT_EQ(onlyRequest().height, 32);
  EXPECT_EQ(log.loaded.threads, 2);
  EXPECT_EQ(log.loaded.modelDir, "emoji");
}

TEST_F(PictureFlagsTest, LongFlags) {
  EXPECT_EQ(run({"generate",
                 "--model",
                 "emoji",
                 "--prompt",
                 "apple",
                 "--negative-prompt",
                 "blurry",
                 "--output",
                 path("x.png"),
                 "--seed",
                 "18446744073709551615",
                 "--batch-count",
                 "1",
                 "--threads",
                 "3",
                 "--width",
                 "64",
                 "--height",
                 "32",
                 "--steps",
                 "9",
                 "--cfg-scale",
                 "2.5",
                 "--temperature",
                 "3,0.25",
                 "--schedule",
                 "linear",
                 "--order",
                 "random",
                 "--dtype",
                 "bf16",
                 "--variant",
                 "fp16",
                 "--compat",
                 "diffusers",
                 "--micro",
                 "512,256,1,2,5.5",
                 "--draws",
                 "noise.safetensors"}),
            0)
      << err();
  const GenerationRequest& request = onlyRequest();
  EXPECT_EQ(request.seed, 18446744073709551615u);
  EXPECT_EQ(request.steps, 9);
  EXPECT_EQ(request.guidanceScale, 2.5f);
  EXPECT_EQ(request.temperatureStart, 3);
  EXPECT_EQ(request.temperatureEnd, 0.25f);
  EXPECT_EQ(request.schedule, MaskSchedule::Linear);
  EXPECT_EQ(request.order, RevealOrder::Random);
  EXPECT_EQ(request.computeType, ComputeType::BFloat16);
  EXPECT_TRUE(request.compatDiffusers);
  EXPECT_EQ(request.microConditions, (MicroConditions{512, 256, 1, 2, 5.5}));
  EXPECT_EQ(log.loaded.computeType, ComputeType::BFloat16);
  EXPECT_EQ(log.loaded.variant, "fp16");
  EXPECT_EQ(log.loaded.threads, 3);
  EXPECT_EQ(log.drawsFiles, std::vector<std::string>{"noise.safetensors"});
}

TEST_F(PictureFlagsTest, OrderAndScheduleByName) {
  EXPECT_EQ(generated({"--order", "halton"}).order, RevealOrder::Halton);
  EXPECT_EQ(generated({"--order", "confidence", "--preset", "fast"}).order, RevealOrder::Confidence);
  EXPECT_EQ(generated({"--schedule", "cosine", "--preset", "fast"}).schedule, MaskSchedule::Cosine);
  EXPECT_EQ(generated({"--dtype", "fp32"}).computeType, ComputeType::Float32);
}

TEST_F(PictureFlagsTest, PresetByNameAndFlagsOverIt) {
  const GenerationRequest fast = generated({"--preset", "fast"});
  EXPECT_EQ(fast.steps, 2);
  EXPECT_EQ(fast.guidanceScale, 3);
  EXPECT_EQ(fast.temperatureStart, 1.5f);
  EXPECT_EQ(fast.temperatureEnd, 0.5f);
  EXPECT_EQ(fast.schedule, MaskSchedule::Linear);
  EXPECT_EQ(fast.order, RevealOrder::Halton);
  EXPECT_EQ(generated({"--preset", "fast", "--steps", "3"}).steps, 3);
}

TEST_F(PictureFlagsTest, UnknownPresetNamesTheKnownOnes) {
  EXPECT_EQ(run({"generate", "-p", "x", "-o", path("x.png"), "--preset", "slow"}), 2);
  EXPECT_NE(err().find("default, fast"), std::string::npos) << err();
}

TEST_F(PictureFlagsTest, OneTemperatureEndsAsInTheReference) {
  const GenerationRequest request = generated({"--temperature", "1.5"});
  EXPECT_EQ(request.temperatureStart, 1.5f);
  EXPECT_EQ(request.temperatureEnd, 0.01f);
}

TEST_F(PictureFlagsTest, RandomSeedIsDrawnBeforeTheRunAndWrittenDown) {
  for (const char* wish : {"-1", "random"}) {
    const uint64_t seed = generated({"-s", wish}).seed;
    EXPECT_LE(seed, 0xffffffffu);
    EXPECT_EQ(requestIn("x.png").seed, seed);
    EXPECT_NE(out().find("seed " + std::to_string(seed)), std::string::npos) << out();
  }
  std::set<uint64_t> seeds;
  for (int i = 0; i < 8; ++i) seeds.insert(generated({}).seed);
  EXPECT_GT(seeds.size(), 1u);
}

TEST(ParseSeed, TakesTheWholeRange) {
  EXPECT_EQ(*parseSeed("0"), 0u);
  EXPECT_EQ(*parseSeed("18446744073709551615"), 18446744073709551615u);
  for (const char* text : {"", "-2", " 1", "1 ", "0x10", "1e3", "18446744073709551616"}) {
    EXPECT_FALSE(parseSeed(text).ok()) << text;
  }
}

}  // namespace
}  // namespace unmask::test
