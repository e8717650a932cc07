#include "core/engine/model_bundle.h"

#include <malloc.h>

#include <nlohmann/json.hpp>

#include "core/engine/content_hash.h"
#include "core/io/atomic_file.h"
#include "core/model/config_size.h"
#include "core/model/weights.h"

namespace unmask {
namespace fs = std::filesystem;

namespace {

constexpr size_t kMaxConfigBytes = size_t{1} << 20;

template <typename Config>
Result<Config> readConfig(const fs::path& path,
                          Result<Config> (*parse)(const std::string&, const std::string&)) {
  UNMASK_TRY(const std::string text, readFile(path, kMaxConfigBytes));
  return parse(text, path.string());
}

/// The parts must agree with each other; all disagreements in one error.
Result<void> checkTogether(const ModelConfigs& c, const fs::path& dir) {
  std::vector<std::string> problems;
  const auto require = [&problems](bool holds, const std::string& what) {
    if (!holds) problems.push_back(what);
  };
  const auto number = [](int value) { return std::to_string(value); };
  require(c.transformer.codebookSize <= c.vq.numVqEmbeddings,
          "transformer codebook_size " + number(c.transformer.codebookSize) + " exceeds the VQ model's " +
              number(c.vq.numVqEmbeddings) + " codes");
  require(c.scheduler.maskTokenId == c.transformer.maskTokenId(),
          "scheduler mask_token_id " + number(c.scheduler.maskTokenId) +
              " is not vocab_size − 1 = " + number(c.transformer.maskTokenId()));
  require(c.text.hiddenSize == c.transformer.encoderHiddenSize,
          "text encoder hidden_size " + number(c.text.hiddenSize) + " is not encoder_hidden_size " +
              number(c.transformer.encoderHiddenSize));
  require(c.text.projectionDim == c.transformer.condEmbedDim,
          "text encoder projection_dim " + number(c.text.projectionDim) + " is not cond_embed_dim " +
              number(c.transformer.condEmbedDim));
  require(!c.transformer.downsample || c.transformer.sampleSize % 2 == 0,
          "sample_size " + number(c.transformer.sampleSize) + " is odd, but the model halves its grid");
  if (problems.empty()) return {};
  return joinErrors({ErrorKind::BadInput, "the parts of the model do not fit together", dir.string(), "", "",
                     "", "Use the folder as it was released."},
                    problems);
}

/// Makes the module, no larger than its weights are, and points it at them. Their bytes.
template <typename Module, typename Config>
Result<int64_t> loadModule(Module& module, const Config& config, const fs::path& dir, const std::string& stem,
                           const std::string& variant, torch::ScalarType type) {
  UNMASK_TRY(const WeightFiles weights, openWeights(dir, stem, variant));
  UNMASK_CHECK(requireEntries(weights, matrixEntries(config), dir / "config.json"));
  module = Module(config);
  UNMASK_CHECK(mapInto(*module, weights, type));
  module->eval();
  return weights.bytes;
}

ModelInfo describe(const ModelBundle& bundle, const fs::path& dir) {
  const ModelConfigs& c = bundle.configs;
  ModelInfo info;
  info.reference.name =
      dir.filename().empty() ? dir.parent_path().filename().string() : dir.filename().string();
  info.reference.path = dir.string();
  info.gridHeight = info.gridWidth = c.transformer.sampleSize;
  info.pixelsPerCell = c.vq.pixelsPerCell();
  info.codebookSize = c.transformer.codebookSize;
  info.maskTokenId = c.transformer.maskTokenId();
  info.maxPromptTokens = c.text.maxPositionEmbeddings;
  info.hasDownsampling = c.transformer.downsample;
  info.hasOneSize = c.transformer.extensions.positionalEmbedding;
  info.transformerParameters = parameterCount(*bundle.transformer);
  info.vqParameters = parameterCount(*bundle.vq);
  info.textParameters = parameterCount(*bundle.text);
  info.presets = {SamplingPreset{}};
  return info;
}

}  // namespace

torch::ScalarType scalarType(ComputeType type) {
  return type == ComputeType::BFloat16 ? torch::kBFloat16 : torch::kFloat32;
}

Result<ModelConfigs> loadConfigs(const fs::path& dir) {
  std::error_code ignored;
  if (!fs::is_directory(dir, ignored))
    return Error{ErrorKind::NotFound,
                 "no such model folder",
                 dir.string(),
                 "",
                 "",
                 "",
                 "Give a folder in the diffusers layout, or leave the model out for the built-in one."};
  ModelConfigs c;
  UNMASK_TRY(c.transformer, readConfig(dir / "transformer" / "config.json", parseTransformerConfig));
  UNMASK_TRY(c.vq, readConfig(dir / "vqvae" / "config.json", parseVqConfig));
  UNMASK_TRY(c.text, readConfig(dir / "text_encoder" / "config.json", parseTextEncoderConfig));
  c.scheduler.maskTokenId = c.transformer.maskTokenId();
  if (fs::exists(dir / "scheduler" / "scheduler_config.json", ignored)) {
    UNMASK_TRY(c.scheduler, readConfig(dir / "scheduler" / "scheduler_config.json", parseSchedulerConfig));
  }
  UNMASK_CHECK(checkTogether(c, dir));
  return c;
}

Result<ModelConfigs> releasedConfigs(const std::string& name) {
  ModelConfigs c;  // the structs' defaults are the released values
  if (name == "amused-256") {
    c.transformer.sampleSize = 16;
  } else if (name == "amused-512") {
    c.transformer.sampleSize = 32;
    c.transformer.downsample = c.transformer.upsample = true;
  } else {
    return Error{
        ErrorKind::Usage, "no such released configuration", "", name, "amused-256 or amused-512", name, ""};
  }
  return c;
}

namespace {

/// Torch gives new parameters random values, in memory which the allocator keeps when the file's own has
/// taken its place: gigabytes for a released model.
void giveBackMemory() {
  malloc_trim(0);
}

}  // namespace

Result<ModelBundle> loadBundle(const EngineOptions& options) {
  const fs::path dir = options.modelDir;
  const torch::NoGradGuard noGrad;
  ModelBundle bundle;
  UNMASK_TRY(bundle.configs, loadConfigs(dir));
  const ModelConfigs& c = bundle.configs;
  UNMASK_TRY(bundle.tokenizer, Tokenizer::open(dir / "tokenizer"));
  if (bundle.tokenizer->vocabularySize() > c.text.vocabSize ||
      bundle.tokenizer->maxTokens() > c.text.maxPositionEmbeddings)
    return Error{ErrorKind::BadInput,
                 "the tokenizer does not fit the text encoder",
                 (dir / "tokenizer").string(),
                 "",
                 "at most " + std::to_string(c.text.vocabSize) + " entries and " +
                     std::to_string(c.text.maxPositionEmbeddings) + " positions",
                 std::to_string(bundle.tokenizer->vocabularySize()) + " and " +
                     std::to_string(bundle.tokenizer->maxTokens()),
                 ""};
  const auto type = scalarType(options.computeType);
  const std::string diffusers = "diffusion_pytorch_model";
  // One after the other: each is first as large as its weights once more.
  UNMASK_TRY(const int64_t a, loadModule(bundle.transformer, c.transformer, dir / "transformer", diffusers,
                                         options.variant, type));
  giveBackMemory();
  UNMASK_TRY(const int64_t b,
             loadModule(bundle.vq, c.vq, dir / "vqvae", diffusers, options.variant, torch::kFloat32));
  UNMASK_TRY(const int64_t t,
             loadModule(bundle.text, c.text, dir / "text_encoder", "model", options.variant, type));
  giveBackMemory();
  bundle.vq->freeze();
  bundle.info = describe(bundle, dir);
  bundle.info.weightBytes = a + b + t;
  bundle.info.reference.contentHash = weightsHash(dir);
  UNMASK_TRY(bundle.info.presets, loadPresets(dir, referencePreset(c.scheduler)));
  return bundle;
}

ModelBundle randomBundle(const ModelConfigs& configs, ComputeType computeType) {
  const torch::NoGradGuard noGrad;
  ModelBundle bundle;
  bundle.configs = configs;
  bundle.transformer = Uvit(configs.transformer);
  bundle.vq = VqModel(configs.vq);
  bundle.text = TextEncoder(configs.text);
  bundle.info = describe(bundle, "made-up weights");
  const auto type = scalarType(computeType);
  for (torch::nn::Module* module : {static_cast<torch::nn::Module*>(bundle.transformer.get()),
                                    static_cast<torch::nn::Module*>(bundle.text.get())})
    for (auto& parameter : module->parameters()) parameter.set_data(parameter.to(type));
  for (auto& parameter : bundle.vq->parameters()) parameter.requires_grad_(false);
  bundle.vq->freeze();
  const int64_t bytes = computeType == ComputeType::BFloat16 ? 2 : 4;
  bundle.info.weightBytes =
      (bundle.info.transformerParameters + bundle.info.textParameters) * bytes + bundle.info.vqParameters * 4;
  return bundle;
}

SamplingPreset referencePreset(const SchedulerConfig& scheduler) {
  SamplingPreset preset;
  preset.schedule = scheduler.linearSchedule ? MaskSchedule::Linear : MaskSchedule::Cosine;
  return preset;
}

Result<std::vector<SamplingPreset>> loadPresets(const fs::path& dir, const SamplingPreset& otherwise) {
  const fs::path path = dir / "unmask_presets.json";
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return std::vector<SamplingPreset>{otherwise};
  UNMASK_TRY(const std::string text, readFile(path, kMaxConfigBytes));
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  const auto bad = [&path](const std::string& key, const std::string& expected) {
    return Error{ErrorKind::BadInput, "preset is not usable", path.string(), key, expected, "", ""};
  };
  if (!json.is_array() || json.empty() || json.size() > 64) return bad("", "a list of 1 … 64 presets");
  std::vector<SamplingPreset> presets;
  for (const auto& item : json) {
    if (!item.is_object()) return bad("", "objects");
    SamplingPreset p;
    std::string schedule = "cosine", order = "confidence";
    std::string wrong;
    const auto number = [&](const char* key, auto& value, double low, double high) {
      const auto it = item.find(key);
      if (it == item.end()) return;
      if (!it->is_number() || !(it->template get<double>() >= low && it->template get<double>() <= high))
        wrong = key;
      else
        value = static_cast<std::decay_t<decltype(value)>>(it->template get<double>());
    };
    const auto word = [&](const char* key, std::string& value) {
      const auto it = item.find(key);
      if (it == item.end()) return;
      if (!it->is_string())
        wrong = key;
      else
        value = it->get<std::string>();
    };
    word("name", p.name);
    number("steps", p.steps, 1, 1000);
    number("guidance_scale", p.guidanceScale, 0, 1000);
    number("temperature_start", p.temperatureStart, 0, 1000);
    number("temperature_end", p.temperatureEnd, 0, 1000);
    word("schedule", schedule);
    word("order", order);
    if (schedule != "cosine" && schedule != "linear") wrong = "schedule";
    if (order != "confidence" && order != "halton" && order != "random" && order != "raster") wrong = "order";
    if (!wrong.empty()) return bad(wrong, "a usable value");
    p.schedule = schedule == "linear" ? MaskSchedule::Linear : MaskSchedule::Cosine;
    p.order = order == "halton"   ? RevealOrder::Halton
              : order == "random" ? RevealOrder::Random
              : order == "raster" ? RevealOrder::Raster
                                  : RevealOrder::Confidence;
    presets.push_back(p);
  }
  return presets;
}

}  // namespace unmask
