#include "core/train/adapter_settings.h"

#include "core/train/settings_visitor.h"

namespace unmask {

template <typename Visitor>
void visit(AdapterTrainingSettings& s, Visitor& v) {
  v("seed", s.seed);
  v("steps", s.steps);
  v("warmup", s.warmup);
  v("cooldown", s.cooldown);
  v("batch_size", s.batchSize);
  v("accumulation", s.accumulation);
  v("learning_rate", s.learningRate);
  v("beta2", s.beta2);
  v("weight_decay", s.weightDecay);
  v("clip_norm", s.clipNorm);
  v("ema_decay", s.emaDecay);
  v("rank", s.rank);
  v("alpha", s.alpha);
  v("all_targets", s.allTargets);
  v("label_smoothing", s.labelSmoothing);
  v("text_dropout", s.textDropout);
  v("min_mask_ratio", s.minMaskRatio);
  v("contiguous_masks", s.contiguousMasks);
  v("source_share", s.sourceShare);
  v("prior_share", s.priorShare);
  v("own_pictures", s.ownPictures);
  v("kept_pictures", s.keptPictures);
  v("mirror", s.mirror);
  v("shift_cells", s.shiftCells);
  v("bfloat16", s.bfloat16);
  v.later("activation_checkpointing", s.activationCheckpointing, false);
}

std::string toJson(const AdapterTrainingSettings& settings) {
  return settings_visitor::writeSettings(settings);
}

Result<AdapterTrainingSettings> parseAdapterTrainingSettings(const std::string& json,
                                                             const std::string& where) {
  UNMASK_TRY(AdapterTrainingSettings s,
             settings_visitor::parseSettings<AdapterTrainingSettings>(json, where));
  UNMASK_CHECK(settings_visitor::requireBeta2(s.beta2, where));
  UNMASK_CHECK(settings_visitor::requireRanges({{"steps", s.steps, 1, 1e6},
                                                {"batch_size", s.batchSize, 1, 1024},
                                                {"accumulation", s.accumulation, 1, 1024},
                                                {"ema_decay", s.emaDecay, 0, 1},
                                                {"rank", s.rank, 1, 1024},
                                                {"alpha", s.alpha, 1e-6, 1e6},
                                                {"label_smoothing", s.labelSmoothing, 0, 1},
                                                {"text_dropout", s.textDropout, 0, 1},
                                                {"min_mask_ratio", s.minMaskRatio, 0, 1},
                                                {"contiguous_masks", s.contiguousMasks, 0, 1},
                                                {"own_pictures", s.ownPictures, 0, 4096},
                                                {"kept_pictures", s.keptPictures, 0, 4096},
                                                {"shift_cells", s.shiftCells, 0, 8}},
                                               where));
  if (s.sourceShare + s.priorShare > 1)
    return Error{ErrorKind::BadInput,
                 "training setting is not usable",
                 where,
                 "prior_share",
                 "with source_share, at most 1",
                 "",
                 ""};
  return s;
}

std::vector<std::string> targetNames(AdapterTargets targets) {
  std::vector<std::string> names = {"to_q", "to_k", "to_v"};
  if (targets == AdapterTargets::All)
    names.insert(names.end(),
                 {"to_out.0", "ff.net.0.proj", "ff.net.2", "norm1.linear", "norm2.linear", "norm3.linear"});
  return names;
}

std::vector<std::string> adapterPresetNames() {
  return {"quick", "good", "thorough", "reference-256", "reference-512"};
}

Result<AdapterTrainingSettings> adapterPreset(const std::string& name) {
  AdapterTrainingSettings s;
  if (name == "good") return s;
  if (name == "quick") {
    s.steps = 400;
    s.cooldown = 130;
    s.ownPictures = 40;
    s.keptPictures = 100;
    return s;
  }
  if (name == "thorough") {
    s.steps = 3600;
    s.cooldown = 1100;
    return s;
  }
  if (name == "reference-256" || name == "reference-512") {
    const bool small = name == "reference-256";
    s.steps = small ? 1500 : 2000;
    s.warmup = s.cooldown = 0;
    s.batchSize = 1;
    s.learningRate = small ? 4e-4 : 1e-3;
    s.alpha = small ? 32 : 1;
    s.beta2 = 0.999;
    s.clipNorm = 0;
    s.allTargets = s.mirror = false;
    s.textDropout = 0;
    s.ownPictures = s.keptPictures = 0;
    s.activationCheckpointing = true;  // the memory it states, for layers of this size
    return s;
  }
  std::string names;
  for (const std::string& known : adapterPresetNames()) names += (names.empty() ? "" : ", ") + known;
  return Error{ErrorKind::Usage, "no such preset", "", "preset", names, name, ""};
}

}  // namespace unmask
