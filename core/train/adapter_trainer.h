// Learns a LoRA adapter for the U-ViT on tokens and captions: the reference's objective (9.1) with its frozen
// base (9.2).
#pragma once

#include <torch/torch.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/model/uvit.h"
#include "core/train/adapter_settings.h"
#include "core/train/optimizer.h"
#include "core/train/token_trainer.h"

namespace unmask {

/// What there is to learn. Captions come encoded, for the text encoder is frozen.
struct AdapterDataset {
  /// Samples that are drawn together with chance `share`; one of them evenly.
  struct Group {
    torch::Tensor codes;            ///< int64 [N, h, w]
    std::vector<int64_t> captions;  ///< per grid: row of `hiddenStates` and `pooled`
    double share = 1;
    /// Nothing to learn but to stay as the network is: the target is the network's own prediction without the
    /// adapter (prior preservation by distillation), and these samples alone lose their captions now and
    /// then.
    bool isPrior = false;
  };
  std::vector<Group> groups;
  torch::Tensor hiddenStates;  ///< [M, T, E]
  torch::Tensor pooled;        ///< [M, P]
  int64_t emptyCaption = 0;    ///< row of the empty prompt
  float pictureSide = 256;     ///< pixels, for the micro-conditions
};

/// One call of step() is one update of `accumulation` batches. Randomness is a function of (seed, step)
/// alone, so a run that is stopped goes on exactly, given as many threads. The network is the caller's and
/// keeps its weights between steps. Not thread-safe.
class AdapterTrainer {
 public:
  /// Effective weight: W + (alpha / rank) · B · A. A starts Kaiming-uniform (a = √5), B at zero.
  AdapterTrainer(Uvit transformer, AdapterDataset data, const AdapterTrainingSettings& settings);

  struct Batch {
    torch::Tensor codes, masked;     ///< [B, h, w]: int64; bool, what is hidden and asked for
    std::vector<int64_t> captions;   ///< rows of the dataset's texts
    std::vector<bool> isPrior = {};  ///< by sample; empty = none is

    /// Samples in their order, evenly, in as many parts as `wanted` or there are samples.
    std::vector<Batch> inParts(int64_t wanted) const;
    Batch priorOnly() const;

   private:
    Batch rowsOf(const std::vector<int64_t>& rows) const;
  };
  TokenStepReport step();
  /// The update of these batches instead of drawn ones.
  TokenStepReport step(const std::vector<Batch>& batches);
  int64_t stepsDone() const { return m_adam.stepsDone(); }

  /// The adapter as it is now (its average when one is kept): by module, [rank, in] and [out, rank].
  struct Matrices {
    std::string module;
    torch::Tensor down, up;
  };
  std::vector<Matrices> matrices() const;
  std::vector<std::pair<std::string, torch::Tensor>> state() const;
  bool restore(const std::map<std::string, torch::Tensor>& state, int64_t stepsDone);

  /// Logits of the masked cells [n, K] with the adapter as it is now.
  torch::Tensor maskedLogits(const Batch& batch);
  /// … and of the network without it.
  torch::Tensor ownLogits(const Batch& batch);
  int64_t parameterCount() const;

 private:
  struct Site {
    std::string module;
    std::shared_ptr<AdaptableLinearImpl> linear;
    torch::Tensor base;      ///< the network's own weight
    torch::Tensor down, up;  ///< float32
  };
  /// The adapter in the network for as long as it lives.
  class Attached;
  double productScale() const;

  static std::vector<Site> sites(Uvit& transformer, const AdapterTrainingSettings& settings);
  AdamW::Named parameters() const;
  Batch drawBatch(at::Generator& generator) const;
  torch::Tensor logitsOf(const Batch& batch);
  struct PartLoss {
    torch::Tensor loss;
    double crossEntropySum = 0, rightCells = 0, learnedCells = 0;
  };
  PartLoss lossOf(const Batch& part, const torch::Tensor& own, double total);
  void addGradients(const Batch& batch, double weight, TokenStepReport& report);

  Uvit m_transformer;
  AdapterDataset m_data;
  AdapterTrainingSettings m_settings;
  std::vector<Site> m_sites;
  AdamW m_adam;
  bool m_isSmall = true;
};

}  // namespace unmask
