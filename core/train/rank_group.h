// The processes that train one model together, over LibTorch's c10d. Its headers stay in rank_group.cpp.
#pragma once

#include <torch/torch.h>

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/train/cluster_place.h"

namespace unmask {

/// Thrown by every collective when another process is gone or has given up; says which.
class RankLost : public std::runtime_error {
 public:
  explicit RankLost(const std::string& what) : std::runtime_error(what) {}
};

/// One object a process. Collectives have to be called by all ranks in the same order, on contiguous tensors
/// of the same shape, and from one thread (startSum() may also be called from autograd's hooks). They throw
/// RankLost within the patience of ClusterPlace, also when a machine loses its power in the middle of one.
class RankGroup {
 public:
  /// Comes together with the other ranks; blocks until all are there. `stuck` is called on a thread of the
  /// group's own when a rank was lost and this process has not come to a collective for the patience after;
  /// it should report the error and end the process. Io when not all come, Usage when they disagree about
  /// their number, Unsupported when LibTorch was built without c10d or Gloo.
  static Result<std::unique_ptr<RankGroup>> join(const ClusterPlace& place,
                                                 std::function<void(const Error&)> stuck);
  virtual ~RankGroup() = default;
  RankGroup(const RankGroup&) = delete;
  RankGroup& operator=(const RankGroup&) = delete;

  /// A sum that is under way. wait() returns when the tensor holds it.
  class Pending {
   public:
    virtual ~Pending() = default;
    virtual void wait() = 0;
  };

  virtual int rank() const = 0;
  virtual int size() const = 0;
  bool isWriter() const { return rank() == 0; }

  /// In place, over all ranks; the tensor must not be touched before wait(). The same bits on every rank.
  virtual std::unique_ptr<Pending> startSum(const torch::Tensor& tensor) = 0;
  /// Rank 0's values, in place.
  virtual void broadcast(const torch::Tensor& tensor) = 0;
  /// Everyone's tensor, in the order of the ranks.
  virtual std::vector<torch::Tensor> gather(const torch::Tensor& own) = 0;

  /// Tells the others why this process ends; they throw RankLost with it.
  virtual void giveUp(const std::string& why) noexcept = 0;
  /// Waits until all ranks are done. The last call.
  virtual void leave() = 0;

  void sum(const torch::Tensor& tensor) { startSum(tensor)->wait(); }
  std::vector<double> sum(const std::vector<double>& values);
  void barrier() { sum({0.0}); }
  /// Usage, naming the ranks, unless `value` is the same on all of them.
  Result<void> requireEqual(const std::string& what, uint64_t value);

 protected:
  RankGroup() = default;
};

/// Rows of a batch that one rank computes: a contiguous part, the larger ones first. All of them, when
/// `ranks` is null.
struct BatchShare {
  int64_t begin = 0, count = 0, total = 0;
  double weight() const { return static_cast<double>(count) / static_cast<double>(total); }
};
BatchShare shareOf(int64_t total, const RankGroup* ranks);

/// Rows of all ranks under each other, where each has `rowsPerItem` rows for each item of its share of
/// `items`.
torch::Tensor gatherRows(const torch::Tensor& own, int64_t items, int64_t rowsPerItem, RankGroup* ranks);

/// Sums in place over all ranks; nothing when `ranks` is null.
inline void sumOver(RankGroup* ranks, const torch::Tensor& tensor) {
  if (ranks) ranks->sum(tensor);
}
inline std::vector<double> sumOver(RankGroup* ranks, const std::vector<double>& values) {
  return ranks ? ranks->sum(values) : values;
}

/// FNV-1a, to compare what ranks have; not for anything hostile.
uint64_t fingerprint(const void* bytes, size_t count, uint64_t before = 0xcbf29ce484222325ULL);

}  // namespace unmask
