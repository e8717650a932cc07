// Settings of training runs: plain values, written into every checkpoint as JSON. No Torch here.
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace unmask {

/// Settings of one run; written into every checkpoint. Steps count updates.
struct VqTrainingSettings {
  uint64_t seed = 1;
  int64_t steps = 3000;
  int64_t quantiseFrom =
      300;  ///< before that the decoder sees the latents themselves; then the codebook is k-means
  int64_t warmup = 50;
  int64_t cooldown = 600;
  int64_t batchSize = 8;
  int64_t cropPixels = 128;
  double learningRate = 1e-3;
  double commitment = 0.25;     ///< weight of ‖z − sg(e)‖²
  double anchorWeight = 1;      ///< pulls cells whose pixels are all white to code 0: white is then one token
                                ///< wherever it lies, though the encoder could see the object beside it
  double squareWeight = 2;      ///< L1 + this · L2 …
  double edgeWeight = 0.5;      ///< … + this · gradients at two scales
  double codebookDecay = 0.98;  ///< of the codes' moving averages
  int64_t resetEvery = 50;      ///< steps between replacing codes nobody uses
  double clipNorm = 1;
  double emaDecay = 0.999;  ///< of the networks' weights; the averaged ones are what is shipped
  bool bfloat16 = true;     ///< autocast, where the processor multiplies bfloat16
  // Only for a model with a cell projection, which takes none of the codebook's settings above.
  int64_t fitCells = 200000;   ///< cells that projection and codebook are fitted to
  int64_t fitRounds = 15;      ///< of k-means
  int64_t fitScenes = 1500;    ///< that the blend of neighbouring cells is fitted to
  double colourShare = 0.4;    ///< chance that a picture stands on a colour instead of on white
  double halfSizeShare = 0.3;  ///< chance that it is shown at half size
};

/// Settings of a U-ViT run. Steps count updates.
struct TokenTrainingSettings {
  uint64_t seed = 1;
  int64_t steps = 10000;
  int64_t warmup = 100;
  int64_t cooldown = 1500;
  int64_t batchSize = 32;
  double learningRate = 1e-3;
  double muonLearningRate = 0.02;  ///< of the weight matrices, which Muon steps; the rest is AdamW's. 0: all
                                   ///< is, and decays by the reference's rule (9.1)
  double beta2 = 0.98;
  double weightDecay = 0.01;
  double clipNorm = 1;
  double emaDecay = 0.999;
  double labelSmoothing = 0.05;
  double textDropout =
      0.1;  ///< chance that a sample's prompt is replaced by the empty one, sequence and pooled alike
  double minMaskRatio = 0;
  double contiguousMasks = 0.15;  ///< chance that a sample's mask is one rectangle instead of scattered cells
  double wrongTokens = 0;         ///< of the tokens a sample shows, up to this share is another picture's
  bool mirror = true;             ///< also learn each picture mirrored
  bool bfloat16 = true;
  bool referenceInitialisation = false;  ///< reference 3.4 instead of ours
  // How many of the samples are scenes (core/data/scene.h) instead of single objects on white; all zero:
  // none. They need a VQ model with a cell projection.
  double scenesOnColour = 0;
  double scenesPlaced = 0;
  double scenesCounted = 0;
  double scenesRelated = 0;
  double scenesPainted = 0;      ///< of all samples, how many show an object in a colour that is not its own
  int64_t vocabularySize = 700;  ///< of the SentencePiece vocabulary made from the captions
  int64_t maxPromptTokens = 24;
  bool activationCheckpointing = false;  ///< less memory, a third more time
  /// So many samples of a batch are computed at once and their gradients added up, which makes the same
  /// update in less memory; 0: all of them.
  int64_t microBatch = 0;
  bool trainTextEncoder = true;  ///< false: it stays what it is, as in the reference
  int64_t pixels = 256;          ///< side of the pictures; scenes need 256
  /// Goes on with a whole model: its codes, words and shapes stay, and all its weights are where it begins.
  bool fineTune = false;
};

std::string toJson(const VqTrainingSettings& settings);
std::string toJson(const TokenTrainingSettings& settings);
/// Missing keys keep the defaults; unknown keys are refused by name, so that a misspelt setting cannot go
/// unnoticed.
Result<VqTrainingSettings> parseVqTrainingSettings(const std::string& json, const std::string& where);
Result<TokenTrainingSettings> parseTokenTrainingSettings(const std::string& json, const std::string& where);

/// "reference-256" and "reference-512": the reference's full fine-tuning (9.3), in bfloat16 where it has
/// float16. Usage for another name.
Result<TokenTrainingSettings> tokenTrainingPreset(const std::string& name);

}  // namespace unmask
