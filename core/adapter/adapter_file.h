// LoRA files: small matrices that are added to a model's own (reference section 9.2; PEFT's names, as
// diffusers writes them). Reads and writes; computes nothing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/io/safetensors.h"

namespace unmask {

/// What the file says about itself, in the metadata text `lora_adapter_metadata`. Everything may be absent.
struct AdapterInfo {
  int rank = 0;  ///< as the metadata has it; 0 = not said
  std::optional<double> alpha =
      {};                       ///< the product counts alpha / rank times; without it the strength is unknown
  bool hasRankPattern = false;  ///< some modules have another rank than the one said
  bool rootOfRank = false;      ///< … alpha / √rank times instead (PEFT's "rslora")
  std::vector<std::string> targets;  ///< module names it was trained on, e.g. "to_q"
  // Ours, under "unmask." keys that diffusers passes over.
  std::string baseModel;      ///< name of the model it was trained on
  std::string baseModelHash;  ///< its content hash
  std::string trigger;        ///< the words that ask for it, "in [V] style"
  std::string caption;        ///< of the picture it was learned from
  std::string samplePicture;  ///< that picture, small: a PNG as base64
  std::string settings;       ///< of the training run: a JSON object as text
};

/// One module's pair. The views point into the file.
struct AdapterLayer {
  std::string module;                ///< path inside the transformer: "transformer_layers.0.attn1.to_q"
  TensorView down;                   ///< lora_A [rank, in]
  TensorView up;                     ///< lora_B [out, rank]
  std::optional<double> alpha = {};  ///< of this module alone, where the file has one

  int64_t rank() const { return down.shape[0]; }
};

/// An opened file; keeps its mapping alive. Copies are cheap and share it.
class AdapterFile {
 public:
  /// Checks everything before anything is used: pairs complete, shapes that fit each other, float types, at
  /// most 4096 modules. Adapters of the text encoder, DoRA and convolutions are Unsupported with the reason;
  /// tensors that are no part of an adapter are BadInput, all in one error.
  static Result<AdapterFile> open(const std::filesystem::path& path);
  /// The same of bytes in memory, which must outlive the object.
  static Result<AdapterFile> parse(std::span<const std::byte> bytes, const std::string& nameForErrors);

  const std::filesystem::path& path() const { return m_file->path(); }
  const AdapterInfo& info() const { return m_info; }
  const std::vector<AdapterLayer>& layers() const { return m_layers; }  ///< sorted by module
  const std::string& contentHash() const { return m_hash; }             ///< "sha256:…"; empty after parse()
  std::shared_ptr<const void> storage() const { return m_file->storage(); }
  int64_t parameterCount() const;

  /// What up · down of `layer` is multiplied with at strength 1. Usage when neither the file nor `given` says
  /// it; `given` counts only where the file is silent.
  Result<double> scaleOf(const AdapterLayer& layer, std::optional<double> given) const;

 private:
  static Result<AdapterFile> from(SafetensorsFile file, const std::string& name);

  std::shared_ptr<const SafetensorsFile> m_file;
  AdapterInfo m_info;
  std::vector<AdapterLayer> m_layers;
  std::string m_hash;
};

/// Writes the file whole or not at all.
Result<void> writeAdapter(const std::filesystem::path& path, const AdapterInfo& info,
                          const std::vector<AdapterLayer>& layers);

/// Writes `adapter` again with its scale multiplied into lora_B and alpha = rank, which older programs take
/// for granted: there it then counts as much as here. `given` as in AdapterFile::scaleOf().
Result<void> exportWithFoldedScale(const AdapterFile& adapter, std::optional<double> given,
                                   const std::filesystem::path& path);

/// SHA-256 of a file's bytes as "sha256:…".
Result<std::string> fileHash(const std::filesystem::path& path);

}  // namespace unmask
