// Files → modules: precision, what is ignored, what is refused, and that a refusal changes nothing.
#include "core/model/weights.h"

#include <gmock/gmock.h>

#include <fstream>

#include "core/model/text_encoder.h"
#include "core/model/uvit.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_checkpoint.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Named = std::vector<std::pair<std::string, torch::Tensor>>;

constexpr char kStem[] = "model";

class WeightsTest : public testing::Test {
 protected:
  TextEncoder golden() {
    TextEncoder encoder(tinyTextConfig());
    fillGolden(*encoder);
    return encoder;
  }

  /// Golden weights of the tiny text encoder, changed by `edit`, saved and opened.
  template <typename Edit>
  WeightFiles files(const Edit& edit) {
    Named tensors = namedTensors(*golden());
    edit(tensors);
    const Result<void> saved = saveTensors(dir / "model.safetensors", tensors);
    EXPECT_TRUE(saved.ok()) << saved.error().text();
    return open();
  }
  WeightFiles files() {
    return files([](Named&) {});
  }
  WeightFiles open() {
    Result<WeightFiles> opened = openWeights(dir.path(), kStem, "");
    if (!opened.ok()) throw std::runtime_error(opened.error().text());
    return *std::move(opened);
  }

  static void expectEqual(const torch::nn::Module& actual, const torch::nn::Module& expected) {
    const Named a = namedTensors(actual), b = namedTensors(expected);
    ASSERT_EQ(a.size(), b.size());
    for (size_t i = 0; i < a.size(); ++i) {
      EXPECT_EQ(a[i].first, b[i].first);
      EXPECT_TRUE(identical(a[i].second, b[i].second)) << a[i].first;
    }
  }

  static torch::Tensor& find(Named& tensors, const std::string& name) {
    for (auto& [key, tensor] : tensors)
      if (key == name) return tensor;
    throw std::runtime_error("no " + name);
  }

  ScratchDir dir;
};

TEST_F(WeightsTest, Float32LoadsBackBitForBit) {
  const WeightFiles weights = files();
  TextEncoder loaded(tinyTextConfig());
  ASSERT_TRUE(loadInto(*loaded, weights).ok());
  expectEqual(*loaded, *golden());
  for (const torch::Tensor& parameter : loaded->parameters()) EXPECT_TRUE(parameter.requires_grad());
}

TEST_F(WeightsTest, BytesAreThoseOfTheTensors) {
  const WeightFiles weights = files();
  int64_t bytes = 0;
  for (const torch::Tensor& parameter : golden()->parameters())
    bytes += static_cast<int64_t>(parameter.nbytes());
  EXPECT_EQ(weights.bytes, bytes);
  EXPECT_EQ(weights.label, (dir / "model.safetensors").string());
}

class WeightTypes : public WeightsTest, public testing::WithParamInterface<torch::ScalarType> {};

INSTANTIATE_TEST_SUITE_P(All, WeightTypes,
                         testing::Values(torch::kFloat16, torch::kBFloat16, torch::kFloat64),
                         [](const auto& tested) { return std::string(c10::toString(tested.param)); });

TEST_P(WeightTypes, AreConvertedToTheModulesType) {
  const auto narrow = [](Named& tensors) {
    for (auto& [name, tensor] : tensors) tensor = tensor.to(GetParam());
  };
  const WeightFiles weights = files(narrow);
  TextEncoder loaded(tinyTextConfig());
  ASSERT_TRUE(loadInto(*loaded, weights).ok());
  TextEncoder expected = golden();
  for (const auto& item : expected->named_parameters()) {
    const torch::Tensor rounded = item.value().detach().to(GetParam()).to(torch::kFloat32);
    EXPECT_TRUE(identical(loaded->named_parameters()[item.key()].detach(), rounded)) << item.key();
  }
}

TEST_F(WeightsTest, LoadsIntoAModuleOfHalfPrecision) {
  const WeightFiles weights = files();
  TextEncoder loaded(tinyTextConfig());
  loaded->to(torch::kBFloat16);
  ASSERT_TRUE(loadInto(*loaded, weights).ok());
  TextEncoder expected = golden();
  expected->to(torch::kBFloat16);
  expectEqual(*loaded, *expected);
}

TEST_F(WeightsTest, ExtraKeysAreIgnored) {
  const WeightFiles weights = files([](Named& tensors) {
    tensors.emplace_back("text_model.embeddings.position_ids", torch::arange(77, torch::kInt64).unsqueeze(0));
    tensors.emplace_back("something.else", torch::rand({3, 3}));
    tensors.emplace_back("flag", torch::ones({1}, torch::kBool));
  });
  TextEncoder loaded(tinyTextConfig());
  ASSERT_TRUE(loadInto(*loaded, weights).ok());
  expectEqual(*loaded, *golden());
}

TEST_F(WeightsTest, EveryMisfitIsNamedInOneErrorAndNothingChanges) {
  const WeightFiles weights = files([](Named& tensors) {
    find(tensors, "text_projection.weight") = torch::zeros({16, 12});
    find(tensors, "text_model.encoder.layers.1.mlp.fc1.bias") = torch::zeros({65});
    find(tensors, "text_model.final_layer_norm.bias") = torch::zeros({16}, torch::kInt64);
    std::erase_if(tensors, [](const auto& item) {
      return item.first == "text_model.embeddings.token_embedding.weight" ||
             item.first == "text_model.encoder.layers.2.layer_norm2.weight";
    });
  });
  TextEncoder untouched(tinyTextConfig());
  Named before;
  for (const auto& [name, tensor] : namedTensors(*untouched)) before.emplace_back(name, tensor.clone());

  for (const bool mapped : {false, true}) {
    const Result<void> result =
        mapped ? mapInto(*untouched, weights, torch::kFloat32) : loadInto(*untouched, weights);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind, ErrorKind::BadInput);
    EXPECT_EQ(result.error().file, (dir / "model.safetensors").string());
    EXPECT_THAT(result.error().text(),
                AllOf(HasSubstr("text_projection.weight has shape [16,12] and not [12,16]"),
                      HasSubstr("text_model.encoder.layers.1.mlp.fc1.bias has shape [65] and not [64]"),
                      HasSubstr("text_model.final_layer_norm.bias is I64"),
                      HasSubstr("text_model.embeddings.token_embedding.weight is missing"),
                      HasSubstr("text_model.encoder.layers.2.layer_norm2.weight is missing"),
                      Not(HasSubstr("layers.0."))));
    const Named after = namedTensors(*untouched);
    for (size_t i = 0; i < before.size(); ++i)
      EXPECT_TRUE(identical(after[i].second, before[i].second)) << before[i].first;
  }
}

TEST_F(WeightsTest, AShapeMustAgreeNotOnlyTheCount) {
  const WeightFiles weights = files([](Named& tensors) {
    torch::Tensor& table = find(tensors, "text_model.embeddings.position_embedding.weight");
    table = table.view({16, 77});
  });
  TextEncoder loaded(tinyTextConfig());
  ASSERT_FALSE(loadInto(*loaded, weights).ok());
}

bool lies(const torch::Tensor& tensor, const WeightFiles& weights, const std::string& name) {
  const auto* start = static_cast<const std::byte*>(tensor.data_ptr());
  const auto bytes = weights.tensors.at(name).second->bytes;
  return start == bytes.data() && tensor.nbytes() == bytes.size();
}

TEST_F(WeightsTest, MappedFloat32IsNotCopied) {
  const WeightFiles weights = files();
  TextEncoder mapped(tinyTextConfig());
  ASSERT_TRUE(mapInto(*mapped, weights, torch::kFloat32).ok());
  expectEqual(*mapped, *golden());
  for (const auto& item : mapped->named_parameters()) {
    EXPECT_TRUE(lies(item.value(), weights, item.key())) << item.key();
    EXPECT_FALSE(item.value().requires_grad());
  }
  // The layers hold the same tensors as the parameter list.
  EXPECT_TRUE(lies(mapped->layers[0]->fc1->weight, weights, "text_model.encoder.layers.0.mlp.fc1.weight"));
}

TEST_F(WeightsTest, MappingOutlivesTheOpenedFiles) {
  TextEncoder mapped(tinyTextConfig());
  {
    const WeightFiles weights = files();
    ASSERT_TRUE(mapInto(*mapped, weights, torch::kFloat32).ok());
  }
  std::filesystem::remove(dir / "model.safetensors");
  torch::NoGradGuard noGrad;
  EXPECT_TRUE(identical(mapped->forward(tinyTextIds()).pooled, golden()->forward(tinyTextIds()).pooled));
}

TEST_F(WeightsTest, MappingConvertsToTheComputeType) {
  const WeightFiles weights = files();
  TextEncoder mapped(tinyTextConfig());
  ASSERT_TRUE(mapInto(*mapped, weights, torch::kBFloat16).ok());
  TextEncoder expected = golden();
  expected->to(torch::kBFloat16);
  expectEqual(*mapped, *expected);
}

TEST_F(WeightsTest, OpenedFilesCanBeMoved) {
  std::vector<WeightFiles> kept;
  kept.push_back(files());
  WeightFiles moved = std::move(kept.back());
  kept.clear();
  TextEncoder loaded(tinyTextConfig());
  ASSERT_TRUE(loadInto(*loaded, moved).ok());
  expectEqual(*loaded, *golden());
}

TEST_F(WeightsTest, UnalignedTensorsAreCopied) {
  // A one-byte tensor first puts the next one on an odd address; the format allows that.
  const std::string header =
      R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}})";
  std::string bytes(8, '\0');
  bytes[0] = static_cast<char>(header.size());
  const float values[2] = {1.5F, -2.25F};
  bytes += header + 'x' + std::string(reinterpret_cast<const char*>(values), 8);
  writeText(dir / "model.safetensors", bytes);
  const WeightFiles weights = open();
  const auto& [file, view] = weights.tensors.at("b");
  const torch::Tensor tensor = tensorFromView(*view, weights.files[file].storage());
  EXPECT_EQ(floats(tensor), (std::vector<float>{1.5F, -2.25F}));
  EXPECT_EQ(reinterpret_cast<uintptr_t>(tensor.data_ptr()) % 4, 0U);
}

TEST_F(WeightsTest, AlmostEveryTypeOfTheFormatBecomesATensor) {
  Named tensors;
  for (const auto type : {torch::kBool, torch::kUInt8, torch::kInt8, torch::kInt16, torch::kInt32,
                          torch::kInt64, torch::kFloat16, torch::kBFloat16, torch::kFloat32, torch::kFloat64})
    tensors.emplace_back(c10::toString(type), torch::tensor({0, 1, 1, 0, 1}).to(type).view({5, 1}));
  ASSERT_TRUE(saveTensors(dir / "model.safetensors", tensors, {{"made", "here"}}).ok());
  const WeightFiles weights = open();
  EXPECT_EQ(weights.files[0].metadata().at("made"), "here");
  for (const auto& [name, tensor] : tensors) {
    const auto& [file, view] = weights.tensors.at(name);
    EXPECT_TRUE(identical(tensorFromView(*view, weights.files[file].storage()), tensor)) << name;
  }
}

TEST_F(WeightsTest, SavingTakesStridedTensors) {
  const torch::Tensor grid = torch::arange(6, torch::kFloat32).view({2, 3});
  ASSERT_TRUE(saveTensors(dir / "model.safetensors", {{"t", grid.t()}}).ok());
  const WeightFiles weights = open();
  const auto& [file, view] = weights.tensors.at("t");
  EXPECT_TRUE(identical(tensorFromView(*view, weights.files[file].storage()), grid.t().contiguous()));
}

TEST_F(WeightsTest, NamedTensorsAreSorted) {
  const Named tensors = namedTensors(*golden());
  EXPECT_TRUE(std::is_sorted(tensors.begin(), tensors.end(),
                             [](const auto& a, const auto& b) { return a.first < b.first; }));
  EXPECT_EQ(tensors.size(), golden()->parameters().size());
}

}  // namespace
}  // namespace unmask::test
