#include "core/train/gradient_buckets.h"

#include <torch/csrc/autograd/utils/lambda_post_hook.h>

#include <algorithm>

namespace unmask {
using torch::Tensor;

namespace {
constexpr size_t kNowhere = SIZE_MAX;
}

GradientBuckets::GradientBuckets(std::vector<Tensor> parameters, RankGroup* ranks)
    : m_parameters(std::move(parameters)), m_ranks(ranks) {
  if (!m_ranks) return;
  for (size_t i = 0; i < m_parameters.size(); ++i)
    if (m_parameters[i].requires_grad()) addHook(i);
}

GradientBuckets::~GradientBuckets() {
  for (const Hook& hook : m_hooks) hook.accumulator->del_post_hook(hook.key);
}

/// After the node that accumulates into the gradient; a hook of the tensor itself would run before that.
void GradientBuckets::addHook(size_t parameter) {
  using Tensors = torch::autograd::variable_list;
  auto accumulator = torch::autograd::impl::grad_accumulator(m_parameters[parameter]);
  const uintptr_t key = accumulator->add_post_hook(std::make_unique<torch::autograd::utils::LambdaPostHook>(
      [this, parameter](const Tensors& outputs, const Tensors&) {
        gradientIsReady(parameter);
        return outputs;
      }));
  m_hooks.push_back({std::move(accumulator), key});
}

void GradientBuckets::gradientIsReady(size_t parameter) {
  if (m_isHeld) return;
  if (m_buckets.empty()) {
    m_order.push_back(static_cast<int64_t>(parameter));
    return;
  }
  const auto [bucket, slot] = m_placeOf[parameter];
  TORCH_CHECK(bucket != kNowhere, "a parameter has a gradient now that had none at the first step");
  Slot& place = m_buckets[bucket].slots[slot];
  TORCH_CHECK(!place.isFilled, "a parameter's gradient was accumulated twice in one pass");
  place.view.copy_(m_parameters[parameter].grad().detach());
  place.isFilled = true;
  --m_buckets[bucket].missing;
  startFullBuckets();
}

/// In order, whatever order they get full in: collectives have to match on all ranks.
void GradientBuckets::startFullBuckets() {
  for (; m_next < m_buckets.size() && m_buckets[m_next].missing == 0; ++m_next)
    m_buckets[m_next].sum = m_ranks->startSum(m_buckets[m_next].flat);
}

void GradientBuckets::agreeOnOrder() {
  const Tensor order = torch::full({static_cast<int64_t>(m_parameters.size())}, -1, torch::kInt64);
  std::copy(m_order.begin(), m_order.end(), order.data_ptr<int64_t>());
  m_ranks->broadcast(order);
  m_order.assign(order.data_ptr<int64_t>(), order.data_ptr<int64_t>() + order.numel());
  m_order.erase(std::remove(m_order.begin(), m_order.end(), -1), m_order.end());
}

void GradientBuckets::makeBuckets() {
  const auto bytesOf = [this](int64_t i) { return m_parameters[static_cast<size_t>(i)].numel() * 4; };
  int64_t all = 0;
  for (const int64_t i : m_order) all += bytesOf(i);
  const int64_t most = std::min(kBucketBytes, (all + 3) / 4);
  m_placeOf.assign(m_parameters.size(), {kNowhere, 0});
  for (size_t begin = 0; begin < m_order.size();) {
    size_t end = begin;
    int64_t bytes = 0;
    while (end < m_order.size() && bytes < most) bytes += bytesOf(m_order[end++]);
    Bucket bucket;
    bucket.flat = torch::zeros({bytes / 4});
    bucket.missing = end - begin;
    for (int64_t offset = 0; begin < end; ++begin) {
      const auto parameter = static_cast<size_t>(m_order[begin]);
      const Tensor& p = m_parameters[parameter];
      m_placeOf[parameter] = {m_buckets.size(), bucket.slots.size()};
      bucket.slots.push_back({parameter, bucket.flat.narrow(0, offset, p.numel()).view(p.sizes()), false});
      offset += p.numel();
    }
    m_buckets.push_back(std::move(bucket));
  }
}

void GradientBuckets::finish() {
  if (!m_ranks) return;
  torch::NoGradGuard noGrad;
  if (m_buckets.empty()) {
    agreeOnOrder();
    makeBuckets();
    for (const int64_t parameter : m_order)
      if (m_parameters[static_cast<size_t>(parameter)].grad().defined())
        gradientIsReady(static_cast<size_t>(parameter));
  }
  for (Bucket& bucket : m_buckets) {
    for (Slot& slot : bucket.slots)
      if (!slot.isFilled) slot.view.zero_();
    bucket.missing = 0;
  }
  startFullBuckets();
  for (Bucket& bucket : m_buckets) {
    bucket.sum->wait();
    bucket.sum.reset();
    bucket.missing = bucket.slots.size();
    for (Slot& slot : bucket.slots) {
      m_parameters[slot.parameter].mutable_grad() = slot.view;
      slot.isFilled = false;
    }
  }
  m_next = 0;
}

int64_t GradientBuckets::bytesPerStep() const {
  int64_t bytes = 0;
  for (const Bucket& bucket : m_buckets) bytes += bucket.flat.numel() * 4;
  return bytes;
}

}  // namespace unmask
