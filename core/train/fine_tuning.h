// What fine-tuning takes over from the model it goes on with: all but the weights it learns.
#pragma once

#include <filesystem>

#include "core/base/result.h"
#include "core/model/config.h"
#include "core/train/settings.h"

namespace unmask {

/// Copies everything of the model folder `from` into the folder `to` but the weights of the U-ViT and of the
/// text encoder, pickles, hidden files and the phrases the prompt box completes, which grow. What `to` has of
/// the same name is replaced, each file as a whole. Usage when both are one folder.
Result<void> copyAllButTrainedWeights(const std::filesystem::path& from, const std::filesystem::path& to);

/// Usage, with the setting's name as its key, when pictures of `settings.pixels` do not make a token grid of
/// this model, or are to be scenes, which have 256 and cells of 16.
Result<void> requirePixels(const TokenTrainingSettings& settings, const TransformerConfig& transformer,
                           const VqConfig& vq);

}  // namespace unmask
