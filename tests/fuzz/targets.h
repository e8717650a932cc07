// The fuzz targets: each feeds bytes from outside to one reader and checks what the reader promises.
// libFuzzer runs them with bytes of its own (fuzz_main.cpp); the unit tests run them with every committed
// input.
#pragma once

#include <array>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

namespace unmask::fuzz {

using Bytes = std::span<const std::byte>;

/// A safetensors file, and the same bytes as a shard index.
void safetensors(Bytes input);
/// A PNG's text chunks, and the same bytes as a request in JSON.
void pngMetadata(Bytes input);
/// Tokenizer files. First byte 'S': a SentencePiece model; 'C': vocab.json, merges.txt and a prompt, each
/// ended by 0xFF.
void tokenizer(Bytes input);
/// First byte 'T', 'V', 'E' or 'S': the config.json of transformer, VQ model, text encoder or scheduler.
void config(Bytes input);
/// A picture file: header, EXIF, and pixels when there are few of them.
void image(Bytes input);
/// A project file, or else a recorded run as a project keeps it.
void projectFile(Bytes input);
/// First byte 'A', 'I', 'P' or 'W': the text "parameters", "invokeai_metadata", "prompt" or "workflow".
void importedMetadata(Bytes input);
/// A LoRA file, and the same bytes as its metadata text and as a prompt that names adapters.
void adapter(Bytes input);

struct Target {
  std::string_view name;  ///< of the program and of its folders under corpus/ and regressions/
  void (*run)(Bytes);
};

inline constexpr std::array<Target, 8> kTargets{{{"fuzz_safetensors", safetensors},
                                                 {"fuzz_png_metadata", pngMetadata},
                                                 {"fuzz_tokenizer", tokenizer},
                                                 {"fuzz_config", config},
                                                 {"fuzz_image", image},
                                                 {"fuzz_project", projectFile},
                                                 {"fuzz_import", importedMetadata},
                                                 {"fuzz_adapter", adapter}}};

/// A promise that does not hold is a finding like a crash.
inline void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

inline std::string_view textOf(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace unmask::fuzz
