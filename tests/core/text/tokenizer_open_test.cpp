#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/text/tokenizer.h"
#include "core/text/tokenizer_settings.h"
#include "tests/core/text/tiny_vocabulary.h"

namespace unmask {

using testing::HasSubstr;

class TokenizerFolder : public testing::Test {
 protected:
  void SetUp() override {
    const auto* info = testing::UnitTest::GetInstance()->current_test_info();
    m_dir = std::filesystem::path(testing::TempDir()) / (std::string("unmask-tokenizer-") + info->name());
    std::filesystem::remove_all(m_dir);
    std::filesystem::create_directories(m_dir);
    const auto files = test::makeTinyVocabulary({{"a", "b"}});
    write("vocab.json", files.vocabJson);
    write("merges.txt", files.mergesText);
  }
  void TearDown() override { std::filesystem::remove_all(m_dir); }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(m_dir / name, std::ios::binary) << text;
  }
  Error errorOfOpen() const {
    const auto tokenizer = Tokenizer::open(m_dir);
    EXPECT_FALSE(tokenizer.ok());
    return tokenizer.ok() ? Error{} : tokenizer.error();
  }

  std::filesystem::path m_dir;
};

TEST_F(TokenizerFolder, OpensClipFilesWithDefaults) {
  const auto tokenizer = Tokenizer::open(m_dir);
  ASSERT_TRUE(tokenizer.ok()) << tokenizer.error().text();
  EXPECT_EQ((*tokenizer)->maxTokens(), 77);
  EXPECT_EQ((*tokenizer)->vocabularySize(), 515);
  EXPECT_EQ((*tokenizer)->padId(), (*tokenizer)->endId());
}

TEST_F(TokenizerFolder, SettingsGiveLengthAndPadding) {
  write("tokenizer_config.json", R"({"model_max_length": 16, "pad_token": "!", "other": [1, {"x": null}]})");
  const auto tokenizer = Tokenizer::open(m_dir);
  ASSERT_TRUE(tokenizer.ok()) << tokenizer.error().text();
  EXPECT_EQ((*tokenizer)->maxTokens(), 16);
  EXPECT_EQ((*tokenizer)->padId(), 0);
}

TEST_F(TokenizerFolder, PadTokenMayBeAnObject) {
  write("tokenizer_config.json", R"({"pad_token": {"content": "!", "lstrip": false}})");
  EXPECT_EQ((*Tokenizer::open(m_dir))->padId(), 0);
}

TEST_F(TokenizerFolder, SpecialTokensMapWins) {
  write("tokenizer_config.json", R"({"pad_token": "a"})");
  write("special_tokens_map.json", R"({"pad_token": {"content": "!"}, "bos_token": "a"})");
  const auto tokenizer = Tokenizer::open(m_dir);
  ASSERT_TRUE(tokenizer.ok());
  EXPECT_EQ((*tokenizer)->padId(), 0);
  EXPECT_EQ((*tokenizer)->startId(), 64);
}

TEST_F(TokenizerFolder, HugeLengthMeansNotSet) {
  write("tokenizer_config.json", R"({"model_max_length": 1000000000000000019884624838656})");
  EXPECT_EQ((*Tokenizer::open(m_dir))->maxTokens(), 77);
}

TEST_F(TokenizerFolder, LengthOutsideItsBoundsIsRefused) {
  for (const char* length : {"7", "4097", "-1", "\"77\"", "77.5", "0"}) {
    write("tokenizer_config.json", std::string(R"({"model_max_length": )") + length + "}");
    const Error error = errorOfOpen();
    EXPECT_EQ(error.kind, ErrorKind::BadInput) << length;
    EXPECT_EQ(error.key, "model_max_length");
    EXPECT_THAT(error.file, HasSubstr("tokenizer_config.json"));
  }
}

TEST_F(TokenizerFolder, PadTokenOutsideTheVocabularyIsRefused) {
  write("special_tokens_map.json", R"({"pad_token": "<nowhere>"})");
  EXPECT_EQ(errorOfOpen().key, "<nowhere>");
}

TEST_F(TokenizerFolder, MalformedSettingsAreRefused) {
  for (const char* text : {"{", "[]", "7", R"({"pad_token": 5})", R"({"pad_token": {"text": "!"}})",
                           R"({"pad_token": {"content": 3}})", R"({"pad_token": ""})"}) {
    write("tokenizer_config.json", text);
    EXPECT_EQ(errorOfOpen().kind, ErrorKind::BadInput) << text;
  }
}

TEST_F(TokenizerFolder, SaysWhichFileIsMissing) {
  std::filesystem::remove(m_dir / "merges.txt");
  EXPECT_EQ(errorOfOpen().kind, ErrorKind::NotFound);
  EXPECT_THAT(errorOfOpen().file, HasSubstr("merges.txt"));
  write("merges.txt", "#\n");
  std::filesystem::remove(m_dir / "vocab.json");
  EXPECT_EQ(errorOfOpen().kind, ErrorKind::NotFound);
  EXPECT_THAT(errorOfOpen().file, HasSubstr("vocab.json"));
}

TEST_F(TokenizerFolder, MissingFolderIsNotFound) {
  const auto tokenizer = Tokenizer::open(m_dir / "nowhere");
  ASSERT_FALSE(tokenizer.ok());
  EXPECT_EQ(tokenizer.error().kind, ErrorKind::NotFound);
}

TEST_F(TokenizerFolder, SpieceModelGoesFirst) {
  write("spiece.model", "not a model");
  const Error error = errorOfOpen();
  EXPECT_EQ(error.kind, ErrorKind::BadInput);
  EXPECT_THAT(error.file, HasSubstr("spiece.model"));
}

}  // namespace unmask
