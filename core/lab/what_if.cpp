#include "core/lab/what_if.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace unmask {

namespace {

std::vector<double> ranksOf(const std::vector<double>& values) {
  std::vector<size_t> order(values.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, {}, [&](size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (size_t i = 0; i < order.size();) {
    size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    const double mean = static_cast<double>(i + end - 1) / 2;
    for (; i < end; ++i) ranks[order[i]] = mean;
  }
  return ranks;
}

}  // namespace

Result<WhatIf> whatIf(Engine& engine, const Trace& original, const GenerationRequest& changed,
                      std::stop_token stop) {
  RunOptions options;
  options.keepTrace = true;
  UNMASK_TRY(RunOutcome outcome, engine.run(changed, options, stop));
  if (outcome.images.size() != 1)
    return Error{ErrorKind::Usage,
                 "a what-if is asked of one picture",
                 "",
                 "batch_count",
                 "1",
                 std::to_string(outcome.images.size()),
                 ""};
  RunImage& image = outcome.images.front();
  WhatIf result{changed.prompt, std::move(image.trace), std::move(image.picture), {}};
  result.difference = differenceOf(original, result.trace);
  return result;
}

GenerationRequest requestWithout(const Trace& original, const PromptWord& word) {
  GenerationRequest request = original.request;
  request.prompt = withoutWord(request.prompt, word);
  request.promptTemplate.clear();
  return request;
}

std::optional<double> rankAgreement(const std::vector<double>& first, const std::vector<double>& second) {
  if (first.size() != second.size() || first.size() < 3) return std::nullopt;
  const std::vector<double> a = ranksOf(first), b = ranksOf(second);
  const double mean = static_cast<double>(a.size() - 1) / 2;
  double ab = 0, aa = 0, bb = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean) * (b[i] - mean);
    aa += (a[i] - mean) * (a[i] - mean);
    bb += (b[i] - mean) * (b[i] - mean);
  }
  if (aa <= 0 || bb <= 0) return std::nullopt;
  return ab / std::sqrt(aa * bb);
}

}  // namespace unmask
