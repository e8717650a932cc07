// Trains the VQ model from scratch: pictures → codes → pictures.
#pragma once

#include <torch/torch.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/model/vq_model.h"
#include "core/train/gradient_buckets.h"
#include "core/train/optimizer.h"
#include "core/train/rank_group.h"
#include "core/train/settings.h"

namespace unmask {

/// What one update measured.
struct VqStepReport {
  int64_t step = 0;
  double loss = 0, l1 = 0, commit = 0, anchor = 0, psnr = 0, gradientNorm = 0, learningRate = 0;
  int64_t codesAlive = 0;
};

/// One call of step() is one update; the loop, its stop and its previews belong to the caller.
class VqTrainer {
 public:
  /// Pictures uint8 [N, 3, H, W]. Initialises the model for training from scratch. `ranks` as in
  /// TokenTrainer: the codebook learns from the cells of all ranks.
  VqTrainer(VqModel model, torch::Tensor pictures, const VqTrainingSettings& settings,
            RankGroup* ranks = nullptr);

  /// When it throws RankLost, nothing has changed but perhaps the first codebook, which is then made again.
  VqStepReport step();
  int64_t stepsDone() const { return m_optimizer.stepsDone(); }

  std::vector<std::pair<std::string, torch::Tensor>> state() const;
  bool restore(const std::map<std::string, torch::Tensor>& state, int64_t stepsDone);
  /// Copies the averaged weights into the model, which is then ready to be saved and used.
  void finish();
  VqModel model() { return m_model; }

 private:
  /// Of how many cells each code has and of the sum of their latents: [K], [K, D].
  struct CodeAverages {
    torch::Tensor counts, sums;
  };

  torch::Tensor drawBatch(at::Generator& generator) const;
  void startCodebook(at::Generator& generator);
  CodeAverages averagesAfter(const torch::Tensor& unitLatents, const torch::Tensor& codes) const;
  void updateCodebook(const CodeAverages& averages);
  torch::Tensor randomRows(const torch::Tensor& unitLatents, int64_t count, at::Generator& generator) const;
  void replaceCodes(const torch::Tensor& which, const torch::Tensor& rows);

  VqModel m_model;
  torch::Tensor m_pictures;
  VqTrainingSettings m_settings;
  AdamW m_optimizer;
  CodeAverages m_codes;  // moving ones
  RankGroup* m_ranks;
  std::unique_ptr<GradientBuckets> m_buckets;
};

/// Initialisation under which every layer passes activations of unit variance on (model notes: the visible
/// gain).
void initialiseVqForTraining(VqModel model, at::Generator& generator);

/// L1 + squareWeight·L2 + edgeWeight·(the gradients' L1 at two scales).
torch::Tensor reconstructionLoss(const torch::Tensor& made, const torch::Tensor& wanted, double squareWeight,
                                 double edgeWeight);

/// Cells of `pixelsPerCell` squared pixels that are white throughout: bool [B, h, w].
torch::Tensor whiteCells(const torch::Tensor& pixels, int64_t pixelsPerCell);

/// Mean PSNR in dB over pictures in [0, 1] [B, 3, H, W].
double meanPsnr(const torch::Tensor& made, const torch::Tensor& wanted);

}  // namespace unmask
