#include "tests/support/tiny_models.h"

#include "tests/support/golden_fill.h"

namespace unmask::test {
using torch::Tensor;

TransformerConfig tinyTransformerConfig(bool sampling) {
  TransformerConfig c;
  c.hiddenSize = 32;
  c.condEmbedDim = 12;
  c.microCondEncodeDim = 8;
  c.microCondEmbedDim = 40;
  c.encoderHiddenSize = 16;
  c.vocabSize = 72;
  c.codebookSize = 64;
  c.inChannels = 20;
  c.blockOutChannels = 24;
  c.numResBlocks = 2;
  c.blockNumHeads = 3;
  c.numHiddenLayers = 2;
  c.numAttentionHeads = 4;
  c.intermediateSize = 44;
  c.sampleSize = 4;
  c.downsample = c.upsample = sampling;
  return c;
}

VqConfig tinyVqConfig(int codes) {
  VqConfig c;
  c.blockOutChannels = {8, 16};
  c.latentChannels = c.vqEmbedDim = 6;
  c.layersPerBlock = 2;
  c.normNumGroups = 4;
  c.numVqEmbeddings = codes;
  return c;
}

TextEncoderConfig tinyTextConfig() {
  TextEncoderConfig c;
  c.hiddenSize = 16;
  c.intermediateSize = 64;
  c.numAttentionHeads = 2;
  c.numHiddenLayers = 3;
  c.vocabSize = 100;
  c.projectionDim = 12;
  c.bosTokenId = 98;
  c.eosTokenId = c.padTokenId = 99;
  return c;
}

void fillGolden(torch::nn::Module& module) {
  torch::NoGradGuard noGrad;
  for (auto& item : module.named_parameters()) {
    const std::vector<float> values = goldenParameter(item.key(), item.value().sizes().vec());
    item.value().copy_(torch::tensor(values).view(item.value().sizes()));
  }
}

Tensor goldenTensor(std::string_view label, at::IntArrayRef shape) {
  return torch::tensor(goldenInput(label, static_cast<size_t>(c10::multiply_integers(shape)))).view(shape);
}

UvitInputs tinyUvitInputs() {
  UvitInputs in;
  in.tokenIds = torch::tensor(goldenIds("input_ids", 32, 72)).view({2, 4, 4});
  in.tokenIds.select(0, 0).select(0, 0).fill_(71);
  in.encoderStates = goldenTensor("encoder_hidden_states", {2, 7, 16});
  in.pooled = goldenTensor("pooled_text_emb", {2, 12});
  in.microConditions =
      torch::tensor({512.F, 512.F, 0.F, 0.F, 6.F, 640.F, 480.F, 3.F, 17.F, 5.5F}).view({2, 5});
  return in;
}

Tensor tinyPictures(int64_t count) {
  return (goldenTensor("image", {count, 3, 8, 8}) + 1) / 2;
}

Tensor tinyTextIds() {
  Tensor ids = torch::full({2, 77}, 99, torch::kInt64);
  const std::vector<int64_t> prompt = {98, 5, 17, 3, 42};
  for (int64_t i = 0; i < 5; ++i) ids[0][i] = prompt[static_cast<size_t>(i)];
  ids[1][0] = 98;
  for (int64_t k = 0; k < 75; ++k) ids[1][k + 1] = (7 * k + 1) % 98;
  return ids;
}

}  // namespace unmask::test
