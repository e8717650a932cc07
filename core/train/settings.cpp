#include "core/train/settings.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <set>

namespace unmask {
namespace {

using Json = nlohmann::ordered_json;

/// One visitor writes and reads a settings struct, so that the two cannot drift apart.
struct Writer {
  Json json = Json::object();
  template <typename T>
  void operator()(const char* key, T& value) {
    json[key] = value;
  }
};

struct Loader {
  const nlohmann::json& json;
  std::set<std::string> seen;
  std::string problem;

  void operator()(const char* key, bool& value) {
    if (const auto* found = find(key)) {
      if (found->is_boolean())
        value = found->get<bool>();
      else
        problem = key;
    }
  }
  void operator()(const char* key, double& value) {
    if (const auto* found = find(key)) {
      if (found->is_number() && found->get<double>() >= 0 && found->get<double>() < 1e9)
        value = found->get<double>();
      else
        problem = key;
    }
  }
  template <typename Integer>
  void operator()(const char* key, Integer& value) {
    if (const auto* found = find(key)) {
      if (found->is_number_unsigned() && found->get<uint64_t>() <= uint64_t{1} << 40)
        value = found->get<Integer>();
      else
        problem = key;
    }
  }
  const nlohmann::json* find(const char* key) {
    seen.insert(key);
    const auto it = json.find(key);
    return it == json.end() ? nullptr : &*it;
  }
};

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
}

template <typename Settings>
std::string write(Settings settings) {
  Writer writer;
  visit(settings, writer);
  return writer.json.dump();
}

template <typename Settings>
Result<Settings> parse(const std::string& text, const std::string& where) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object())
    return Error{
        ErrorKind::BadInput, "training settings are not a JSON object", where, "", "an object", "", ""};
  Settings settings;
  Loader loader{json, {}, ""};
  visit(settings, loader);
  if (!loader.problem.empty())
    return Error{ErrorKind::BadInput, "training setting is not usable",          where, loader.problem,
                 "another value",     json[loader.problem].dump().substr(0, 60), ""};
  for (const auto& [key, value] : json.items())
    if (!loader.seen.count(key))
      return Error{ErrorKind::BadInput, "unknown training setting", where, key.substr(0, 60), "", "", ""};
  return settings;
}

}  // namespace

std::string toJson(const VqTrainingSettings& settings) {
  return write(settings);
}
std::string toJson(const TokenTrainingSettings& settings) {
  return write(settings);
}

Result<VqTrainingSettings> parseVqTrainingSettings(const std::string& json, const std::string& where) {
  return parse<VqTrainingSettings>(json, where);
}
Result<TokenTrainingSettings> parseTokenTrainingSettings(const std::string& json, const std::string& where) {
  return parse<TokenTrainingSettings>(json, where);
}

}  // namespace unmask
