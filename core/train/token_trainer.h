// Trains the U-ViT, and the text encoder with it unless that stays as it is, on tokens and captions
// (reference section 9.1).
#pragma once

#include <torch/torch.h>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/model/text_encoder.h"
#include "core/model/uvit.h"
#include "core/train/gradient_buckets.h"
#include "core/train/muon.h"
#include "core/train/optimizer.h"
#include "core/train/rank_group.h"
#include "core/train/settings.h"

namespace unmask {

/// One sample of a run.
struct TokenSample {
  torch::Tensor codes;       ///< int64 [h, w]
  torch::Tensor captionIds;  ///< int64 [T], padded
};

/// What there is to learn: grids of codes and, for each, the captions it may be shown with.
struct TokenDataset {
  torch::Tensor codes;                         ///< int64 [N, h, w]
  std::vector<std::vector<int64_t>> captions;  ///< per picture: rows of `captionIds`
  int64_t distinctPictures = 0;  ///< the first of them; the rest are their mirror images. 0: all
  torch::Tensor captionIds;      ///< int64 [M, T], padded
  torch::Tensor emptyIds;        ///< int64 [T], the empty prompt
  float pictureSide = 256;       ///< pixels, for the micro-conditions
  /// Where set, samples come from here and `codes` and `captions` only serve to measure. Always the same
  /// sample for the same position of the run, or the run cannot be resumed exactly.
  std::function<TokenSample(uint64_t position)> draw = {};
};

struct TokenStepReport {
  int64_t step = 0;
  double loss = 0;          ///< cross-entropy with smoothing, per masked token
  double crossEntropy = 0;  ///< without smoothing
  double accuracy = 0;      ///< share of masked tokens whose most probable code is right
  double gradientNorm = 0;  ///< of the parameters AdamW steps; when it is not finite, nothing was stepped
  double learningRate = 0;
};

/// Which cells are hidden from one batch: bool [B, h, w]. Per sample u ~ U[0, 1), ratio cos(u·π/2), n =
/// max(1, round(S·ratio)) cells of a random permutation, or with chance `contiguous` about n cells in one
/// rectangle.
torch::Tensor drawMasks(int64_t batch, int64_t height, int64_t width, double minRatio, double contiguous,
                        at::Generator& generator);

/// `codes` [B, h, w] with wrong ones among them: of each sample an own share of the cells, even over [0,
/// `atMost`), show what pictures of `others` [N, h, w] have there, a picture for each cell. A decoder goes on
/// from its own draws, not all of them right; a network that saw only true tokens does not know what to do
/// then.
torch::Tensor withWrongTokens(const torch::Tensor& codes, const torch::Tensor& others, double atMost,
                              at::Generator& generator);

/// Cross-entropy over the masked cells of a batch; logits of the masked cells only [n, K], labels [n].
torch::Tensor maskedLoss(const torch::Tensor& logits, const torch::Tensor& labels, double labelSmoothing);

/// Ours for training from scratch, or the original code's (reference 3.4).
void initialiseForTraining(Uvit transformer, TextEncoder text, bool reference);

/// One call of step() is one update, the same for as many threads. Randomness is a function of (seed, step)
/// alone: among several ranks each draws what a process alone would and computes its own rows of the batch,
/// so that all ranks make the update of that batch, and report its figures.
class TokenTrainer {
 public:
  /// `ranks` is null for a process alone; all ranks need the same weights (RankGroup::broadcast() of
  /// state()).
  TokenTrainer(Uvit transformer, TextEncoder text, TokenDataset data, const TokenTrainingSettings& settings,
               RankGroup* ranks = nullptr);

  /// When it throws RankLost, nothing has changed: the state is that after the last step.
  TokenStepReport step();
  int64_t stepsDone() const { return m_adam.stepsDone(); }
  std::vector<std::pair<std::string, torch::Tensor>> state() const;
  bool restore(const std::map<std::string, torch::Tensor>& state, int64_t stepsDone);

  /// Swaps the averaged weights in for as long as it lives, for samples and measurements.
  class Averaged {
   public:
    explicit Averaged(TokenTrainer& trainer);
    ~Averaged();
    Averaged(const Averaged&) = delete;
    Averaged& operator=(const Averaged&) = delete;

   private:
    std::vector<std::pair<torch::Tensor, torch::Tensor>> m_saved;
  };

  /// Mean cross-entropy at a fixed mask ratio over the first `count` pictures, with their own captions or
  /// with captions of other pictures; the difference tells how much the text matters.
  double crossEntropyAt(double maskRatio, bool shuffledCaptions, int64_t count);

 private:
  struct Batch {
    torch::Tensor codes, shown, masked, captionIds;  // this rank's rows: [B, h, w] thrice, [B, T]
    double weight = 1;                               // its part of all masked cells, of all ranks
    Batch rows(int64_t begin, int64_t count) const;
  };
  Batch drawBatch(at::Generator& generator) const;
  std::vector<TokenSample> drawPictures(const torch::Tensor& pick, const BatchShare& share) const;
  std::vector<Batch> microBatches(const Batch& batch) const;
  TextEncoding encodedText(const torch::Tensor& captionIds);
  torch::Tensor maskedLogits(const Batch& batch);
  /// What a step reports of loss, cross-entropy and accuracy.
  using Figures = std::array<double, 3>;
  torch::Tensor lossOf(const Batch& batch, Figures& figures);
  Figures addGradients(const Batch& batch);
  int64_t partsOf(const Batch& batch) const;

  Uvit m_transformer;
  TextEncoder m_text;
  TokenDataset m_data;
  TokenTrainingSettings m_settings;
  AdamW m_adam;
  Muon m_muon;
  RankGroup* m_ranks;
  std::unique_ptr<GradientBuckets> m_buckets;
  std::vector<torch::Tensor> m_parameters;  // that are learned
};

}  // namespace unmask
