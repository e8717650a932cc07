// Folders in the Hub's diffusers layout: whole checkpoints, variants, shards, and what is wrong with broken
// ones.
#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/model/text_encoder.h"
#include "core/model/uvit.h"
#include "core/model/vq_model.h"
#include "core/model/weights.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_checkpoint.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

constexpr char kDiffusion[] = "diffusion_pytorch_model";
constexpr char kIndex[] = "diffusion_pytorch_model.safetensors.index.json";

std::string textOf(const fs::path& path) {
  std::ifstream in(path);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

template <typename T>
T valueOf(Result<T> result) {
  if (!result.ok()) throw std::runtime_error(result.error().text());
  return *std::move(result);
}

/// The three networks of a folder, built from its own configs and files.
struct Loaded {
  Uvit transformer{nullptr};
  VqModel vq{nullptr};
  TextEncoder text{nullptr};
};

Loaded loadAll(const fs::path& dir, const std::string& variant = "") {
  Loaded out;
  const auto read = [&dir](const char* part) { return textOf(dir / part / "config.json"); };
  out.transformer = Uvit(valueOf(parseTransformerConfig(read("transformer"), "transformer")));
  out.vq = VqModel(valueOf(parseVqConfig(read("vqvae"), "vqvae")));
  out.text = TextEncoder(valueOf(parseTextEncoderConfig(read("text_encoder"), "text_encoder")));
  const auto fill = [&](torch::nn::Module& module, const char* part, const char* stem) {
    const Result<void> result = loadInto(module, valueOf(openWeights(dir / part, stem, variant)));
    if (!result.ok()) throw std::runtime_error(result.error().text());
  };
  fill(*out.transformer, "transformer", kDiffusion);
  fill(*out.vq, "vqvae", kDiffusion);
  fill(*out.text, "text_encoder", "model");
  return out;
}

/// Every parameter equals the golden one after a journey through `type`.
void expectGolden(torch::nn::Module& module, torch::nn::Module& fresh, torch::ScalarType type) {
  fillGolden(fresh);
  const auto actual = namedTensors(module), expected = namedTensors(fresh);
  ASSERT_EQ(actual.size(), expected.size());
  for (size_t i = 0; i < actual.size(); ++i)
    EXPECT_TRUE(identical(actual[i].second, expected[i].second.to(type).to(torch::kFloat32)))
        << actual[i].first;
}

struct LayoutCase {
  const char* name;
  TinyCheckpointOptions options;
  torch::ScalarType type;
};

class CheckpointLayout : public testing::TestWithParam<LayoutCase> {};

INSTANTIATE_TEST_SUITE_P(
    All, CheckpointLayout,
    testing::Values(LayoutCase{"fp32", {}, torch::kFloat32},
                    LayoutCase{"fp32_plain_grid", {.sampling = false, .codes = 40}, torch::kFloat32},
                    LayoutCase{"fp16", {.type = TensorType::F16}, torch::kFloat16},
                    LayoutCase{"bf16", {.type = TensorType::BF16, .positionIds = true}, torch::kBFloat16},
                    LayoutCase{"fp16_variant", {.type = TensorType::F16, .variant = "fp16"}, torch::kFloat16},
                    LayoutCase{"sharded", {.shards = 3, .positionIds = true}, torch::kFloat32},
                    LayoutCase{"sharded_variant",
                               {.type = TensorType::F16, .variant = "fp16", .shards = 2},
                               torch::kFloat16}),
    [](const auto& tested) { return tested.param.name; });

TEST_P(CheckpointLayout, LoadsBackEqual) {
  const ScratchDir dir;
  writeTinyCheckpoint(dir.path(), GetParam().options);
  // By its name, and as the only one there is.
  for (const std::string& variant : {GetParam().options.variant, std::string()}) {
    Loaded loaded = loadAll(dir.path(), variant);
    expectGolden(*loaded.transformer, *Uvit(tinyTransformerConfig(GetParam().options.sampling)),
                 GetParam().type);
    expectGolden(*loaded.vq, *VqModel(tinyVqConfig(GetParam().options.codes)), GetParam().type);
    expectGolden(*loaded.text, *TextEncoder(tinyTextConfig()), GetParam().type);
  }
}

TEST(CheckpointLayoutTest, ScalarsOfTheLayoutAreRead) {
  const ScratchDir dir;
  writeTinyCheckpoint(dir.path());
  EXPECT_EQ(valueOf(parseSchedulerConfig(textOf(dir / "scheduler/scheduler_config.json"), "s")).maskTokenId,
            71);
  EXPECT_EQ(valueOf(parseTransformerConfig(textOf(dir / "transformer/config.json"), "t")),
            tinyTransformerConfig(true));
  EXPECT_EQ(valueOf(parseVqConfig(textOf(dir / "vqvae/config.json"), "v")), tinyVqConfig(64));
  EXPECT_EQ(valueOf(parseTextEncoderConfig(textOf(dir / "text_encoder/config.json"), "e")), tinyTextConfig());
  for (const char* file : {"model_index.json", "tokenizer/vocab.json", "tokenizer/merges.txt",
                           "tokenizer/tokenizer_config.json", "tokenizer/special_tokens_map.json"})
    EXPECT_TRUE(fs::exists(dir / file)) << file;
}

TEST(CheckpointLayoutTest, PlainFilesComeBeforeVariants) {
  const ScratchDir dir;
  writeTinyCheckpoint(dir.path(), {.type = TensorType::F16, .variant = "fp16"});
  writeTinyCheckpoint(dir.path());
  const WeightFiles plain = valueOf(openWeights(dir / "vqvae", kDiffusion, ""));
  EXPECT_EQ(plain.tensors.begin()->second.second->type, TensorType::F32);
  const WeightFiles variant = valueOf(openWeights(dir / "vqvae", kDiffusion, "fp16"));
  EXPECT_EQ(variant.tensors.begin()->second.second->type, TensorType::F16);
}

TEST(CheckpointLayoutTest, ShardsTogetherHoldEverything) {
  const ScratchDir dir;
  writeTinyCheckpoint(dir.path(), {.shards = 3});
  const WeightFiles weights = valueOf(openWeights(dir / "transformer", kDiffusion, ""));
  EXPECT_EQ(weights.files.size(), 3U);
  EXPECT_EQ(weights.tensors.size(), Uvit(tinyTransformerConfig(true))->parameters().size());
  EXPECT_EQ(weights.bytes, 98'512 * 4);
  EXPECT_EQ(weights.label, (dir / "transformer" / kIndex).string());
}

class BrokenCheckpoint : public testing::Test {
 protected:
  Error errorOf(const std::string& variant = "") {
    const Result<WeightFiles> result = openWeights(dir / "transformer", kDiffusion, variant);
    if (result.ok()) throw std::runtime_error("it opened");
    return result.error();
  }
  fs::path file(const std::string& name) { return dir / "transformer" / name; }
  void writeSharded() { writeTinyCheckpoint(dir.path(), {.shards = 2}); }
  /// Sets one tensor's file in the index.
  void remap(const std::string& tensor, const std::string& shard) {
    auto index = nlohmann::json::parse(textOf(file(kIndex)));
    index["weight_map"][tensor] = shard;
    writeText(file(kIndex), index.dump());
  }

  ScratchDir dir;
  const std::string first = "diffusion_pytorch_model-00001-of-00002.safetensors";
  const std::string second = "diffusion_pytorch_model-00002-of-00002.safetensors";
};

TEST_F(BrokenCheckpoint, NoFolderAtAll) {
  const Error error = errorOf();
  EXPECT_EQ(error.kind, ErrorKind::NotFound);
  EXPECT_EQ(error.file, (dir / "transformer").string());
  EXPECT_EQ(error.expected, "diffusion_pytorch_model.safetensors");
}

TEST_F(BrokenCheckpoint, AVariantThatIsNotThere) {
  writeTinyCheckpoint(dir.path());
  EXPECT_EQ(errorOf("fp16").kind, ErrorKind::NotFound);
  EXPECT_THAT(errorOf("fp16").expected, HasSubstr("diffusion_pytorch_model.fp16.safetensors"));
}

TEST_F(BrokenCheckpoint, APickleIsNamedAndNotOpened) {
  for (const char* name : {"diffusion_pytorch_model.bin", "pytorch_model.bin"}) {
    writeText(file(name), "\x80\x02}q.");
    const Error error = errorOf();
    EXPECT_EQ(error.kind, ErrorKind::NotFound);
    EXPECT_THAT(error.text(), AllOf(HasSubstr("pickle"), HasSubstr(".bin"), HasSubstr("onvert")));
    fs::remove(file(name));
  }
}

TEST_F(BrokenCheckpoint, APickleUnderASafeNameIsSeenByItsContent) {
  writeText(file("diffusion_pytorch_model.safetensors"),
            std::string("\x80\x02}q\x00.", 6) + std::string(64, 'q'));
  const Error error = errorOf();
  EXPECT_EQ(error.kind, ErrorKind::BadInput);
  EXPECT_THAT(error.text(), HasSubstr("pickle"));
}

TEST_F(BrokenCheckpoint, AShardIsMissing) {
  writeSharded();
  fs::remove(file(second));
  const Error error = errorOf();
  EXPECT_EQ(error.kind, ErrorKind::NotFound);
  EXPECT_THAT(error.file, HasSubstr(second));
}

TEST_F(BrokenCheckpoint, AShardIsCut) {
  writeSharded();
  fs::resize_file(file(second), fs::file_size(file(second)) - 1);
  const Error error = errorOf();
  EXPECT_EQ(error.kind, ErrorKind::BadInput);
  EXPECT_THAT(error.file, HasSubstr(second));
}

TEST_F(BrokenCheckpoint, TheIndexPutsTensorsIntoTheWrongShard) {
  writeSharded();
  const auto map = nlohmann::json::parse(textOf(file(kIndex)))["weight_map"];
  for (const std::string tensor : {"encoder_proj.weight", "mlm_layer.conv2.weight"})
    remap(tensor, map[tensor] == first ? second : first);
  remap("not.there.weight", first);
  const Error error = errorOf();
  EXPECT_EQ(error.kind, ErrorKind::BadInput);
  EXPECT_EQ(error.file, file(kIndex).string());
  EXPECT_THAT(error.text(), AllOf(HasSubstr("encoder_proj.weight"), HasSubstr("mlm_layer.conv2.weight"),
                                  HasSubstr("not.there.weight")));
}

TEST_F(BrokenCheckpoint, TheIndexNamesItself) {
  writeSharded();
  remap("encoder_proj.weight", kIndex);
  const Error error = errorOf();
  EXPECT_EQ(error.kind, ErrorKind::BadInput);
  EXPECT_THAT(error.text(), AllOf(HasSubstr(kIndex), HasSubstr("not a safetensors file")));
}

TEST_F(BrokenCheckpoint, AShardThatIsALinkToItself) {
  writeSharded();
  fs::remove(file(second));
  fs::create_symlink(second, file(second));
  const Error error = errorOf();
  EXPECT_EQ(error.kind, ErrorKind::Io);
  EXPECT_THAT(error.file, HasSubstr(second));
}

TEST_F(BrokenCheckpoint, TheIndexPointsOutOfTheFolder) {
  writeSharded();
  for (const char* escape : {"../vqvae/diffusion_pytorch_model.safetensors", "/etc/passwd", "..", ""}) {
    remap("encoder_proj.weight", escape);
    const Error error = errorOf();
    EXPECT_EQ(error.kind, ErrorKind::BadInput) << escape;
    EXPECT_EQ(error.key, "encoder_proj.weight") << escape;
  }
}

TEST_F(BrokenCheckpoint, TwoShardsHoldTheSameTensor) {
  writeSharded();
  ASSERT_TRUE(saveTensors(file(second), {{"encoder_proj.weight", torch::zeros({32, 16})},
                                         {"embed.conv.weight", torch::zeros({1})}})
                  .ok());
  ASSERT_TRUE(saveTensors(file(first), {{"encoder_proj.weight", torch::zeros({32, 16})}}).ok());
  const Error error = errorOf();
  EXPECT_EQ(error.kind, ErrorKind::BadInput);
  EXPECT_EQ(error.key, "encoder_proj.weight");
}

TEST_F(BrokenCheckpoint, TheIndexIsNoIndex) {
  writeSharded();
  for (const char* text : {"", "[]", "{}", R"({"weight_map": []})", R"({"weight_map": {"a": 1}})"}) {
    writeText(file(kIndex), text);
    EXPECT_EQ(errorOf().kind, ErrorKind::BadInput) << text;
  }
}

TEST_F(BrokenCheckpoint, AnEmptyIndexLacksEveryTensor) {
  writeSharded();
  writeText(file(kIndex), R"({"weight_map": {}})");
  const WeightFiles weights = valueOf(openWeights(dir / "transformer", kDiffusion, ""));
  Uvit model(tinyTransformerConfig(true));
  const Result<void> result = loadInto(*model, weights);
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(result.error().text(), HasSubstr("is missing"));
}

TEST_F(BrokenCheckpoint, AnIndexOfHundredsOfThousandsOfShardsIsRefusedSoon) {
  std::string map;
  for (int i = 0; i < 300'000; ++i)
    map += (i ? ",\"t" : "\"t") + std::to_string(i) + "\":\"s" + std::to_string(i) + "\"";
  writeText(file(kIndex), "{\"weight_map\":{" + map + "}}");
  EXPECT_EQ(errorOf().kind, ErrorKind::NotFound);
}

TEST_F(BrokenCheckpoint, ADirectoryInPlaceOfTheFile) {
  fs::create_directories(file("diffusion_pytorch_model.safetensors"));
  EXPECT_EQ(errorOf().kind, ErrorKind::BadInput);
}

TEST_F(BrokenCheckpoint, TheConfigBelongsToAnotherModel) {
  writeTinyCheckpoint(dir.path());
  Uvit other(tinyTransformerConfig(false));
  const WeightFiles weights = valueOf(openWeights(dir / "transformer", kDiffusion, ""));
  EXPECT_TRUE(loadInto(*other, weights).ok());  // a model without sampling needs a subset
  TransformerConfig wider = tinyTransformerConfig(true);
  wider.intermediateSize = 48;
  Uvit wrong(wider);
  const Result<void> result = loadInto(*wrong, weights);
  ASSERT_FALSE(result.ok());
  EXPECT_THAT(result.error().text(),
              AllOf(HasSubstr("transformer_layers.0.ff.net.0.proj.weight has shape [88,32] and not [96,32]"),
                    HasSubstr("transformer_layers.1.ff.net.2.weight has shape [32,44] and not [32,48]")));
}

}  // namespace
}  // namespace unmask::test
