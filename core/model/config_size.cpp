#include "core/model/config_size.h"

namespace unmask {
namespace {

constexpr int64_t kKernel = 9;  // of a 3×3 convolution, for each pair of channels

int64_t vqResnets(int64_t in, int64_t out, int64_t count) {
  return count == 0 ? 0 : kKernel * (in * out + (2 * count - 1) * out * out);
}

int64_t vqCoder(const VqConfig& c, bool isDecoder) {
  const auto count = static_cast<int64_t>(c.blockOutChannels.size());
  const int64_t patch = int64_t{c.extensions.patchSize} * c.extensions.patchSize;
  const int64_t first = c.blockOutChannels.front(), last = c.blockOutChannels.back();
  int64_t entries = vqResnets(last, last, 2);  // mid block
  if (c.midBlockAddAttention) entries += 4 * last * last;
  entries += kKernel * (c.latentChannels * last + (isDecoder ? c.outChannels : c.inChannels) * patch * first);
  int64_t in = isDecoder ? last : first;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t out = c.blockOutChannels[static_cast<size_t>(isDecoder ? count - 1 - i : i)];
    entries += vqResnets(in, out, c.layersPerBlock + (isDecoder ? 1 : 0));
    if (i + 1 < count) entries += kKernel * out * out;  // to the next size
    in = out;
  }
  return entries;
}

}  // namespace

int64_t matrixEntries(const TransformerConfig& c) {
  const int64_t hidden = c.hiddenSize, width = c.blockOutChannels, in = c.inChannels;
  const int64_t attention = 4;  // matrices: q, k, v, out
  const int64_t ends = hidden * c.encoderHiddenSize + in * c.vocabSize + 2 * in * width +
                       hidden * (int64_t{c.microCondEmbedDim} + c.condEmbedDim + hidden) +
                       2 * width * hidden + in * c.codebookSize;
  const int64_t convBlock = kKernel * width + 8 * width * width + 2 * width * hidden;
  const int64_t textBlock = 2 * attention * width * width + (hidden != width ? hidden * width : 0);
  const int64_t layer =
      2 * attention * hidden * hidden + 3 * 2 * hidden * hidden + 3 * hidden * c.intermediateSize;
  int64_t entries = ends + 2 * c.numResBlocks * (convBlock + textBlock) + c.numHiddenLayers * layer;
  entries += (int64_t{c.downsample} + int64_t{c.upsample}) * 4 * width * width;
  if (c.extensions.positionalEmbedding) entries += width * c.sampleSize * int64_t{c.sampleSize};
  if (c.extensions.longSkip) entries += 2 * width * width;
  if (c.extensions.pooledTextHead) entries += width * c.condEmbedDim;
  return entries;
}

int64_t matrixEntries(const VqConfig& c) {
  int64_t entries =
      vqCoder(c, true) + int64_t{c.numVqEmbeddings} * c.vqEmbedDim + int64_t{c.latentChannels} * c.vqEmbedDim;
  if (!c.extensions.cellProjection)
    return entries + vqCoder(c, false) + int64_t{c.latentChannels} * c.vqEmbedDim;
  const int64_t values = 3 * int64_t{c.pixelsPerCell()} * c.pixelsPerCell();
  return entries + values * c.vqEmbedDim * (1 + kKernel);
}

int64_t matrixEntries(const TextEncoderConfig& c) {
  const int64_t hidden = c.hiddenSize;
  return hidden * (int64_t{c.vocabSize} + c.maxPositionEmbeddings + c.projectionDim) +
         c.numHiddenLayers * (4 * hidden * hidden + 2 * hidden * c.intermediateSize);
}

}  // namespace unmask
