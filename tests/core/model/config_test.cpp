// Configs as diffusers and transformers write them: defaults, the released files, round trips, extensions.
#include "core/model/config.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

template <typename T>
T valueOf(Result<T> result) {
  if (result.ok()) return *std::move(result);
  ADD_FAILURE() << result.error().text();
  return {};
}

TEST(Config, EmptyTransformerFileGivesTheClassDefaults) {
  const TransformerConfig c = valueOf(parseTransformerConfig("{}", "config.json"));
  EXPECT_EQ(c, TransformerConfig());
  EXPECT_EQ(c.sampleSize, 64);
  EXPECT_FALSE(c.downsample);
  EXPECT_EQ(c.maskTokenId(), 8255);
}

TEST(Config, EmptyVqFileGivesTheClassDefaults) {
  const VqConfig c = valueOf(parseVqConfig("{}", "config.json"));
  EXPECT_EQ(c.blockOutChannels, (std::vector<int>{64}));
  EXPECT_EQ(c.latentChannels, 3);
  EXPECT_EQ(c.vqEmbedDim, 3);
  EXPECT_EQ(c.numVqEmbeddings, 256);
  EXPECT_EQ(c.layersPerBlock, 1);
  EXPECT_EQ(c.normNumGroups, 32);
  EXPECT_TRUE(c.midBlockAddAttention);
  EXPECT_FALSE(c.lookupFromCodebook);
  EXPECT_FALSE(c.forceUpcast);
  EXPECT_EQ(c.pixelsPerCell(), 1);
}

TEST(Config, EmptyTextFileGivesTheClassDefaults) {
  const TextEncoderConfig c = valueOf(parseTextEncoderConfig("{}", "config.json"));
  EXPECT_EQ(c.hiddenSize, 512);
  EXPECT_EQ(c.intermediateSize, 2048);
  EXPECT_EQ(c.projectionDim, 512);
  EXPECT_EQ(c.numAttentionHeads, 8);
  EXPECT_EQ(c.hiddenAct, TextActivation::QuickGelu);
  EXPECT_EQ(c.eosTokenId, 49407);
}

TEST(Config, EmptySchedulerFileIsACosine) {
  const SchedulerConfig c = valueOf(parseSchedulerConfig("{}", "scheduler_config.json"));
  EXPECT_FALSE(c.linearSchedule);
  EXPECT_TRUE(valueOf(parseSchedulerConfig(R"({"masking_schedule": "linear"})", "s")).linearSchedule);
}

// Reference 2.1, as the 512 model's file should read.
TEST(Config, ReleasedTransformer) {
  const TransformerConfig c = valueOf(parseTransformerConfig(R"({
    "_class_name": "UVit2DModel", "_diffusers_version": "0.25.0.dev0", "_name_or_path": "x",
    "attention_dropout": 0.0, "block_num_heads": 12, "block_out_channels": 768, "codebook_size": 8192,
    "cond_embed_dim": 768, "downsample": true, "encoder_hidden_size": 768, "hidden_dropout": 0.0,
    "hidden_size": 1024, "in_channels": 768, "intermediate_size": 2816, "layer_norm_eps": 1e-06,
    "ln_elementwise_affine": true, "micro_cond_embed_dim": 1280, "micro_cond_encode_dim": 256,
    "num_attention_heads": 16, "num_hidden_layers": 22, "num_res_blocks": 3, "sample_size": 32,
    "upsample": true, "use_bias": false, "vocab_size": 8256})",
                                                             "config.json"));
  TransformerConfig expected;
  expected.downsample = expected.upsample = true;
  expected.sampleSize = 32;
  EXPECT_EQ(c, expected);
  EXPECT_FALSE(c.extensions.any());
}

// Reference 2.2.
TEST(Config, ReleasedVqModel) {
  const VqConfig c = valueOf(parseVqConfig(R"({
    "_class_name": "VQModel", "act_fn": "silu", "block_out_channels": [128, 256, 256, 512, 768],
    "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D", "DownEncoderBlock2D",
                         "DownEncoderBlock2D", "DownEncoderBlock2D"],
    "force_upcast": true, "in_channels": 3, "latent_channels": 64, "layers_per_block": 2,
    "lookup_from_codebook": true, "mid_block_add_attention": false, "norm_num_groups": 32,
    "norm_type": "group", "num_vq_embeddings": 8192, "out_channels": 3, "sample_size": 32,
    "scaling_factor": 0.18215,
    "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D", "UpDecoderBlock2D",
                       "UpDecoderBlock2D"],
    "vq_embed_dim": null})",
                                           "config.json"));
  EXPECT_EQ(c, VqConfig());
  EXPECT_EQ(c.pixelsPerCell(), 16);
}

// Reference 2.4; the values of OpenAI's file, among them the legacy end token.
TEST(Config, ReleasedTextEncoder) {
  const TextEncoderConfig c = valueOf(parseTextEncoderConfig(R"({
    "architectures": ["CLIPTextModelWithProjection"], "attention_dropout": 0.0, "bos_token_id": 0,
    "dropout": 0.0, "eos_token_id": 2, "hidden_act": "quick_gelu", "hidden_size": 768,
    "initializer_factor": 1.0, "initializer_range": 0.02, "intermediate_size": 3072,
    "layer_norm_eps": 1e-05, "max_position_embeddings": 77, "model_type": "clip_text_model",
    "num_attention_heads": 12, "num_hidden_layers": 12, "pad_token_id": 1, "projection_dim": 768,
    "torch_dtype": "float32", "transformers_version": "4.34.1", "vocab_size": 49408})",
                                                             "config.json"));
  TextEncoderConfig expected;
  expected.bosTokenId = 0;
  expected.eosTokenId = 2;
  EXPECT_EQ(c, expected);
}

TEST(Config, ReleasedScheduler) {
  const SchedulerConfig c = valueOf(parseSchedulerConfig(
      R"({"_class_name": "AmusedScheduler", "mask_token_id": 8255, "masking_schedule": "cosine"})", "s"));
  EXPECT_EQ(c, SchedulerConfig());
}

TEST(Config, ActivationOfTheFileIsObeyed) {
  EXPECT_EQ(valueOf(parseTextEncoderConfig(R"({"hidden_act": "gelu"})", "c")).hiddenAct,
            TextActivation::Gelu);
}

TEST(Config, WidthsMayBeListsOfOne) {
  const TransformerConfig c = valueOf(
      parseTransformerConfig(R"({"block_out_channels": [384], "block_num_heads": [6]})", "config.json"));
  EXPECT_EQ(c.blockOutChannels, 384);
  EXPECT_EQ(c.blockNumHeads, 6);
}

TEST(Config, NullMeansTheDefault) {
  EXPECT_EQ(valueOf(parseTransformerConfig(R"({"hidden_size": null})", "c")).hiddenSize, 1024);
  EXPECT_EQ(valueOf(parseVqConfig(R"({"latent_channels": 5, "vq_embed_dim": null})", "c")).vqEmbedDim, 5);
}

TEST(Config, UnknownKeysAreIgnored) {
  const TransformerConfig c = valueOf(parseTransformerConfig(
      R"({"surprise": {"deep": [1, 2, {"x": null}]}, "hidden_size": 512, "é": "ü"})", "config.json"));
  EXPECT_EQ(c.hiddenSize, 512);
  valueOf(parseVqConfig(R"({"surprise": []})", "c"));
  valueOf(parseTextEncoderConfig(R"({"surprise": 1e300})", "c"));
  valueOf(parseSchedulerConfig(R"({"surprise": "x"})", "c"));
}

TEST(Config, TransformerSurvivesARoundTrip) {
  TransformerConfig c;
  c.hiddenSize = 96;
  c.useBias = true;
  c.hiddenDropout = 0.1;
  c.condEmbedDim = 33;
  c.microCondEncodeDim = 10;
  c.microCondEmbedDim = 50;
  c.encoderHiddenSize = 35;
  c.vocabSize = 600;
  c.codebookSize = 512;
  c.inChannels = 36;
  c.blockOutChannels = 40;
  c.numResBlocks = 2;
  c.downsample = c.upsample = true;
  c.blockNumHeads = 5;
  c.numHiddenLayers = 7;
  c.numAttentionHeads = 3;
  c.attentionDropout = 0.25;
  c.intermediateSize = 44;
  c.layerNormEps = 1e-5;
  c.lnElementwiseAffine = false;
  c.sampleSize = 16;
  EXPECT_EQ(valueOf(parseTransformerConfig(toJson(c), "c")), c);
  EXPECT_EQ(toJson(c).find("unmask_extensions"), std::string::npos);
}

TEST(Config, VqModelSurvivesARoundTrip) {
  VqConfig c;
  c.blockOutChannels = {12, 24, 36};
  c.latentChannels = 7;
  c.vqEmbedDim = 9;
  c.layersPerBlock = 3;
  c.normNumGroups = 4;
  c.numVqEmbeddings = 77;
  c.midBlockAddAttention = true;
  c.lookupFromCodebook = false;
  c.forceUpcast = false;
  EXPECT_EQ(valueOf(parseVqConfig(toJson(c), "c")), c);
  EXPECT_EQ(toJson(c).find("unmask_extensions"), std::string::npos);
  EXPECT_EQ(valueOf(parseVqConfig(toJson(VqConfig()), "c")), VqConfig());
}

TEST(Config, TextEncoderSurvivesARoundTrip) {
  TextEncoderConfig c;
  c.vocabSize = 1000;
  c.hiddenSize = 48;
  c.intermediateSize = 99;
  c.numHiddenLayers = 3;
  c.numAttentionHeads = 6;
  c.maxPositionEmbeddings = 20;
  c.projectionDim = 11;
  c.hiddenAct = TextActivation::Gelu;
  c.layerNormEps = 1e-6;
  c.bosTokenId = 1;
  c.eosTokenId = 2;
  c.padTokenId = 3;
  EXPECT_EQ(valueOf(parseTextEncoderConfig(toJson(c), "c")), c);
}

TEST(Config, SchedulerSurvivesARoundTrip) {
  const SchedulerConfig c{71, true};
  EXPECT_EQ(valueOf(parseSchedulerConfig(toJson(c), "c")), c);
  EXPECT_EQ(valueOf(parseSchedulerConfig(toJson(SchedulerConfig()), "c")), SchedulerConfig());
}

TEST(Config, ExtensionsSurviveARoundTrip) {
  for (int bits = 1; bits < 8; ++bits) {
    TransformerConfig c;
    c.extensions = {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0};
    EXPECT_EQ(valueOf(parseTransformerConfig(toJson(c), "c")), c) << bits;
    VqConfig v;
    v.extensions = {bits & 1 ? 4 : 1, (bits & 2) != 0, (bits & 4) != 0};
    EXPECT_EQ(valueOf(parseVqConfig(toJson(v), "c")), v) << bits;
  }
}

TEST(Config, ExtensionsAreReadByTheirNames) {
  const VqConfig c = valueOf(parseVqConfig(
      R"({"block_out_channels": [32, 64, 64], "norm_num_groups": 7,
          "unmask_extensions": {"version": 1, "patch_size": 4, "pixel_norm": true}})",
      "c"));
  EXPECT_EQ(c.extensions, (VqExtensions{4, true, false}));
  EXPECT_EQ(c.pixelsPerCell(), 16);  // and with a pixel norm the groups need not divide anything
  const TransformerConfig t =
      valueOf(parseTransformerConfig(R"({"unmask_extensions": {"version": 1, "long_skip": true}})", "c"));
  EXPECT_EQ(t.extensions, (TransformerExtensions{false, true, false}));
}

TEST(Config, ACellProjectionIsWrittenOnlyWhereItIsUsed) {
  VqConfig c;
  c.blockOutChannels = {32};
  c.latentChannels = c.vqEmbedDim = 64;
  c.extensions = {.patchSize = 16, .pixelNorm = true, .replicatePadding = true};
  EXPECT_EQ(toJson(c).find("cell_projection"), std::string::npos);
  c.extensions.cellProjection = true;
  EXPECT_EQ(valueOf(parseVqConfig(toJson(c), "c")), c);
  c.vqEmbedDim = 3 * 16 * 16 + 1;  // more than a cell has values
  EXPECT_FALSE(parseVqConfig(toJson(c), "c").ok());
}

TEST(Config, SameFileSameBytes) {
  const TransformerConfig c;
  EXPECT_EQ(toJson(valueOf(parseTransformerConfig(toJson(c), "c"))), toJson(c));
  EXPECT_TRUE(toJson(c).ends_with("}\n"));
}

}  // namespace
}  // namespace unmask
