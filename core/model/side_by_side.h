// The same work on parts of a batch, each part by a thread of its own: products of small networks are too
// small to share out among threads, which then mostly wait for one another.
#pragma once

#include <ATen/Parallel.h>
#include <torch/torch.h>

#include <algorithm>
#include <utility>

#include "core/model/weights.h"

namespace unmask {

/// work(i) for every i < count, in parallel and each on one thread; one alone has them all. Exceptions come
/// through. Gradients are on or off as where it is called; of what else Torch keeps by thread (autocast,
/// inference mode) `work` sees to itself.
template <typename Work>
void sideBySide(size_t count, const Work& work) {
  const bool withGradients = torch::GradMode::is_enabled();
  at::parallel_for(0, static_cast<int64_t>(count), 1, [&](int64_t begin, int64_t end) {
    const torch::AutoGradMode mode(withGradients);  // threads begin with gradients on
    for (int64_t i = begin; i < end; ++i) work(static_cast<size_t>(i));
  });
}

/// Whether a network is so small that it pays to give every thread samples of its own. The matrices of a
/// bigger one fill all threads, and each thread would read, and cast, all of them.
inline bool isSmallNetwork(const torch::nn::Module& network) {
  return parameterCount(network) < 100'000'000;
}

/// In how many parts to share out so many samples: one for each thread, or all in one where some threads
/// would be left without.
inline int64_t partCount(int64_t samples) {
  const int64_t threads = at::get_num_threads();
  return samples >= threads ? threads : std::min<int64_t>(samples, 1);
}

/// [first, last) of part `i` when `all` are shared out evenly and in order among `count`.
inline std::pair<int64_t, int64_t> partOf(int64_t all, int64_t count, int64_t i) {
  return {all * i / count, all * (i + 1) / count};
}

}  // namespace unmask
