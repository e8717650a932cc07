#include "core/io/imported_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "core/io/png_metadata.h"
#include "tests/core/io/random_request.h"

namespace unmask {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Pair;

ImportedSettings read(const char* key, const std::string& text) {
  const auto settings = importedSettings({{key, text}});
  EXPECT_TRUE(settings.has_value()) << text;
  return settings.value_or(ImportedSettings());
}

ImportedSettings a1111(const std::string& text) {
  return read("parameters", text);
}

// --- A1111

TEST(ImportedSettings, A1111) {
  const ImportedSettings s = a1111(
      "masterpiece, a red apple,\n(on a table:1.2)\nNegative prompt: blurry, low quality\nugly\n"
      "Steps: 28, Sampler: DPM++ 2M Karras, CFG scale: 7.5, Seed: 1234567890, Size: 512x768, "
      "Model hash: 6ce0161689, Model: v1-5-pruned, Denoising strength: 0.6, Version: v1.6.0");
  EXPECT_EQ(s.source, ImportSource::A1111);
  EXPECT_EQ(s.prompt, "masterpiece, a red apple,\n(on a table:1.2)");
  EXPECT_EQ(s.negativePrompt, "blurry, low quality\nugly");
  EXPECT_EQ(s.steps, 28);
  EXPECT_EQ(s.guidanceScale, 7.5F);
  EXPECT_EQ(s.seed, 1234567890U);
  EXPECT_EQ(s.width, 512);
  EXPECT_EQ(s.height, 768);
  EXPECT_EQ(s.strength, 0.6F);
  EXPECT_EQ(s.modelName, "v1-5-pruned");
  EXPECT_THAT(s.rest, Contains(Pair("Sampler", "DPM++ 2M Karras")));
  EXPECT_THAT(s.rest, Contains(Pair("Model hash", "6ce0161689")));
}

TEST(ImportedSettings, A1111QuotedValuesKeepTheirCommas) {
  const ImportedSettings s = a1111(
      "x\nSteps: 20, Lora hashes: \"a: 1, b: 2\", Model: \"with, comma \\\"and\\\" quotes\", Seed: 3, Size: "
      "8x8");
  EXPECT_EQ(s.modelName, "with, comma \"and\" quotes");
  EXPECT_THAT(s.rest, Contains(Pair("Lora hashes", "a: 1, b: 2")));
  EXPECT_EQ(s.seed, 3U);
}

TEST(ImportedSettings, A1111WithoutSettingsIsAllPrompt) {
  const ImportedSettings s = a1111("a cat\nwith: colons, but few");
  EXPECT_EQ(s.prompt, "a cat\nwith: colons, but few");
  EXPECT_FALSE(s.steps.has_value());
}

TEST(ImportedSettings, A1111LinesAfterTheSettingsAreKept) {
  const ImportedSettings s =
      a1111("a red cat\r\nSteps: 5, CFG scale: 3, Seed: 9\r\nTemplate: a {red|blue} cat");
  EXPECT_EQ(s.prompt, "a red cat");
  EXPECT_EQ(s.steps, 5);
  EXPECT_THAT(s.rest, Contains(Pair("more", "Template: a {red|blue} cat")));
}

TEST(ImportedSettings, A1111NumbersOutOfRangeAreNone) {
  const ImportedSettings s =
      a1111("x\nSteps: 100000, CFG scale: nan, Seed: -1, Size: 0x99999999999, Denoising strength: 7");
  EXPECT_FALSE(s.steps || s.guidanceScale || s.seed || s.width || s.height || s.strength);
}

TEST(ImportedSettings, A1111ReadsWhatWeWrite) {
  GenerationRequest request;
  request.prompt = "a cat, sitting";
  request.negativePrompt = "dog";
  request.seed = 18446744073709551615U;
  request.steps = 12;
  request.guidanceScale = 9.25F;
  request.model.name = "a, \"model\"";
  const ImportedSettings s = a1111(requestToParameters(request, 256, 512));
  EXPECT_EQ(s.prompt, request.prompt);
  EXPECT_EQ(s.negativePrompt, request.negativePrompt);
  EXPECT_EQ(s.seed, request.seed);
  EXPECT_EQ(s.steps, request.steps);
  EXPECT_EQ(s.guidanceScale, request.guidanceScale);
  EXPECT_EQ(s.modelName, request.model.name);
  EXPECT_EQ(s.height, 512);
}

// --- flat JSON

TEST(ImportedSettings, InvokeAi) {
  const ImportedSettings s =
      read("invokeai_metadata", R"({"app_version": "5.6.0", "generation_mode": "sdxl_txt2img",
    "positive_prompt": "a house", "negative_prompt": "rain", "width": 1024, "height": 768, "seed": 42,
    "cfg_scale": 7, "steps": 30, "scheduler": "euler", "loras": [], "vae": null,
    "model": {"key": "k", "hash": "blake3:1", "name": "Juggernaut", "base": "sdxl", "type": "main"},
    "controlnets": [{"weight": 1}]})");
  EXPECT_EQ(s.source, ImportSource::InvokeAi);
  EXPECT_EQ(s.prompt, "a house");
  EXPECT_EQ(s.negativePrompt, "rain");
  EXPECT_EQ(s.seed, 42U);
  EXPECT_EQ(s.steps, 30);
  EXPECT_EQ(s.guidanceScale, 7.0F);
  EXPECT_EQ(s.width, 1024);
  EXPECT_EQ(s.modelName, "Juggernaut");
  EXPECT_THAT(s.rest, Contains(Pair("scheduler", "euler")));
  EXPECT_THAT(s.rest, Contains(Pair("controlnets", R"([{"weight":1}])")));
}

TEST(ImportedSettings, InvokeAiVersion3NamesItsModelOtherwise) {
  EXPECT_EQ(read("invokeai_metadata", R"({"seed": 1, "model": {"model_name": "amixx"}})").modelName, "amixx");
}

TEST(ImportedSettings, SwarmUi) {
  const ImportedSettings s = read("parameters", R"({"sui_image_params": {"prompt": "a star", "model": "flux",
    "seed": 7, "steps": 25, "cfgscale": 1.0, "width": 64, "height": 32, "negativeprompt": "", "sampler": "euler"}})");
  EXPECT_EQ(s.source, ImportSource::SwarmUi);
  EXPECT_EQ(s.prompt, "a star");
  EXPECT_EQ(s.seed, 7U);
  EXPECT_EQ(s.height, 32);
  EXPECT_THAT(s.rest, Contains(Pair("sampler", "euler")));
}

// --- ComfyUI

constexpr char kGraph[] = R"({
  "3": {"class_type": "KSampler", "inputs": {"seed": 15680208, "steps": 20, "cfg": 8.5, "sampler_name": "euler",
        "scheduler": "normal", "denoise": 1.0, "model": ["10", 0], "positive": ["6", 0], "negative": ["7", 0],
        "latent_image": ["5", 0]}, "is_changed": [NaN]},
  "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "dream.safetensors"}},
  "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 640, "batch_size": 1}},
  "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a NaN \"penguin\"", "clip": ["10", 1]}},
  "7": {"class_type": "CLIPTextEncode", "inputs": {"text": ["11", 0], "clip": ["10", 1]}},
  "8": {"class_type": "VAEDecode", "inputs": {"samples": ["3", 0], "vae": ["4", 2]}},
  "9": {"class_type": "SaveImage", "inputs": {"images": ["8", 0], "filename_prefix": "ComfyUI"}},
  "10": {"class_type": "LoraLoader", "inputs": {"lora_name": "x", "model": ["4", 0], "clip": ["4", 1]}},
  "11": {"class_type": "PrimitiveString", "inputs": {"value": "rain"}}})";

TEST(ImportedSettings, ComfyUi) {
  const ImportedSettings s = read("prompt", kGraph);
  EXPECT_EQ(s.source, ImportSource::ComfyUi);
  EXPECT_EQ(s.prompt, "a NaN \"penguin\"");
  EXPECT_EQ(s.negativePrompt, "rain") << "through a link";
  EXPECT_EQ(s.seed, 15680208U);
  EXPECT_EQ(s.steps, 20);
  EXPECT_EQ(s.guidanceScale, 8.5F);
  EXPECT_EQ(s.width, 512);
  EXPECT_EQ(s.height, 640);
  EXPECT_EQ(s.modelName, "dream.safetensors") << "behind the LoRA";
  EXPECT_THAT(s.rest, Contains(Pair("scheduler", "normal")));
}

TEST(ImportedSettings, ComfyUiTakesTheSamplerOfTheSavedPicture) {
  // Two stages: the picture saved comes out of "20", whose latent is the first one's.
  const std::string graph = R"({
    "1": {"class_type": "KSampler", "inputs": {"seed": 1, "steps": 11, "positive": ["3", 0], "latent_image": ["5", 0]}},
    "20": {"class_type": "KSamplerAdvanced", "inputs": {"noise_seed": 2, "steps": 22, "positive": ["4", 0],
           "latent_image": ["1", 0]}},
    "3": {"class_type": "CLIPTextEncode", "inputs": {"text": "first"}},
    "4": {"class_type": "CLIPTextEncode", "inputs": {"text": "second"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 64, "height": 96}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["20", 0]}}})";
  const ImportedSettings s = read("prompt", graph);
  EXPECT_EQ(s.seed, 2U);
  EXPECT_EQ(s.steps, 22);
  EXPECT_EQ(s.prompt, "second");
  EXPECT_EQ(s.height, 96);
}

TEST(ImportedSettings, ComfyUiCustomSampler) {
  const ImportedSettings s = read("prompt", R"({
    "1": {"class_type": "SamplerCustomAdvanced", "inputs": {"noise": ["2", 0], "guider": ["3", 0],
          "sampler": ["4", 0], "sigmas": ["5", 0], "latent_image": ["6", 0]}},
    "2": {"class_type": "RandomNoise", "inputs": {"noise_seed": 99}},
    "3": {"class_type": "BasicGuider", "inputs": {"model": ["7", 0], "conditioning": ["8", 0]}},
    "4": {"class_type": "KSamplerSelect", "inputs": {"sampler_name": "heun"}},
    "5": {"class_type": "BasicScheduler", "inputs": {"scheduler": "beta", "steps": 4, "denoise": 1}},
    "6": {"class_type": "EmptySD3LatentImage", "inputs": {"width": 1024, "height": 512}},
    "7": {"class_type": "UNETLoader", "inputs": {"unet_name": "flux1-dev"}},
    "8": {"class_type": "FluxGuidance", "inputs": {"guidance": 3.5, "conditioning": ["9", 0]}},
    "9": {"class_type": "CLIPTextEncode", "inputs": {"text": "a star"}}})");
  EXPECT_EQ(s.prompt, "a star");
  EXPECT_EQ(s.negativePrompt, "");
  EXPECT_EQ(s.seed, 99U);
  EXPECT_EQ(s.steps, 4);
  EXPECT_EQ(s.width, 1024);
  EXPECT_EQ(s.modelName, "flux1-dev");
  EXPECT_THAT(s.rest, Contains(Pair("sampler_name", "heun")));
}

TEST(ImportedSettings, ComfyUiWorkflowAsDrawn) {
  const ImportedSettings s = read("workflow", R"({"nodes": [
    {"id": 3, "type": "KSampler", "inputs": [{"name": "positive", "link": 1}, {"name": "negative", "link": 2},
      {"name": "latent_image", "link": 3}, {"name": "model", "link": 4}],
     "widgets_values": [5, "randomize", 30, 6.5, "euler", "normal", 1]},
    {"id": 6, "type": "CLIPTextEncode", "widgets_values": ["a car"]},
    {"id": 7, "type": "CLIPTextEncode", "widgets_values": ["fog"]},
    {"id": 5, "type": "EmptyLatentImage", "widgets_values": [256, 128, 1]},
    {"id": 4, "type": "CheckpointLoaderSimple", "widgets_values": ["m.ckpt"]}],
    "links": [[1, 6, 0, 3, 1, "CONDITIONING"], [2, 7, 0, 3, 2, "CONDITIONING"], [3, 5, 0, 3, 3, "LATENT"],
              [4, 4, 0, 3, 0, "MODEL"]]})");
  EXPECT_EQ(s.prompt, "a car");
  EXPECT_EQ(s.negativePrompt, "fog");
  EXPECT_EQ(s.seed, 5U);
  EXPECT_EQ(s.steps, 30);
  EXPECT_EQ(s.guidanceScale, 6.5F);
  EXPECT_EQ(s.height, 128);
  EXPECT_EQ(s.modelName, "m.ckpt");
}

// Each output once searched the whole graph anew, and a node's links were not counted.
TEST(ImportedSettings, ComfyUiGraphsWithoutASamplerTakeNoQuadraticTime) {
  nlohmann::json graph;
  nlohmann::json& hub = graph["hub"] = {{"class_type", "Hub"}};
  for (int i = 0; i < 20'000; ++i) hub["inputs"]["i" + std::to_string(i)] = {"none", 0};
  for (int i = 0; i < 8'000; ++i)
    graph["o" + std::to_string(i)] = {{"class_type", "SaveImage"}, {"inputs", {{"images", {"hub", 0}}}}};
  const auto settings = importedSettings({{"prompt", graph.dump()}});
  EXPECT_FALSE(settings && settings->steps);
}

TEST(ImportedSettings, ComfyUiRingsEnd) {
  const ImportedSettings s = read("prompt", R"({
    "1": {"class_type": "KSampler", "inputs": {"seed": ["2", 0], "positive": ["2", 0], "latent_image": ["1", 0],
          "steps": 3}},
    "2": {"class_type": "X", "inputs": {"conditioning": ["3", 0], "value": ["2", 0], "text": ["3", 0]}},
    "3": {"class_type": "X", "inputs": {"conditioning": ["2", 0]}}})");
  EXPECT_EQ(s.steps, 3);
  EXPECT_EQ(s.prompt, "");
}

// --- which, and hostile ones

TEST(ImportedSettings, OursComesFirstAndWhole) {
  std::mt19937 random(3);
  const GenerationRequest request = test::randomRequest(random);
  PngTexts texts = pngTextsFor(request, 16, 16);
  texts["prompt"] = kGraph;
  const auto s = importedSettings(texts);
  ASSERT_TRUE(s.has_value());
  EXPECT_EQ(s->source, ImportSource::Unmask);
  EXPECT_EQ(s->request, request);
  texts[kRequestKey] = "{";
  EXPECT_EQ(importedSettings(texts)->source, ImportSource::A1111) << "broken: the next best";
}

TEST(ImportedSettings, TextBesideAGraphIsBelievedFirst) {
  const auto s =
      importedSettings({{"prompt", kGraph}, {"parameters", "a cat\nSteps: 1, Seed: 2, CFG scale: 3"}});
  EXPECT_EQ(s->source, ImportSource::A1111);
}

TEST(ImportedSettings, NothingSaidIsNone) {
  EXPECT_FALSE(importedSettings({}).has_value());
  EXPECT_FALSE(importedSettings({{"Comment", "hello"}}).has_value());
  EXPECT_FALSE(importedSettings({{"parameters", ""}, {"prompt", "{}"}}).has_value());
}

TEST(ImportedSettings, HostileTextsAreBounded) {
  const std::string deep = std::string(100'000, '[');
  for (const char* key : {"prompt", "workflow", "invokeai_metadata"}) {
    for (const std::string& text :
         {deep, std::string("{\"a\":") + deep, std::string("null"), std::string("[1]"),
          std::string("{\"nodes\": 3}"), std::string("{\"1\": 2, \"nodes\": [1, {}]}"),
          std::string("\xFF\xFE"), std::string("{\"positive_prompt\": {\"a\": 1}}")}) {
      EXPECT_FALSE(importedSettings({{key, text}}).has_value()) << key << ' ' << text.substr(0, 40);
    }
  }
  const ImportedSettings s = a1111(std::string(3 << 20, 'x') + "\nSteps: 1, Seed: 2, CFG scale: 3");
  EXPECT_EQ(s.prompt.size(), size_t{1} << 20);
  std::string many = "x\nSteps: 1, Seed: 2";
  for (int i = 0; i < 400; ++i) many += ", k" + std::to_string(i) + ": " + std::string(5000, 'v');
  const ImportedSettings rest = a1111(many);
  EXPECT_EQ(rest.rest.size(), 256U);
  EXPECT_EQ(rest.rest[0].second.size(), 4096U);
  EXPECT_FALSE(importedSettings({{"parameters", std::string(17 << 20, 'x')}}).has_value());
}

}  // namespace
}  // namespace unmask
