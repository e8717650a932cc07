// The four config.json files of a checkpoint (reference section 2), parsed and bounded. No Torch here.
//
// Keys that only this project knows sit in one object, `unmask_extensions`, with a `version`. A checkpoint
// without it is computed exactly as the reference does. Unknown versions and unknown extension keys are
// refused, unknown other keys are ignored (`_class_name`, `_diffusers_version`, …).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace unmask {

/// Extensions of the U-ViT, all off in released checkpoints. Resources: the model card of the default model
/// says what each one bought.
struct TransformerExtensions {
  static constexpr int kVersion = 1;
  bool positionalEmbedding = false;  ///< learned tables added after `embed` and after the downsampling
  bool longSkip = false;             ///< `embed` output joined to the up block's output by a 1×1 conv
  bool pooledTextHead = false;  ///< the pooled text vector, through one linear, is added before `mlm_layer`
  bool any() const { return positionalEmbedding || longSkip || pooledTextHead; }
  bool operator==(const TransformerExtensions&) const = default;
};

/// `UVit2DModel` (reference 2.1).
struct TransformerConfig {
  int hiddenSize = 1024;
  bool useBias = false;
  double hiddenDropout = 0;
  int condEmbedDim = 768;
  int microCondEncodeDim = 256;
  int microCondEmbedDim = 1280;
  int encoderHiddenSize = 768;
  int vocabSize = 8256;
  int codebookSize = 8192;
  int inChannels = 768;
  int blockOutChannels = 768;
  int numResBlocks = 3;
  bool downsample = false;
  bool upsample = false;
  int blockNumHeads = 12;
  int numHiddenLayers = 22;
  int numAttentionHeads = 16;
  double attentionDropout = 0;
  int intermediateSize = 2816;
  double layerNormEps = 1e-6;
  bool lnElementwiseAffine = true;
  int sampleSize = 64;
  TransformerExtensions extensions;

  int maskTokenId() const { return vocabSize - 1; }
  bool operator==(const TransformerConfig&) const = default;
};

/// Extensions of the VQ model, all off in released checkpoints.
struct VqExtensions {
  static constexpr int kVersion = 1;
  int patchSize = 1;       ///< pixel-unshuffle before conv_in, pixel-shuffle after conv_out
  bool pixelNorm = false;  ///< RMS norm over the channels of each pixel in place of every group norm: tokens
                           ///< of flat areas no longer depend on the rest of the picture
  bool replicatePadding = false;  ///< every 3×3 conv pads with the border's own values instead of zeros
  bool cellProjection = false;    ///< one affine map of each cell's own pixels takes the encoder's place, and
                                  ///< the decoder adds its transpose to what it draws: a token depends on its
                                  ///< cell alone, so an object moved by whole cells keeps its tokens
  bool any() const { return patchSize != 1 || pixelNorm || replicatePadding || cellProjection; }
  bool operator==(const VqExtensions&) const = default;
};

/// `VQModel` (reference 2.2).
struct VqConfig {
  std::vector<int> blockOutChannels = {128, 256, 256, 512, 768};
  int inChannels = 3;
  int outChannels = 3;
  int latentChannels = 64;
  int layersPerBlock = 2;
  int normNumGroups = 32;
  int numVqEmbeddings = 8192;
  int vqEmbedDim = 64;
  bool midBlockAddAttention = false;
  bool lookupFromCodebook = true;
  bool forceUpcast = true;
  VqExtensions extensions;

  int pixelsPerCell() const {
    return extensions.patchSize << (static_cast<int>(blockOutChannels.size()) - 1);
  }
  bool operator==(const VqConfig&) const = default;
};

enum class TextActivation { QuickGelu, Gelu };

/// `CLIPTextModelWithProjection` (reference 2.4, 8.2).
struct TextEncoderConfig {
  int vocabSize = 49408;
  int hiddenSize = 768;
  int intermediateSize = 3072;
  int numHiddenLayers = 12;
  int numAttentionHeads = 12;
  int maxPositionEmbeddings = 77;
  int projectionDim = 768;
  TextActivation hiddenAct = TextActivation::QuickGelu;
  double layerNormEps = 1e-5;
  int bosTokenId = 49406;
  int eosTokenId = 49407;  ///< 2 selects the legacy pooling rule: argmax of the ids
  int padTokenId = 1;
  bool operator==(const TextEncoderConfig&) const = default;
};

/// `AmusedScheduler` (reference 2.3).
struct SchedulerConfig {
  int maskTokenId = 8255;
  bool linearSchedule = false;
  bool operator==(const SchedulerConfig&) const = default;
};

/// Each parser takes the file's text and the name to use in errors. Missing keys take the reference classes'
/// defaults; wrong types, sizes out of bounds and contradictions (heads that do not divide the width …) are
/// BadInput.
Result<TransformerConfig> parseTransformerConfig(const std::string& json, const std::string& where);
Result<VqConfig> parseVqConfig(const std::string& json, const std::string& where);
Result<TextEncoderConfig> parseTextEncoderConfig(const std::string& json, const std::string& where);
Result<SchedulerConfig> parseSchedulerConfig(const std::string& json, const std::string& where);

/// The same files, written as diffusers and transformers write them.
std::string toJson(const TransformerConfig& config);
std::string toJson(const VqConfig& config);
std::string toJson(const TextEncoderConfig& config);
std::string toJson(const SchedulerConfig& config);

}  // namespace unmask
