// Sizes and names of the released networks (reference sections 2 and 4), built as shapes without memory.
#include <gmock/gmock.h>

#include <map>

#include "core/model/config_size.h"
#include "core/model/text_encoder.h"
#include "core/model/uvit.h"
#include "core/model/vq_model.h"
#include "core/model/weights.h"
#include "tests/support/shape_only.h"
#include "tests/support/tensor_matchers.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace {

using Shapes = std::map<std::string, std::vector<int64_t>>;

Shapes shapesOf(const torch::nn::Module& module) {
  Shapes shapes;
  for (const auto& item : module.named_parameters()) shapes[item.key()] = item.value().sizes().vec();
  return shapes;
}

TransformerConfig released(bool sampling) {
  TransformerConfig config;
  config.downsample = config.upsample = sampling;
  return config;
}

/// What is told from the config alone never exceeds what the network has, and misses `share` of it at most.
template <typename Config, typename Model>
void expectTold(const Config& config, const Model& model, double share) {
  const auto entries = static_cast<double>(matrixEntries(config));
  const auto all = static_cast<double>(parameterCount(*model));
  EXPECT_LE(entries, all);
  EXPECT_GE(entries, all * (1 - share));
}

TEST(ReleasedSize, Uvit256) {
  const ShapeOnly guard;
  Uvit model(released(false));
  expectTold(released(false), model, 0.001);
  EXPECT_EQ(parameterCount(*model), 603'537'664);
  EXPECT_EQ(model->parameters().size(), 474U);
}

TEST(ReleasedSize, Uvit512) {
  const ShapeOnly guard;
  Uvit model(released(true));
  expectTold(released(true), model, 0.001);
  EXPECT_EQ(parameterCount(*model), 608'257'792);
  EXPECT_EQ(model->parameters().size(), 478U);
}

TEST(ReleasedSize, VqModel) {
  const ShapeOnly guard;
  VqModel model{VqConfig()};
  expectTold(VqConfig(), model, 0.01);
  EXPECT_EQ(parameterCount(*model), 146'244'675);
  EXPECT_EQ(parameterCount(*model->encoder), 58'693'568);
  EXPECT_EQ(parameterCount(*model->decoder), 87'018'499);
  EXPECT_EQ(model->parameters().size(), 277U);
}

TEST(ReleasedSize, TextEncoder) {
  const ShapeOnly guard;
  TextEncoder model{TextEncoderConfig()};
  expectTold(TextEncoderConfig(), model, 0.01);
  EXPECT_EQ(parameterCount(*model), 123'650'304);
  EXPECT_EQ(model->parameters().size(), 197U);
}

// A few names of each pattern of 4.1 to 4.3, with the released shapes.
TEST(ReleasedNames, Uvit) {
  const ShapeOnly guard;
  const Shapes shapes = shapesOf(*Uvit(released(true)));
  const Shapes expected = {
      {"encoder_proj.weight", {1024, 768}},
      {"encoder_proj_layer_norm.weight", {1024}},
      {"embed.embeddings.weight", {8256, 768}},
      {"embed.layer_norm.weight", {768}},
      {"embed.conv.weight", {768, 768, 1, 1}},
      {"cond_embed.linear_1.weight", {1024, 2048}},
      {"cond_embed.linear_2.weight", {1024, 1024}},
      {"down_block.downsample.norm.weight", {768}},
      {"down_block.downsample.conv.weight", {768, 768, 2, 2}},
      {"down_block.res_blocks.0.depthwise.weight", {768, 1, 3, 3}},
      {"down_block.res_blocks.2.norm.weight", {768}},
      {"up_block.res_blocks.2.channelwise_linear_1.weight", {3072, 768}},
      {"up_block.res_blocks.1.channelwise_norm.gamma", {1, 1, 1, 3072}},
      {"up_block.res_blocks.1.channelwise_norm.beta", {1, 1, 1, 3072}},
      {"down_block.res_blocks.1.channelwise_linear_2.weight", {768, 3072}},
      {"up_block.res_blocks.0.cond_embeds_mapper.weight", {1536, 1024}},
      {"down_block.attention_blocks.2.kv_mapper.weight", {768, 1024}},
      {"up_block.attention_blocks.2.norm1.weight", {768}},
      {"down_block.attention_blocks.0.norm2.weight", {768}},
      {"down_block.attention_blocks.0.attn1.to_q.weight", {768, 768}},
      {"up_block.attention_blocks.1.attn2.to_out.0.weight", {768, 768}},
      {"project_to_hidden_norm.weight", {768}},
      {"project_to_hidden.weight", {1024, 768}},
      {"transformer_layers.21.norm1.linear.weight", {2048, 1024}},
      {"transformer_layers.0.norm3.norm.weight", {1024}},
      {"transformer_layers.7.attn2.to_k.weight", {1024, 1024}},
      {"transformer_layers.7.attn1.to_out.0.weight", {1024, 1024}},
      {"transformer_layers.21.ff.net.0.proj.weight", {5632, 1024}},
      {"transformer_layers.21.ff.net.2.weight", {1024, 2816}},
      {"project_from_hidden_norm.weight", {1024}},
      {"project_from_hidden.weight", {768, 1024}},
      {"up_block.upsample.norm.weight", {768}},
      {"up_block.upsample.conv.weight", {768, 768, 2, 2}},
      {"mlm_layer.conv1.weight", {768, 768, 1, 1}},
      {"mlm_layer.layer_norm.weight", {768}},
      {"mlm_layer.conv2.weight", {8192, 768, 1, 1}},
  };
  EXPECT_THAT(shapes, testing::IsSupersetOf(expected));
}

TEST(ReleasedNames, VqModel) {
  const ShapeOnly guard;
  const Shapes expected = {
      {"encoder.conv_in.weight", {128, 3, 3, 3}},
      {"encoder.down_blocks.1.resnets.0.norm1.bias", {128}},
      {"encoder.down_blocks.1.resnets.0.conv_shortcut.weight", {256, 128, 1, 1}},
      {"encoder.down_blocks.4.resnets.0.conv1.weight", {768, 512, 3, 3}},
      {"encoder.down_blocks.3.downsamplers.0.conv.weight", {512, 512, 3, 3}},
      {"encoder.mid_block.resnets.1.norm2.weight", {768}},
      {"encoder.conv_norm_out.weight", {768}},
      {"encoder.conv_out.weight", {64, 768, 3, 3}},
      {"quant_conv.weight", {64, 64, 1, 1}},
      {"quantize.embedding.weight", {8192, 64}},
      {"post_quant_conv.bias", {64}},
      {"decoder.conv_in.weight", {768, 64, 3, 3}},
      {"decoder.mid_block.resnets.0.conv2.bias", {768}},
      {"decoder.up_blocks.1.resnets.0.conv_shortcut.weight", {512, 768, 1, 1}},
      {"decoder.up_blocks.4.resnets.2.conv2.weight", {128, 128, 3, 3}},
      {"decoder.up_blocks.3.upsamplers.0.conv.weight", {256, 256, 3, 3}},
      {"decoder.conv_norm_out.bias", {128}},
      {"decoder.conv_out.weight", {3, 128, 3, 3}},
  };
  const Shapes shapes = shapesOf(*VqModel{VqConfig()});
  EXPECT_THAT(shapes, testing::IsSupersetOf(expected));
  EXPECT_FALSE(shapes.contains("encoder.down_blocks.4.downsamplers.0.conv.weight"));
  EXPECT_FALSE(shapes.contains("encoder.down_blocks.2.resnets.0.conv_shortcut.weight"));
  EXPECT_FALSE(shapes.contains("decoder.up_blocks.4.upsamplers.0.conv.weight"));
}

TEST(ReleasedNames, TextEncoder) {
  const ShapeOnly guard;
  const Shapes expected = {
      {"text_model.embeddings.token_embedding.weight", {49408, 768}},
      {"text_model.embeddings.position_embedding.weight", {77, 768}},
      {"text_model.encoder.layers.11.self_attn.out_proj.bias", {768}},
      {"text_model.encoder.layers.0.self_attn.k_proj.weight", {768, 768}},
      {"text_model.encoder.layers.3.layer_norm1.weight", {768}},
      {"text_model.encoder.layers.3.layer_norm2.bias", {768}},
      {"text_model.encoder.layers.3.mlp.fc1.weight", {3072, 768}},
      {"text_model.encoder.layers.3.mlp.fc2.bias", {768}},
      {"text_model.final_layer_norm.weight", {768}},
      {"text_projection.weight", {768, 768}},
  };
  EXPECT_THAT(shapesOf(*TextEncoder{TextEncoderConfig()}), testing::IsSupersetOf(expected));
}

TEST(ReleasedSize, IsToldFromAnyConfig) {
  const ShapeOnly guard;
  TransformerConfig uvit = released(true);
  uvit.hiddenSize = 512;  // the text has to be mapped to the blocks' width
  uvit.sampleSize = 128;
  uvit.extensions = {.positionalEmbedding = true, .longSkip = true, .pooledTextHead = true};
  expectTold(uvit, Uvit(uvit), 0.02);
  uvit.numResBlocks = uvit.numHiddenLayers = 1;
  uvit.upsample = false;
  expectTold(uvit, Uvit(uvit), 0.3);
  VqConfig vq;
  vq.blockOutChannels = {64, 512};
  vq.layersPerBlock = 1;
  vq.midBlockAddAttention = true;
  expectTold(vq, VqModel(vq), 0.02);
  vq.extensions.cellProjection = true;
  vq.extensions.patchSize = 8;
  expectTold(vq, VqModel(vq), 0.3);
}

// The diffusers test components of 12.1, whose counts are printed there.
TEST(DummyComponents, HaveThePrintedSizes) {
  TransformerConfig u;
  u.hiddenSize = u.condEmbedDim = u.encoderHiddenSize = u.inChannels = u.blockOutChannels = 8;
  u.intermediateSize = u.codebookSize = 8;
  u.microCondEncodeDim = 2;
  u.microCondEmbedDim = 10;
  u.vocabSize = 32;
  u.numResBlocks = u.blockNumHeads = u.numHiddenLayers = u.numAttentionHeads = 1;
  u.downsample = u.upsample = true;
  Uvit uvit(u);
  EXPECT_EQ(parameterCount(*uvit), 5'152);
  EXPECT_EQ(uvit->parameters().size(), 68U);
  // Equal widths: the text needs no mapping, and there is no tensor for one.
  EXPECT_FALSE(shapesOf(*uvit).contains("down_block.attention_blocks.0.kv_mapper.weight"));
  const torch::Tensor logits =
      uvit->forward(torch::full({1, 4, 4}, 31, torch::kInt64), torch::rand({1, 5, 8}), torch::rand({1, 8}),
                    torch::tensor({{4.F, 4.F, 0.F, 0.F, 6.F}}));
  EXPECT_EQ(logits.sizes(), at::IntArrayRef({1, 8, 4, 4}));

  VqConfig v = tinyVqConfig(8);
  v.blockOutChannels = {8};
  v.latentChannels = v.vqEmbedDim = v.normNumGroups = 8;
  v.layersPerBlock = 1;
  VqModel vq(v);
  EXPECT_EQ(parameterCount(*vq), 10'251);
  EXPECT_EQ(vq->parameters().size(), 73U);
}

}  // namespace
}  // namespace unmask::test
