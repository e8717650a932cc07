// Several processes on loopback against one.
#include <gmock/gmock.h>
#include <signal.h>

#include <cmath>
#include <fstream>
#include <random>
#include <sstream>

#include "core/base/image_buffer.h"
#include "core/io/image_codec.h"
#include "core/model/weights.h"
#include "core/train/checkpoint.h"
#include "tests/core/distributed/processes.h"

namespace unmask {
namespace {

using test::Process;
using test::ScratchDir;
using testing::HasSubstr;

constexpr std::chrono::seconds kLong{300};     // a busy machine must not make a test fail
constexpr std::chrono::seconds kPromised{30};  // after a rank is lost

std::vector<std::string> worker(const std::string& kind, const std::filesystem::path& work, int64_t steps) {
  return {UNMASK_RANK_WORKER, kind, work.string(), std::to_string(steps)};
}

/// One that goes on until it is ended, and soon notices that others are.
std::vector<std::string> endlessWorker(const std::filesystem::path& work) {
  std::vector<std::string> arguments = worker("token", work, 1000000);
  arguments.insert(arguments.end(), {"1", "-1", "4"});
  return arguments;
}

void train(const std::vector<std::string>& arguments, int ranks) {
  if (ranks == 1) {
    Process alone(arguments, {});
    ASSERT_EQ(alone.waitForEnd(kLong), 0) << alone.errors();
    return;
  }
  for (Process& process : test::startRanks(arguments, ranks))
    ASSERT_EQ(process.waitForEnd(kLong), 0) << process.errors();
}

TrainingCheckpoint checkpointIn(const std::filesystem::path& work) {
  auto checkpoint = loadCheckpoint(work / "checkpoint.safetensors");
  if (!checkpoint.ok()) {
    ADD_FAILURE() << checkpoint.error().text();
    return {};
  }
  return *std::move(checkpoint);
}

/// The mean loss and gradient norm of the run: the curve's last row.
std::vector<double> lastRow(const std::filesystem::path& work) {
  std::ifstream file(work / "loss.csv");
  std::string line, last;
  while (std::getline(file, line))
    if (!line.empty()) last = line;
  std::vector<double> row;
  std::stringstream cells(last);
  for (std::string cell; std::getline(cells, cell, ',');) row.push_back(std::stod(cell));
  return row;
}

/// A key's bias moves all scores of a row alike, which softmax takes out again: its gradient is nothing but
/// rounding, and AdamW divides that by its own size.
bool isOnlyRounding(const std::string& name) {
  return name.ends_with("k_proj.bias") || name.ends_with("to_k.bias");
}

using Tensors = std::map<std::string, torch::Tensor>;

double farthest(const Tensors& a, const Tensors& b, std::string& where) {
  double most = 0;
  EXPECT_EQ(a.size(), b.size());
  for (const auto& [name, tensor] : a) {
    const auto other = b.find(name);
    if (other == b.end()) return INFINITY;
    const double difference = (tensor - other->second).abs().max().item<double>();
    if (difference >= most && !isOnlyRounding(name)) most = difference, where = name;
  }
  return most;
}

/// Of all weights, moments, averages and code counts.
double farthest(const TrainingCheckpoint& a, const TrainingCheckpoint& b, std::string& where) {
  return farthest(a.tensors, b.tensors, where);
}

void expectSameRun(const std::filesystem::path& one, const std::filesystem::path& other) {
  const TrainingCheckpoint a = checkpointIn(one), b = checkpointIn(other);
  EXPECT_EQ(a.step, b.step);
  std::string where;
  EXPECT_LT(farthest(a, b, where), 1e-5) << where;
  const std::vector<double> rowA = lastRow(one), rowB = lastRow(other);
  ASSERT_EQ(rowA.size(), 3U);
  ASSERT_EQ(rowB.size(), 3U);
  EXPECT_EQ(rowA[0], 10);
  for (size_t i = 0; i < 3; ++i) EXPECT_NEAR(rowA[i], rowB[i], 1e-5) << i;
}

class RanksOf : public testing::TestWithParam<std::string> {};

TEST_P(RanksOf, MakeTheRunOfOneProcess) {
  const ScratchDir dir;
  train(worker(GetParam(), dir / "one", 10), 1);
  for (const int ranks : {2, 3}) {
    SCOPED_TRACE(ranks);
    const auto work = dir / std::to_string(ranks);
    train(worker(GetParam(), work, 10), ranks);
    expectSameRun(dir / "one", work);
  }
}

INSTANTIATE_TEST_SUITE_P(Every, RanksOf, testing::Values("token", "micro", "vq", "cells"),
                         [](const auto& named) { return named.param; });

TEST(Ranks, ResumeWithAnotherNumberOfThem) {
  const ScratchDir dir;
  train(worker("token", dir / "one", 10), 1);
  for (const auto& [first, then] : {std::pair{1, 2}, std::pair{2, 1}, std::pair{3, 2}}) {
    SCOPED_TRACE(testing::Message() << first << " then " << then);
    const auto work = dir / (std::to_string(first) + std::to_string(then));
    train(worker("token", work, 5), first);
    ASSERT_EQ(checkpointIn(work).step, 5);
    train(worker("token", work, 10), then);
    const TrainingCheckpoint a = checkpointIn(dir / "one"), b = checkpointIn(work);
    std::string where;
    EXPECT_LT(farthest(a, b, where), 1e-5) << where;
  }
}

TEST(Ranks, OneThatIsKilledEndsAllAndLosesNothing) {
  const ScratchDir dir;
  std::vector<Process> ranks = test::startRanks(endlessWorker(dir / "run"), 3);
  ASSERT_TRUE(ranks[2].waitForLine("step 5")) << ranks[2].errors();
  ranks[2].signal(SIGKILL);
  for (const size_t other : {0, 1}) {
    EXPECT_EQ(ranks[other].waitForEnd(kPromised), 1);
    EXPECT_THAT(ranks[other].errors(), HasSubstr("rank 2 is lost"));
    EXPECT_THAT(ranks[other].errors(), HasSubstr("Start all ranks again"));
  }
  const int64_t saved = checkpointIn(dir / "run").step;
  EXPECT_GE(saved, 4) << "what was learned before the loss is kept";
  train(worker("token", dir / "run", saved + 3), 2);
  EXPECT_EQ(checkpointIn(dir / "run").step, saved + 3);
}

TEST(Ranks, OneThatStandsStillEndsAll) {
  const ScratchDir dir;
  std::vector<Process> ranks = test::startRanks(endlessWorker(dir / "run"), 2);
  ASSERT_TRUE(ranks[1].waitForLine("step 5")) << ranks[1].errors();
  ranks[1].signal(SIGSTOP);  // as a machine without power: no connection is closed
  EXPECT_EQ(ranks[0].waitForEnd(kPromised), 1);
  EXPECT_THAT(ranks[0].errors(), HasSubstr("rank 1 is lost"));
}

TEST(Ranks, TheDeathOfTheWriterLeavesTheLastCheckpointWhole) {
  const ScratchDir dir;
  train(worker("token", dir / "run", 5), 1);
  std::vector<Process> ranks = test::startRanks(endlessWorker(dir / "run"), 3);
  ASSERT_TRUE(ranks[0].waitForLine("step 8")) << ranks[0].errors();
  ranks[0].signal(SIGKILL);
  for (const size_t other : {1, 2}) {
    EXPECT_EQ(ranks[other].waitForEnd(kPromised), 1);
    EXPECT_THAT(ranks[other].errors(), HasSubstr("rank 0 is lost"));
  }
  EXPECT_EQ(checkpointIn(dir / "run").step, 5);
}

TEST(Ranks, StopAfterTheSameStepWhenOneIsAsked) {
  const ScratchDir dir;
  std::vector<std::string> arguments = worker("token", dir / "run", 1000000);
  arguments.insert(arguments.end(), {"1", "7"});
  train(arguments, 2);
  EXPECT_EQ(checkpointIn(dir / "run").step, 7);
}

TEST(Ranks, RefuseToStartWithDifferentSettings) {
  const ScratchDir dir;
  const std::string port = std::to_string(test::freePort());
  std::vector<Process> ranks;
  for (const std::string rank : {"0", "1"}) {
    std::vector<std::string> arguments = worker("token", dir / "run", 5);
    arguments.push_back("1" + rank);  // the seed
    ranks.emplace_back(
        arguments,
        std::map<std::string, std::string>{
            {"RANK", rank}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "127.0.0.1"}, {"MASTER_PORT", port}});
  }
  for (Process& process : ranks) {
    EXPECT_EQ(process.waitForEnd(kLong), 1);
    EXPECT_THAT(process.errors(), HasSubstr("not all ranks were started alike"));
  }
}

/// Four pictures of noise with their captions in their names.
void makePictures(const std::filesystem::path& dir) {
  std::filesystem::create_directories(dir);
  std::mt19937 noise(3);
  const char* names[] = {"a red thing.png", "a green thing.png", "a blue thing.png", "a yellow thing.png"};
  for (const char* name : names) {
    ImageBuffer picture(256, 256, 3);
    for (uint8_t& value : picture.pixels) value = static_cast<uint8_t>(noise());
    ASSERT_TRUE(savePng(dir / name, picture).ok());
  }
}

TEST(Ranks, TrainThroughTheCommandLine) {
  const ScratchDir dir;
  ASSERT_NO_FATAL_FAILURE(makePictures(dir / "data"));
  std::ofstream(dir / "vq.json") << R"({"_class_name": "VQModel", "block_out_channels": [16, 32],
    "latent_channels": 8, "vq_embed_dim": 8, "layers_per_block": 1, "num_vq_embeddings": 16, "norm_num_groups": 8,
    "unmask_extensions": {"version": 1, "patch_size": 4, "pixel_norm": true, "replicate_padding": true}})";
  std::ofstream(dir / "settings.json") << R"({"steps": 4, "quantise_from": 2, "warmup": 0, "cooldown": 0,
    "batch_size": 4, "crop_pixels": 16, "learning_rate": 0.0001, "bfloat16": false})";
  const auto command = [&dir](const std::string& name) {
    return std::vector<std::string>{UNMASK_PROGRAM, "train-vq",
                                    "--dataset",    (dir / "data").string(),
                                    "--work",       (dir / name).string(),
                                    "--model-out",  (dir / (name + "-model")).string(),
                                    "--vq-config",  (dir / "vq.json").string(),
                                    "--settings",   (dir / "settings.json").string(),
                                    "--threads",    "1"};
  };
  train(command("one"), 1);
  train(command("two"), 2);
  std::string where;
  EXPECT_LT(farthest(checkpointIn(dir / "one"), checkpointIn(dir / "two"), where), 1e-5) << where;
  EXPECT_TRUE(std::filesystem::exists(dir / "two-model" / "vqvae" / "diffusion_pytorch_model.safetensors"));
}

/// The weights that a trained model folder holds.
Tensors weightsIn(const std::filesystem::path& component, const std::string& stem) {
  const auto files = openWeights(component, stem, "");
  if (!files.ok()) {
    ADD_FAILURE() << files.error().text();
    return {};
  }
  Tensors out;
  for (const auto& [name, place] : files->tensors)
    out[name] = tensorFromView(*place.second, files->files[place.first].storage()).clone();
  return out;
}

/// One process with no word about ranks, then two that learn where they are by flags.
class TrainTokens : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(makePictures(m_dir / "data"));
    write("vq.json", R"({"_class_name": "VQModel", "block_out_channels": [16, 16, 16], "latent_channels": 8,
      "vq_embed_dim": 8, "layers_per_block": 1, "num_vq_embeddings": 16, "norm_num_groups": 8,
      "unmask_extensions": {"version": 1, "patch_size": 4, "pixel_norm": true, "replicate_padding": true}})");
    write("vq-settings.json", R"({"steps": 2, "quantise_from": 1, "warmup": 0, "cooldown": 0, "batch_size": 4,
      "crop_pixels": 32, "bfloat16": false})");
    write("transformer.json", R"({"_class_name": "UVit2DModel", "hidden_size": 32, "block_out_channels": 32,
      "in_channels": 32, "cond_embed_dim": 16, "encoder_hidden_size": 16, "micro_cond_encode_dim": 8,
      "micro_cond_embed_dim": 40, "num_res_blocks": 0, "downsample": true, "upsample": true, "use_bias": true,
      "block_num_heads": 2, "num_attention_heads": 2, "num_hidden_layers": 2, "intermediate_size": 64,
      "codebook_size": 16, "vocab_size": 17, "sample_size": 16})");
    write("text.json", R"({"model_type": "clip_text_model", "hidden_size": 16, "projection_dim": 16,
      "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2, "max_position_embeddings": 8,
      "vocab_size": 40, "bos_token_id": 2, "eos_token_id": 3})");
    // Averages of half a step, so that what is saved has moved as far as the weights have.
    write("settings.json", R"({"steps": 6, "warmup": 0, "cooldown": 0, "batch_size": 4,
      "learning_rate": 0.0001, "muon_learning_rate": 0.0001, "ema_decay": 0.5, "bfloat16": false,
      "vocabulary_size": 300, "max_prompt_tokens": 8})");
    train(command("train-vq", "vq", "base", "vq-settings.json", {"--vq-config", "vq.json"}), 1);
  }
  void write(const std::string& name, const std::string& text) const { std::ofstream(m_dir / name) << text; }

  /// `files` are flags and the names of what write() has written.
  std::vector<std::string> command(const std::string& name, const std::string& work, const std::string& model,
                                   const std::string& settings, const std::vector<std::string>& files) const {
    std::vector<std::string> out = {
        UNMASK_PROGRAM, name,          "--dataset",  (m_dir / "data").string(), "--work",    m_dir / work,
        "--model-out",  m_dir / model, "--settings", m_dir / settings,          "--threads", "1"};
    for (const std::string& word : files)
      out.push_back(word.starts_with("--") ? word : (m_dir / word).string());
    return out;
  }
  /// `train` into the folders `name` and `name`-model, with the VQ model all runs share.
  std::vector<std::string> tokens(const std::string& name) const {
    std::filesystem::copy(m_dir / "base", m_dir / (name + "-model"),
                          std::filesystem::copy_options::recursive);
    return command("train", name, name + "-model", "settings.json",
                   {"--transformer-config", "transformer.json", "--text-config", "text.json"});
  }

  /// Starts each command as the rank of its place.
  static std::vector<Process> asRanks(const std::vector<std::vector<std::string>>& commands) {
    const std::string master = "127.0.0.1:" + std::to_string(test::freePort());
    std::vector<Process> out;
    for (size_t rank = 0; rank < commands.size(); ++rank) {
      std::vector<std::string> arguments = commands[rank];
      arguments.insert(arguments.end(), {"--rank", std::to_string(rank), "--world-size",
                                         std::to_string(commands.size()), "--master", master});
      out.emplace_back(arguments, std::map<std::string, std::string>{});
    }
    return out;
  }

  ScratchDir m_dir;
};

// Each machine may have a model folder of its own.
TEST_F(TrainTokens, WithAnotherVqModelARankIsRefused) {
  write("other-settings.json",
        R"({"steps": 2, "quantise_from": 1, "warmup": 0, "cooldown": 0, "batch_size": 4,
      "crop_pixels": 32, "bfloat16": false, "seed": 9})");
  const std::vector<std::string> own = tokens("own"), other = tokens("other");
  std::filesystem::remove_all(m_dir / "other-model/vqvae");
  train(command("train-vq", "vq-other", "other-model", "other-settings.json", {"--vq-config", "vq.json"}), 1);
  std::vector<Process> ranks = asRanks({own, other});
  for (Process& process : ranks) {
    EXPECT_NE(process.waitForEnd(kLong), 0);
    EXPECT_NE(process.errors().find("VQ model"), std::string::npos) << process.errors();
  }
}

TEST_F(TrainTokens, ByTwoRanksIsTheRunOfOneProcess) {
  ASSERT_NO_FATAL_FAILURE(train(tokens("one"), 1));
  const std::vector<std::string> shared = tokens("two");
  std::vector<Process> ranks = asRanks({shared, shared});
  for (Process& process : ranks) ASSERT_EQ(process.waitForEnd(kLong), 0) << process.errors();

  const TrainingCheckpoint one = checkpointIn(m_dir / "one"), two = checkpointIn(m_dir / "two");
  EXPECT_EQ(one.step, 6);
  EXPECT_EQ(two.step, 6);
  std::string where;
  EXPECT_LT(farthest(one, two, where), 1e-5) << where;
  for (const auto& [component, stem] :
       {std::pair{"transformer", "diffusion_pytorch_model"}, {"text_encoder", "model"}}) {
    const Tensors a = weightsIn(m_dir / "one-model" / component, stem);
    EXPECT_GT(a.size(), 20U);
    EXPECT_LT(farthest(a, weightsIn(m_dir / "two-model" / component, stem), where), 1e-5) << where;
  }
}

}  // namespace
}  // namespace unmask
