// What both kinds of run do alike: the work folder, the loop with its stop, reports and checkpoints.
#pragma once

#include <torch/torch.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/image_buffer.h"
#include "core/base/result.h"
#include "core/data/dataset.h"
#include "core/train/loss_curve.h"
#include "core/train/rank_group.h"
#include "core/train/training_run.h"

namespace unmask {

/// The parts of a run that differ; all are called on the loop's thread.
struct RunParts {
  int64_t steps = 0;
  int64_t batchSize = 0;
  /// JSON. A checkpoint made with other settings is refused, but for `steps`, `cooldown`, `learning_rate`,
  /// `muon_learning_rate`, `label_smoothing` and `ema_decay`. The second rate stays 0 or above 0, and
  /// averages cannot be begun.
  std::string settings;
  /// What the run is made from ("dataset") and its fingerprint; a checkpoint that was made from another is
  /// refused, too.
  std::vector<std::pair<std::string, uint64_t>> sources;
  /// Of the curve; the first two are "step" and "loss". When the loss or the "gradient_norm", if there is
  /// one, is not finite, the run ends.
  std::vector<std::string> columns;
  std::vector<std::string> drawn;  ///< those of them that loss.png shows
  std::function<std::vector<double>()> step;
  std::function<int64_t()> stepsDone;
  std::function<std::vector<std::pair<std::string, torch::Tensor>>()> state;
  std::function<bool(const std::map<std::string, torch::Tensor>&, int64_t)> restore;
  /// What the model can do now; made when the checkpoint is saved, and its failure is only told.
  std::function<Result<ImageBuffer>(std::stop_token)> sheet;
  int64_t sheetEvery = 500;
  RankGroup* ranks = nullptr;  ///< null for a process alone
};

/// Sets the threads, meets the other ranks if there are any, and runs. An error of one rank ends all of them.
Result<TrainingSummary> runAmongRanks(const TrainingMachine& machine, int64_t batchSize,
                                      const std::function<Result<TrainingSummary>(RankGroup*)>& run);

/// Resumes, gives all ranks rank 0's state, loops until done or stopped, reports every few seconds, saves a
/// checkpoint every few minutes, before each sheet and at the end. Internal, with the checkpoint left as it
/// was, when the loss is no longer finite.
Result<TrainingSummary> loopRun(const std::filesystem::path& work, const RunParts& parts,
                                std::stop_token stop, const TrainingObserver& observer);

enum class PictureChoice { Training, HeldOut, All };

/// Pictures of a dataset in its order, with straight alpha: uint8 [N, 4, side, side].
Result<torch::Tensor> layeredPictures(const Dataset& dataset, int side, PictureChoice choice);
/// uint8 [N, 4, H, W] → [N, 3, H, W].
torch::Tensor onWhite(const torch::Tensor& rgba);
/// The pictures to learn from, on white: uint8 [N, 3, side, side].
Result<torch::Tensor> trainingPictures(const Dataset& dataset, int side);

}  // namespace unmask
