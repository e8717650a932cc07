// Every kind of wrong value in a config: a typed error that names file, key, what was expected and what was
// found.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/model/config.h"

namespace unmask {
namespace {

using testing::HasSubstr;

enum class Part { Transformer, Vq, Text, Scheduler };

std::optional<Error> refusalOf(Part part, const std::string& json) {
  const auto errorOf = [](const auto& result) {
    return result.ok() ? std::nullopt : std::optional<Error>(result.error());
  };
  switch (part) {
    case Part::Transformer:
      return errorOf(parseTransformerConfig(json, "dir/config.json"));
    case Part::Vq:
      return errorOf(parseVqConfig(json, "dir/config.json"));
    case Part::Text:
      return errorOf(parseTextEncoderConfig(json, "dir/config.json"));
    case Part::Scheduler:
      return errorOf(parseSchedulerConfig(json, "dir/config.json"));
  }
  return std::nullopt;
}

struct Refusal {
  Part part;
  const char* json;
  const char* key;
  const char* expected;  // a part of it
  const char* found;     // a part of it
};

void PrintTo(const Refusal& r, std::ostream* out) {
  *out << std::string_view(r.json).substr(0, 60);
}

class ConfigRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(ConfigRefusal, NamesKeyExpectedAndFound) {
  const Refusal& r = GetParam();
  const std::optional<Error> error = refusalOf(r.part, r.json);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->kind, ErrorKind::BadInput);
  EXPECT_EQ(error->file, "dir/config.json");
  EXPECT_EQ(error->key, r.key);
  EXPECT_THAT(error->expected, HasSubstr(r.expected));
  EXPECT_THAT(error->found, HasSubstr(r.found));
  EXPECT_LT(error->text().size(), 500U);
}

INSTANTIATE_TEST_SUITE_P(
    Types, ConfigRefusal,
    testing::Values(
        Refusal{Part::Transformer, R"({"hidden_size": "1024"})", "hidden_size", "an integer", "\"1024\""},
        Refusal{Part::Transformer, R"({"hidden_size": 1024.0})", "hidden_size", "an integer", "1024.0"},
        Refusal{Part::Transformer, R"({"hidden_size": true})", "hidden_size", "an integer", "true"},
        Refusal{Part::Transformer, R"({"hidden_size": [1024]})", "hidden_size", "an integer", "[1024]"},
        Refusal{Part::Transformer, R"({"use_bias": 1})", "use_bias", "true or false", "1"},
        Refusal{Part::Transformer, R"({"use_bias": "false"})", "use_bias", "true or false", "false"},
        Refusal{Part::Transformer, R"({"layer_norm_eps": "1e-6"})", "layer_norm_eps", "a number", "1e-6"},
        Refusal{Part::Transformer, R"({"block_out_channels": []})", "block_out_channels", "a list", "[]"},
        Refusal{Part::Transformer, R"({"block_out_channels": ["768"]})", "block_out_channels", "a list",
                "768"},
        Refusal{Part::Vq, R"({"act_fn": 3})", "act_fn", "a string", "3"},
        Refusal{Part::Vq, R"({"block_out_channels": 128})", "block_out_channels", "a list", "128"},
        Refusal{Part::Vq, R"({"block_out_channels": []})", "block_out_channels", "a list", "[]"},
        Refusal{Part::Vq, R"({"block_out_channels": [128, 2.5]})", "block_out_channels", "4096", "2.5"},
        Refusal{Part::Vq, R"({"down_block_types": "DownEncoderBlock2D"})", "down_block_types",
                "DownEncoderBlock2D", ""},
        Refusal{Part::Text, R"({"hidden_act": null, "hidden_size": {}})", "hidden_size", "an integer", "{}"},
        Refusal{Part::Scheduler, R"({"mask_token_id": "8255"})", "mask_token_id", "an integer", "8255"},
        Refusal{Part::Scheduler, R"({"masking_schedule": 1})", "masking_schedule", "a string", "1"}));

INSTANTIATE_TEST_SUITE_P(
    Bounds, ConfigRefusal,
    testing::Values(
        Refusal{Part::Transformer, R"({"hidden_size": 0})", "hidden_size", "1 … 16384", "0"},
        Refusal{Part::Transformer, R"({"hidden_size": -1024})", "hidden_size", "1 … 16384", "-1024"},
        Refusal{Part::Transformer, R"({"hidden_size": 4294968320})", "hidden_size", "16384", "4294968320"},
        Refusal{Part::Transformer, R"({"hidden_size": 18446744073709551615})", "hidden_size", "16384",
                "18446744073709551615"},
        Refusal{Part::Transformer, R"({"vocab_size": 9000000})", "vocab_size", "1048576", "9000000"},
        Refusal{Part::Transformer, R"({"num_hidden_layers": 100000})", "num_hidden_layers", "256", "100000"},
        Refusal{Part::Transformer, R"({"block_out_channels": [-3]})", "block_out_channels", "1 …", "-3"},
        Refusal{Part::Transformer, R"({"hidden_dropout": 1.5})", "hidden_dropout", "0.99", "1.5"},
        Refusal{Part::Transformer, R"({"layer_norm_eps": -1e-6})", "layer_norm_eps", "0.0", "-1e-06"},
        Refusal{Part::Vq, R"({"block_out_channels": [0]})", "block_out_channels", "1 … 4096", "0"},
        Refusal{Part::Vq, R"({"block_out_channels": [18446744073709551615]})", "block_out_channels",
                "1 … 4096", "18446744073709551615"},
        Refusal{Part::Vq, R"({"block_out_channels": [8,8,8,8,8,8,8,8,8]})", "block_out_channels",
                "a list of 1 … 8", "[8,8"},
        Refusal{Part::Vq, R"({"in_channels": 4})", "in_channels", "3", "4"},
        Refusal{Part::Vq, R"({"out_channels": 1})", "out_channels", "3", "1"},
        Refusal{Part::Vq, R"({"num_vq_embeddings": 0})", "num_vq_embeddings", "1 …", "0"},
        Refusal{Part::Text, R"({"max_position_embeddings": 100000})", "max_position_embeddings", "4096",
                "100000"},
        Refusal{Part::Text, R"({"eos_token_id": -1})", "eos_token_id", "0 …", "-1"},
        Refusal{Part::Scheduler, R"({"mask_token_id": -1})", "mask_token_id", "0 …", "-1"}));

INSTANTIATE_TEST_SUITE_P(
    Contradictions, ConfigRefusal,
    testing::Values(
        Refusal{Part::Transformer, R"({"num_attention_heads": 15})", "num_attention_heads",
                "a divisor of hidden_size 1024", "15"},
        Refusal{Part::Transformer, R"({"block_num_heads": 7})", "block_num_heads",
                "a divisor of block_out_channels 768", "7"},
        Refusal{Part::Transformer, R"({"codebook_size": 8256})", "codebook_size", "less than vocab_size 8256",
                "8256"},
        Refusal{Part::Transformer, R"({"micro_cond_encode_dim": 3, "micro_cond_embed_dim": 15})",
                "micro_cond_encode_dim", "an even number", "3"},
        Refusal{Part::Transformer, R"({"micro_cond_embed_dim": 1024})", "micro_cond_embed_dim", "1280",
                "1024"},
        Refusal{Part::Transformer, R"({"downsample": true})", "upsample", "the same as downsample", "false"},
        Refusal{Part::Vq, R"({"act_fn": "relu"})", "act_fn", "silu", "relu"},
        Refusal{Part::Vq, R"({"norm_type": "spatial"})", "norm_type", "group", "spatial"},
        Refusal{Part::Vq, R"({"block_out_channels": [64, 100]})", "norm_num_groups", "a divisor", "32"},
        Refusal{Part::Vq, R"({"down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D"]})",
                "down_block_types", "1 × DownEncoderBlock2D", ""},
        Refusal{Part::Vq, R"({"up_block_types": ["AttnUpDecoderBlock2D"]})", "up_block_types",
                "UpDecoderBlock2D", ""},
        Refusal{Part::Text, R"({"hidden_act": "relu"})", "hidden_act", "quick_gelu or gelu", "relu"},
        Refusal{Part::Text, R"({"num_attention_heads": 5})", "num_attention_heads",
                "a divisor of hidden_size 512", "5"},
        Refusal{Part::Scheduler, R"({"masking_schedule": "sigmoid"})", "masking_schedule", "cosine or linear",
                "sigmoid"}));

INSTANTIATE_TEST_SUITE_P(
    Extensions, ConfigRefusal,
    testing::Values(
        Refusal{Part::Transformer, R"({"unmask_extensions": []})", "unmask_extensions", "an object", ""},
        Refusal{Part::Transformer, R"({"unmask_extensions": {}})", "unmask_extensions.version", "1",
                "nothing"},
        Refusal{Part::Transformer, R"({"unmask_extensions": {"version": 999}})", "unmask_extensions.version",
                "1", "999"},
        Refusal{Part::Transformer, R"({"unmask_extensions": {"version": "1"}})", "unmask_extensions.version",
                "1", "\"1\""},
        Refusal{Part::Transformer, R"({"unmask_extensions": {"version": 1, "teleport": true}})",
                "unmask_extensions.teleport", "a key this version knows", "unknown"},
        Refusal{Part::Transformer, R"({"unmask_extensions": {"version": 1, "positional_embedding": 1}})",
                "unmask_extensions.positional_embedding", "true or false", "1"},
        Refusal{Part::Vq, R"({"unmask_extensions": {"version": 1, "patch_size": 17}})",
                "unmask_extensions.patch_size", "1 … 16", "17"},
        Refusal{Part::Vq, R"({"unmask_extensions": {"version": 1, "patch_size": 0}})",
                "unmask_extensions.patch_size", "1 … 16", "0"},
        Refusal{Part::Vq, R"({"unmask_extensions": {"version": 1, "pixel_norm": "yes"}})",
                "unmask_extensions.pixel_norm", "true or false", "yes"},
        // An extension of one component is unknown to the other.
        Refusal{Part::Vq, R"({"unmask_extensions": {"version": 1, "positional_embedding": true}})",
                "unmask_extensions.positional_embedding", "a key this version knows", "unknown"}));

TEST(ConfigRefusal, WhatIsNoObjectIsRefused) {
  for (const Part part : {Part::Transformer, Part::Vq, Part::Text, Part::Scheduler})
    for (const char* json : {"", "   ", "{", "[]", "null", "1", "\"x\"", "{}{}", "{'a': 1}", "{\"a\": NaN}",
                             "{\"a\": 1,}", "\xff\xfe{}", "{\"a\": \"\xc3\x28\"}"}) {
      const std::optional<Error> error = refusalOf(part, json);
      ASSERT_TRUE(error.has_value()) << json;
      EXPECT_EQ(error->kind, ErrorKind::BadInput);
      EXPECT_EQ(error->file, "dir/config.json");
      EXPECT_EQ(error->expected, "a JSON object");
    }
}

TEST(ConfigRefusal, NestingIsBounded) {
  std::string deep = R"({"x": )";
  for (int i = 0; i < 100'000; ++i) deep += '[';
  const std::optional<Error> open = refusalOf(Part::Transformer, deep);
  ASSERT_TRUE(open.has_value());
  EXPECT_THAT(open->message, HasSubstr("nested"));
  for (int i = 0; i < 100'000; ++i) deep += ']';
  ASSERT_TRUE(refusalOf(Part::Transformer, deep + "}").has_value());
}

TEST(ConfigRefusal, SizeIsBounded) {
  const std::string large = R"({"x": ")" + std::string(size_t{2} << 20, 'a') + "\"}";
  const std::optional<Error> error = refusalOf(Part::Text, large);
  ASSERT_TRUE(error.has_value());
  EXPECT_THAT(error->message, HasSubstr("too large"));
}

TEST(ConfigRefusal, LongValuesAreCutInTheMessage) {
  const std::string text(10'000, 'a');
  for (const std::string& json :
       {R"({"hidden_size": ")" + text + "\"}", R"({"unmask_extensions": {"version": ")" + text + "\"}}",
        R"({"unmask_extensions": {"version": 1, ")" + text + "\": 1}}"}) {
    const std::optional<Error> error = refusalOf(Part::Transformer, json);
    ASSERT_TRUE(error.has_value());
    EXPECT_LT(error->text().size(), 500U) << json.substr(0, 30);
  }
}

}  // namespace
}  // namespace unmask
