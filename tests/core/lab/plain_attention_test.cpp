// The attention that the lab reports, against the whole network in plain loops.
#include "core/lab/explanation.h"
#include "tests/core/lab/plain_forward.h"
#include "tests/support/tiny_checkpoint.h"
#include "tests/support/tiny_engine.h"

namespace unmask::test {
namespace {

constexpr double kTolerance = 1e-4;  // floats against doubles

/// Whether the U-ViT has down- and upsampling.
class PlainAttention : public TinyEngineTest, public testing::WithParamInterface<bool> {
 protected:
  void SetUp() override {
    TinyEngineTest::SetUp();
    TinyCheckpointOptions options;
    options.sampling = GetParam();
    writeTinyCheckpoint(m_dir / "model", options);
    m_engine = load(1);
    // "red" is one symbol of the tiny vocabulary, "fox" three letters; the comma belongs to no word.
    m_request.prompt = "red, fox";
    m_textIds = {98, 67, 63, 5, 14, 49};
    m_textIds.resize(77, 99);
    m_request.guidanceScale = 3;
    m_request.steps = 4;
  }

  PlainForward plain(const TokenGrid& tokens) const {
    return plainForward(m_textIds, tokens.tokenIds, tokens.height, tokens.width, {8, 8, 0, 0, 6}, GetParam());
  }

  GenerationRequest m_request;
  std::vector<int> m_textIds;
};

/// The position of the inner grid that stands for a cell.
size_t innerOf(const PlainForward& plain, const TokenGrid& tokens, size_t cell) {
  const int row = static_cast<int>(cell) / tokens.width, column = static_cast<int>(cell) % tokens.width;
  return static_cast<size_t>(row * plain.innerHeight / tokens.height * plain.innerWidth +
                             column * plain.innerWidth / tokens.width);
}

TEST_P(PlainAttention, EveryLayerAndHeadIsThatOfPlainLoops) {
  for (const DecodeState& state : record(m_request).states) {
    if (state.nextStep == m_request.steps) continue;
    const PlainForward expected = plain(state.tokens);
    ASSERT_EQ(expected.attention.size(), 10U);
    for (size_t layer = 0; layer < expected.attention.size(); ++layer) {
      for (size_t head = 0; head < expected.attention[layer].size(); ++head) {
        const auto maps =
            m_engine->lab()->attention(m_request, state, {static_cast<int>(layer), static_cast<int>(head)});
        ASSERT_TRUE(maps.ok()) << maps.error().text();
        ASSERT_EQ(maps->layerCount, 10);
        ASSERT_EQ(maps->tokenCount, 77);
        const size_t cells = state.tokens.cellCount();
        for (size_t cell = 0; cell < cells; ++cell) {
          const auto& row = expected.attention[layer][head][innerOf(expected, state.tokens, cell)];
          for (size_t t = 0; t < row.size(); ++t)
            ASSERT_NEAR(maps->weights[t * cells + cell], row[t], kTolerance)
                << "step " << state.nextStep << ", layer " << layer << ", head " << head << ", token " << t;
        }
      }
    }
  }
}

TEST_P(PlainAttention, AWordsMapIsTheMeanOfThoseOfItsTokens) {
  ExplainOptions options;
  options.ablation = options.whatIf = false;
  const auto explained = explain(*m_engine, m_request, options, {});
  ASSERT_TRUE(explained.ok()) << explained.error().text();
  ASSERT_EQ(explained->words.size(), 2U);
  const std::vector<std::vector<size_t>> tokensOfWord = {{1}, {3, 4, 5}};
  for (size_t step = 0; step < explained->steps.size(); ++step) {
    const TokenGrid& tokens = explained->trace.states[step].tokens;
    const PlainForward expected = plain(tokens);
    const size_t cells = tokens.cellCount();
    ASSERT_EQ(explained->steps[step].attention.size(), 2 * cells);
    for (size_t word = 0; word < 2; ++word) {
      for (size_t cell = 0; cell < cells; ++cell) {
        double mean = 0;
        for (const auto& heads : expected.attention)
          for (const Rows& head : heads)
            for (const size_t t : tokensOfWord[word])
              mean += head[innerOf(expected, tokens, cell)][t] /
                      static_cast<double>(heads.size() * expected.attention.size());
        EXPECT_NEAR(explained->steps[step].attention[word * cells + cell], mean, kTolerance);
      }
    }
  }
}

/// Or the network that was written for comparison is not this one.
TEST_P(PlainAttention, ThePlainNetworkPredictsWhatTheEngineDoes) {
  const TokenGrid tokens = record(m_request).states[2].tokens;
  const PlainForward expected = plain(tokens);
  const auto forward = m_engine->forward(m_request.prompt, "", tokens);
  ASSERT_TRUE(forward.ok());
  const size_t cells = tokens.cellCount(), codes = expected.logits[0].size();
  for (size_t cell = 0; cell < cells; ++cell)
    for (size_t code = 0; code < codes; ++code)
      EXPECT_NEAR(forward->logits[(codes + code) * cells + cell], expected.logits[cell][code], kTolerance);
}

INSTANTIATE_TEST_SUITE_P(Lab, PlainAttention, testing::Bool());

}  // namespace
}  // namespace unmask::test
