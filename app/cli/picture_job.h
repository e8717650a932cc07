// Runs a request and writes its pictures, each as soon as it is ready.
#pragma once

#include <string>

#include "app/cli/command_context.h"

namespace unmask {

struct PictureJob {
  GenerationRequest request;
  std::string output;  ///< see OutputNames
  bool writesMetadata = true;
  bool hasWildcards = false;  ///< the prompt was typed: each picture's seed chooses in {red|blue}
  std::string traceFile;      ///< empty = none
  std::string drawsFile;      ///< empty = addressed noise
};

/// Sets the words that the request's seed chooses of those that were typed, {red|blue} and all.
void chooseWords(GenerationRequest& request, const std::string& typed);

/// Runs the job on `engine`. A batch is run picture by picture, as picture j is that of seed + j alone; with
/// injected noise or --compat diffusers it is one run, as these address the whole batch. Cancelled leaves the
/// pictures that were ready and no part of another.
Result<void> runPictureJob(CommandContext& context, Engine& engine, const PictureJob& job);

}  // namespace unmask
