// Trains the VQ model from scratch: pictures → codes → pictures.
#pragma once

#include <torch/torch.h>

#include <map>
#include <string>
#include <vector>

#include "core/model/vq_model.h"
#include "core/train/optimizer.h"
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
  /// Pictures uint8 [N, 3, H, W]. Initialises the model for training from scratch.
  VqTrainer(VqModel model, torch::Tensor pictures, const VqTrainingSettings& settings);

  VqStepReport step();
  int64_t stepsDone() const { return m_optimizer.stepsDone(); }

  std::vector<std::pair<std::string, torch::Tensor>> state() const;
  bool restore(const std::map<std::string, torch::Tensor>& state, int64_t stepsDone);
  /// Copies the averaged weights into the model, which is then ready to be saved and used.
  void finish();
  VqModel model() { return m_model; }

 private:
  torch::Tensor drawBatch(at::Generator& generator) const;
  void startCodebook(at::Generator& generator);
  void updateCodebook(const torch::Tensor& unitLatents, const torch::Tensor& codes);
  void resetUnusedCodes(const torch::Tensor& unitLatents, at::Generator& generator);

  VqModel m_model;
  torch::Tensor m_pictures;
  VqTrainingSettings m_settings;
  AdamW m_optimizer;
  torch::Tensor m_codeCounts, m_codeSums;  // moving averages [K], [K, D]
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
