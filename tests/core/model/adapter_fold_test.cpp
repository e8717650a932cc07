// Adapters in the tiny U-ViT of reference 13.2.
#include "core/model/adapter_fold.h"

#include <cstring>

#include "core/model/uvit.h"
#include "core/model/weights.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

using torch::Tensor;

/// Keeps tensors alive while their views are written to a file.
struct Written {
  ScratchDir dir;
  int count = 0;

  AdapterFile adapter(const std::vector<std::pair<std::string, std::pair<Tensor, Tensor>>>& pairs,
                      std::optional<double> alpha) {
    std::vector<AdapterLayer> layers;
    const auto view = [](const Tensor& t) {
      return TensorView{
          "", TensorType::F32, t.sizes().vec(), {static_cast<const std::byte*>(t.data_ptr()), t.nbytes()}};
    };
    for (const auto& [module, pair] : pairs) layers.push_back({module, view(pair.first), view(pair.second)});
    AdapterInfo info;
    info.alpha = alpha;
    const auto path = dir / std::to_string(count++).append(".safetensors");
    EXPECT_TRUE(writeAdapter(path, info, layers).ok());
    auto file = AdapterFile::open(path);
    EXPECT_TRUE(file.ok());
    return *std::move(file);
  }
};

constexpr char kQ[] = "transformer_layers.0.attn1.to_q";
constexpr char kOut[] = "transformer_layers.1.attn2.to_out.0";
constexpr char kIn[] = "transformer_layers.0.ff.net.0.proj";

std::pair<Tensor, Tensor> pairFor(const std::string& label, int64_t in, int64_t out, int64_t rank) {
  return {goldenTensor(label + ".A", {rank, in}), goldenTensor(label + ".B", {out, rank})};
}

class AdapterFolding : public testing::Test {
 protected:
  void SetUp() override { fillGolden(*model); }

  Tensor logits() {
    const torch::NoGradGuard noGrad;
    return model->forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions);
  }
  std::map<std::string, std::vector<char>> bytes() {
    std::map<std::string, std::vector<char>> out;
    for (const auto& [name, tensor] : namedTensors(*model)) {
      const auto* from = static_cast<const char*>(tensor.data_ptr());
      out[name].assign(from, from + tensor.nbytes());
    }
    return out;
  }

  Uvit model{tinyTransformerConfig(true)};
  UvitInputs in = tinyUvitInputs();
  Written files;
};

TEST_F(AdapterFolding, NamesLinearLayersAsTheFileDoes) {
  const auto layers = linearLayers(*model);
  for (const char* name : {kQ, kOut, kIn, "down_block.attention_blocks.0.attn2.to_v", "encoder_proj"})
    EXPECT_TRUE(layers.count(name)) << name;
  EXPECT_FALSE(layers.count("embed.conv"));
}

TEST_F(AdapterFolding, AddsTheProductTimesScaleAndStrength) {
  const auto pair = pairFor("q", 32, 32, 4);
  const Tensor before = linearLayers(*model).at(kQ)->weight.clone();
  AdapterFold fold(*model);
  ASSERT_TRUE(fold.set({{files.adapter({{kQ, pair}}, 8.0), 0.5}}).ok());
  const Tensor expected = before + torch::matmul(pair.second, pair.first) * (8.0 / 4 * 0.5);
  EXPECT_TRUE(torch::allclose(linearLayers(*model).at(kQ)->weight, expected, 0, 1e-6));
}

TEST_F(AdapterFolding, SeveralAddUp) {
  const auto one = pairFor("one", 32, 32, 4), two = pairFor("two", 32, 32, 2),
             other = pairFor("other", 32, 32, 2);
  const Tensor before = linearLayers(*model).at(kQ)->weight.clone();
  AdapterFold fold(*model);
  ASSERT_TRUE(
      fold.set({{files.adapter({{kQ, one}}, 4.0), 1}, {files.adapter({{kQ, two}, {kOut, other}}, 2.0), -2}})
          .ok());
  const Tensor expected =
      before + torch::matmul(one.second, one.first) - 2 * torch::matmul(two.second, two.first);
  EXPECT_TRUE(torch::allclose(linearLayers(*model).at(kQ)->weight, expected, 0, 1e-5));
}

TEST_F(AdapterFolding, TakenOutEverythingIsAsItWasToTheLastBit) {
  const auto before = bytes();
  const Tensor plain = logits();
  AdapterFold fold(*model);
  const AdapterFile a = files.adapter({{kQ, pairFor("q", 32, 32, 4)}, {kOut, pairFor("o", 32, 32, 4)}}, 8.0);
  const AdapterFile b =
      files.adapter({{kIn, pairFor("i", 32, linearLayers(*model).at(kIn)->weight.size(0), 4)}}, 1.0);
  ASSERT_TRUE(fold.set({{a, 1}}).ok());
  EXPECT_FALSE(torch::equal(logits(), plain));
  ASSERT_TRUE(fold.set({{a, 0.3}, {b, 1}}).ok());
  ASSERT_TRUE(fold.set({{b, 2}}).ok());
  fold.clear();
  EXPECT_TRUE(fold.isEmpty());
  EXPECT_EQ(bytes(), before);
  EXPECT_TRUE(torch::equal(logits(), plain));
}

TEST_F(AdapterFolding, TheOrderOfSettingLeavesNoTrace) {
  AdapterFold fold(*model);
  const AdapterFile a = files.adapter({{kQ, pairFor("q", 32, 32, 4)}}, 8.0);
  const AdapterFile b = files.adapter({{kQ, pairFor("p", 32, 32, 4)}}, 8.0);
  ASSERT_TRUE(fold.set({{b, 1}}).ok());
  const auto alone = bytes();
  ASSERT_TRUE(fold.set({{a, 1}}).ok());
  ASSERT_TRUE(fold.set({{b, 1}}).ok());
  EXPECT_EQ(bytes(), alone);
}

TEST_F(AdapterFolding, StrengthZeroChangesNothing) {
  const auto before = bytes();
  AdapterFold fold(*model);
  ASSERT_TRUE(fold.set({{files.adapter({{kQ, pairFor("q", 32, 32, 4)}}, 8.0), 0}}).ok());
  EXPECT_EQ(bytes(), before);
}

TEST_F(AdapterFolding, RefusesAnothersAdapterAndKeepsWhatIsThere) {
  AdapterFold fold(*model);
  ASSERT_TRUE(fold.set({{files.adapter({{kQ, pairFor("q", 32, 32, 4)}}, 8.0), 1}}).ok());
  const auto before = bytes();
  const auto wide = fold.set({{files.adapter({{kQ, pairFor("w", 48, 32, 4)}}, 8.0), 1}});
  ASSERT_FALSE(wide.ok());
  EXPECT_EQ(wide.error().kind, ErrorKind::BadInput);
  EXPECT_NE(wide.error().found.find("32 × 48"), std::string::npos);
  const auto unknown =
      fold.set({{files.adapter({{"transformer_layers.9.attn1.to_q", pairFor("u", 32, 32, 4)}}, 8.0), 1}});
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(unknown.error().found.find("not in the model"), std::string::npos);
  auto endless = pairFor("e", 32, 32, 4);
  endless.second[0][0] = INFINITY;
  EXPECT_FALSE(fold.set({{files.adapter({{kQ, endless}}, 8.0), 1}}).ok());
  EXPECT_FALSE(fold.set({{files.adapter({{kQ, pairFor("n", 32, 32, 4)}, {kOut, endless}}, 8.0), 1}}).ok());
  const auto silent = fold.set({{files.adapter({{kQ, pairFor("s", 32, 32, 4)}}, {}), 1}});
  ASSERT_FALSE(silent.ok());
  EXPECT_EQ(silent.error().kind, ErrorKind::Usage);
  EXPECT_EQ(bytes(), before);
  EXPECT_TRUE(fold.set({{files.adapter({{kQ, pairFor("s", 32, 32, 4)}}, {}), 1, 0.5}}).ok());
}

TEST_F(AdapterFolding, HalfPrecisionWeightsAreRoundedOnce) {
  model->to(torch::kBFloat16);
  const auto pair = pairFor("q", 32, 32, 4);
  const Tensor own = linearLayers(*model).at(kQ)->weight.clone();
  AdapterFold fold(*model);
  ASSERT_TRUE(fold.set({{files.adapter({{kQ, pair}}, 4.0), 1}}).ok());
  const Tensor expected =
      (own.to(torch::kFloat32) + torch::matmul(pair.second, pair.first)).to(torch::kBFloat16);
  EXPECT_TRUE(torch::equal(linearLayers(*model).at(kQ)->weight, expected));
}

}  // namespace
}  // namespace unmask::test
