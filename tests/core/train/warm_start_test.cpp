#include "core/train/warm_start.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unmask {
namespace {

/// One word, one id, from 3 on, in the order of the vocabulary.
class WordTokenizer : public Tokenizer {
 public:
  explicit WordTokenizer(std::vector<std::string> words, int32_t firstSpecial)
      : m_words(std::move(words)), m_special(firstSpecial) {}
  TokenizedText encode(std::string_view text) const override {
    TokenizedText out;
    out.ids = {startId()};
    out.pieces = {"<start>"};
    for (size_t i = 0; i < m_words.size(); ++i)
      if (text.find(m_words[i]) != std::string_view::npos) {
        out.ids.push_back(static_cast<int32_t>(i));
        out.pieces.push_back(m_words[i]);
      }
    out.ids.push_back(endId());
    out.pieces.push_back("<end>");
    return out;
  }
  int vocabularySize() const override { return m_special + 3; }
  int maxTokens() const override { return 8; }
  int32_t startId() const override { return m_special; }
  int32_t endId() const override { return m_special + 1; }
  int32_t padId() const override { return m_special + 2; }

 private:
  std::vector<std::string> m_words;
  int32_t m_special;
};

TEST(WarmStart, ACodeTakesTheSharesOfWhatItReplaces) {
  const torch::Tensor newer = torch::tensor({{{0, 0}, {1, 0}}});
  const torch::Tensor older = torch::tensor({{{2, 2}, {1, 0}}});
  const torch::Tensor shares = codeShares(newer, older, 3, 3);
  const torch::Tensor wanted = torch::tensor({{1 / 3.0, 0.0, 2 / 3.0}, {0.0, 1.0, 0.0}, {0.0, 0.0, 0.0}});
  EXPECT_TRUE(torch::allclose(shares, wanted.to(torch::kFloat32)));
}

// A model that goes on with its own codes once lost every code that only scenes use.
TEST(WarmStart, TheSameCodebookKeepsEveryCodeSeenOrNot) {
  torch::manual_seed(2);
  VqConfig config;
  config.blockOutChannels = {8};
  config.latentChannels = config.vqEmbedDim = 4;
  config.layersPerBlock = 1;
  config.numVqEmbeddings = 5;
  config.extensions = {.patchSize = 16, .pixelNorm = true, .replicatePadding = true, .cellProjection = true};
  VqModel model(config);
  torch::NoGradGuard noGrad;
  model->codebook->weight.normal_();
  WarmStartData data;
  data.pictures = torch::zeros({1, 3, 32, 32});  // one and the same cell four times
  data.codes = model->quantise(model->encode(data.pictures));
  data.codebook = model->codebook->weight.clone();
  const auto same = carriedShares(model, data, 5, 5);
  ASSERT_TRUE(same.ok());
  EXPECT_TRUE(torch::equal(*same, torch::eye(5)));

  data.codebook = data.codebook + 1;
  const auto moved = carriedShares(model, data, 5, 5);
  ASSERT_TRUE(moved.ok());
  EXPECT_TRUE(torch::equal(moved->sum(1), torch::ones({5})));
  EXPECT_EQ((moved->sum(0) > 0).sum().item<int64_t>(), 1)
      << "every code takes after the only one that was seen";
}

TEST(WarmStart, PiecesThatNoTextHasSayNothing) {
  TextEncoderConfig config;
  config.hiddenSize = config.projectionDim = config.intermediateSize = 8;
  config.numHiddenLayers = config.numAttentionHeads = 1;
  const WordTokenizer tokenizer({"red", "blue", "quaddle"}, 3);
  config.vocabSize = tokenizer.vocabularySize();
  TextEncoder text(config);
  const torch::Tensor before = text->tokenEmbedding->weight.detach().clone();
  muteUnmetPieces(tokenizer, {"a red house", "a blue house"}, text);
  const torch::Tensor after = text->tokenEmbedding->weight.detach();
  for (int64_t id = 0; id < config.vocabSize; ++id) {
    if (id == 2)
      EXPECT_EQ(after[id].abs().max().item<float>(), 0);
    else
      EXPECT_TRUE(torch::equal(after[id], before[id])) << id;
  }
}

// A short list's model has a longer one's words, but has learned nothing of those it has not met.
TEST(WarmStart, PiecesThatTheOlderModelHasNotMetBeginAnew) {
  torch::manual_seed(3);
  TextEncoderConfig config;
  config.hiddenSize = config.projectionDim = config.intermediateSize = 8;
  config.numHiddenLayers = config.numAttentionHeads = 1;
  const WordTokenizer tokenizer({"red", "blue", "quaddle"}, 3);
  config.vocabSize = tokenizer.vocabularySize();
  TextEncoder older(config), newer(config);
  muteUnmetPieces(tokenizer, {"a red house"}, older);
  const torch::Tensor fresh = newer->tokenEmbedding->weight.detach().clone();
  carryPieces(older, {0, 1, -1, 3, 4, 5}, newer);
  const torch::Tensor now = newer->tokenEmbedding->weight.detach();
  EXPECT_TRUE(torch::equal(now[0], older->tokenEmbedding->weight[0]));
  EXPECT_TRUE(torch::equal(now[1], fresh[1])) << "blue";
  EXPECT_TRUE(torch::equal(now[2], fresh[2])) << "quaddle";
  EXPECT_TRUE(torch::equal(now[3], older->tokenEmbedding->weight[3]));
}

TEST(WarmStart, PiecesAreMatchedByTheirText) {
  const WordTokenizer newer({"red", "small", "apple"}, 3), older({"apple", "red"}, 5);
  EXPECT_THAT(sharedPieces(newer, older, {"red apple", "small"}), testing::ElementsAre(1, -1, 0, 5, 6, 7));
}

}  // namespace
}  // namespace unmask
