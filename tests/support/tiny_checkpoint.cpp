#include "tests/support/tiny_checkpoint.h"

#include <torch/torch.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "core/model/text_encoder.h"
#include "core/model/uvit.h"
#include "core/model/vq_model.h"
#include "core/model/weights.h"
#include "tests/support/tiny_models.h"

namespace unmask::test {
namespace fs = std::filesystem;

namespace {

using Named = std::vector<std::pair<std::string, torch::Tensor>>;

void check(const Result<void>& result) {
  if (!result.ok()) throw std::runtime_error(result.error().text());
}

torch::ScalarType scalarOf(TensorType type) {
  if (type == TensorType::F16) return torch::kFloat16;
  return type == TensorType::BF16 ? torch::kBFloat16 : torch::kFloat32;
}

Named goldenTensors(torch::nn::Module& module, TensorType type) {
  fillGolden(module);
  Named tensors = namedTensors(module);
  for (auto& [name, tensor] : tensors) tensor = tensor.to(scalarOf(type));
  return tensors;
}

std::string fiveDigits(int number) {
  const std::string text = std::to_string(number);
  return std::string(5 - text.size(), '0') + text;
}

/// Shard names and their index as diffusers' save_pretrained writes them.
void writeShards(const fs::path& dir, const std::string& stem, const std::string& infix, const Named& tensors,
                 int shards) {
  nlohmann::ordered_json index = {{"metadata", {{"total_size", 0}}},
                                  {"weight_map", nlohmann::ordered_json::object()}};
  int64_t bytes = 0;
  for (int i = 0; i < shards; ++i) {
    const std::string file =
        stem + infix + "-" + fiveDigits(i + 1) + "-of-" + fiveDigits(shards) + ".safetensors";
    Named part;
    for (size_t t = static_cast<size_t>(i); t < tensors.size(); t += static_cast<size_t>(shards)) {
      part.push_back(tensors[t]);
      index["weight_map"][tensors[t].first] = file;
      bytes += static_cast<int64_t>(tensors[t].second.nbytes());
    }
    check(saveTensors(dir / file, part, {{"format", "pt"}}));
  }
  index["metadata"]["total_size"] = bytes;
  writeText(dir / (stem + ".safetensors.index" + infix + ".json"), index.dump(2));
}

void writeTokenizer(const fs::path& dir) {
  std::vector<std::string> symbols;
  std::string merges = "#version: 0.2\n";
  for (char c = 'a'; c <= 'z'; ++c) symbols.emplace_back(1, c);
  for (char c = 'a'; c <= 'z'; ++c) symbols.push_back(std::string(1, c) + "</w>");
  for (char c = '0'; c <= '9'; ++c) symbols.push_back(std::string(1, c) + "</w>");
  for (const char* mark : {".</w>", ",</w>", "!</w>", "?</w>"}) symbols.emplace_back(mark);
  const auto melt = [&](const std::string& left, const std::string& right) {
    symbols.push_back(left + right);
    merges += left + " " + right + "\n";
  };
  melt("r", "e");
  melt("re", "d</w>");
  for (int i = 0; symbols.size() < 98; ++i)  // fills up to 98
    melt(i < 26 ? "q" : "w", std::string(1, static_cast<char>('a' + i % 26)));
  symbols.emplace_back("<|startoftext|>");
  symbols.emplace_back("<|endoftext|>");
  nlohmann::ordered_json vocabulary;
  for (size_t i = 0; i < symbols.size(); ++i) vocabulary[symbols[i]] = i;
  writeText(dir / "vocab.json", vocabulary.dump());
  writeText(dir / "merges.txt", merges);
  writeText(dir / "tokenizer_config.json",
            R"({"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "model_max_length": 77,
  "pad_token": "<|endoftext|>", "tokenizer_class": "CLIPTokenizer", "unk_token": "<|endoftext|>"})");
  writeText(dir / "special_tokens_map.json",
            R"({"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "pad_token": "<|endoftext|>",
  "unk_token": "<|endoftext|>"})");
}

}  // namespace

void writeText(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << text;
  if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

void writeTinyCheckpoint(const fs::path& dir, const TinyCheckpointOptions& options) {
  const std::string infix = options.variant.empty() ? "" : "." + options.variant;
  writeText(dir / "model_index.json", kReleasedModelIndex);
  writeText(dir / "scheduler/scheduler_config.json", toJson(SchedulerConfig{71, false}));
  writeTokenizer(dir / "tokenizer");

  const std::string diffusion = "diffusion_pytorch_model";
  const TransformerConfig transformer = tinyTransformerConfig(options.sampling);
  writeText(dir / "transformer/config.json", toJson(transformer));
  Uvit uvit(transformer);
  const Named uvitTensors = goldenTensors(*uvit, options.type);
  if (options.shards > 1)
    writeShards(dir / "transformer", diffusion, infix, uvitTensors, options.shards);
  else
    check(saveTensors(dir / "transformer" / (diffusion + infix + ".safetensors"), uvitTensors));

  const VqConfig vq = tinyVqConfig(options.codes);
  writeText(dir / "vqvae/config.json", toJson(vq));
  VqModel vqModel(vq);
  check(saveTensors(dir / "vqvae" / (diffusion + infix + ".safetensors"),
                    goldenTensors(*vqModel, options.type)));

  const TextEncoderConfig text = tinyTextConfig();
  writeText(dir / "text_encoder/config.json", toJson(text));
  TextEncoder encoder(text);
  Named textTensors = goldenTensors(*encoder, options.type);
  if (options.positionIds)
    textTensors.emplace_back("text_model.embeddings.position_ids",
                             torch::arange(77, torch::kInt64).unsqueeze(0));
  check(saveTensors(dir / "text_encoder" / ("model" + infix + ".safetensors"), textTensors));
}

}  // namespace unmask::test
