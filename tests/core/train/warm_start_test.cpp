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

TEST(WarmStart, PiecesAreMatchedByTheirText) {
  const WordTokenizer newer({"red", "small", "apple"}, 3), older({"apple", "red"}, 5);
  EXPECT_THAT(sharedPieces(newer, older, {"red apple", "small"}), testing::ElementsAre(1, -1, 0, 5, 6, 7));
}

}  // namespace
}  // namespace unmask
