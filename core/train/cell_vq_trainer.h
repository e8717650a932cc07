// Trains a VQ model whose encoder is a projection of single cells (VqExtensions::cellProjection).
//
// Projection and codebook are fitted, not trained: principal components of the cells of many scenes, then
// k-means in that space, which is k-means on pixels. Both then stay as they are, so the tokens of a picture
// are known from the start and only the decoder learns, from tokens to what the codes' own pictures lack.
// Code 0 is white and the next ones are the named background colours, exactly.
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

/// Straight-alpha pictures over one colour: uint8 [N, 4, H, W] and [3] in [0, 1] → float [N, 3, H, W] in [0,
/// 1].
torch::Tensor layOver(const torch::Tensor& rgba, const torch::Tensor& colour);

/// What white and the named backgrounds are, in the order of their codes: float [1 + colours, 3] in [0, 1].
torch::Tensor flatColours();

struct CellVqStepReport {
  double loss = 0, l1 = 0, psnr = 0, basePsnr = 0, gradientNorm = 0, learningRate = 0;
};

/// What a CellVqTrainer finds out before its first step.
enum class CellVqFit {
  Everything,  ///< projection, codebook, blend: about a minute
  Blend,       ///< the model has its codes already, which stay: only how they are drawn is new
  Nothing,     ///< restore() follows
};

class CellVqTrainer {
 public:
  /// Pictures uint8 [N, 4, H, W], straight alpha. `ranks` as in TokenTrainer; only rank 0 has to fit. Every
  /// rank draws the whole batch, for what is drawn depends on what the pictures show, and learns from its own
  /// rows.
  CellVqTrainer(VqModel model, torch::Tensor pictures, const VqTrainingSettings& settings,
                CellVqFit fit = CellVqFit::Everything, RankGroup* ranks = nullptr);

  CellVqStepReport step();
  int64_t stepsDone() const { return m_optimizer.stepsDone(); }
  std::vector<std::pair<std::string, torch::Tensor>> state() const;
  bool restore(const std::map<std::string, torch::Tensor>& state, int64_t stepsDone);
  /// Copies the averaged weights into the model.
  void finish();

 private:
  void fitProjection(const torch::Tensor& cells);
  void fitCodebook(const torch::Tensor& cells, at::Generator& generator);
  void fitBlend(at::Generator& generator);
  void initialiseDecoder(const torch::Tensor& cells, at::Generator& generator);
  torch::Tensor sampleCells(at::Generator& generator) const;
  torch::Tensor drawScene(at::Generator& generator, bool& onWhite) const;
  torch::Tensor drawBatch(at::Generator& generator) const;

  VqModel m_model;
  torch::Tensor m_pictures;
  VqTrainingSettings m_settings;
  AdamW m_optimizer;
  RankGroup* m_ranks;
  std::unique_ptr<GradientBuckets> m_buckets;
};

}  // namespace unmask
