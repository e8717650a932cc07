#include <gmock/gmock.h>

#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

using Shape = std::vector<int64_t>;

class TraceFile : public CliTest {
 protected:
  SafetensorsFile traced(std::vector<std::string> more) {
    std::vector<std::string> args = {
        "generate", "-p", "x", "-s", "5", "-o", path("x.png"), "--trace", path("t.safetensors")};
    args.insert(args.end(), more.begin(), more.end());
    EXPECT_EQ(run(args), 0) << err();
    auto file = SafetensorsFile::open(path("t.safetensors"));
    if (!file) throw std::runtime_error(file.error().text());
    return *std::move(file);
  }
};

TEST_F(TraceFile, HoldsEveryStepOfEveryPicture) {
  const SafetensorsFile file = traced({"-b", "2"});
  ASSERT_EQ(file.tensors().size(), 4u);
  EXPECT_EQ(file.find("tokens")->shape, (Shape{2, 5, 4, 4}));
  EXPECT_EQ(file.find("confidence")->shape, (Shape{2, 4, 4, 4}));
  EXPECT_EQ(file.find("selection_score")->shape, (Shape{2, 4, 4, 4}));
  EXPECT_EQ(file.find("fixed_at_step")->shape, (Shape{2, 4, 4}));

  const auto tokens = valuesOf<int64_t>(file, "tokens", TensorType::I64);
  const auto confidence = valuesOf<float>(file, "confidence", TensorType::F32);
  const auto score = valuesOf<float>(file, "selection_score", TensorType::F32);
  const auto fixed = valuesOf<int64_t>(file, "fixed_at_step", TensorType::I64);
  for (size_t image = 0; image < 2; ++image) {
    for (size_t cell = 0; cell < 16; ++cell) {
      const size_t row = cell / 4;
      EXPECT_EQ(fixed[image * 16 + cell], static_cast<int64_t>(row));
      for (size_t state = 0; state <= 4; ++state) {
        const int64_t expected = state > row ? static_cast<int64_t>(row) : int64_t{kFakeMaskToken};
        EXPECT_EQ(tokens[(image * 5 + state) * 16 + cell], expected) << image << " " << state << " " << cell;
      }
      for (size_t step = 0; step < 4; ++step) {
        const size_t at = (image * 4 + step) * 16 + cell;
        EXPECT_EQ(confidence[at], static_cast<float>(step) + static_cast<float>(cell) / 100);
        EXPECT_EQ(score[at], -static_cast<float>(cell));
      }
    }
  }
}

TEST_F(TraceFile, RequestIsThatOfTheBatch) {
  traced({"-b", "2"});
  const GenerationRequest request = requestIn("t.safetensors");
  EXPECT_EQ(request.batchCount, 2);
  EXPECT_EQ(request.seed, 5u);
  EXPECT_EQ(request.model, log.info.reference);
}

TEST_F(TraceFile, IsToldAsAFile) {
  traced({"--json"});
  EXPECT_EQ(events().at(events().size() - 2)["file"], path("t.safetensors"));
  EXPECT_EQ(files(), (std::vector<std::string>{"t.safetensors", "x.png"}));
}

}  // namespace
}  // namespace unmask::test
