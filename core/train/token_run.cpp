#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "core/data/dataset.h"
#include "core/data/learned_phrases.h"
#include "core/data/scene.h"
#include "core/engine/model_bundle.h"
#include "core/hub/known_phrases.h"
#include "core/io/atomic_file.h"
#include "core/model/tensor_image.h"
#include "core/model/weights.h"
#include "core/text/sentencepiece_bridge.h"
#include "core/train/fine_tuning.h"
#include "core/train/open_part.h"
#include "core/train/run_folder.h"
#include "core/train/scene_tokens.h"
#include "core/train/token_trainer.h"
#include "core/train/warm_start.h"

namespace unmask {
namespace fs = std::filesystem;
using torch::Tensor;

namespace {

/// What a sheet shows; fixed, so that sheets of one run can be compared.
const std::vector<std::string> kSheetPrompts = {"a red apple",
                                                "a yellow star",
                                                "a smiling face",
                                                "a red heart, 3d",
                                                "a cat face",
                                                "a house",
                                                "a red car",
                                                "a green tree",
                                                "a banana, flat",
                                                "a blue book",
                                                "a pizza",
                                                "a rocket, 3d",
                                                "a red apple on a blue background, 3d",
                                                "a yellow star on a purple background, flat",
                                                "a cat face on a green background",
                                                "a small red apple",
                                                "a house on the left, noto",
                                                "a rocket at the top, 3d",
                                                "two red apples, 3d",
                                                "three yellow stars, flat",
                                                "two cat faces on a pink background",
                                                "a red apple left of a banana, 3d",
                                                "a house to the right of a green tree, flat",
                                                "a yellow star above a blue book"};
constexpr int kSheetColumns = 12;
constexpr uint64_t kScenesForVocabulary = 3000;

/// What the run will read: every caption of a picture, and those of many scenes.
std::vector<std::string> textsOf(const Dataset& dataset, const TokenTrainingSettings& settings,
                                 const SceneSampler* scenes) {
  std::vector<std::string> captions;
  for (const DatasetPicture& picture : dataset.pictures)
    captions.insert(captions.end(), picture.captions.begin(), picture.captions.end());
  for (uint64_t i = 0; scenes && i < kScenesForVocabulary; ++i)
    captions.push_back(scenes->draw(settings.seed, i).caption);
  return captions;
}

Result<std::unique_ptr<Tokenizer>> vocabulary(const fs::path& dir, const Dataset& dataset,
                                              const TokenTrainingSettings& settings,
                                              const SceneSampler* scenes) {
  std::error_code ignored;
  if (!fs::exists(dir / "spiece.model", ignored) && !fs::exists(dir / "vocab.json", ignored)) {
    fs::create_directories(dir, ignored);
    UNMASK_CHECK(makeSentencePieceFolder(textsOf(dataset, settings, scenes),
                                         static_cast<int>(settings.vocabularySize),
                                         static_cast<int>(settings.maxPromptTokens), dir));
  }
  return Tokenizer::open(dir);
}

/// Where ranks share a folder, one makes the vocabulary and the others find it: first rank 0, then a rank of
/// each other machine, then the rest.
Result<std::unique_ptr<Tokenizer>> vocabularyInTurn(
    const std::function<Result<std::unique_ptr<Tokenizer>>()>& make, RankGroup* ranks,
    const ClusterPlace& place) {
  if (!ranks) return make();
  const int turns = 3, own = ranks->isWriter() ? 0 : place.localRank == 0 ? 1 : 2;
  std::unique_ptr<Tokenizer> tokenizer;
  for (int turn = 0; turn < turns; ++turn) {
    if (turn == own) {
      UNMASK_TRY(tokenizer, make());
    }
    ranks->barrier();
  }
  return tokenizer;
}

constexpr char kData[] = "dataset or tokenizer";

uint64_t printOf(const Tensor& pictures, const TokenDataset& data) {
  const uint64_t print = fingerprint(pictures.data_ptr(), pictures.nbytes());
  return fingerprint(data.captionIds.data_ptr(), data.captionIds.nbytes(), print);
}

/// Of what gives a cell its code.
uint64_t printOf(const VqModel& vq) {
  const Tensor codebook = vq->codebook->weight.detach().contiguous();
  const uint64_t print = fingerprint(codebook.data_ptr(), codebook.nbytes());
  if (!vq->cells) return print;
  const Tensor cells = vq->cells->weight.detach().contiguous();
  return fingerprint(cells.data_ptr(), cells.nbytes(), print);
}

/// Of all its weights.
uint64_t printOfAll(const VqModel& vq) {
  uint64_t print = 0;
  for (const auto& [name, tensor] : namedTensors(*vq)) {
    const Tensor values = tensor.contiguous();
    print = fingerprint(values.data_ptr(), values.nbytes(), print);
  }
  return print;
}

/// Null when the settings want no scenes.
std::unique_ptr<SceneSampler> sceneSampler(const Dataset& dataset, const TokenTrainingSettings& s) {
  SceneShares shares;
  shares.onColour = s.scenesOnColour;
  shares.placed = s.scenesPlaced;
  shares.counted = s.scenesCounted;
  shares.related = s.scenesRelated;
  shares.painted = s.scenesPainted;
  const double scenes = shares.onColour + shares.placed + shares.counted + shares.related;
  shares.onWhite = std::max(0.0, 1 - scenes);
  return scenes > 0 || shares.painted > 0 ? std::make_unique<SceneSampler>(dataset, shares, s.mirror)
                                          : nullptr;
}

Tensor promptIds(const Tokenizer& tokenizer, const std::string& prompt) {
  return torch::tensor(tokenizer.encode(prompt).ids, torch::kInt32).to(torch::kInt64);
}

/// Codes of all pictures (and of their mirror images), captions as ids.
TokenDataset tokenDataset(const Dataset& dataset, const Tensor& pictures, VqModel& vq,
                          const Tokenizer& tokenizer, bool mirror) {
  torch::NoGradGuard noGrad;
  TokenDataset data;
  std::vector<Tensor> codes, captions;
  // The memory that eight of 256 pixels take.
  const int64_t atOnce = std::clamp<int64_t>(8 * 256 * 256 / (pictures.size(2) * pictures.size(3)), 1, 8);
  for (const bool flipped : {false, true}) {
    if (flipped && !mirror) continue;
    for (int64_t i = 0; i < pictures.size(0); i += atOnce) {
      const Tensor batch =
          pictures.slice(0, i, std::min(i + atOnce, pictures.size(0))).to(torch::kFloat32).div(255);
      codes.push_back(vq->quantise(vq->encode(flipped ? batch.flip({3}) : batch)));
    }
    int64_t next = 0;
    for (const DatasetPicture& picture : dataset.pictures) {
      if (picture.heldOut) continue;
      std::vector<int64_t> rows;
      for (const std::string& caption : picture.captions) {
        if (!flipped) captions.push_back(promptIds(tokenizer, caption));
        rows.push_back(next++);
      }
      data.captions.push_back(std::move(rows));
    }
  }
  data.codes = torch::cat(codes);
  data.distinctPictures = pictures.size(0);
  data.captionIds = torch::stack(captions);
  data.emptyIds = promptIds(tokenizer, "");
  data.pictureSide = static_cast<float>(pictures.size(2));
  return data;
}

Result<void> startFrom(const fs::path& model, std::vector<std::string> texts, const Tensor& pictures,
                       VqModel& vq, const TokenDataset& data, const Tokenizer& tokenizer, Uvit& transformer,
                       TextEncoder& text) {
  WarmStartData known;
  known.pictures = pictures.to(torch::kFloat32).div(255);
  known.codes = data.codes.slice(0, 0, pictures.size(0));  // those of the mirror images follow
  known.codebook = vq->codebook->weight.detach();
  known.texts = std::move(texts);
  return warmStart(model, known, tokenizer, transformer, text);
}

/// The sizes that follow from the vocabulary and the VQ model.
void fitConfigs(TransformerConfig& transformer, TextEncoderConfig& text, const Tokenizer& tokenizer,
                const VqConfig& vq, int64_t pixels) {
  text.vocabSize = tokenizer.vocabularySize();
  text.maxPositionEmbeddings = tokenizer.maxTokens();
  text.bosTokenId = tokenizer.startId();
  text.eosTokenId = tokenizer.endId();
  text.padTokenId = tokenizer.padId();
  transformer.codebookSize = vq.numVqEmbeddings;
  transformer.vocabSize = vq.numVqEmbeddings + 1;
  transformer.encoderHiddenSize = text.hiddenSize;
  transformer.condEmbedDim = text.projectionDim;
  transformer.sampleSize = static_cast<int>(pixels / vq.pixelsPerCell());
}

/// What a run learns, and what the prompt box completes.
Result<void> writeLearned(const fs::path& dir, Uvit& transformer, TextEncoder& text,
                          const std::vector<std::string>& phrases) {
  UNMASK_CHECK(writeFileAtomically(dir / kPhrasesFile, phrasesJson(phrases)));
  UNMASK_CHECK(
      saveTensors(dir / "transformer" / "diffusion_pytorch_model.safetensors", namedTensors(*transformer)));
  return saveTensors(dir / "text_encoder" / "model.safetensors", namedTensors(*text));
}

Result<void> writeModel(const fs::path& dir, const TransformerConfig& transformerConfig, Uvit& transformer,
                        const TextEncoderConfig& textConfig, TextEncoder& text,
                        const std::vector<std::string>& phrases) {
  std::error_code failed;
  for (const char* part : {"transformer", "text_encoder", "scheduler"})
    fs::create_directories(dir / part, failed);
  const auto write = [](const fs::path& path, const std::string& content) {
    return writeFileAtomically(path, content);
  };
  UNMASK_CHECK(write(dir / "transformer" / "config.json", toJson(transformerConfig)));
  UNMASK_CHECK(write(dir / "text_encoder" / "config.json", toJson(textConfig)));
  UNMASK_CHECK(write(dir / "scheduler" / "scheduler_config.json",
                     toJson(SchedulerConfig{transformerConfig.maskTokenId(), false})));
  const nlohmann::ordered_json index = {{"_class_name", "AmusedPipeline"},
                                        {"scheduler", {"diffusers", "AmusedScheduler"}},
                                        {"text_encoder", {"transformers", "CLIPTextModelWithProjection"}},
                                        {"tokenizer", {"unmask", "SentencePieceTokenizer"}},
                                        {"transformer", {"diffusers", "UVit2DModel"}},
                                        {"vqvae", {"diffusers", "VQModel"}}};
  UNMASK_CHECK(write(dir / "model_index.json", index.dump(2) + "\n"));
  return writeLearned(dir, transformer, text, phrases);
}

/// The first captions of some pictures, as far as a sheet of a big model may take time.
std::vector<std::string> tunedPrompts(const Dataset& dataset) {
  constexpr size_t kPrompts = 4;
  std::vector<std::string> prompts;
  for (const DatasetPicture& picture : dataset.pictures)
    if (prompts.size() < kPrompts) prompts.push_back(picture.captions.front());
  return prompts;
}

/// Pictures of the prompts with fixed seeds, by the one decoder, with `preset`'s guidance and order.
Result<ImageBuffer> sampleSheet(const fs::path& modelDir, const std::vector<std::string>& prompts,
                                const SamplingPreset& preset, std::stop_token stop) {
  EngineOptions options;
  options.modelDir = modelDir.string();
  options.threads = at::get_num_threads();
  UNMASK_TRY(const auto engine, loadEngine(options));
  std::vector<Tensor> pictures;
  for (const std::string& prompt : prompts) {
    GenerationRequest request;
    request.prompt = prompt;
    request.seed = 7;
    request.guidanceScale = preset.guidanceScale;
    request.order = preset.order;
    UNMASK_TRY(const RunOutcome outcome, engine->run(request, {}, stop));
    pictures.push_back(tensorFromImage(outcome.images[0].picture).to(torch::kFloat32).div(255));
  }
  return contactSheet(torch::stack(pictures), std::min<int>(kSheetColumns, static_cast<int>(prompts.size())));
}

Result<void> loadTrained(const fs::path& model, Uvit& transformer, TextEncoder& text) {
  UNMASK_TRY(const WeightFiles transformerWeights,
             openWeights(model / "transformer", "diffusion_pytorch_model", ""));
  UNMASK_CHECK(loadInto(*transformer, transformerWeights));
  UNMASK_TRY(const WeightFiles textWeights, openWeights(model / "text_encoder", "model", ""));
  return loadInto(*text, textWeights);
}

Result<TrainingSummary> tokenRun(const TrainingFolders& folders, const TransformerConfig& transformerShape,
                                 const TextEncoderConfig& textShape, const TokenTrainingSettings& settings,
                                 const ClusterPlace& place, RankGroup* ranks, std::stop_token stop,
                                 const TrainingObserver& observer) {
  const bool isWriter = !ranks || ranks->isWriter();
  if (settings.fineTune && folders.startFrom.empty())
    return Error{ErrorKind::Usage,
                 "fine-tuning needs a model to go on with",
                 "",
                 "--start-from",
                 "a model folder",
                 "nothing",
                 ""};
  DatasetOptions options;
  options.pixels = static_cast<int>(settings.pixels);
  UNMASK_TRY(const Dataset dataset, loadDataset(folders.dataset, options));
  UNMASK_TRY(const Tensor pictures, trainingPictures(dataset, options.pixels));
  const fs::path vqDir = (settings.fineTune ? folders.startFrom : folders.model) / "vqvae";
  UNMASK_TRY(VqModel vq, (openPart<VqModel, VqConfig>(vqDir, "diffusion_pytorch_model", parseVqConfig)));
  const std::unique_ptr<SceneSampler> scenes = sceneSampler(dataset, settings);
  if (scenes && !vq->cells)
    return Error{ErrorKind::Usage,
                 "scenes need a VQ model with a cell projection",
                 vqDir.string(),
                 "unmask_extensions.cell_projection",
                 "true",
                 "false",
                 "Train such a VQ model, or set the shares of scenes to zero."};
  const auto makeVocabulary = [&]() -> Result<std::unique_ptr<Tokenizer>> {
    if (settings.fineTune) return Tokenizer::open(folders.startFrom / "tokenizer");
    return vocabulary(folders.model / "tokenizer", dataset, settings, scenes.get());
  };
  UNMASK_TRY(const auto tokenizer, vocabularyInTurn(makeVocabulary, ranks, place));

  TransformerConfig transformerConfig = transformerShape;
  TextEncoderConfig textConfig = textShape;
  if (settings.fineTune) {
    UNMASK_TRY(const ModelConfigs own, loadConfigs(folders.startFrom));
    transformerConfig = own.transformer;
    textConfig = own.text;
    if (isWriter) UNMASK_CHECK(copyAllButTrainedWeights(folders.startFrom, folders.model));
  } else {
    fitConfigs(transformerConfig, textConfig, *tokenizer, vq->config, settings.pixels);
  }
  UNMASK_CHECK(requirePixels(settings, transformerConfig, vq->config));
  torch::manual_seed(settings.seed);
  Uvit transformer(transformerConfig);
  TextEncoder text(textConfig);
  if (!settings.fineTune) initialiseForTraining(transformer, text, settings.referenceInitialisation);
  TokenDataset data = tokenDataset(dataset, pictures, vq, *tokenizer, settings.mirror && !scenes);
  const uint64_t dataPrint = printOf(pictures, data);
  if (ranks) {
    UNMASK_CHECK(ranks->requireEqual(kData, dataPrint));
    UNMASK_CHECK(ranks->requireEqual("VQ model", printOfAll(vq)));
  }
  std::unique_ptr<SceneTokens> sceneTokens;
  if (scenes) {
    UNMASK_TRY(const Tensor layered, layeredPictures(dataset, options.pixels, PictureChoice::All));
    sceneTokens = std::make_unique<SceneTokens>(vq, layered);
    data.draw = [&](uint64_t position) -> TokenSample {
      const Scene scene = scenes->draw(settings.seed, position);
      return {sceneTokens->compose(scene), promptIds(*tokenizer, scene.caption)};
    };
  }
  const std::vector<std::string> texts = textsOf(dataset, settings, scenes.get());
  std::error_code ignored;
  if (isWriter && !folders.startFrom.empty() && !fs::exists(folders.work / "checkpoint.safetensors", ignored))
    UNMASK_CHECK(settings.fineTune ? loadTrained(folders.startFrom, transformer, text)
                                   : startFrom(folders.startFrom, texts, pictures, vq, data, *tokenizer,
                                               transformer, text));
  if (!settings.fineTune) muteUnmetPieces(*tokenizer, texts, text);
  TokenTrainer trainer(transformer, text, std::move(data), settings, ranks);

  std::vector<std::string> phrases = learnedPhrases(dataset, scenes != nullptr);
  if (settings.fineTune) {
    UNMASK_TRY(const std::vector<std::string> before, readKnownPhrases(folders.startFrom));
    const std::unordered_set<std::string> own(phrases.begin(), phrases.end());
    std::ranges::copy_if(before, std::back_inserter(phrases),
                         [&own](const std::string& phrase) { return !own.contains(phrase); });
  }
  const auto writeAveraged = [&](const fs::path& dir) {
    const TokenTrainer::Averaged averaged(trainer);
    return settings.fineTune ? writeLearned(dir, transformer, text, phrases)
                             : writeModel(dir, transformerConfig, transformer, textConfig, text, phrases);
  };
  const std::vector<std::string> sheetPrompts = settings.fineTune ? tunedPrompts(dataset) : kSheetPrompts;
  SamplingPreset sheetPreset;
  if (settings.fineTune) {
    UNMASK_TRY(const std::vector<SamplingPreset> presets, loadPresets(folders.startFrom, SamplingPreset{}));
    sheetPreset = presets.front();
  } else {
    sheetPreset.guidanceScale = 2;
    sheetPreset.order = RevealOrder::Halton;
  }
  RunParts parts;
  parts.steps = settings.steps;
  parts.batchSize = settings.batchSize;
  parts.settings = toJson(settings);
  parts.sources = {{kData, dataPrint}, {"codebook", printOf(vq)}};
  parts.ranks = ranks;
  parts.columns = {"step", "loss", "cross_entropy", "accuracy", "gradient_norm", "learning_rate"};
  parts.drawn = {"cross_entropy", "accuracy", "learning_rate"};
  parts.step = [&trainer] {
    const TokenStepReport r = trainer.step();
    return std::vector<double>{
        static_cast<double>(r.step), r.loss, r.crossEntropy, r.accuracy, r.gradientNorm, r.learningRate};
  };
  parts.stepsDone = [&trainer] { return trainer.stepsDone(); };
  parts.state = [&trainer] { return trainer.state(); };
  parts.restore = [&trainer](const auto& state, int64_t step) { return trainer.restore(state, step); };
  parts.sheet = [&](std::stop_token sheetStop) -> Result<ImageBuffer> {
    // The model folder is complete after this, so that a run can be looked at, and used, while it goes on.
    UNMASK_CHECK(writeAveraged(folders.model));
    return sampleSheet(folders.model, sheetPrompts, sheetPreset, std::move(sheetStop));
  };
  UNMASK_TRY(TrainingSummary summary, loopRun(folders.work, parts, stop, observer));
  if (!isWriter) return summary;

  UNMASK_CHECK(writeAveraged(folders.model));
  if (!summary.finished) return summary;
  const TokenTrainer::Averaged averaged(trainer);
  const nlohmann::ordered_json figures = {
      {"pictures", pictures.size(0)},
      {"steps", summary.stepsDone},
      {"epochs",
       static_cast<double>(summary.stepsDone * settings.batchSize) / static_cast<double>(pictures.size(0))},
      {"transformer_parameters", parameterCount(*transformer)},
      {"text_parameters", parameterCount(*text)},
      {"cross_entropy_70_percent_masked", trainer.crossEntropyAt(0.7, false, 240)},
      {"cross_entropy_fully_masked", trainer.crossEntropyAt(1, false, 240)},
      {"cross_entropy_fully_masked_shuffled_captions", trainer.crossEntropyAt(1, true, 240)}};
  summary.figures = figures.dump();
  UNMASK_CHECK(writeFileAtomically(folders.work / "figures.json", figures.dump(2) + "\n"));
  return summary;
}

}  // namespace

Result<TrainingSummary> runTokenTraining(const TrainingFolders& folders, const TransformerConfig& transformer,
                                         const TextEncoderConfig& text, const TokenTrainingSettings& settings,
                                         const TrainingMachine& machine, std::stop_token stop,
                                         const TrainingObserver& observer) {
  return runAmongRanks(machine, settings.batchSize, [&](RankGroup* ranks) {
    return tokenRun(folders, transformer, text, settings, machine.place, ranks, stop, observer);
  });
}

}  // namespace unmask
