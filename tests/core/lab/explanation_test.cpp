#include "core/lab/explanation.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/io/safetensors.h"
#include "tests/support/tiny_engine.h"

namespace unmask::test {
namespace {

class ExplanationTest : public TinyEngineTest {
 protected:
  void SetUp() override {
    TinyEngineTest::SetUp();
    m_request.prompt = "red </script> words";
    m_request.guidanceScale = 3;
    m_request.steps = 3;
  }
  Explanation explained(const ExplainOptions& options = {}) {
    auto result =
        explain(*m_engine, m_request, options, {}, [this](double share) { m_shares.push_back(share); });
    EXPECT_TRUE(result.ok()) << result.error().text();
    return std::move(result).value();
  }

  GenerationRequest m_request;
  std::vector<double> m_shares;
};

TEST_F(ExplanationTest, MeasuresEveryStepAndWord) {
  const Explanation e = explained();
  ASSERT_EQ(e.steps.size(), 3U);
  ASSERT_EQ(e.words.size(), 3U);
  for (const StepExplanation& step : e.steps) {
    EXPECT_FALSE(step.intended.empty());
    EXPECT_EQ(step.attention.size(), 3U * 16);
    EXPECT_EQ(step.ablation.size(), 3U * 16);
  }
  for (const WordExplanation& word : e.words) {
    EXPECT_GT(word.attention, 0) << word.word.text;
    EXPECT_EQ(word.cellsChanged, differenceOf(e.trace, word.without.trace).cellsChanged);
    EXPECT_EQ(word.without.prompt.find(word.word.text), std::string::npos);
  }
  EXPECT_EQ(e.codeIds.size(), e.codePatches.size());
  EXPECT_EQ(m_shares.back(), 1);
  EXPECT_TRUE(std::ranges::is_sorted(m_shares));
}

TEST_F(ExplanationTest, StopsWhenAskedTo) {
  std::stop_source stop;
  const auto result =
      explain(*m_engine, m_request, {}, stop.get_token(), [&](double) { stop.request_stop(); });
  ASSERT_FALSE(result.ok());
  EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
}

TEST_F(ExplanationTest, WritesJsonAndTensorsThatAgree) {
  const Explanation e = explained();
  const auto json = nlohmann::json::parse(explanationJson(e));
  EXPECT_EQ(json["request"]["prompt"], m_request.prompt);
  EXPECT_EQ(json["words"].size(), 3U);
  EXPECT_EQ(json["steps"].size(), 3U);
  EXPECT_EQ(json["words"][0]["without"]["cells_changed"], e.words[0].cellsChanged);

  const auto path = m_dir.path() / "maps.safetensors";
  const auto written = writeExplanationTensors(path, e);
  ASSERT_TRUE(written.ok()) << written.error().text();
  const auto file = SafetensorsFile::open(path);
  ASSERT_TRUE(file.ok()) << file.error().text();
  using Shape = std::vector<int64_t>;
  EXPECT_EQ(file->find("tokens")->shape, (Shape{4, 4, 4}));
  EXPECT_EQ(file->find("attention")->shape, (Shape{3, 3, 4, 4}));
  EXPECT_EQ(file->find("ablation")->shape, (Shape{3, 3, 4, 4}));
  EXPECT_EQ(file->find("what_if_changed")->shape, (Shape{3, 4, 4}));
  EXPECT_EQ(file->find("alternative_ids")->shape, (Shape{3, 4, 4, 16}));
  for (const MapKind kind : allMaps()) EXPECT_NE(file->find(nameOf(kind)), nullptr) << nameOf(kind);
}

TEST_F(ExplanationTest, ThePageNeedsNothingElseAndNoPromptBreaksOut) {
  const auto page = explanationHtml(explained());
  ASSERT_TRUE(page.ok()) << page.error().text();
  EXPECT_EQ(page->find("http"), std::string::npos);
  EXPECT_EQ(page->find("red </script>"), std::string::npos);
  size_t scripts = 0;
  for (size_t at = 0; (at = page->find("</script>", at)) != std::string::npos; ++at) ++scripts;
  EXPECT_EQ(scripts, 2U);
  const size_t begin = page->find("id=\"data\">") + 10;
  const auto data = nlohmann::json::parse(page->substr(begin, page->find("</script>", begin) - begin));
  EXPECT_EQ(data["prompt"], m_request.prompt);
  EXPECT_EQ(data["steps"].size(), 3U);
}

TEST_F(ExplanationTest, LeavesOutWhatIsNotAskedFor) {
  const Explanation e = explained({false, true, false});
  EXPECT_TRUE(e.steps[0].attention.empty());
  EXPECT_FALSE(e.steps[0].ablation.empty());
  EXPECT_FALSE(e.attentionAgreesWithWhatIf);
  EXPECT_TRUE(explanationHtml(e).ok());
  EXPECT_TRUE(writeExplanationTensors(m_dir.path() / "few.safetensors", e).ok());
  m_request.batchCount = 2;
  EXPECT_EQ(explain(*m_engine, m_request, {}, {}).error().kind, ErrorKind::Usage);
}

}  // namespace
}  // namespace unmask::test
