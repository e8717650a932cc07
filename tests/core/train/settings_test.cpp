#include "core/train/settings.h"

#include <gtest/gtest.h>

#include "core/train/adapter_settings.h"

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

  settings.seed = ~uint64_t{0};
  EXPECT_EQ(parseTokenTrainingSettings(toJson(settings), "here").value().seed, ~uint64_t{0});

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
    EXPECT_FALSE(preset->trainTextEncoder);
    EXPECT_TRUE(preset->fineTune);
    EXPECT_TRUE(preset->activationCheckpointing);
    EXPECT_EQ(preset->microBatch, 1) << "the most thrifty of the measured ones";
    EXPECT_EQ(preset->pixels, std::string(name) == "reference-256" ? 256 : 512);
    EXPECT_TRUE(preset->bfloat16);
  }
  EXPECT_EQ(tokenTrainingPreset("good").error().kind, ErrorKind::Usage);
}

TEST(TrainingSettings, AnAdapterCountsForSomething) {
  const auto none = parseAdapterTrainingSettings(R"({"alpha": 0})", "settings.json");
  ASSERT_FALSE(none.ok()) << "it would learn nothing";
  EXPECT_EQ(none.error().key, "alpha");
  EXPECT_TRUE(parseAdapterTrainingSettings(R"({"alpha": 0.5})", "settings.json").ok());
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

TEST(TrainingSettings, OutOfRangeAreRefusedByName) {
  const auto key = [](const auto& parsed) { return parsed.ok() ? std::string() : parsed.error().key; };
  const std::pair<const char*, const char*> ofTokens[] = {{"steps", "0"},
                                                          {"batch_size", "0"},
                                                          {"beta2", "1"},
                                                          {"label_smoothing", "2"},
                                                          {"text_dropout", "1.5"},
                                                          {"min_mask_ratio", "1.1"},
                                                          {"contiguous_masks", "2"},
                                                          {"wrong_tokens", "1.1"},
                                                          {"scenes_on_colour", "2"},
                                                          {"scenes_painted", "1.5"},
                                                          {"vocabulary_size", "0"},
                                                          {"max_prompt_tokens", "0"},
                                                          {"max_prompt_tokens", "1000000"}};
  for (const auto& [name, value] : ofTokens) {
    const std::string json = std::string("{\"") + name + "\": " + value + "}";
    EXPECT_EQ(key(parseTokenTrainingSettings(json, "s.json")), name) << json;
  }
  const std::pair<const char*, const char*> ofVq[] = {
      {"steps", "0"},       {"batch_size", "0"},      {"crop_pixels", "0"},    {"crop_pixels", "512"},
      {"reset_every", "0"}, {"codebook_decay", "2"},  {"fit_cells", "0"},      {"fit_cells", "1000000000000"},
      {"fit_scenes", "0"},  {"colour_share", "1.01"}, {"half_size_share", "2"}};
  for (const auto& [name, value] : ofVq) {
    const std::string json = std::string("{\"") + name + "\": " + value + "}";
    EXPECT_EQ(key(parseVqTrainingSettings(json, "s.json")), name) << json;
  }
  EXPECT_EQ(parseTokenTrainingSettings(R"({"min_mask_ratio": 1.1})", "s.json").error().expected, "0 to 1");
  EXPECT_TRUE(parseVqTrainingSettings("{}", "s.json").ok());
  EXPECT_TRUE(parseTokenTrainingSettings("{}", "s.json").ok());
}

}  // namespace
}  // namespace unmask
