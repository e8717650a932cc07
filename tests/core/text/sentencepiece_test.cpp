#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sentencepiece_trainer.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "core/io/atomic_file.h"
#include "core/text/sentencepiece_tokenizer.h"
#include "core/text/sentencepiece_trainer.h"

namespace unmask {

using testing::Contains;
using testing::ElementsAre;

constexpr size_t kPlenty = size_t{8} << 20;

std::vector<std::string> captions() {
  std::vector<std::string> list;
  for (const char* thing : {"apple", "star", "heart", "house", "car", "tree", "cat", "fish"}) {
    for (const char* colour : {"red", "blue", "green", "yellow"}) {
      for (const char* style : {"3d", "flat", "noto"}) {
        list.push_back(std::string("a ") + colour + " " + thing + ", " + style);
        list.push_back(std::string("a picture of a ") + colour + " " + thing + " in " + style + " style");
      }
    }
  }
  return list;
}

/// One trained folder for all tests of this file.
class SentencePiece : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    s_dir = std::filesystem::path(testing::TempDir()) / ("unmask-spiece-" + std::to_string(::getpid()));
    std::filesystem::create_directories(s_dir);
    const auto trained = trainSentencePiece(captions(), 400, s_dir / "spiece.model");
    ASSERT_TRUE(trained.ok()) << trained.error().text();
    ASSERT_TRUE(writeSentencePieceConfig(s_dir, 24).ok());
    s_model = *readFile(s_dir / "spiece.model", kPlenty);
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(s_dir); }

  void SetUp() override {
    auto tokenizer = Tokenizer::open(s_dir);
    ASSERT_TRUE(tokenizer.ok()) << tokenizer.error().text();
    m_tokenizer = *std::move(tokenizer);
  }

  /// Content pieces of a prompt, joined.
  std::string joined(std::string_view prompt) const {
    const TokenizedText text = m_tokenizer->encode(prompt);
    std::string all;
    for (size_t i = 1; i + 1 < text.pieces.size(); ++i) all += text.pieces[i];
    return all;
  }

  static inline std::filesystem::path s_dir;
  static inline std::string s_model;
  std::unique_ptr<Tokenizer> m_tokenizer;
};

TEST_F(SentencePiece, SpecialIdsAreTheAgreedOnes) {
  EXPECT_EQ(m_tokenizer->padId(), 0);
  EXPECT_EQ(m_tokenizer->startId(), 2);
  EXPECT_EQ(m_tokenizer->endId(), 3);
  EXPECT_EQ(m_tokenizer->maxTokens(), 24);
  EXPECT_GT(m_tokenizer->vocabularySize(), 4 + 256);
  EXPECT_LE(m_tokenizer->vocabularySize(), 400);
}

TEST_F(SentencePiece, WrapsAndPads) {
  const TokenizedText text = m_tokenizer->encode("a red apple");
  ASSERT_EQ(text.ids.size(), 24u);
  EXPECT_EQ(text.ids.front(), 2);
  EXPECT_EQ(text.ids[static_cast<size_t>(text.usedTokens) - 1], 3);
  for (size_t i = static_cast<size_t>(text.usedTokens); i < text.ids.size(); ++i) EXPECT_EQ(text.ids[i], 0);
  EXPECT_EQ(m_tokenizer->encode("").usedTokens, 2);
}

TEST_F(SentencePiece, FrequentWordsAreOnePieceEach) {
  EXPECT_EQ(joined("a red apple, flat"), " a red apple, flat");
  EXPECT_THAT(m_tokenizer->encode("a red apple").pieces, ElementsAre("<s>", " a", " red", " apple", "</s>"));
}

TEST_F(SentencePiece, FoldsCaseAndForms) {
  EXPECT_EQ(m_tokenizer->encode("A  RED Apple").ids, m_tokenizer->encode("a red apple").ids);
  EXPECT_EQ(m_tokenizer->encode("\xEF\xBD\x81 red").ids, m_tokenizer->encode("a red").ids);  // full-width a
}

TEST_F(SentencePiece, SpellsWhatItNeverSawInBytes) {
  const TokenizedText text = m_tokenizer->encode("\xF0\x9F\x98\x80");
  EXPECT_THAT(text.pieces, Contains("<0xF0>"));
  EXPECT_THAT(text.ids, testing::Not(Contains(1))) << "no unknown piece with byte fallback";
}

TEST_F(SentencePiece, CutsLongPromptsAndNamesTheRest) {
  std::string words;
  for (int i = 0; i < 60; ++i) words += "red car ";
  const TokenizedText text = m_tokenizer->encode(words);
  EXPECT_EQ(text.usedTokens, 24);
  EXPECT_EQ(text.ids.back(), 3);
  EXPECT_FALSE(text.droppedPieces.empty());
}

TEST_F(SentencePiece, AnyBytesAreText) {
  EXPECT_EQ(m_tokenizer->encode(std::string("red\0\xFF car", 9)).ids.size(), 24u);
  EXPECT_EQ(m_tokenizer->encode(std::string(size_t{1} << 20, 'q')).usedTokens, 24);
  EXPECT_EQ(m_tokenizer->encode(std::string(size_t{1} << 20, '\xFF')).usedTokens, 2)
      << "nmt_nfkc_cf drops U+FFFD";
}

TEST_F(SentencePiece, TrainingTwiceGivesTheSameFile) {
  ASSERT_TRUE(trainSentencePiece(captions(), 400, s_dir / "again.model").ok());
  EXPECT_EQ(*readFile(s_dir / "again.model", kPlenty), s_model);
}

TEST_F(SentencePiece, TinyCorpusStillTrains) {
  const auto trained = trainSentencePiece({"a red apple"}, 2000, s_dir / "tiny.model");
  ASSERT_TRUE(trained.ok()) << trained.error().text();
  const auto tokenizer = SentencePieceTokenizer::create(*readFile(s_dir / "tiny.model", kPlenty));
  ASSERT_TRUE(tokenizer.ok()) << tokenizer.error().text();
  EXPECT_EQ((*tokenizer)->maxTokens(), 77);
}

TEST_F(SentencePiece, HostileCaptionsTrainOrFailWithAReason) {
  const std::vector<std::string> odd = {
      std::string("a\0b", 3),   "\xFF\xFE", "tab\there", "line\nbreak", "\xE2\x96\x81 <s> </s> <unk>",
      std::string(100000, 'x'), ""};
  const auto trained = trainSentencePiece(odd, 500, s_dir / "odd.model");
  EXPECT_TRUE(trained.ok()) << trained.error().text();
}

TEST_F(SentencePiece, RefusesToTrainWithoutTextOrRoom) {
  EXPECT_EQ(trainSentencePiece({"", " "}, 500, s_dir / "x.model").error().kind, ErrorKind::BadInput);
  EXPECT_EQ(trainSentencePiece({"a"}, 10, s_dir / "x.model").error().kind, ErrorKind::Usage);
  std::vector<std::string> letters;  // 300 different letters do not fit beside 260 fixed pieces
  for (int i = 0; i < 300; ++i) letters.push_back({char(0xE4), char(0xB8 + i / 64), char(0x80 + i % 64)});
  EXPECT_EQ(trainSentencePiece(letters, 300, s_dir / "x.model").error().kind, ErrorKind::BadInput);
  EXPECT_FALSE(std::filesystem::exists(s_dir / "x.model"));
  EXPECT_EQ(writeSentencePieceConfig(s_dir, 5).error().kind, ErrorKind::Usage);
}

TEST_F(SentencePiece, RefusesWhatIsNoModel) {
  for (const std::string& bytes : {std::string(), std::string("hello"), std::string(1000, '\0'),
                                   s_model.substr(1), s_model.substr(0, s_model.size() / 2)}) {
    const auto tokenizer = SentencePieceTokenizer::create(bytes, 77, "folder/spiece.model");
    ASSERT_FALSE(tokenizer.ok());
    EXPECT_EQ(tokenizer.error().kind, ErrorKind::BadInput);
    EXPECT_EQ(tokenizer.error().file, "folder/spiece.model");
  }
  EXPECT_FALSE(SentencePieceTokenizer::create(s_model, 4097).ok());
}

TEST_F(SentencePiece, RefusesAModelWithoutItsOwnSpecialPieces) {
  class OneLine : public sentencepiece::SentenceIterator {
   public:
    bool done() const override { return m_done; }
    void Next() override { m_done = true; }
    const std::string& value() const override { return m_line; }
    sentencepiece::util::Status status() const override { return {}; }

   private:
    std::string m_line = "a red apple and a green tree";
    bool m_done = false;
  } line;
  std::string model;
  const auto status = sentencepiece::SentencePieceTrainer::Train(
      {{"vocab_size", "20"}, {"hard_vocab_limit", "false"}, {"minloglevel", "2"}}, &line, &model);
  ASSERT_TRUE(status.ok()) << status.ToString();
  const auto tokenizer = SentencePieceTokenizer::create(model);  // the library's default has no padding
  ASSERT_FALSE(tokenizer.ok());
  EXPECT_EQ(tokenizer.error().kind, ErrorKind::BadInput);
  EXPECT_EQ(tokenizer.error().key, "pad_id");
}

TEST_F(SentencePiece, MutatedModelsNeverCrash) {
  std::mt19937 random(7);
  int opened = 0;
  for (int round = 0; round < 300; ++round) {
    std::string bytes = s_model;
    const int changes = 1 + static_cast<int>(random() % 8);
    for (int i = 0; i < changes; ++i) bytes[random() % bytes.size()] = static_cast<char>(random());
    if (round % 4 == 0) bytes.resize(random() % bytes.size());
    const auto tokenizer = SentencePieceTokenizer::create(bytes);
    if (!tokenizer.ok()) continue;
    ++opened;
    EXPECT_EQ((*tokenizer)->encode("A red apple \xE2\x84\xAB\xF0\x9F\x98\x80 ½ ﬃ").ids.size(), 77u);
  }
  EXPECT_LT(opened, 300);
}

}  // namespace unmask
