// Settings of learning an adapter: plain values, written into every checkpoint and adapter as JSON. No Torch
// here.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace unmask {

/// Which matrices of the U-ViT an adapter changes.
enum class AdapterTargets {
  Attention,  ///< to_q, to_k, to_v of every attention: the reference's choice (9.2)
  All,        ///< to_out, the feed-forwards and the modulations of the norms, too
};
/// Names of the modules, as PEFT's `target_modules` has them: a path ends with one of them.
std::vector<std::string> targetNames(AdapterTargets targets);

/// Settings of learning an adapter. Steps count updates.
struct AdapterTrainingSettings {
  uint64_t seed = 1;
  int64_t steps = 1000;
  int64_t warmup = 30;
  int64_t cooldown = 350;
  int64_t batchSize = 4;
  int64_t accumulation = 1;  ///< batches to one update
  double learningRate = 2e-3;
  double beta2 = 0.99;
  double weightDecay = 0.01;
  double clipNorm = 1;
  double emaDecay = 0;  ///< of the matrices; 0 = none kept
  int64_t rank = 16;
  double alpha = 128;  ///< against rank 16 it makes the second matrix, which begins at zero, learn faster
                       ///< than the first (LoRA+, Hayou et al. 2024): half the updates of the reference's 32
  bool allTargets = true;  ///< AdapterTargets::All instead of Attention
  double labelSmoothing = 0;
  double textDropout = 0.1;  ///< chance that a sample's prompt is replaced by the empty one
  double minMaskRatio = 0;
  double contiguousMasks = 0;
  double sourceShare = 0.1;  ///< of the samples, how many are the picture itself
  double priorShare =
      0.25;  ///< … and how many the model's own pictures, to stay as the model is: it forgets nothing
  int64_t ownPictures = 96;    ///< of the model's own making, redrawn in the picture's manner; 0 = learn from
                               ///< the picture alone, as the reference does
  int64_t keptPictures = 400;  ///< … and how many more of what the list says is only to be kept, drawn in a
                               ///< few steps, for the share that keeps the model as it is
  bool mirror = true;          ///< also show the picture mirrored
  int64_t shiftCells = 0;      ///< … and moved by up to so many cells each way
  bool bfloat16 = true;
  bool activationCheckpointing = false;  ///< less memory, a third more time

  AdapterTargets targets() const { return allTargets ? AdapterTargets::All : AdapterTargets::Attention; }
};

std::string toJson(const AdapterTrainingSettings& settings);
Result<AdapterTrainingSettings> parseAdapterTrainingSettings(const std::string& json,
                                                             const std::string& where);
/// "quick", "good", "thorough": ours; "reference-256" and "reference-512": the recipes of reference 9.3, from
/// the picture alone. Usage for another name.
Result<AdapterTrainingSettings> adapterPreset(const std::string& name);
std::vector<std::string> adapterPresetNames();

}  // namespace unmask
