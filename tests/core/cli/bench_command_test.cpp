#include "core/engine/bench.h"

#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

class Bench : public CliTest {};

TEST_F(Bench, FlagsReachTheRequest) {
  ASSERT_EQ(run({"bench",      "--random-weights",
                 "amused-256", "--variant",
                 "fp16",       "--dtype",
                 "bf16",       "-t",
                 "2",          "--steps",
                 "8",          "--repeats",
                 "5",          "--cfg-scale",
                 "1",          "-p",
                 "a cat",      "-W",
                 "128",        "-H",
                 "64"}),
            0)
      << err();
  const BenchRequest expected{.modelDir = "",
                              .variant = "fp16",
                              .randomWeights = "amused-256",
                              .computeType = ComputeType::BFloat16,
                              .threads = 2,
                              .steps = 8,
                              .repeats = 5,
                              .guidanceScale = 1,
                              .prompt = "a cat",
                              .width = 128,
                              .height = 64};
  EXPECT_EQ(benched, expected);
}

TEST_F(Bench, WithoutFlagsTheDefaultModelIsMeasured) {
  ASSERT_EQ(run({"bench"}), 0) << err();
  BenchRequest expected;
  expected.modelDir = "/models/fake";
  EXPECT_EQ(benched, expected);
  EXPECT_EQ(nlohmann::json::parse(out())["seconds"], 1);
}

TEST_F(Bench, JsonFlagMakesItOneLine) {
  ASSERT_EQ(run({"bench", "--json"}), 0) << err();
  EXPECT_EQ(out(), "{\"seconds\":1}\n");
}

TEST_F(Bench, FailureIsTold) {
  hooks.runBench = [](const BenchRequest&, std::stop_token) -> Result<std::string> {
    return Error{.kind = ErrorKind::Cancelled, .message = "stopped"};
  };
  EXPECT_EQ(run({"bench"}), 4);
  EXPECT_EQ(out(), "");
}

}  // namespace
}  // namespace unmask::test
