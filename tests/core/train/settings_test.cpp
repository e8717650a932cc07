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

TEST(TrainingSettings, ReferencePresetsAreTheReferences) {
  for (const auto& [name, rate] : {std::pair{"reference-256", 1e-4}, std::pair{"reference-512", 8e-5}}) {
    const auto preset = tokenTrainingPreset(name);
    ASSERT_TRUE(preset.ok()) << name;
    // Reference 9.3, the full fine-tunings; what they leave open is the script's default (9.1).
    EXPECT_EQ(preset->learningRate, rate);
    EXPECT_EQ(preset->steps, 10000);
    EXPECT_EQ(preset->batchSize, 8);
    EXPECT_EQ(preset->warmup + preset->cooldown, 0);
    EXPECT_EQ(preset->beta2, 0.999);
    EXPECT_EQ(preset->weightDecay, 0.01);
    EXPECT_EQ(preset->muonLearningRate, 0) << "all is AdamW's";
    for (const double off : {preset->clipNorm, preset->emaDecay, preset->labelSmoothing, preset->textDropout,
                             preset->minMaskRatio, preset->contiguousMasks})
      EXPECT_EQ(off, 0);
    EXPECT_FALSE(preset->mirror);
    EXPECT_TRUE(preset->bfloat16);
  }
  EXPECT_EQ(tokenTrainingPreset("good").error().kind, ErrorKind::Usage);
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
