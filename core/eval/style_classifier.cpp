#include "core/eval/style_classifier.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

namespace unmask {
namespace {

constexpr int kRounds = 300;
constexpr double kStep = 1;      // rows of length 1 and a bias: the loss's curvature is at most that
constexpr double kDecay = 1e-4;  // pull of the weights to zero
constexpr int kParts = 5;

/// Scores to probabilities, in place.
void softmax(std::vector<double>& scores) {
  const double most = *std::ranges::max_element(scores);
  double total = 0;
  for (double& score : scores) total += score = std::exp(score - most);
  for (double& score : scores) score /= total;
}

}  // namespace

CodeBag codeBagOf(const TokenGrid& tokens) {
  std::map<int32_t, int> counts;
  for (const int32_t id : tokens.tokenIds)
    if (id >= 0) ++counts[id];
  CodeBag bag;
  for (const auto& [id, count] : counts) bag.emplace_back(id, std::log1p(static_cast<float>(count)));
  return bag;
}

CodeBag StyleClassifier::weighted(const CodeBag& codes) const {
  CodeBag out;
  double squares = 0;
  for (const auto& [id, weight] : codes) {
    if (static_cast<size_t>(id) >= m_rarity.size()) continue;
    out.emplace_back(id, weight * m_rarity[static_cast<size_t>(id)]);
    squares += static_cast<double>(out.back().second) * out.back().second;
  }
  const auto scale = static_cast<float>(1 / std::sqrt(squares + 1e-12));
  for (auto& [id, weight] : out) weight *= scale;
  return out;
}

StyleClassifier StyleClassifier::train(const std::vector<Sample>& samples, int styleCount,
                                       const std::stop_token& stop) {
  assert(!samples.empty() && styleCount > 0);
  StyleClassifier c;
  const auto k = static_cast<size_t>(styleCount);
  std::vector<double> ofStyle(k, 0);
  for (const Sample& s : samples) {
    ++ofStyle[static_cast<size_t>(s.style)];
    for (const auto& [id, weight] : s.codes) {
      if (static_cast<size_t>(id) >= c.m_rarity.size()) c.m_rarity.resize(static_cast<size_t>(id) + 1, 0);
      ++c.m_rarity[static_cast<size_t>(id)];
    }
  }
  for (float& seen : c.m_rarity)
    if (seen > 0) seen = std::log(1 + static_cast<float>(samples.size()) / seen);
  std::vector<CodeBag> rows;
  for (const Sample& s : samples) rows.push_back(c.weighted(s.codes));
  const auto present = static_cast<double>(std::ranges::count_if(ofStyle, [](double n) { return n > 0; }));

  // Nesterov's accelerated gradient; the last k values are the bias.
  const size_t codes = c.m_rarity.size(), size = (codes + 1) * k;
  std::vector<double> weights(size, 0), ahead(size, 0), gradient(size), p(k);
  double momentum = 1;
  for (int round = 0; round < kRounds && !stop.stop_requested(); ++round) {
    std::ranges::fill(gradient, 0);
    for (size_t n = 0; n < rows.size(); ++n) {
      std::copy_n(ahead.end() - static_cast<std::ptrdiff_t>(k), k, p.begin());
      for (const auto& [id, weight] : rows[n])
        for (size_t j = 0; j < k; ++j) p[j] += ahead[static_cast<size_t>(id) * k + j] * weight;
      softmax(p);
      const auto style = static_cast<size_t>(samples[n].style);
      p[style] -= 1;
      for (double& error : p) error /= ofStyle[style] * present;
      for (const auto& [id, weight] : rows[n])
        for (size_t j = 0; j < k; ++j) gradient[static_cast<size_t>(id) * k + j] += p[j] * weight;
      for (size_t j = 0; j < k; ++j) gradient[codes * k + j] += p[j];
    }
    const double next = (1 + std::sqrt(1 + 4 * momentum * momentum)) / 2, on = (momentum - 1) / next;
    momentum = next;
    for (size_t i = 0; i < size; ++i) {
      const double moved = ahead[i] - kStep * (gradient[i] + (i < codes * k ? kDecay * ahead[i] : 0));
      ahead[i] = moved + on * (moved - weights[i]);
      weights[i] = moved;
    }
  }
  c.m_bias.assign(weights.end() - static_cast<std::ptrdiff_t>(k), weights.end());
  weights.resize(codes * k);
  c.m_weights = std::move(weights);
  return c;
}

int StyleClassifier::styleOf(const CodeBag& codes) const {
  std::vector<double> scores = m_bias;
  const size_t k = m_bias.size();
  for (const auto& [id, weight] : weighted(codes))
    for (size_t j = 0; j < k; ++j) scores[j] += m_weights[static_cast<size_t>(id) * k + j] * weight;
  return static_cast<int>(std::ranges::max_element(scores) - scores.begin());
}

std::vector<int> StyleClassifier::crossValidated(const std::vector<Sample>& samples, int styleCount,
                                                 const std::stop_token& stop) {
  std::vector<int> taken(samples.size(), -1);
  for (int part = 0; part < kParts && !stop.stop_requested(); ++part) {
    std::vector<Sample> seen;
    for (const Sample& s : samples)
      if (s.group % kParts != part) seen.push_back(s);
    if (seen.empty()) continue;
    const StyleClassifier c = train(seen, styleCount, stop);
    for (size_t i = 0; i < samples.size(); ++i)
      if (samples[i].group % kParts == part) taken[i] = c.styleOf(samples[i].codes);
  }
  return taken;
}

}  // namespace unmask
