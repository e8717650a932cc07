// The tiny networks of reference 13.5 as a folder in the Hub's diffusers layout. No Torch here.
#pragma once

#include <filesystem>
#include <string>

#include "core/io/safetensors.h"

namespace unmask::test {

/// model_index.json of a released checkpoint.
inline constexpr char kReleasedModelIndex[] = R"({
  "_class_name": "AmusedPipeline",
  "_diffusers_version": "0.25.0.dev0",
  "scheduler": ["diffusers", "AmusedScheduler"],
  "text_encoder": ["transformers", "CLIPTextModelWithProjection"],
  "tokenizer": ["transformers", "CLIPTokenizer"],
  "transformer": ["diffusers", "UVit2DModel"],
  "vqvae": ["diffusers", "VQModel"]
}
)";

struct TinyCheckpointOptions {
  bool sampling = true;               ///< U-ViT with down- and upsampling
  int codes = 64;                     ///< of the VQ model
  TensorType type = TensorType::F32;  ///< F32, F16 or BF16
  std::string variant = {};           ///< "fp16" gives model.fp16.safetensors and so on
  int shards = 1;                     ///< more than one: shard files and an index, for the transformer
  bool positionIds = false;           ///< the int64 tensor old text encoder files hold
};

/// Writes model_index.json, scheduler, text_encoder, tokenizer (100 symbols, start 98, end and padding 99),
/// transformer and vqvae into `dir`. Weights are golden (13.1), mask id 71, grid 4×4, pictures 8×8. What
/// fails throws std::runtime_error.
void writeTinyCheckpoint(const std::filesystem::path& dir, const TinyCheckpointOptions& options = {});

/// Writes `text` to a file, making its folder.
void writeText(const std::filesystem::path& path, const std::string& text);

}  // namespace unmask::test
