#include "core/train/settings.h"

#include "core/train/settings_visitor.h"

namespace unmask {

namespace {

constexpr double kMaxSteps = 1e8;
constexpr double kMaxBatch = 65536;

}  // namespace

template <typename Visitor>
void visit(VqTrainingSettings& s, Visitor& v) {
  v("seed", s.seed);
  v("steps", s.steps);
  v("quantise_from", s.quantiseFrom);
  v("warmup", s.warmup);
  v("cooldown", s.cooldown);
  v("batch_size", s.batchSize);
  v("crop_pixels", s.cropPixels);
  v("learning_rate", s.learningRate);
  v("commitment", s.commitment);
  v("anchor_weight", s.anchorWeight);
  v("square_weight", s.squareWeight);
  v("edge_weight", s.edgeWeight);
  v("codebook_decay", s.codebookDecay);
  v("reset_every", s.resetEvery);
  v("clip_norm", s.clipNorm);
  v("ema_decay", s.emaDecay);
  v("bfloat16", s.bfloat16);
  v("fit_cells", s.fitCells);
  v("fit_rounds", s.fitRounds);
  v("fit_scenes", s.fitScenes);
  v("colour_share", s.colourShare);
  v("half_size_share", s.halfSizeShare);
}

template <typename Visitor>
void visit(TokenTrainingSettings& s, Visitor& v) {
  v("seed", s.seed);
  v("steps", s.steps);
  v("warmup", s.warmup);
  v("cooldown", s.cooldown);
  v("batch_size", s.batchSize);
  v("learning_rate", s.learningRate);
  v("muon_learning_rate", s.muonLearningRate);
  v("beta2", s.beta2);
  v("weight_decay", s.weightDecay);
  v("clip_norm", s.clipNorm);
  v("ema_decay", s.emaDecay);
  v("label_smoothing", s.labelSmoothing);
  v("text_dropout", s.textDropout);
  v("min_mask_ratio", s.minMaskRatio);
  v("contiguous_masks", s.contiguousMasks);
  v("wrong_tokens", s.wrongTokens);
  v("mirror", s.mirror);
  v("bfloat16", s.bfloat16);
  v("reference_initialisation", s.referenceInitialisation);
  v("scenes_on_colour", s.scenesOnColour);
  v("scenes_placed", s.scenesPlaced);
  v("scenes_counted", s.scenesCounted);
  v("scenes_related", s.scenesRelated);
  v("scenes_painted", s.scenesPainted);
  v("vocabulary_size", s.vocabularySize);
  v("max_prompt_tokens", s.maxPromptTokens);
  v.later("activation_checkpointing", s.activationCheckpointing, false);
  v.later("micro_batch", s.microBatch, int64_t{0});
  v.later("train_text_encoder", s.trainTextEncoder, true);
  v.later("pixels", s.pixels, int64_t{256});
  v.later("fine_tune", s.fineTune, false);
}

std::string toJson(const VqTrainingSettings& settings) {
  return settings_visitor::writeSettings(settings);
}
std::string toJson(const TokenTrainingSettings& settings) {
  return settings_visitor::writeSettings(settings);
}

Result<VqTrainingSettings> parseVqTrainingSettings(const std::string& json, const std::string& where) {
  UNMASK_TRY(const VqTrainingSettings s, settings_visitor::parseSettings<VqTrainingSettings>(json, where));
  UNMASK_CHECK(settings_visitor::requireRanges({{"steps", s.steps, 1, kMaxSteps},
                                                {"batch_size", s.batchSize, 1, kMaxBatch},
                                                {"crop_pixels", s.cropPixels, 1, 256},
                                                {"codebook_decay", s.codebookDecay, 0, 1},
                                                {"reset_every", s.resetEvery, 1, kMaxSteps},
                                                {"ema_decay", s.emaDecay, 0, 1},
                                                {"fit_cells", s.fitCells, 1, 1e7},
                                                {"fit_rounds", s.fitRounds, 0, 10'000},
                                                {"fit_scenes", s.fitScenes, 1, 1e6},
                                                {"colour_share", s.colourShare, 0, 1},
                                                {"half_size_share", s.halfSizeShare, 0, 1}},
                                               where));
  return s;
}
Result<TokenTrainingSettings> parseTokenTrainingSettings(const std::string& json, const std::string& where) {
  UNMASK_TRY(const TokenTrainingSettings s,
             settings_visitor::parseSettings<TokenTrainingSettings>(json, where));
  UNMASK_CHECK(settings_visitor::requireBeta2(s.beta2, where));
  UNMASK_CHECK(settings_visitor::requireRanges({{"steps", s.steps, 1, kMaxSteps},
                                                {"batch_size", s.batchSize, 1, kMaxBatch},
                                                {"ema_decay", s.emaDecay, 0, 1},
                                                {"label_smoothing", s.labelSmoothing, 0, 1},
                                                {"text_dropout", s.textDropout, 0, 1},
                                                {"min_mask_ratio", s.minMaskRatio, 0, 1},
                                                {"contiguous_masks", s.contiguousMasks, 0, 1},
                                                {"wrong_tokens", s.wrongTokens, 0, 1},
                                                {"scenes_on_colour", s.scenesOnColour, 0, 1},
                                                {"scenes_placed", s.scenesPlaced, 0, 1},
                                                {"scenes_counted", s.scenesCounted, 0, 1},
                                                {"scenes_related", s.scenesRelated, 0, 1},
                                                {"scenes_painted", s.scenesPainted, 0, 1},
                                                {"vocabulary_size", s.vocabularySize, 1, 1e6},
                                                {"max_prompt_tokens", s.maxPromptTokens, 8, 4096},
                                                {"micro_batch", s.microBatch, 0, kMaxBatch},
                                                {"pixels", s.pixels, 32, 2048}},
                                               where));
  return s;
}

Result<TokenTrainingSettings> tokenTrainingPreset(const std::string& name) {
  const bool isSmall = name == "reference-256";
  if (!isSmall && name != "reference-512")
    return Error{ErrorKind::Usage, "no such preset", "", "preset", "reference-256, reference-512", name, ""};
  TokenTrainingSettings s;
  s.steps = 10000;
  s.warmup = s.cooldown = 0;  // a constant rate, which has no warm-up there
  s.batchSize = 8;
  s.learningRate = isSmall ? 1e-4 : 8e-5;
  s.muonLearningRate = 0;
  s.beta2 = 0.999;
  s.weightDecay = 0.01;
  s.clipNorm = s.emaDecay = s.labelSmoothing = 0;
  s.textDropout = s.minMaskRatio = s.contiguousMasks = 0;
  s.mirror = false;
  s.activationCheckpointing = true;
  s.microBatch = 1;  // of its measurements the one that takes the least memory
  s.trainTextEncoder = false;
  s.pixels = isSmall ? 256 : 512;
  s.fineTune = true;
  return s;
}

}  // namespace unmask
