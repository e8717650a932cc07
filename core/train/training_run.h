// Whole training runs, as the commands `train-vq` and `train` do them: folders in, a model folder out. Torch
// stays hidden.
//
// A run keeps everything in its work folder: checkpoint.safetensors (replaced as a whole), loss.csv, loss.png
// and sample sheets. Started again with the same settings it goes on exactly where the checkpoint ends.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/config.h"
#include "core/train/settings.h"

namespace unmask {

/// One line of progress.
struct TrainingReport {
  int64_t step = 0;
  int64_t steps = 0;
  double loss = 0;
  double picturesPerSecond = 0;
  double secondsElapsed = 0;
  std::string detail;  ///< the rest of the figures, readable
};
using TrainingObserver = std::function<void(const TrainingReport&)>;

struct TrainingSummary {
  int64_t stepsDone = 0;
  bool finished = false;  ///< false when stopped; the checkpoint then holds the state
  double loss = 0;
  std::string figures;  ///< JSON object, also written to figures.json in the work folder
};

struct TrainingFolders {
  std::filesystem::path dataset;  ///< what core/data's loadDataset() reads
  std::filesystem::path work;     ///< checkpoints, curves, sheets
  std::filesystem::path model;  ///< the model folder that is written (vqvae/, transformer/, text_encoder/ …)
  /// A model folder to begin with; empty: from nothing. The token run takes its U-ViT and text encoder,
  /// whatever its codes and word pieces (warm_start.h); the VQ run takes its codes and only learns to draw
  /// them, so that tokens keep their meaning.
  std::filesystem::path startFrom = {};
};

/// Trains `vqvae/` of the model folder. On stop the checkpoint is saved and the model folder is left alone.
Result<TrainingSummary> runVqTraining(const TrainingFolders& folders, const VqConfig& config,
                                      const VqTrainingSettings& settings, int threads, std::stop_token stop,
                                      const TrainingObserver& observer);

/// Trains `transformer/` and `text_encoder/` on the tokens of the model folder's VQ model, with the
/// vocabulary of its `tokenizer/` (made from the captions when absent). Writes a complete model folder.
Result<TrainingSummary> runTokenTraining(const TrainingFolders& folders, const TransformerConfig& transformer,
                                         const TextEncoderConfig& text, const TokenTrainingSettings& settings,
                                         int threads, std::stop_token stop, const TrainingObserver& observer);

}  // namespace unmask
