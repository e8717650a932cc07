#include <gmock/gmock.h>

#include "app/cli/finite_scan.h"
#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

template <typename Bits>
int64_t bad(TensorType type, const std::vector<Bits>& bits) {
  return countNotFinite({"t", type, {static_cast<int64_t>(bits.size())}, std::as_bytes(std::span(bits))});
}

TEST(FiniteScan, FindsInfinityAndNanInEveryFloatType) {
  // The largest finite number, the smallest subnormal and minus zero pass; both infinities and a NaN do not.
  EXPECT_EQ(bad<uint16_t>(TensorType::F16, {0x7bff, 0x0001, 0x8000, 0x7c00, 0xfc00, 0x7e01}), 3);
  EXPECT_EQ(bad<uint16_t>(TensorType::BF16, {0x7f7f, 0x0001, 0x8000, 0x7f80, 0xff80, 0x7fc1}), 3);
  EXPECT_EQ(bad<uint32_t>(TensorType::F32, {0x7f7fffff, 1, 0x80000000, 0x7f800000, 0xff800000, 0x7fc00001}),
            3);
  EXPECT_EQ(bad<uint64_t>(TensorType::F64, {0x7fefffffffffffff, 1, 0x7ff0000000000000, 0xfff8000000000001}),
            2);
}

TEST(FiniteScan, IntegersAreAlwaysFinite) {
  EXPECT_EQ(bad<uint32_t>(TensorType::I32, {0x7f800000}), 0);
  EXPECT_EQ(bad<uint16_t>(TensorType::U16, {0x7c00}), 0);
}

class Verify : public CliTest {
 protected:
  void writeWeights(const std::string& name, const std::vector<float>& values) {
    std::filesystem::create_directories(std::filesystem::path(path(name)).parent_path());
    const TensorView view{"layer.weight",
                          TensorType::F32,
                          {static_cast<int64_t>(values.size())},
                          std::as_bytes(std::span(values))};
    ASSERT_TRUE(writeSafetensors(path(name), std::span(&view, 1)).ok());
  }
};

TEST_F(Verify, SoundModel) {
  writeWeights("m/transformer/a.safetensors", {1, 2});
  writeWeights("m/vqvae/a.safetensors", {1, 2, 3});
  ASSERT_EQ(run({"verify", path("m")}), 0) << err();
  EXPECT_THAT(out(), HasSubstr(": ok"));
  EXPECT_THAT(out(), HasSubstr("1000 parameters"));
  ASSERT_EQ(run({"verify", "-m", path("m"), "--json"}), 0) << err();
  const json verified = event("verified");
  EXPECT_EQ(verified["ok"], true);
  EXPECT_EQ(verified["tensors"], 2);
  EXPECT_EQ(verified["values"], 5);
  EXPECT_EQ(verified["info"]["parameters"]["total"], 1230);
  EXPECT_EQ(verified["info"]["content_hash"], "sha256:fake");
}

TEST_F(Verify, ValuesThatAreNotFiniteAreNamed) {
  writeWeights("m/transformer/a.safetensors", {1, std::numeric_limits<float>::quiet_NaN()});
  writeWeights("m/text_encoder/b.safetensors", {std::numeric_limits<float>::infinity()});
  EXPECT_EQ(run({"verify", path("m"), "--json"}), 3);
  const json verified = event("verified");
  EXPECT_EQ(verified["ok"], false);
  ASSERT_EQ(verified["problems"].size(), 2u);
  EXPECT_EQ(verified["problems"][0]["key"], "layer.weight");
  EXPECT_THAT(verified["problems"][0]["file"].get<std::string>(), HasSubstr("b.safetensors"));
  EXPECT_EQ(verified["problems"][1]["found"], "1 NaN or infinite");
  EXPECT_EQ(event("error")["exit_code"], 3);
  EXPECT_EQ(run({"verify", path("m")}), 3);
  EXPECT_THAT(out(), HasSubstr("problem: "));
  EXPECT_THAT(err(), HasSubstr("2 problems"));
}

TEST_F(Verify, WhatTheLoaderSaysComesFirstAndTheRestIsStillChecked) {
  writeWeights("m/transformer/a.safetensors", {std::numeric_limits<float>::infinity()});
  writeText("m/vqvae/b.safetensors", "hello");
  hooks.loadEngine = [](const EngineOptions&) -> Result<std::unique_ptr<Engine>> {
    return Error{.kind = ErrorKind::BadInput, .message = "tensors are missing", .found = "x, y"};
  };
  EXPECT_EQ(run({"verify", path("m"), "--json"}), 3);
  const json problems = event("verified")["problems"];
  ASSERT_EQ(problems.size(), 3u);
  EXPECT_EQ(problems[0]["message"], "tensors are missing");
  EXPECT_EQ(problems[1]["key"], "layer.weight");
  EXPECT_THAT(problems[2]["file"].get<std::string>(), HasSubstr("b.safetensors"));
}

TEST_F(Verify, CanBeStopped) {
  writeWeights("m/transformer/a.safetensors", {1});
  stop.request_stop();
  EXPECT_EQ(run({"verify", path("m")}), 4);
}

}  // namespace
}  // namespace unmask::test
