// Whole training runs, as the commands `train-vq` and `train` do them: folders in, a model folder out. Torch
// stays hidden.
//
// A run keeps everything in its work folder: checkpoint.safetensors (replaced as a whole), loss.csv, loss.png
// and sample sheets. Started again with the same settings it goes on exactly where the checkpoint ends.
//
// Several processes, on one machine or many, make the run of one: the batch of a step is the same whatever
// their number, each computes its rows of it, and the gradients are summed. Rank 0 alone writes; the others
// need the dataset and the models to begin with, but no work folder. A checkpoint does not know how many they
// were.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/model/config.h"
#include "core/train/cluster_place.h"
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
  /// What went wrong without ending the run, a sentence; then there are no figures.
  std::string warning;
};
using TrainingObserver = std::function<void(const TrainingReport&)>;

struct TrainingSummary {
  int64_t stepsDone = 0;
  bool finished = false;  ///< false when stopped; the checkpoint then holds the state
  double loss = 0;
  std::string figures;  ///< JSON object, also written to figures.json in the work folder; rank 0's alone, and
                        ///< empty when stopped
};

struct TrainingFolders {
  std::filesystem::path dataset;  ///< what core/data's loadDataset() reads
  std::filesystem::path work;     ///< checkpoints, curves, sheets
  std::filesystem::path model;  ///< the model folder that is written (vqvae/, transformer/, text_encoder/ …)
  /// A model folder to begin with; empty: from nothing. The token run takes its U-ViT and text encoder,
  /// whatever its codes and word pieces (warm_start.h), or all of it when it is fine-tuned; the VQ run takes
  /// its codes and only learns to draw them, so that tokens keep their meaning.
  std::filesystem::path startFrom = {};
};

/// What computes it.
struct TrainingMachine {
  int threads = 0;  ///< 0 = one a physical core, shared with the other ranks of the machine
  ClusterPlace place = {};
  /// See RankGroup::join(); only called when there are several ranks.
  std::function<void(const Error&)> stuck = {};
};

/// Trains `vqvae/` of the model folder. On stop the checkpoint is saved and the model folder is left alone. A
/// run whose loss is no longer finite ends with Internal and keeps its last checkpoint.
/// Stopping one rank stops all after the same step. When a rank is lost, rank 0 saves what the last whole
/// step made, and all return Io.
Result<TrainingSummary> runVqTraining(const TrainingFolders& folders, const VqConfig& config,
                                      const VqTrainingSettings& settings, const TrainingMachine& machine,
                                      std::stop_token stop, const TrainingObserver& observer);

/// Trains `transformer/` and `text_encoder/` on the tokens of the model folder's VQ model, with the
/// vocabulary of its `tokenizer/` (made from the captions when absent). Writes a complete model folder, also
/// on stop, and then measures nothing. Fine-tuning takes codes, vocabulary and shapes from `startFrom`
/// instead, and copies what it does not train.
Result<TrainingSummary> runTokenTraining(const TrainingFolders& folders, const TransformerConfig& transformer,
                                         const TextEncoderConfig& text, const TokenTrainingSettings& settings,
                                         const TrainingMachine& machine, std::stop_token stop,
                                         const TrainingObserver& observer);

}  // namespace unmask
