// encode, decode, forward and tokenize.
#include <gmock/gmock.h>

#include <limits>

#include "app/cli/tensor_files.h"
#include "core/io/png_metadata.h"
#include "tests/core/cli/cli_fixture.h"

namespace unmask::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Shape = std::vector<int64_t>;

class TensorCommands : public CliTest {
 protected:
  template <typename T>
  void writeTokens(const std::string& name, TensorType type, const Shape& shape, const std::vector<T>& values,
                   const std::string& tensor = "tokens") {
    const TensorView view{tensor, type, shape, std::as_bytes(std::span(values))};
    ASSERT_TRUE(writeSafetensors(path(name), std::span(&view, 1)).ok());
  }
};

TEST_F(TensorCommands, EncodeWritesTokens) {
  ImageBuffer picture(5, 4, 3, 3);
  picture.at(1, 1)[2] = 90;
  writePicture("in.png", picture);
  ASSERT_EQ(run({"encode", "-i", path("in.png"), "-o", path("t.safetensors")}), 0) << err();
  EXPECT_EQ(log.encoded, picture);
  const auto file = SafetensorsFile::open(path("t.safetensors"));
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->find("tokens")->shape, (Shape{1, 2, 3}));
  EXPECT_THAT(valuesOf<int64_t>(*file, "tokens", TensorType::I64), ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST_F(TensorCommands, DecodeReadsWhatEncodeWrote) {
  writePicture("in.png", ImageBuffer(5, 4, 3, 3));
  ASSERT_EQ(run({"encode", "-i", path("in.png"), "-o", path("t.safetensors")}), 0) << err();
  ASSERT_EQ(run({"decode", "--tokens", path("t.safetensors"), "-o", path("x.png")}), 0) << err();
  EXPECT_EQ(log.decoded.height, 2);
  EXPECT_EQ(log.decoded.width, 3);
  EXPECT_THAT(log.decoded.tokenIds, ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_EQ(*loadImage(path("x.png")), ImageBuffer(12, 8, 3, 77));
}

TEST_F(TensorCommands, DecodedPictureHoldsItsTokens) {
  writeTokens<int64_t>("t.safetensors", TensorType::I64, {1, 1, 2}, {3, 8});
  ASSERT_EQ(run({"decode", "--tokens", path("t.safetensors"), "-o", path("x.png")}), 0) << err();
  EXPECT_TRUE(readPngTexts(path("x.png"))->contains(kParametersKey));
  const GenerationRequest request = requestIn("x.png");
  EXPECT_THAT(request.startTokens.tokenIds, ElementsAre(3, 8));
  EXPECT_EQ(request.steps, 1);
  EXPECT_EQ(request.startStep, 0);
  EXPECT_EQ(request.width, 8);
  EXPECT_EQ(request.model, log.info.reference);
  ASSERT_EQ(run({"decode", "--no-metadata", "--tokens", path("t.safetensors"), "-o", path("y.png")}), 0)
      << err();
  EXPECT_TRUE(readPngTexts(path("y.png"))->empty());
}

TEST_F(TensorCommands, TokensMayBeInt32AndFlat) {
  writeTokens<int32_t>("t.safetensors", TensorType::I32, {2, 2}, {1, 2, 3, 4});
  ASSERT_EQ(run({"decode", "--tokens", path("t.safetensors"), "-o", path("x.png")}), 0) << err();
  EXPECT_THAT(log.decoded.tokenIds, ElementsAre(1, 2, 3, 4));
}

TEST_F(TensorCommands, HostileTokensAreThree) {
  writeText("text.safetensors", "hello");
  writeTokens<float>("float.safetensors", TensorType::F32, {1, 1, 1}, {1});
  writeTokens<int64_t>("name.safetensors", TensorType::I64, {1, 1, 1}, {1}, "ids");
  writeTokens<int64_t>("rank.safetensors", TensorType::I64, {1}, {1});
  writeTokens<int64_t>("batch.safetensors", TensorType::I64, {2, 1, 1}, {1, 1});
  writeTokens<int64_t>("empty.safetensors", TensorType::I64, {1, 0, 4}, {});
  writeTokens<int64_t>("negative.safetensors", TensorType::I64, {1, 1, 1}, {-1});
  writeTokens<int64_t>("mask.safetensors", TensorType::I64, {1, 1, 1}, {kFakeMaskToken});
  writeTokens<int64_t>("huge.safetensors", TensorType::I64, {1, 1, 1}, {std::numeric_limits<int64_t>::max()});
  writeTokens<int64_t>("wrap.safetensors", TensorType::I64, {1, 1, 1}, {int64_t{1} << 32});
  for (const char* name :
       {"text", "float", "name", "rank", "batch", "empty", "negative", "mask", "huge", "wrap", "missing"}) {
    const std::string file = std::string(name) + ".safetensors";
    EXPECT_EQ(run({"decode", "--tokens", path(file), "-o", path("x.png")}), 3) << name;
    EXPECT_THAT(err(), HasSubstr(file));
  }
  EXPECT_TRUE(log.decoded.tokenIds.empty());
}

TEST_F(TensorCommands, TooManyCellsAreRefused) {
  const std::vector<int64_t> ids((size_t{1} << 20) + 1, 0);
  writeTokens<int64_t>("t.safetensors", TensorType::I64, {1, 1, static_cast<int64_t>(ids.size())}, ids);
  EXPECT_EQ(run({"decode", "--tokens", path("t.safetensors"), "-o", path("x.png")}), 3);
}

TEST_F(TensorCommands, ForwardWritesThreeTensors) {
  writeTokens<int64_t>("t.safetensors", TensorType::I64, {1, 1, 2}, {3, kFakeMaskToken});
  ASSERT_EQ(run({"forward", "-p", "a cat", "-n", "a dog", "--tokens", path("t.safetensors"), "-o",
                 path("f.safetensors")}),
            0)
      << err();
  EXPECT_THAT(log.forwarded, ElementsAre("a cat", "a dog"));
  EXPECT_THAT(log.forwardTokens.tokenIds, ElementsAre(3, kFakeMaskToken));
  const auto file = SafetensorsFile::open(path("f.safetensors"));
  ASSERT_TRUE(file.ok());
  ASSERT_EQ(file->tensors().size(), 3u);
  EXPECT_EQ(file->find("encoder_hidden_states")->shape, (Shape{2, 3, 1}));
  EXPECT_EQ(file->find("pooled")->shape, (Shape{2, 1}));
  EXPECT_EQ(file->find("logits")->shape, (Shape{2, 1, 1, 2}));
  EXPECT_THAT(valuesOf<float>(*file, "encoder_hidden_states", TensorType::F32),
              ElementsAre(1, 2, 3, 4, 5, 6));
  EXPECT_THAT(valuesOf<float>(*file, "pooled", TensorType::F32), ElementsAre(7, 8));
  EXPECT_THAT(valuesOf<float>(*file, "logits", TensorType::F32), ElementsAre(9, 10, 11, 12));
}

TEST_F(TensorCommands, ForwardRefusesIdsOfNoToken) {
  writeTokens<int64_t>("t.safetensors", TensorType::I64, {1, 1, 1}, {kFakeMaskToken + 1});
  EXPECT_EQ(run({"forward", "-p", "x", "--tokens", path("t.safetensors"), "-o", path("f.safetensors")}), 3);
  EXPECT_EQ(files(), std::vector<std::string>{"t.safetensors"});
}

TEST_F(TensorCommands, TokenizePrintsIds) {
  ASSERT_EQ(run({"tokenize", "-p", "dog"}), 0);
  EXPECT_EQ(out(), "100 3 101\n");
  ASSERT_EQ(run({"tokenize", "-p", "dog", "--padded"}), 0);
  EXPECT_EQ(out(), "100 3 101 102 102\n");
}

TEST_F(TensorCommands, TokenizeAsJson) {
  log.droppedTokens = 2;
  ASSERT_EQ(run({"tokenize", "-p", "dog", "--json"}), 0);
  const nlohmann::json tokens = event("tokens");
  EXPECT_EQ(tokens["ids"], (std::vector<int>{100, 3, 101}));
  EXPECT_EQ(tokens["pieces"], (std::vector<std::string>{"<start>", "dog", "<end>"}));
  EXPECT_EQ(tokens["used_tokens"], 3);
  EXPECT_EQ(tokens["dropped_tokens"], 2);
  EXPECT_EQ(tokens["max_tokens"], 5);
  EXPECT_THAT(err(), HasSubstr("2 tokens did not fit"));
}

TEST(TraceFileWriter, RefusesRecordsThatDoNotFitTogether) {
  const ScratchDir dir;
  RunImage image;
  image.trace.states.resize(2);
  for (DecodeState& state : image.trace.states) {
    state.tokens = TokenGrid(1, 2, 0);
    state.fixedAtStep = {0, 0};
  }
  image.trace.records.resize(1);
  image.trace.records[0].probability = {1, 1};
  image.trace.records[0].selectionScore = {1, 1};
  EXPECT_TRUE(writeTraceFile(dir / "good", {image, image}, {}).ok());
  EXPECT_FALSE(writeTraceFile(dir / "bad", {}, {}).ok());
  RunImage longer = image;
  longer.trace.states.push_back(longer.trace.states.back());
  longer.trace.records.push_back(longer.trace.records.back());
  EXPECT_FALSE(writeTraceFile(dir / "bad", {image, longer}, {}).ok());
  RunImage wider = image;
  wider.trace.states[1].tokens = TokenGrid(1, 3, 0);
  EXPECT_FALSE(writeTraceFile(dir / "bad", {wider}, {}).ok());
  RunImage unscored = image;
  unscored.trace.records[0].selectionScore.clear();
  EXPECT_FALSE(writeTraceFile(dir / "bad", {unscored}, {}).ok());
  EXPECT_FALSE(std::filesystem::exists(dir / "bad"));
}

TEST(TraceFileWriter, RunOfNoStepsHasNoConfidence) {
  const ScratchDir dir;
  RunImage image;
  image.trace.states.resize(1);
  image.trace.states[0].tokens = TokenGrid(1, 2, 4);
  image.trace.states[0].fixedAtStep = {DecodeState::kGiven, DecodeState::kGiven};
  ASSERT_TRUE(writeTraceFile(dir / "t", {image}, {}).ok());
  const auto file = SafetensorsFile::open(dir / "t");
  ASSERT_TRUE(file.ok());
  EXPECT_EQ(file->find("tokens")->shape, (Shape{1, 1, 1, 2}));
  EXPECT_EQ(file->find("confidence")->shape, (Shape{1, 0, 1, 2}));
}

}  // namespace
}  // namespace unmask::test
