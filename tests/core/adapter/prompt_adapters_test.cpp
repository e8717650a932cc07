#include "core/adapter/prompt_adapters.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

std::string promptOf(const std::string& text) {
  const auto taken = takeAdapters(text);
  EXPECT_TRUE(taken.ok());
  return taken.ok() ? taken->prompt : "";
}

TEST(PromptAdapters, LeavesAPromptWithoutTagsAlone) {
  for (const char* text : {"", "a house", "  a  house ", "<lora", "a <b> c", "x < y"}) {
    EXPECT_EQ(promptOf(text), text);
    EXPECT_TRUE(takeAdapters(text)->adapters.empty());
  }
}

TEST(PromptAdapters, TakesNamesAndStrengthsInOrder) {
  const auto taken = takeAdapters("a house <lora:ink:0.8> by night <lora:mine/noir> <lora:x:-1>");
  ASSERT_TRUE(taken.ok());
  EXPECT_EQ(taken->prompt, "a house by night");
  EXPECT_EQ(taken->adapters, (std::vector<NamedAdapter>{{"ink", 0.8F}, {"mine/noir", 1}, {"x", -1}}));
}

TEST(PromptAdapters, LeavesNoGapBehind) {
  EXPECT_EQ(promptOf("<lora:a> a house"), "a house");
  EXPECT_EQ(promptOf("a house <lora:a>"), "a house");
  EXPECT_EQ(promptOf("a house <lora:a>, red"), "a house, red");
  EXPECT_EQ(promptOf("a <lora:a><lora:b> house"), "a house");
  EXPECT_EQ(promptOf("<lora:a>"), "");
  EXPECT_EQ(promptOf("<lora:a:0.8>, a house"), "a house");
  EXPECT_EQ(promptOf("a house, <lora:a>"), "a house");
  EXPECT_EQ(promptOf("a house, <lora:a>, red"), "a house, red");
  EXPECT_EQ(promptOf("<lora:a>, <lora:b>, a house, red"), "a house, red");
}

TEST(PromptAdapters, RefusesWhatItDoesNotUnderstand) {
  for (const char* text :
       {"<lora:>", "a <lora:ink", "<lora:ink:>", "<lora:ink:much>", "<lora:ink:1e9>", "<lora::1>"}) {
    const auto taken = takeAdapters(text);
    ASSERT_FALSE(taken.ok()) << text;
    EXPECT_EQ(taken.error().kind, ErrorKind::Usage);
    EXPECT_EQ(taken.error().key, "prompt");
  }
  std::string many;
  for (int i = 0; i < 65; ++i) many += "<lora:a>";
  EXPECT_FALSE(takeAdapters(many).ok());
}

TEST(PromptAdapters, SplitsAFlag) {
  EXPECT_EQ(parseNamedAdapter("ink.safetensors"), (NamedAdapter{"ink.safetensors", 1}));
  EXPECT_EQ(parseNamedAdapter("ink.safetensors:0.5"), (NamedAdapter{"ink.safetensors", 0.5F}));
  EXPECT_EQ(parseNamedAdapter("a:b"), (NamedAdapter{"a:b", 1}));
  EXPECT_EQ(parseNamedAdapter("a:b:2"), (NamedAdapter{"a:b", 2}));
  EXPECT_EQ(parseNamedAdapter(":2"), (NamedAdapter{":2", 1}));
}

}  // namespace
}  // namespace unmask
