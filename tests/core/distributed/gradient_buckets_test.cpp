#include "core/train/gradient_buckets.h"

#include <gtest/gtest.h>

namespace unmask {
namespace {

using torch::Tensor;

/// Two ranks, of which the other one always has the same: a sum is twice the value.
class TwinGroup : public RankGroup {
 public:
  class Sum : public Pending {
   public:
    explicit Sum(Tensor tensor) : m_tensor(std::move(tensor)) {}
    void wait() override { m_tensor.mul_(2); }

   private:
    Tensor m_tensor;
  };

  int rank() const override { return 0; }
  int size() const override { return 2; }
  std::unique_ptr<Pending> startSum(const Tensor& tensor) override {
    ++started;
    return std::make_unique<Sum>(tensor);
  }
  void broadcast(const Tensor&) override {}
  std::vector<Tensor> gather(const Tensor& own) override { return {own, own}; }
  void giveUp(const std::string&) noexcept override {}
  void leave() override {}

  int started = 0;
};

/// A chain of products: the last layer's gradient is there long before the first one's.
struct Chain {
  std::vector<Tensor> weights;
  Tensor unused = torch::ones({3}, torch::requires_grad());

  Chain() {
    torch::manual_seed(4);
    for (int i = 0; i < 8; ++i) weights.push_back(torch::randn({16, 16}).mul_(0.3).requires_grad_());
  }
  std::vector<Tensor> parameters() const {
    std::vector<Tensor> all = weights;
    all.push_back(unused);
    return all;
  }
  void backward() const {
    Tensor x = torch::ones({1, 16});
    for (const Tensor& weight : weights) x = torch::matmul(x, weight).tanh();
    x.sum().backward();
  }
  void clear() {
    for (Tensor& weight : weights) weight.mutable_grad() = Tensor();
  }
};

TEST(GradientBuckets, SumEveryGradientAndLeaveTheUnusedAlone) {
  Chain plain, shared;
  TwinGroup group;
  GradientBuckets buckets(shared.parameters(), &group);
  for (int step = 0; step < 3; ++step) {
    plain.clear();
    plain.backward();
    shared.clear();
    shared.backward();
    buckets.finish();
    for (size_t i = 0; i < plain.weights.size(); ++i)
      EXPECT_TRUE(torch::equal(shared.weights[i].grad(), plain.weights[i].grad() * 2)) << step << ", " << i;
    EXPECT_FALSE(shared.unused.grad().defined());
  }
  EXPECT_EQ(buckets.bytesPerStep(), 8 * 16 * 16 * 4);
}

TEST(GradientBuckets, HeldOnesSumWhatAllPassesGave) {
  TwinGroup ranks;
  Chain chain;
  GradientBuckets buckets(chain.parameters(), &ranks);
  for (int step = 0; step < 2; ++step) {  // the first has no buckets yet
    chain.clear();
    chain.backward();
    buckets.finish();
    const Tensor once = chain.weights[3].grad().clone();
    chain.clear();
    buckets.hold(true);
    const int before = ranks.started;
    chain.backward();
    chain.backward();
    EXPECT_EQ(ranks.started, before);
    buckets.hold(false);
    chain.backward();
    EXPECT_GT(ranks.started, before) << "the last pass starts them as ever";
    buckets.finish();
    EXPECT_TRUE(torch::allclose(chain.weights[3].grad(), 3 * once));
  }
}

TEST(GradientBuckets, StartTheirSumsWhileTheBackwardPassGoesOn) {
  Chain chain;
  TwinGroup group;
  GradientBuckets buckets(chain.parameters(), &group);
  chain.backward();
  EXPECT_EQ(group.started, 0) << "the order is not known before the first pass";
  buckets.finish();
  const int all = group.started;
  EXPECT_GE(all, 4);
  chain.clear();
  // Asked by the hook of the first layer, whose gradient comes last.
  int startedBeforeTheEnd = 0;
  chain.weights[0].register_hook([&](const Tensor&) { startedBeforeTheEnd = group.started - all; });
  chain.backward();
  EXPECT_GE(startedBeforeTheEnd, all / 2);
  buckets.finish();
  EXPECT_EQ(group.started, 2 * all);
}

TEST(GradientBuckets, DoNothingForAProcessAlone) {
  Chain chain;
  GradientBuckets buckets(chain.parameters(), nullptr);
  chain.backward();
  const Tensor before = chain.weights[3].grad().clone();
  buckets.finish();
  EXPECT_TRUE(torch::equal(chain.weights[3].grad(), before));
  EXPECT_EQ(buckets.bytesPerStep(), 0);
}

TEST(BatchShare, SharesOutEveryRowOnce) {
  class Place : public TwinGroup {
   public:
    Place(int rank, int size) : m_rank(rank), m_size(size) {}
    int rank() const override { return m_rank; }
    int size() const override { return m_size; }

   private:
    int m_rank, m_size;
  };
  for (const int64_t total : {3, 8, 10})
    for (int size = 1; size <= 3; ++size) {
      int64_t next = 0;
      double weight = 0;
      for (int rank = 0; rank < size; ++rank) {
        const Place place(rank, size);
        const BatchShare share = shareOf(total, &place);
        EXPECT_EQ(share.begin, next);
        EXPECT_GE(share.count, total / size);
        next += share.count;
        weight += share.weight();
      }
      EXPECT_EQ(next, total);
      EXPECT_NEAR(weight, 1, 1e-12);
    }
  EXPECT_EQ(shareOf(5, nullptr).count, 5);
}

}  // namespace
}  // namespace unmask
