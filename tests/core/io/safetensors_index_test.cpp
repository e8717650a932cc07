#include "core/io/safetensors_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace unmask {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

TEST(SafetensorsIndex, MapsTensorsToFiles) {
  const auto index = parseSafetensorsIndex(
      R"({"metadata":{"total_size":8},"weight_map":{"b":"model-2.safetensors","a":"model-1.safetensors"}})",
      "i.json");
  ASSERT_TRUE(index);
  EXPECT_THAT(*index, ElementsAre(Pair("a", "model-1.safetensors"), Pair("b", "model-2.safetensors")));
}

TEST(SafetensorsIndex, RefusesNamesOutsideTheFolder) {
  for (const std::string name : {"", ".", "..", "../x", "/etc/passwd", "sub/x", "a\\\\b", "x\\u0000y"}) {
    const auto index = parseSafetensorsIndex(R"({"weight_map":{"layer.weight":")" + name + "\"}}", "i.json");
    ASSERT_FALSE(index) << name;
    EXPECT_EQ(index.error().kind, ErrorKind::BadInput) << name;
    EXPECT_EQ(index.error().file, "i.json") << name;
    EXPECT_EQ(index.error().key, "layer.weight") << name;
    EXPECT_EQ(index.error().expected, "a plain file name") << name;
  }
}

TEST(SafetensorsIndex, RefusesOtherDocuments) {
  for (const std::string text :
       {"", "[]", "{}", R"({"weight_map":[]})", R"({"weight_map":"x"})", R"({"weight_map":{"a":1}})",
        R"({"weight_map":{"a":{"weight_map":{"a":"x"}}}})"}) {
    const auto index = parseSafetensorsIndex(text, "i.json");
    ASSERT_FALSE(index) << text;
    EXPECT_EQ(index.error().kind, ErrorKind::BadInput) << text;
  }
}

TEST(SafetensorsIndex, RefusesATensorGivenTwice) {
  const auto index = parseSafetensorsIndex(R"({"weight_map":{"a":"x","a":"y"}})", "i.json");
  ASSERT_FALSE(index);
  EXPECT_THAT(index.error().message, HasSubstr("twice"));
  EXPECT_EQ(index.error().key, "a");
}

}  // namespace
}  // namespace unmask
