// A model folder, loaded whole: configs, tokenizer, networks. Nothing half-loaded leaves loadBundle().
#pragma once

#include <torch/torch.h>

#include <filesystem>
#include <memory>

#include "core/engine/engine.h"
#include "core/model/config.h"
#include "core/model/text_encoder.h"
#include "core/model/uvit.h"
#include "core/model/vq_model.h"
#include "core/text/tokenizer.h"

namespace unmask {

struct ModelConfigs {
  TransformerConfig transformer;
  VqConfig vq;
  TextEncoderConfig text;
  SchedulerConfig scheduler;
};

struct ModelBundle {
  ModelConfigs configs;
  std::unique_ptr<Tokenizer> tokenizer;  ///< null for made-up weights
  Uvit transformer{nullptr};
  VqModel vq{nullptr};  ///< always float32 (design section 6)
  TextEncoder text{nullptr};
  ModelInfo info;
};

/// The configs of a folder, checked against each other.
Result<ModelConfigs> loadConfigs(const std::filesystem::path& dir);
/// The released configurations by name ("amused-256", "amused-512"), reference section 2.
Result<ModelConfigs> releasedConfigs(const std::string& name);

/// Reads and maps everything in the folder. Float32 weights stay in the mapping; others are converted.
Result<ModelBundle> loadBundle(const EngineOptions& options);

/// Networks of these shapes with made-up weights of a plausible scale, for measurements.
ModelBundle randomBundle(const ModelConfigs& configs, ComputeType computeType);

/// The presets beside the weights (`unmask_presets.json`), or `otherwise` alone. Never empty on success.
Result<std::vector<SamplingPreset>> loadPresets(const std::filesystem::path& dir,
                                                const SamplingPreset& otherwise);
/// The reference's own defaults: the schedule is its scheduler's (7.1), all else its pipelines'.
SamplingPreset referencePreset(const SchedulerConfig& scheduler);

torch::ScalarType scalarType(ComputeType type);

/// An engine around networks that are already there (training samples, benchmarks).
std::unique_ptr<Engine> engineFrom(ModelBundle bundle);

}  // namespace unmask
