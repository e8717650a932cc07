// Sums gradients over all ranks while the backward pass goes on.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "core/train/rank_group.h"

namespace unmask {

/// Copies each gradient, as soon as autograd has it, into a bucket of some megabytes; a full bucket's sum
/// starts at once. Buckets are in the order in which rank 0's first backward pass made the gradients, so that
/// the first pass overlaps nothing and all later ones do. Does nothing for a process alone.
class GradientBuckets {
 public:
  /// A bucket's size; of small models a quarter, so that there is something to overlap.
  static constexpr int64_t kBucketBytes = int64_t{4} << 20;

  /// Float32 leaves, the same on all ranks; `ranks` may be null and outlives this object.
  GradientBuckets(std::vector<torch::Tensor> parameters, RankGroup* ranks);
  ~GradientBuckets();
  GradientBuckets(const GradientBuckets&) = delete;
  GradientBuckets& operator=(const GradientBuckets&) = delete;

  /// While held, gradients add up in the parameters and are not taken for complete: for all backward passes
  /// of a step but the last.
  void hold(bool on) { m_isHeld = on; }

  /// After the backward pass, before the optimizer. Parameters that got a gradient in the first pass have the
  /// sum over all ranks as their gradient afterwards, which is a view of a bucket and only good until the
  /// next pass. Parameters that got none stay without. Throws RankLost.
  void finish();

  /// What each rank hands over at a step. Of that it sends 2 · (ranks − 1) / ranks.
  int64_t bytesPerStep() const;

 private:
  struct Slot {
    size_t parameter;
    torch::Tensor view;
    bool isFilled = false;
  };
  struct Bucket {
    torch::Tensor flat;
    std::vector<Slot> slots;
    size_t missing = 0;
    std::unique_ptr<RankGroup::Pending> sum;
  };
  struct Hook {
    // A std::shared_ptr in Torch 1.13, one of c10 in newer versions.
    decltype(torch::autograd::impl::grad_accumulator(std::declval<const torch::Tensor&>())) accumulator;
    uintptr_t key;
  };

  void addHook(size_t parameter);
  void gradientIsReady(size_t parameter);
  void agreeOnOrder();
  void makeBuckets();
  void startFullBuckets();

  std::vector<torch::Tensor> m_parameters;
  RankGroup* m_ranks;
  std::vector<Hook> m_hooks;
  std::vector<int64_t> m_order;  // parameters as the first pass met them
  std::vector<Bucket> m_buckets;
  std::vector<std::pair<size_t, size_t>> m_placeOf;  // parameter → bucket, slot
  bool m_isHeld = false;
  size_t m_next = 0;  // the first bucket whose sum has not started
};

}  // namespace unmask
