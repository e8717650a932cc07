#include "core/io/strict_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unmask {
namespace {

using testing::HasSubstr;

Error errorOf(const std::string& text, const JsonLimits& limits = {}) {
  const auto parsed = parseStrictJson(text, "file.json", limits);
  EXPECT_FALSE(parsed.ok()) << text;
  if (parsed.ok()) return {};
  EXPECT_EQ(parsed.error().kind, ErrorKind::BadInput);
  EXPECT_EQ(parsed.error().file, "file.json");
  return parsed.error();
}

TEST(StrictJson, BuildsTheSameDocumentAsTheLibrary) {
  for (const std::string text : {R"({"a":[1,-2,3.5,{"b":null}],"c":{"d":[],"e":{}},"f":"x\u00e9","g":true})",
                                 "7", "[]", "\"s\"", "[[],[[1]],2]"}) {
    const auto parsed = parseStrictJson(text, "f");
    ASSERT_TRUE(parsed) << text;
    EXPECT_EQ(*parsed, nlohmann::json::parse(text));
  }
}

TEST(StrictJson, RefusesDuplicateKeysAtEveryLevel) {
  EXPECT_THAT(errorOf(R"({"a":1,"a":1})").message, HasSubstr("same key twice"));
  EXPECT_EQ(errorOf(R"({"x":[{"b":1,"c":2,"b":3}]})").key, "b");
  EXPECT_EQ(errorOf(R"({"\u0061":1,"a":2})").key, "a");
  EXPECT_TRUE(parseStrictJson(R"([{"a":1},{"a":1}])", "f"));
}

TEST(StrictJson, RefusesDeepNesting) {
  const std::string deep = std::string(4, '[') + std::string(4, ']');
  EXPECT_TRUE(parseStrictJson(deep, "f", {.maxDepth = 4}));
  EXPECT_THAT(errorOf(deep, {.maxDepth = 3}).message, HasSubstr("nested too deeply"));
  EXPECT_THAT(errorOf(std::string(10'000'000, '[')).message, HasSubstr("nested too deeply"));
}

TEST(StrictJson, BoundsTheNumberOfValues) {
  EXPECT_TRUE(parseStrictJson("[1,2,3]", "f", {.maxValues = 4}));
  EXPECT_THAT(errorOf("[1,2,3,4]", {.maxValues = 4}).message, HasSubstr("too many"));
}

TEST(StrictJson, RefusesBadSyntaxTextAndNumbers) {
  for (const std::string text :
       {"", "{", "{\"a\":}", "[1,]", "nul", "{} {}", "\"\xFF\"", "\"\xC3\"", "{'a':1}", "NaN", "01"}) {
    EXPECT_THAT(errorOf(text).message, HasSubstr("not valid JSON")) << text;
  }
  EXPECT_THAT(errorOf("[1e999]").message, HasSubstr("out of range"));
}

TEST(StrictJson, DescriptionsAreShortValidText) {
  EXPECT_EQ(describeJson(nlohmann::json("ab")), "the text \"ab\"");
  EXPECT_EQ(describeJson(nlohmann::json(-3)), "the number -3");
  EXPECT_EQ(describeJson(nlohmann::json::array({1, 2})), "an array of 2");
  std::string accents;
  for (int i = 0; i < 100; ++i) accents += "é";
  const std::string described =
      describeJson(nlohmann::json("x" + accents));  // the cut falls within a character
  EXPECT_LT(described.size(), 100U);
  EXPECT_NO_THROW((void)nlohmann::json(described).dump());
}

}  // namespace
}  // namespace unmask
