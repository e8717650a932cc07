// How a picture was made, as the metadata of any of the common programs tell it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/doc/generation_request.h"
#include "core/io/image_codec.h"

namespace unmask {

enum class ImportSource { Unmask, A1111, ComfyUi, InvokeAi, SwarmUi };

std::string_view nameOf(ImportSource source);  ///< as its makers spell it: "ComfyUI"

/// What could be understood, and the rest as text. Nothing here has been checked against a model.
struct ImportedSettings {
  ImportSource source = ImportSource::A1111;
  std::string prompt;
  std::string negativePrompt;
  std::optional<uint64_t> seed;
  std::optional<int> steps;            ///< 1 … 1000
  std::optional<float> guidanceScale;  ///< −1000 … 1000
  std::optional<float> strength;       ///< 0 … 1
  std::optional<int> width;            ///< pixels, 1 … 65536; always together with height
  std::optional<int> height;
  std::string modelName;                                  ///< as the other program called it
  std::vector<std::pair<std::string, std::string>> rest;  ///< everything else, in the order it was found
  std::optional<GenerationRequest> request;               ///< ImportSource::Unmask: the whole of it
};

/// Reads, in this order: our own request; InvokeAI's `invokeai_metadata`; `parameters`, as A1111 and those
/// who follow it write it, or SwarmUI's JSON in the same place; ComfyUI's `prompt` (the graph that ran), else
/// its `workflow` (the graph as drawn, of which only the usual nodes are understood). nullopt when none of
/// them says anything. Hostile input: texts over 16 MiB and JSON over 2^18 values or 64 levels are passed
/// over, prompts are cut at 1 MiB, at most 256 other entries of 4 KiB are kept, links may go round in rings.
std::optional<ImportedSettings> importedSettings(const PngTexts& texts);

}  // namespace unmask
