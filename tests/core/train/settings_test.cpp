#include "core/train/settings.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

TEST(TrainingSettings, RoundTripThroughJson) {
  TokenTrainingSettings settings;
  settings.steps = 77;
  settings.textDropout = 0.25;
  settings.mirror = false;
  const auto back = parseTokenTrainingSettings(toJson(settings), "here");
  ASSERT_TRUE(back.ok()) << back.error().text();
  EXPECT_EQ(toJson(*back), toJson(settings));
  EXPECT_EQ(back->steps, 77);

  VqTrainingSettings vq;
  vq.anchorWeight = 3;
  EXPECT_EQ(parseVqTrainingSettings(toJson(vq), "here").value().anchorWeight, 3);
}

TEST(TrainingSettings, MisspeltAndWrongValuesAreNamed) {
  const auto key = [](const char* json) {
    const auto parsed = parseTokenTrainingSettings(json, "settings.json");
    EXPECT_FALSE(parsed.ok());
    return parsed.ok() ? std::string() : parsed.error().key;
  };
  EXPECT_EQ(key(R"({"stepps": 3})"), "stepps");
  EXPECT_EQ(key(R"({"steps": "many"})"), "steps");
  EXPECT_EQ(key(R"({"steps": -1})"), "steps");
  EXPECT_EQ(key(R"({"learning_rate": -1})"), "learning_rate");
  EXPECT_EQ(key(R"({"mirror": 1})"), "mirror");
  EXPECT_FALSE(parseTokenTrainingSettings("[1]", "settings.json").ok());
  EXPECT_FALSE(parseTokenTrainingSettings("{", "settings.json").ok());
}

}  // namespace
}  // namespace unmask
