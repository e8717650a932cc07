#include "core/text/json_fields.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unmask {

using nlohmann::json;
using testing::ElementsAre;

TEST(JsonFields, GiveTypedValues) {
  const json object = {{"s", "text"}, {"i", -3}, {"b", true}, {"l", {"x", "y"}}, {"o", json::object()}};
  EXPECT_EQ(*stringField(object, "s", "f"), "text");
  EXPECT_EQ(*integerField(object, "i", -5, 5, "f"), -3);
  EXPECT_TRUE(*boolField(object, "b", "f"));
  EXPECT_THAT(*stringListField(object, "l", 2, "f"), ElementsAre("x", "y"));
  EXPECT_TRUE(objectField(object, "o", "f").ok());
  EXPECT_EQ((*arrayField(object, "l", "f"))->size(), 2u);
}

TEST(JsonFields, NameFileKeyExpectedAndFound) {
  const auto missing = stringField(json{{"a", 1}}, "b", "file.json");
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().kind, ErrorKind::BadInput);
  EXPECT_EQ(missing.error().file, "file.json");
  EXPECT_EQ(missing.error().key, "b");
  EXPECT_EQ(missing.error().expected, "a string");
  EXPECT_EQ(missing.error().found, "nothing");
}

TEST(JsonFields, RefuseWrongTypesAndRanges) {
  const json object = {{"s", 1}, {"i", 1.5}, {"big", 18446744073709551615u},
                       {"b", 0}, {"l", {1}}, {"long", {"", ""}}};
  EXPECT_FALSE(stringField(object, "s", "f").ok());
  EXPECT_FALSE(integerField(object, "i", 0, 9, "f").ok());
  EXPECT_FALSE(integerField(object, "big", 0, 9, "f").ok());
  EXPECT_FALSE(integerField(object, "s", 2, 9, "f").ok());
  EXPECT_FALSE(boolField(object, "b", "f").ok());
  EXPECT_FALSE(stringListField(object, "l", 9, "f").ok());
  EXPECT_FALSE(stringListField(object, "long", 1, "f").ok());
  EXPECT_FALSE(arrayField(object, "s", "f").ok());
  EXPECT_FALSE(objectField(object, "l", "f").ok());
  EXPECT_FALSE(stringField(json::array(), "s", "f").ok());
}

}  // namespace unmask
