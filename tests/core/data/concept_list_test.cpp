#include "core/data/concept_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace unmask {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(ConceptList, ReadsAllColumns) {
  const auto list = parseConcepts(
      "# comment\n\n1F34E-FE0F\tred apple\tapple , fruit,\n1f352\tcherries\tcherry\t-\r\n", "f");
  ASSERT_TRUE(list.ok()) << list.error().text();
  ASSERT_EQ(list->size(), 2u);
  EXPECT_EQ((*list)[0].codepoints, "1f34e");
  EXPECT_EQ((*list)[0].label, "red apple");
  EXPECT_THAT((*list)[0].synonyms, ElementsAre("apple", "fruit"));
  EXPECT_EQ((*list)[0].article, "a");
  EXPECT_EQ((*list)[1].article, "");
}

TEST(ConceptList, GuessesTheArticle) {
  const auto list = parseConcepts("1\torange\n2\tunicorn\t\ta\n3\tsun\t\tthe\n4\tpear\n", "f");
  ASSERT_TRUE(list.ok());
  EXPECT_EQ((*list)[0].article, "an");
  EXPECT_EQ((*list)[1].article, "a");
  EXPECT_EQ((*list)[2].article, "the");
  EXPECT_EQ((*list)[3].article, "a");
}

TEST(ConceptList, RefusesMalformedLinesByNumber) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", "at least one concept"},
      {"# nothing\n", "at least one concept"},
      {"1f34e\n", "columns"},
      {"1\ta\tb\ta\te\n", "columns"},
      {"apple\tapple\n", "code points"},
      {"../1f34e\tapple\n", "code points"},
      {"-\tapple\n", "code points"},
      {"1f34e\t \n", "label"},
      {"1f34e\t" + std::string(121, 'x') + "\n", "label"},
      {"1f34e\tapple\t" + std::string(121, 'x') + "\n", "120 bytes"},
      {"1f34e\tapple\ta,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q\n", "16 synonyms"},
      {"1f34e\tapple\t\tein\n", "article"},
      {"1f34e\tapple\n1F34E\tapple\n", "every code point once"},
  };
  for (const auto& [text, hint] : cases) {
    const auto list = parseConcepts(text, "concepts.tsv");
    ASSERT_FALSE(list.ok()) << text;
    EXPECT_EQ(list.error().kind, ErrorKind::BadInput);
    EXPECT_EQ(list.error().file, "concepts.tsv");
    EXPECT_THAT(list.error().text(), HasSubstr(hint)) << text;
  }
}

TEST(ConceptList, BoundsTheNumberOfEntries) {
  std::string text;
  for (int i = 0; i <= 10000; ++i) text += std::to_string(i) + "\tthing\n";
  EXPECT_FALSE(parseConcepts(text, "f").ok());
}

TEST(ConceptList, TheShippedListIsValid) {
  const auto list =
      loadConcepts(std::filesystem::path(UNMASK_SOURCE_DIR) / "resources/training/concepts.tsv");
  ASSERT_TRUE(list.ok()) << list.error().text();
  EXPECT_GE(list->size(), 100u);
  std::vector<std::string> labels;
  for (const ConceptEntry& entry : *list) labels.push_back(entry.label);
  for (const char* label :
       {"red apple", "yellow star", "smiling face", "red heart", "cat face", "house", "red car"}) {
    EXPECT_THAT(labels, testing::Contains(label));
  }
  std::ranges::sort(labels);
  EXPECT_EQ(std::ranges::adjacent_find(labels), labels.end()) << "two concepts share a label";
}

TEST(ConceptList, MissingFileIsNotFound) {
  EXPECT_EQ(loadConcepts("/nonexistent/concepts.tsv").error().kind, ErrorKind::NotFound);
}

}  // namespace unmask
