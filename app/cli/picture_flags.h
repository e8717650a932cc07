// The flags of generate, inpaint and vary, and what they make of a request.
#pragma once

#include "app/cli/adapter_flags.h"
#include "app/cli/flags.h"
#include "app/cli/picture_job.h"

namespace unmask {

/// What the user said; a field that stays empty leaves the request as the preset or the replayed picture has
/// it.
struct PictureFlags {
  ModelFlags model;
  AdapterFlags adapters;
  std::optional<std::string> prompt;
  std::optional<std::string> negativePrompt;
  std::optional<std::string> preset;
  std::optional<std::string> seed;
  std::optional<int> steps;
  std::optional<float> guidanceScale;
  std::optional<std::string> temperature;
  std::optional<std::string> schedule;
  std::optional<std::string> order;
  std::optional<int> batchCount;
  std::optional<int> width;
  std::optional<int> height;
  std::optional<std::string> microConditions;
  std::optional<float> strength;
  std::string compat;
  std::string initImage;
  std::string mask;
  std::string output = "output.png";
  bool noMetadata = false;
  std::string traceFile;
  std::string drawsFile;
};

/// Preset, seed, steps, guidance and what else steers a run.
void addSamplingFlags(CLI::App& command, PictureFlags& flags);
/// The flags that all three commands have.
void addPictureFlags(CLI::App& command, PictureFlags& flags, CommandContext& context);
/// -i, --mask and --strength.
void addStartFlags(CLI::App& command, PictureFlags& flags, bool needsMask);

/// What can be told without a model, so that a slip does not cost a loading time: values that do not parse,
/// an output name or folder that will not do.
Result<void> checkFlags(const PictureFlags& flags);

/// Steps, guidance, temperatures, schedule and order of the model's preset called `name`; of its first one
/// without a name. Usage when there is none of that name.
Result<void> applyPreset(GenerationRequest& request, const ModelInfo& info,
                         const std::optional<std::string>& name);

/// The flags over `request`; draws the seed when it is to be random.
Result<void> applyFlags(GenerationRequest& request, const PictureFlags& flags);

/// The starting picture and the editable cells from -i and --mask.
Result<void> applyStart(CommandContext& context, GenerationRequest& request, const PictureFlags& flags,
                        const ModelInfo& info);

/// Request and files together.
PictureJob jobFrom(GenerationRequest request, const PictureFlags& flags);

/// Loads the model and makes the pictures: its preset, the flags over it, -i and --mask for Inpaint and Vary.
Result<void> makePicture(CommandContext& context, const PictureFlags& flags, JobKind kind);

}  // namespace unmask
