// Whole runs of `train-vq` and `train`, from a folder of pictures to a model folder, as small as they can be.
#include "core/train/training_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>

#include "core/engine/engine.h"
#include "core/hub/known_phrases.h"
#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"
#include "core/train/fine_tuning.h"
#include "tests/support/scratch_dir.h"
#include "tests/support/small_training.h"

namespace unmask {
namespace {

class TrainingRun : public testing::Test {
 protected:
  TrainingRun() {
    machine.threads = 1;
    makePictures("data", 3);
    vq.blockOutChannels = {16, 16, 16};
    vq.latentChannels = vq.vqEmbedDim = 8;
    vq.layersPerBlock = 1;
    vq.numVqEmbeddings = 16;
    vq.normNumGroups = 8;
    vq.extensions = {4, true, true};
    vqSettings.steps = 2;
    vqSettings.quantiseFrom = 1;
    vqSettings.warmup = vqSettings.cooldown = 0;
    vqSettings.batchSize = 4;
    vqSettings.cropPixels = 32;
    vqSettings.bfloat16 = false;
    tokens.steps = 4;
    tokens.warmup = tokens.cooldown = 0;
    tokens.batchSize = 4;
    tokens.bfloat16 = false;
    tokens.vocabularySize = 300;
    tokens.maxPromptTokens = 8;
  }

  /// Four of noise, with their captions in their names.
  void makePictures(const std::string& name, unsigned seed) const {
    std::filesystem::create_directories(m_dir / name);
    std::mt19937 noise(seed);
    for (const char* caption : {"a red thing", "a green thing", "a blue thing", "a yellow thing"}) {
      ImageBuffer picture(256, 256, 3);
      for (uint8_t& value : picture.pixels) value = static_cast<uint8_t>(noise());
      EXPECT_TRUE(savePng(m_dir / name / (std::string(caption) + ".png"), picture).ok());
    }
  }
  TrainingFolders folders(const std::string& work) const {
    return {m_dir / data, m_dir / work, m_dir / model};
  }
  Result<TrainingSummary> trainVq(const std::string& work = "vq") const {
    return runVqTraining(folders(work), vq, vqSettings, machine, {}, {});
  }
  Result<TrainingSummary> train(std::stop_token stop = {}) const {
    return runTokenTraining(folders("tokens"), test::smallTransformer(), test::smallText(), tokens, machine,
                            stop, {});
  }
  bool exists(const std::string& file) const { return std::filesystem::exists(m_dir / file); }

  std::string data = "data", model = "model";
  VqConfig vq;
  VqTrainingSettings vqSettings;
  TokenTrainingSettings tokens;
  TrainingMachine machine;
  test::ScratchDir m_dir;
};

TEST_F(TrainingRun, AStoppedOneIsUsableButNotMeasured) {
  ASSERT_TRUE(trainVq().ok());
  std::stop_source stop;
  stop.request_stop();
  const auto outcome = train(stop.get_token());
  ASSERT_TRUE(outcome.ok()) << outcome.error().text();
  EXPECT_FALSE(outcome->finished);
  EXPECT_TRUE(exists("tokens/checkpoint.safetensors"));
  EXPECT_TRUE(exists("model/model_index.json"));
  EXPECT_FALSE(exists("tokens/figures.json"));
  EXPECT_TRUE(outcome->figures.empty());
}

// What the error after a divergence advises.
TEST_F(TrainingRun, IsGoneOnWithLowerRates) {
  ASSERT_TRUE(trainVq().ok());
  tokens.learningRate = 1e-3;
  tokens.muonLearningRate = 0.02;
  std::stop_source stop;
  stop.request_stop();
  const auto isGoneOn = [&] {
    const auto outcome = train(stop.get_token());
    return outcome.ok() ? "" : outcome.error().text();
  };
  ASSERT_EQ(isGoneOn(), "");
  tokens.learningRate = 1e-4;
  tokens.muonLearningRate = 0.002;
  EXPECT_EQ(isGoneOn(), "");
  tokens.muonLearningRate = 0;  // then all matrices would be AdamW's, which knows nothing of them
  EXPECT_NE(isGoneOn().find("other settings"), std::string::npos);
  tokens.muonLearningRate = 0.002;
  tokens.emaDecay = 0;
  EXPECT_EQ(isGoneOn(), "");
  tokens.emaDecay = 0.9;
  EXPECT_NE(isGoneOn().find("averaged weights"), std::string::npos) << isGoneOn();
}

TEST_F(TrainingRun, IsNotGoneOnWithOtherPicturesOrCodes) {
  ASSERT_TRUE(trainVq().ok());
  std::stop_source stop;
  stop.request_stop();
  ASSERT_TRUE(train(stop.get_token()).ok());
  ASSERT_TRUE(train(stop.get_token()).ok()) << "the same again";
  makePictures("other", 4);
  data = "other";
  const auto otherPictures = train(stop.get_token()), otherVqPictures = trainVq();
  ASSERT_FALSE(otherPictures.ok());
  EXPECT_EQ(otherPictures.error().kind, ErrorKind::Usage);
  EXPECT_NE(otherPictures.error().text().find("another dataset"), std::string::npos);
  ASSERT_FALSE(otherVqPictures.ok());
  EXPECT_NE(otherVqPictures.error().text().find("another dataset"), std::string::npos);
  data = "data";
  vqSettings.seed = 2;
  ASSERT_TRUE(trainVq("vq2").ok());  // into the same model folder
  const auto otherCodes = train(stop.get_token());
  ASSERT_FALSE(otherCodes.ok());
  EXPECT_NE(otherCodes.error().text().find("another codebook"), std::string::npos);
}

TEST_F(TrainingRun, FineTuningGoesOnWithAWholeModel) {
  ASSERT_TRUE(trainVq().ok());
  ASSERT_TRUE(train().ok());
  std::ofstream(m_dir / "model/unmask_presets.json") << R"([{"name": "own", "steps": 3}])";
  std::ofstream(m_dir / "model/unmask_phrases.json")
      << R"({"schema": 1, "phrases": ["a dog", "a red thing"]})";
  std::ofstream(m_dir / "model/transformer/old.bin") << "a pickle";
  std::filesystem::create_directories(m_dir / "model/.git/objects");
  std::ofstream(m_dir / "model/.git/objects/pack") << "its history";
  TokenTrainingSettings tuning = tokens;
  tuning.fineTune = true;
  tuning.trainTextEncoder = false;
  tuning.microBatch = 1;
  tuning.muonLearningRate = tuning.emaDecay = 0;
  TrainingFolders to = {m_dir / "data", m_dir / "tuning", m_dir / "tuned", m_dir / "model"};
  const auto tune = [&](std::stop_token stop = {}) {
    return runTokenTraining(to, {}, {}, tuning, machine, stop, {});  // the model's own shapes
  };
  std::stop_source stop;
  stop.request_stop();
  const auto stopped = tune(stop.get_token());
  ASSERT_TRUE(stopped.ok()) << stopped.error().text();
  const auto weights = [this](const std::string& file) {
    return readFile(m_dir / file, size_t{1} << 24).value();
  };
  const std::string transformer = "/transformer/diffusion_pytorch_model.safetensors";
  EXPECT_EQ(weights("tuned" + transformer), weights("model" + transformer)) << "nothing is learned yet";
  const auto done = tune();
  ASSERT_TRUE(done.ok()) << done.error().text();
  EXPECT_TRUE(done->finished);
  EXPECT_NE(weights("tuned" + transformer), weights("model" + transformer));
  for (const char* same : {"/text_encoder/model.safetensors", "/transformer/config.json",
                           "/text_encoder/config.json", "/vqvae/diffusion_pytorch_model.safetensors",
                           "/tokenizer/spiece.model", "/model_index.json", "/unmask_presets.json"})
    EXPECT_EQ(weights(std::string("tuned") + same), weights(std::string("model") + same)) << same;
  // What it learns now comes first.
  const std::vector<std::string> phrases = readKnownPhrases(m_dir / "tuned").value();
  EXPECT_EQ(phrases.back(), "a dog");
  EXPECT_EQ(std::ranges::count(phrases, "a red thing"), 1);
  EXPECT_GT(phrases.size(), 2U);
  EXPECT_FALSE(exists("tuned/transformer/old.bin"));
  EXPECT_FALSE(exists("tuned/.git"));
  EngineOptions options;
  options.modelDir = (m_dir / "tuned").string();
  EXPECT_TRUE(loadEngine(options).ok());

  to.model = to.startFrom;
  EXPECT_EQ(tune().error().key, "--model-out");
  to.startFrom.clear();
  EXPECT_EQ(tune().error().key, "--start-from");
}

TEST_F(TrainingRun, CodesHaveToComeIntoPlayBeforeTheEnd) {
  vqSettings.quantiseFrom = vqSettings.steps;
  const auto outcome = trainVq();
  ASSERT_FALSE(outcome.ok());
  EXPECT_EQ(outcome.error().key, "quantise_from");
}

TEST_F(TrainingRun, ScenesAreMadeOfCellsOfOneSize) {
  TokenTrainingSettings settings;
  settings.scenesOnColour = 0.3;
  VqConfig cells;
  cells.blockOutChannels = {64};
  cells.extensions.cellProjection = true;
  cells.extensions.patchSize = 16;
  EXPECT_TRUE(requirePixels(settings, {}, cells).ok());
  cells.extensions.patchSize = 8;
  EXPECT_EQ(requirePixels(settings, {}, cells).error().kind, ErrorKind::Usage);
  settings.scenesOnColour = settings.scenesPlaced = settings.scenesCounted = 0;
  settings.scenesRelated = settings.scenesPainted = 0;
  EXPECT_TRUE(requirePixels(settings, {}, cells).ok());
}

TEST_F(TrainingRun, PicturesHaveToMakeTheModelsGrid) {
  ASSERT_TRUE(trainVq().ok());
  const auto keyOf = [this] {
    const auto outcome = train();
    return outcome.ok() ? "" : outcome.error().key;
  };
  tokens.pixels = 100;
  EXPECT_EQ(keyOf(), "pixels");
  tokens.pixels = 128;
  EXPECT_EQ(keyOf(), "");
}

TEST_F(TrainingRun, CropsHaveToFitWhatTheyAreCutFrom) {
  const auto keyOf = [this] {
    const auto outcome = trainVq();
    return outcome.ok() ? "" : outcome.error().key;
  };
  vqSettings.cropPixels = 30;  // not whole cells
  EXPECT_EQ(keyOf(), "crop_pixels");
  vq = test::smallCells();
  vqSettings.fitCells = 3000;
  vqSettings.fitRounds = 2;
  vqSettings.fitScenes = 10;
  EXPECT_EQ(keyOf(), "crop_pixels");
  vqSettings.cropPixels = 256;  // some scenes are shown at half size
  EXPECT_EQ(keyOf(), "crop_pixels");
  vqSettings.fitCells = 40;
  vqSettings.cropPixels = 64;
  EXPECT_EQ(keyOf(), "fit_cells");
}

}  // namespace
}  // namespace unmask
