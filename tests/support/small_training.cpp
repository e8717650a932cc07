#include "tests/support/small_training.h"

namespace unmask::test {

TransformerConfig smallTransformer() {
  TransformerConfig c;
  c.hiddenSize = c.blockOutChannels = c.inChannels = 32;
  c.condEmbedDim = c.encoderHiddenSize = 16;
  c.microCondEncodeDim = 8;
  c.microCondEmbedDim = 40;
  c.codebookSize = 20;
  c.vocabSize = 21;
  c.numResBlocks = 0;
  c.downsample = c.upsample = true;
  c.useBias = true;
  c.blockNumHeads = c.numAttentionHeads = 2;
  c.numHiddenLayers = 2;
  c.intermediateSize = 64;
  c.sampleSize = 4;
  c.extensions.positionalEmbedding = c.extensions.pooledTextHead = true;
  return c;
}

TextEncoderConfig smallText() {
  TextEncoderConfig c;
  c.vocabSize = 12;
  c.hiddenSize = c.projectionDim = 16;
  c.intermediateSize = 32;
  c.numHiddenLayers = 2;
  c.numAttentionHeads = 2;
  c.maxPositionEmbeddings = 5;
  c.bosTokenId = 1;
  c.eosTokenId = 2;
  return c;
}

TokenDataset eightSamples() {
  torch::manual_seed(11);
  TokenDataset data;
  data.codes = torch::randint(20, {8, 4, 4}, torch::kInt64);
  data.captionIds = torch::full({8, 5}, 2, torch::kInt64);
  for (int64_t i = 0; i < 8; ++i) {
    data.captionIds[i][0] = 1;
    data.captionIds[i][1] = 3 + i;
    data.captions.push_back({i});
  }
  data.emptyIds = torch::tensor({1, 2, 2, 2, 2}, torch::kInt64);
  data.pictureSide = 64;
  return data;
}

TokenTrainer smallTokenTrainer(const TokenTrainingSettings& settings, RankGroup* ranks) {
  torch::manual_seed(3);
  Uvit transformer(smallTransformer());
  TextEncoder text(smallText());
  initialiseForTraining(transformer, text, settings.referenceInitialisation);
  return {transformer, text, eightSamples(), settings, ranks};
}

TokenTrainingSettings smallTokenSettings() {
  TokenTrainingSettings s;
  s.steps = 200;
  s.warmup = 5;
  s.cooldown = 40;
  s.batchSize = 8;
  s.learningRate = 3e-3;
  s.emaDecay = 0.9;
  s.labelSmoothing = 0;
  s.bfloat16 = false;
  return s;
}

VqConfig smallVq() {
  VqConfig c;
  c.blockOutChannels = {16, 32};
  c.latentChannels = c.vqEmbedDim = 8;
  c.layersPerBlock = 1;
  c.numVqEmbeddings = 32;
  c.extensions = {4, true, true};
  return c;
}

torch::Tensor eightPictures() {
  torch::manual_seed(5);
  torch::Tensor pictures = torch::full({8, 3, 64, 64}, 255, torch::kUInt8);
  for (int64_t i = 0; i < 8; ++i)
    pictures[i].narrow(1, 16, 32).narrow(2, 16, 32).copy_(
        torch::randint(200, {3, 1, 1}, torch::kInt64).to(torch::kUInt8).expand({3, 32, 32}));
  return pictures;
}

VqTrainingSettings smallVqSettings() {
  VqTrainingSettings s;
  s.steps = 220;
  s.quantiseFrom = 60;
  s.warmup = 10;
  s.cooldown = 60;
  s.batchSize = 8;
  s.cropPixels = 64;
  s.learningRate = 2e-3;
  s.emaDecay = 0.95;
  s.bfloat16 = false;
  return s;
}

VqConfig smallCells() {
  VqConfig c;
  c.blockOutChannels = {8, 16, 16};
  c.latentChannels = c.vqEmbedDim = 12;
  c.layersPerBlock = 1;
  c.numVqEmbeddings = 48;
  c.extensions = {.patchSize = 4, .pixelNorm = true, .replicatePadding = true, .cellProjection = true};
  return c;
}

torch::Tensor sixPictures() {
  torch::manual_seed(5);
  torch::Tensor pictures = torch::full({6, 4, 256, 256}, 255, torch::kUInt8);
  pictures.select(1, 3).fill_(0);
  for (int64_t i = 0; i < 6; ++i) {
    torch::Tensor square = pictures[i].narrow(1, 40 + 10 * i, 130).narrow(2, 50, 140);
    const torch::Tensor colour = torch::rand({3, 1, 1}) * 200;
    const torch::Tensor shade = torch::linspace(0, 55, 140).view({1, 1, 140});
    square.narrow(0, 0, 3).copy_((colour + shade).expand({3, 130, 140}).to(torch::kUInt8));
    square.narrow(0, 3, 1).fill_(255);
  }
  return pictures;
}

VqTrainingSettings smallCellSettings() {
  VqTrainingSettings s;
  s.steps = 60;
  s.warmup = 5;
  s.cooldown = 20;
  s.batchSize = 2;
  s.learningRate = 3e-3;
  s.emaDecay = 0.9;
  s.bfloat16 = false;
  s.fitCells = 3000;
  s.fitRounds = 6;
  s.fitScenes = 40;
  return s;
}

}  // namespace unmask::test
