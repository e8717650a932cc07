// What this project adds to the networks. Off, they are the reference's (all parity tests); on, they do what
// they say.
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "core/model/uvit.h"
#include "core/model/vq_model.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

using Shapes = std::map<std::string, std::vector<int64_t>>;

Shapes shapesOf(const torch::nn::Module& module) {
  Shapes shapes;
  for (const auto& item : module.named_parameters()) shapes[item.key()] = item.value().sizes().vec();
  return shapes;
}

/// Parameters of `module` that `plain` does not have.
Shapes addedTo(const Shapes& plain, const torch::nn::Module& module) {
  Shapes added = shapesOf(module);
  for (const auto& [name, shape] : plain) {
    EXPECT_EQ(added[name], shape) << name;
    added.erase(name);
  }
  return added;
}

class UvitExtensions : public testing::TestWithParam<bool> {
 protected:
  Uvit make(const TransformerExtensions& extensions) {
    TransformerConfig config = tinyTransformerConfig(GetParam());
    config.extensions = extensions;
    Uvit model(config);
    fillGolden(*model);
    return model;
  }
  torch::Tensor run(Uvit& model) {
    return model->forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions);
  }
  int64_t inner() const { return GetParam() ? 2 : 4; }

  UvitInputs in = tinyUvitInputs();
  Uvit plain = make({});
};

INSTANTIATE_TEST_SUITE_P(Sampling, UvitExtensions, testing::Bool(),
                         [](const auto& tested) { return tested.param ? "on" : "off"; });

TEST_P(UvitExtensions, EachAddsItsOwnParameters) {
  const Shapes shapes = shapesOf(*plain);
  EXPECT_EQ(addedTo(shapes, *make({.positionalEmbedding = true})),
            (Shapes{{"position_outer", {4, 4, 24}}, {"position_inner", {inner(), inner(), 24}}}));
  EXPECT_EQ(addedTo(shapes, *make({.longSkip = true})), (Shapes{{"long_skip.weight", {24, 48}}}));
  EXPECT_EQ(addedTo(shapes, *make({.pooledTextHead = true})),
            (Shapes{{"pooled_text_head.weight", {24, 12}}}));
  EXPECT_TRUE(addedTo(shapes, *make({})).empty());
}

TEST_P(UvitExtensions, PositionsOfZeroAreTheReference) {
  torch::NoGradGuard noGrad;
  Uvit model = make({.positionalEmbedding = true});
  EXPECT_FALSE(near(run(model), run(plain), 1e-3));
  model->positionOuter.zero_();
  model->positionInner.zero_();
  EXPECT_TRUE(near(run(model), run(plain), 1e-5));
}

TEST_P(UvitExtensions, PositionsTellCellsApart) {
  torch::NoGradGuard noGrad;
  const torch::Tensor before = run(plain);
  for (const bool outer : {true, false}) {
    Uvit model = make({.positionalEmbedding = true});
    model->positionOuter.zero_();
    model->positionInner.zero_();
    (outer ? model->positionOuter : model->positionInner)[0][0].fill_(1);
    EXPECT_GT(largestDifference(run(model), before), 1e-2) << outer;
  }
}

TEST_P(UvitExtensions, SkipThatTakesOnlyTheUpBlockIsTheReference) {
  torch::NoGradGuard noGrad;
  Uvit model = make({.longSkip = true});
  EXPECT_FALSE(near(run(model), run(plain), 1e-3));
  model->skipProj->weight.copy_(torch::cat({torch::eye(24), torch::zeros({24, 24})}, 1));
  EXPECT_TRUE(near(run(model), run(plain), 1e-5));
}

TEST_P(UvitExtensions, SkipThatTakesOnlyTheEmbeddingSeesNothingElse) {
  torch::NoGradGuard noGrad;
  Uvit model = make({.longSkip = true});
  model->skipProj->weight.copy_(torch::cat({torch::zeros({24, 24}), torch::eye(24)}, 1));
  std::map<std::string, torch::Tensor> seen;
  const Tap tap = [&seen](const std::string& path, const torch::Tensor& value) { seen[path] = value; };
  const torch::Tensor logits =
      model->forward(in.tokenIds, in.encoderStates, in.pooled, in.microConditions, &tap);
  EXPECT_TRUE(near(logits.permute({0, 2, 3, 1}), model->head(seen.at("embed")), 1e-5));
}

TEST_P(UvitExtensions, PooledTextIsAddedToEveryCellBeforeTheHead) {
  torch::NoGradGuard noGrad;
  Uvit model = make({.pooledTextHead = true});
  const UvitContext context = model->prepare(in.encoderStates, in.pooled, in.microConditions);
  const UvitContext plainContext = plain->prepare(in.encoderStates, in.pooled, in.microConditions);
  const torch::Tensor added = torch::matmul(in.pooled, model->pooledProj->weight.t()).view({2, 1, 1, 24});
  EXPECT_TRUE(
      near(model->trunk(in.tokenIds, context), plain->trunk(in.tokenIds, plainContext) + added, 1e-5));
}

TEST_P(UvitExtensions, AllTogetherTrainEveryParameter) {
  Uvit model = make({.positionalEmbedding = true, .longSkip = true, .pooledTextHead = true});
  const torch::Tensor logits = run(model);
  ASSERT_EQ(logits.sizes(), at::IntArrayRef({2, 64, 4, 4}));
  logits.square().sum().backward();
  for (const auto& item : model->named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_GT(item.value().grad().abs().max().item<double>(), 1e-7) << item.key();
  }
}

TEST_P(UvitExtensions, ContextsCarryThePooledText) {
  torch::NoGradGuard noGrad;
  Uvit model = make({.positionalEmbedding = true, .longSkip = true, .pooledTextHead = true});
  const auto half = [&](int64_t i) {
    const auto row = [i](const torch::Tensor& t) { return t.slice(0, i, i + 1); };
    return model->prepare(row(in.encoderStates), row(in.pooled), row(in.microConditions));
  };
  const torch::Tensor whole =
      model->trunk(in.tokenIds, model->prepare(in.encoderStates, in.pooled, in.microConditions));
  EXPECT_TRUE(near(model->trunk(in.tokenIds, UvitContext::concatenate(half(0), half(1))), whole, 2e-5));
  const torch::Tensor twice = model->trunk(in.tokenIds.slice(0, 0, 1).repeat({2, 1, 1}), half(0).repeated(2));
  EXPECT_TRUE(near(twice, whole.slice(0, 0, 1).repeat({2, 1, 1, 1}), 2e-5));
}

VqModel makeVq(const VqExtensions& extensions) {
  VqConfig config = tinyVqConfig();
  config.extensions = extensions;
  VqModel model(config);
  fillGolden(*model);
  model->eval();
  return model;
}

/// Codes of a picture of one colour; a model maps it to one code everywhere, or it does not.
std::set<int64_t> codesOfFlat(VqModel& model, const torch::Tensor& colour, int64_t height, int64_t width) {
  const torch::Tensor picture = colour.view({1, 3, 1, 1}).expand({1, 3, height, width}).contiguous();
  const std::vector<int64_t> codes = integers(model->quantise(model->encode(picture)));
  return {codes.begin(), codes.end()};
}

TEST(VqExtensionsTest, FlatPicturesHaveOneCode) {
  torch::NoGradGuard noGrad;
  const torch::Tensor colours =
      torch::tensor({{1.F, 1.F, 1.F}, {0.F, 0.F, 0.F}, {0.9F, 0.2F, 0.1F}, {0.1F, 0.4F, 0.95F}});
  for (const int patch : {1, 2}) {
    VqModel model = makeVq({.patchSize = patch, .pixelNorm = true, .replicatePadding = true});
    for (int64_t i = 0; i < colours.size(0); ++i) {
      const std::set<int64_t> small = codesOfFlat(model, colours[i], 8, 8);
      EXPECT_EQ(small.size(), 1U) << patch << " " << i;
      EXPECT_EQ(codesOfFlat(model, colours[i], 16, 24), small) << "another size, another code";
    }
  }
}

TEST(VqExtensionsTest, OfTheReferenceTheyDoNot) {
  torch::NoGradGuard noGrad;
  VqModel plain = makeVq({});
  EXPECT_GT(codesOfFlat(plain, torch::tensor({0.9F, 0.2F, 0.1F}), 16, 16).size(), 1U);
}

TEST(VqExtensionsTest, PixelNormKeepsFarPixelsOutOfEachOther) {
  torch::NoGradGuard noGrad;
  VqModel model = makeVq({.pixelNorm = true});
  const torch::Tensor picture = (goldenTensor("wide", {1, 3, 8, 96}) + 1) / 2;
  torch::Tensor changed = picture.clone();
  changed.slice(3, 88) = 0.5;
  const torch::Tensor before = model->encode(picture), after = model->encode(changed);
  EXPECT_TRUE(near(after.slice(3, 0, 16), before.slice(3, 0, 16), 1e-6));
  EXPECT_FALSE(near(after.slice(3, 40), before.slice(3, 40), 1e-2));
  // Of the reference's group norm every pixel knows every other.
  VqModel plain = makeVq({});
  EXPECT_FALSE(near(plain->encode(changed).slice(3, 0, 16), plain->encode(picture).slice(3, 0, 16), 1e-4));
}

TEST(VqExtensionsTest, PixelNormEqualsTheFormula) {
  torch::NoGradGuard noGrad;
  VqConfig config = tinyVqConfig();
  config.extensions.pixelNorm = true;
  VqNorm norm(8, config);
  fillGolden(*norm);
  const torch::Tensor x = goldenTensor("x", {2, 8, 3, 5});
  const torch::Tensor expected =
      x / (x.square().mean(1, true) + 1e-6).sqrt() * norm->weight.view({1, 8, 1, 1}) +
      norm->bias.view({1, 8, 1, 1});
  EXPECT_TRUE(near(norm->forward(x), expected, 1e-6));
}

TEST(VqExtensionsTest, PatchesHaveTheirShapes) {
  torch::NoGradGuard noGrad;
  VqModel model = makeVq({.patchSize = 2});
  EXPECT_EQ(model->config.pixelsPerCell(), 4);
  const Shapes shapes = shapesOf(*model);
  EXPECT_EQ(shapes.at("encoder.conv_in.weight"), (std::vector<int64_t>{8, 12, 3, 3}));
  EXPECT_EQ(shapes.at("decoder.conv_out.weight"), (std::vector<int64_t>{12, 8, 3, 3}));
  EXPECT_EQ(shapes.size(), 137U);
  const torch::Tensor latents = model->encode(tinyPictures(2));
  EXPECT_EQ(latents.sizes(), at::IntArrayRef({2, 6, 2, 2}));
  EXPECT_EQ(model->decode(model->quantise(latents)).sizes(), at::IntArrayRef({2, 3, 8, 8}));
}

TEST(VqExtensionsTest, PatchesAreTakenApartAsTheyArePutTogether) {
  torch::NoGradGuard noGrad;
  VqModel model = makeVq({.patchSize = 2});
  const torch::Tensor codes = torch::tensor({{{3, 7}, {11, 30}}});
  const torch::Tensor patches = model->decoder->forward(model->postQuantConv->forward(model->lookup(codes)));
  const torch::Tensor pixels = model->decode(codes);
  ASSERT_EQ(patches.sizes(), at::IntArrayRef({1, 12, 4, 4}));
  for (int64_t c = 0; c < 3; ++c)
    for (int64_t dy = 0; dy < 2; ++dy)
      for (int64_t dx = 0; dx < 2; ++dx)
        EXPECT_TRUE(
            near(pixels[0][c].slice(0, dy, 8, 2).slice(1, dx, 8, 2), patches[0][c * 4 + dy * 2 + dx], 0));
}

VqModel makeCellVq() {
  VqModel model =
      makeVq({.patchSize = 2, .pixelNorm = true, .replicatePadding = true, .cellProjection = true});
  torch::manual_seed(4);
  model->codebook->weight.normal_();
  model->cells->weight.copy_(std::get<0>(torch::linalg_qr(torch::randn({48, 6}))).t());
  model->cells->mean.uniform_(0, 1);
  model->cells->blendNothing();
  return model;
}

TEST(VqExtensionsTest, ACellProjectionTakesTheEncodersPlace) {
  torch::NoGradGuard noGrad;
  VqModel model = makeCellVq();
  const Shapes shapes = shapesOf(*model);
  EXPECT_EQ(shapes.at("cell_projection.weight"), (std::vector<int64_t>{6, 48}));
  EXPECT_EQ(shapes.at("cell_projection.mean"), (std::vector<int64_t>{48}));
  EXPECT_EQ(shapes.at("cell_projection.blend"), (std::vector<int64_t>{48, 6, 3, 3}));
  for (const auto& [name, shape] : shapes) {
    EXPECT_FALSE(name.starts_with("encoder.")) << name;
    EXPECT_FALSE(name.starts_with("quant_conv.")) << name;
  }
}

TEST(VqExtensionsTest, ACellProjectionIsUndoneByABlendOfNothingButItsTranspose) {
  torch::NoGradGuard noGrad;
  VqModel model = makeCellVq();
  const torch::Tensor latents = torch::randn({2, 6, 3, 5});
  const torch::Tensor pixels = model->cells->decode(latents);
  EXPECT_EQ(pixels.sizes(), at::IntArrayRef({2, 3, 12, 20}));
  EXPECT_TRUE(near(model->encode(pixels), latents, 1e-5));
}

TEST(VqExtensionsTest, WithACellProjectionMovedPicturesKeepTheirTokens) {
  torch::NoGradGuard noGrad;
  VqModel model = makeCellVq();
  torch::manual_seed(9);
  const torch::Tensor picture = torch::rand({1, 3, 24, 32});
  const torch::Tensor moved = picture.roll({4, 8}, {2, 3});
  const torch::Tensor tokens = model->quantise(model->encode(picture));
  EXPECT_TRUE(torch::equal(model->quantise(model->encode(moved)), tokens.roll({1, 2}, {1, 2})));
  torch::Tensor edited = picture.clone();
  edited.narrow(2, 8, 4).narrow(3, 12, 4).fill_(0);  // one cell
  torch::Tensor changed = model->quantise(model->encode(edited)) != tokens;
  changed[0][2][3] = false;
  EXPECT_FALSE(changed.any().item<bool>());
  const torch::Tensor flat = torch::full({1, 3, 24, 32}, 0.3);
  EXPECT_EQ(std::get<0>(torch::_unique(model->quantise(model->encode(flat)))).numel(), 1);
}

TEST(VqExtensionsTest, AllTogetherTrainEveryParameter) {
  VqModel model = makeVq({.patchSize = 2, .pixelNorm = true, .replicatePadding = true});
  const torch::Tensor latents = model->encode(tinyPictures(2));
  const torch::Tensor codes = model->quantise(latents.detach());
  const torch::Tensor quantised = model->lookup(codes);
  const torch::Tensor picture = model->decodeLatents(latents + (quantised - latents).detach());
  ((picture - tinyPictures(2)).square().mean() + (quantised - latents.detach()).square().mean()).backward();
  for (const auto& item : model->named_parameters()) {
    ASSERT_TRUE(item.value().grad().defined()) << item.key();
    EXPECT_GT(item.value().grad().abs().max().item<double>(), 0) << item.key();
  }
}

}  // namespace
}  // namespace unmask::test
