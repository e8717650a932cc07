// Writes a model folder of a released shape with made-up weights, for measurements of what the real ones
// would take.
//   made_up_model amused-256|amused-512 FOLDER
#include <torch/torch.h>

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "core/engine/model_bundle.h"
#include "core/io/atomic_file.h"
#include "core/model/weights.h"
#include "tests/support/tiny_checkpoint.h"

namespace {

using namespace unmask;
namespace fs = std::filesystem;

void check(const Result<void>& result) {
  if (!result.ok()) throw std::runtime_error(result.error().text());
}

void writeText(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  check(writeFileAtomically(path, text));
}

/// Single letters for words; what CLIP's vocabulary has beyond them is never met.
void writeTokenizer(const fs::path& dir, int64_t vocabularySize) {
  nlohmann::ordered_json vocabulary;
  const auto add = [&vocabulary](const std::string& symbol) { vocabulary[symbol] = vocabulary.size(); };
  for (char c = 'a'; c <= 'z'; ++c) add(std::string(1, c));
  for (char c = 'a'; c <= 'z'; ++c) add(std::string(1, c) + "</w>");
  while (static_cast<int64_t>(vocabulary.size()) < vocabularySize - 2)
    add("filler" + std::to_string(vocabulary.size()));
  add("<|startoftext|>");
  add("<|endoftext|>");
  writeText(dir / "vocab.json", vocabulary.dump());
  writeText(dir / "merges.txt", "#version: 0.2\n");
  writeText(dir / "tokenizer_config.json",
            R"({"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "model_max_length": 77,
  "pad_token": "<|endoftext|>", "tokenizer_class": "CLIPTokenizer", "unk_token": "<|endoftext|>"})");
}

void write(const std::string& shape, const fs::path& dir) {
  const auto configs = releasedConfigs(shape);
  if (!configs.ok()) throw std::runtime_error(configs.error().text());
  const ModelBundle bundle = randomBundle(*configs, ComputeType::Float32);
  writeText(dir / "model_index.json", test::kReleasedModelIndex);
  writeText(dir / "scheduler/scheduler_config.json", toJson(configs->scheduler));
  writeText(dir / "transformer/config.json", toJson(configs->transformer));
  writeText(dir / "vqvae/config.json", toJson(configs->vq));
  writeText(dir / "text_encoder/config.json", toJson(configs->text));
  writeTokenizer(dir / "tokenizer", configs->text.vocabSize);
  const std::string stem = "diffusion_pytorch_model.safetensors";
  check(saveTensors(dir / "transformer" / stem, namedTensors(*bundle.transformer)));
  check(saveTensors(dir / "vqvae" / stem, namedTensors(*bundle.vq)));
  check(saveTensors(dir / "text_encoder" / "model.safetensors", namedTensors(*bundle.text)));
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) throw std::runtime_error("usage: made_up_model amused-256|amused-512 FOLDER");
  write(argv[1], argv[2]);
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "made_up_model: %s\n", error.what());
  return 1;
}
