// The three pipelines of reference 13.5, step by step with injected noise. Tokens exact; pictures to 1e-4.
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <numeric>

#include "core/decode/decoder.h"
#include "core/decode/start_grid.h"
#include "core/model/tensor_image.h"
#include "core/model/text_encoder.h"
#include "core/model/vq_model.h"
#include "core/model/weights.h"
#include "tests/support/golden_fill.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

constexpr int kMask = 71, kCells = 16, kCodes = 64, kSteps = 4, kImages = 2;
using Ids = std::vector<int32_t>;

class PipelineParity : public testing::Test {
 protected:
  PipelineParity() {
    fillGolden(*m_transformer);
    fillGolden(*m_vq);
    fillGolden(*m_text);
    std::vector<int64_t> conditional(77, 99), unconditional(77, 99);
    const std::vector<int64_t> start = {98, 5, 17, 3, 42, 99};
    std::copy(start.begin(), start.end(), conditional.begin());
    unconditional[0] = 98;
    const auto positive = m_text->forward(torch::tensor(conditional).unsqueeze(0));
    const auto negative = m_text->forward(torch::tensor(unconditional).unsqueeze(0));
    const auto micro = torch::tensor({8.0F, 8.0F, 0.0F, 0.0F, 6.0F}).unsqueeze(0);
    m_context =
        UvitContext::concatenate(m_transformer->prepare(negative.hiddenStates, negative.pooled, micro),
                                 m_transformer->prepare(positive.hiddenStates, positive.pooled, micro));
    m_request.steps = kSteps;
    m_request.guidanceScale = 3;
    m_request.compatDiffusers = true;
  }

  /// The formulas' noise as a draws file, read back the way `--draws` is.
  std::vector<std::unique_ptr<NoiseSource>> noise(const std::string& tag, int firstStep) {
    std::vector<std::pair<std::string, torch::Tensor>> tensors;
    for (int step = firstStep; step < kSteps; ++step) {
      const std::string name = "step" + std::to_string(step);
      std::vector<float> q;
      for (uint64_t j = 0; j < uint64_t{kImages} * kCells * kCodes; ++j)
        q.push_back(static_cast<float>(-std::log(unit(tag + "." + name + ".exp", j))));
      tensors.emplace_back(name + ".exp", torch::tensor(q).view({kImages * kCells, kCodes}));
      tensors.emplace_back(name + ".gumbel",
                           torch::tensor(goldenUniforms(tag + "." + name + ".gumbel", kImages * kCells))
                               .view({kImages, kCells}));
    }
    tensors.emplace_back("noise", torch::tensor(goldenUniforms(tag + ".rand", kCells)));
    const auto path = m_dir.path() / (tag + ".safetensors");
    EXPECT_TRUE(saveTensors(path, tensors).ok());
    auto sources = injectedNoise(path, kImages, kCells, kCodes, firstStep, kSteps, true);
    EXPECT_TRUE(sources.ok()) << sources.error().text();
    return std::move(sources).value();
  }

  TokenGrid pictureTokens() {
    const auto codes = m_vq->quantise(m_vq->encode(tinyPictures(1))).flatten();
    TokenGrid grid(4, 4, 0);
    for (int i = 0; i < kCells; ++i)
      grid.tokenIds[static_cast<size_t>(i)] = static_cast<int32_t>(codes[i].item<int64_t>());
    EXPECT_EQ(grid.tokenIds, (Ids{27, 18, 30, 38, 21, 59, 46, 46, 34, 38, 30, 21, 21, 49, 21, 30}));
    return grid;
  }

  /// Runs both images and compares every step's tokens with the table, then the pictures.
  void expectRun(const std::string& tag, const TokenGrid& picture,
                 const std::vector<std::vector<Ids>>& stepTokens, double imageSum,
                 const std::vector<float>& firstPixels, int64_t byteSum) {
    const int firstStep = kSteps - static_cast<int>(stepTokens.size());
    const auto sources = noise(tag, firstStep);
    GuidedTransformer transformer(m_transformer, m_context, m_request.guidanceScale);
    std::vector<torch::Tensor> pictures;
    for (size_t image = 0; image < kImages; ++image) {
      DecodeState state = startState(m_request, {4, 4, kMask}, picture, *sources[image]);
      ASSERT_EQ(state.nextStep, firstStep);
      for (size_t step = 0; step < stepTokens.size(); ++step) {
        state = decodeStep(m_request, state, kMask, transformer, *sources[image], RecordLevel::Full).state;
        EXPECT_EQ(state.tokens.tokenIds, stepTokens[step][image])
            << tag << ", step " << step << ", image " << image;
      }
      const std::vector<int64_t> ids(state.tokens.tokenIds.begin(), state.tokens.tokenIds.end());
      pictures.push_back(m_vq->decode(torch::tensor(ids).view({1, 4, 4})).clamp(0, 1));
    }
    const torch::Tensor both = torch::cat(pictures);
    EXPECT_NEAR(both.sum().item<double>(), imageSum, 2e-3);
    EXPECT_TRUE(near(both.flatten().slice(0, 0, 12), torch::tensor(firstPixels), 1e-4));
    int64_t bytes = 0;
    for (int64_t image = 0; image < kImages; ++image)
      for (const uint8_t byte : imageFromTensor(both[image]).pixels) bytes += byte;
    EXPECT_EQ(bytes, byteSum);
  }

  const ScratchDir m_dir;
  torch::NoGradGuard m_noGrad;
  Uvit m_transformer{tinyTransformerConfig(true)};
  VqModel m_vq{tinyVqConfig(kCodes)};
  TextEncoder m_text{tinyTextConfig()};
  UvitContext m_context;
  GenerationRequest m_request;
};

/// Of a small network each half of the guidance has a thread of its own.
TEST_F(PipelineParity, TheHalvesOfGuidanceAreTheSameSideBySide) {
  const int before = at::get_num_threads();
  TokenGrid tokens(4, 4, kMask);
  tokens.tokenIds[5] = 17;
  const std::vector<int> cells = {0, 3, 4, 15};
  GuidedTransformer transformer(m_transformer, m_context, 3);
  at::set_num_threads(1);
  const CellLogits together = transformer.logits(tokens, cells);
  at::set_num_threads(2);
  const CellLogits apart = transformer.logits(tokens, cells);
  at::set_num_threads(before);
  EXPECT_TRUE(torch::allclose(apart.guided, together.guided, 1e-5, 1e-5));
  EXPECT_TRUE(torch::allclose(apart.conditional, together.conditional, 1e-5, 1e-5));
  EXPECT_TRUE(torch::allclose(apart.unconditional, together.unconditional, 1e-5, 1e-5));
  EXPECT_FALSE(torch::allclose(apart.conditional, apart.unconditional, 1e-2, 1e-2));
  EXPECT_EQ(apart.guided.sizes(), (std::vector<int64_t>{4, kCodes}));
}

TEST_F(PipelineParity, TextToImage) {
  expectRun("t2i", {},
            {{{71, 71, 71, 71, 71, 71, 71, 71, 71, 71, 43, 14, 71, 71, 71, 71},
              {15, 71, 71, 71, 71, 71, 71, 71, 71, 71, 71, 71, 71, 71, 47, 71}},
             {{71, 71, 71, 71, 71, 71, 39, 71, 71, 30, 43, 14, 71, 71, 71, 61},
              {15, 8, 71, 71, 71, 71, 39, 71, 71, 71, 71, 71, 71, 59, 47, 71}},
             {{71, 62, 71, 71, 4, 71, 39, 59, 71, 30, 43, 14, 7, 42, 71, 61},
              {15, 8, 71, 47, 71, 71, 39, 59, 13, 71, 71, 71, 22, 59, 47, 7}},
             {{8, 62, 48, 1, 4, 50, 39, 59, 48, 30, 43, 14, 7, 42, 4, 61},
              {15, 8, 0, 47, 22, 61, 39, 59, 13, 28, 9, 25, 22, 59, 47, 7}}},
            79.38178,
            {0.204684F, 0.262002F, 0.356561F, 0, 0, 0.413381F, 0.438678F, 0.012048F, 0, 0.330788F, 0, 0},
            20244);
}

TEST_F(PipelineParity, Inpaint) {
  m_request.kind = JobKind::Inpaint;
  m_request.schedule = MaskSchedule::Linear;
  m_request.editableCells = CellMask(4, 4);
  for (int row = 1; row <= 3; ++row)
    for (int column = 1; column <= 2; ++column) m_request.editableCells.set({row, column}, true);
  expectRun("inp", pictureTokens(),
            {{{27, 18, 30, 38, 21, 71, 71, 46, 34, 1, 71, 21, 21, 63, 71, 30},
              {27, 18, 30, 38, 21, 71, 44, 46, 34, 43, 71, 21, 21, 71, 71, 30}},
             {{27, 18, 30, 38, 21, 71, 71, 46, 34, 1, 48, 21, 21, 63, 71, 30},
              {27, 18, 30, 38, 21, 71, 44, 46, 34, 43, 71, 21, 21, 63, 71, 30}},
             {{27, 18, 30, 38, 21, 49, 51, 46, 34, 1, 48, 21, 21, 63, 71, 30},
              {27, 18, 30, 38, 21, 71, 44, 46, 34, 43, 35, 21, 21, 63, 36, 30}},
             {{27, 18, 30, 38, 21, 49, 51, 46, 34, 1, 48, 21, 21, 63, 34, 30},
              {27, 18, 30, 38, 21, 1, 44, 46, 34, 43, 35, 21, 21, 63, 36, 30}}},
            75.168053, {0, 0, 0, 0, 0, 0, 0, 0.517855F, 0, 0.051997F, 0.124615F, 0}, 19170);
}

TEST_F(PipelineParity, ImageToImage) {
  m_request.kind = JobKind::Vary;
  m_request.strength = 0.5F;
  const TokenGrid picture = pictureTokens();
  const auto sources = noise("i2i", 2);
  EXPECT_EQ(startState(m_request, {4, 4, kMask}, picture, *sources[0]).tokens.tokenIds,
            (Ids{71, 71, 71, 71, 71, 71, 46, 71, 34, 71, 30, 71, 21, 71, 71, 71}));
  expectRun("i2i", picture,
            {{{71, 71, 71, 71, 41, 63, 46, 61, 34, 71, 30, 30, 21, 71, 22, 61},
              {71, 42, 43, 8, 71, 71, 46, 56, 34, 71, 30, 30, 21, 14, 71, 71}},
             {{16, 39, 19, 1, 41, 63, 46, 61, 34, 29, 30, 30, 21, 60, 22, 61},
              {13, 42, 43, 8, 41, 48, 46, 56, 34, 14, 30, 30, 21, 14, 36, 11}}},
            89.132611, {0, 0, 0, 0, 0, 0.514705F, 0.223251F, 0, 0, 0, 0.389566F, 0.401225F}, 22725);
}

// The reference's scheduler looks its own schedule up when it hides cells, too.
TEST_F(PipelineParity, VariationHidesByItsSchedule) {
  m_request.kind = JobKind::Vary;
  m_request.strength = 0.5F;
  const auto sources = noise("i2i", 2);
  std::vector<int> cells(16);
  std::iota(cells.begin(), cells.end(), 0);
  std::vector<float> draws(16);
  sources[0]->maskUniforms(cells, draws.data());
  for (const auto& [schedule, ratio] :
       {std::pair(MaskSchedule::Linear, 0.5F), std::pair(MaskSchedule::Cosine, 0.70710677F)}) {
    m_request.schedule = schedule;
    const Ids ids = startState(m_request, {4, 4, kMask}, pictureTokens(), *sources[0]).tokens.tokenIds;
    for (size_t i = 0; i < ids.size(); ++i) EXPECT_EQ(ids[i] == kMask, draws[i] < ratio) << i;
  }
}

TEST_F(PipelineParity, FullStrengthVariationMasksNothingOnlyInCompatMode) {
  m_request.kind = JobKind::Vary;
  m_request.strength = 1;
  const TokenGrid picture = pictureTokens();
  const auto source = addressedNoise(3);
  EXPECT_EQ(startState(m_request, {4, 4, kMask}, picture, *source).tokens, picture);
  m_request.compatDiffusers = false;
  EXPECT_EQ(startState(m_request, {4, 4, kMask}, picture, *source).tokens, TokenGrid(4, 4, kMask));
}

}  // namespace
}  // namespace unmask::test
