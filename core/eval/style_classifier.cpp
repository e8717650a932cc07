#include "core/eval/style_classifier.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <map>

namespace unmask {
namespace {

constexpr int kRounds = 400;
constexpr double kRate = 0.5;
constexpr double kDecay = 1e-3;  // pull of the weights to zero
constexpr int kParts = 5;

}  // namespace

std::vector<float> styleFeatures(const TokenGrid& tokens, const Lab::Codebook& codebook) {
  const auto d = static_cast<size_t>(codebook.dimension);
  std::map<int32_t, size_t> counts;
  for (const int32_t id : tokens.tokenIds) ++counts[id];
  const auto ground = std::ranges::max_element(counts, {}, [](const auto& item) { return item.second; });
  std::vector<double> sum(d, 0), squares(d, 0);
  size_t cells = 0;
  for (const int32_t id : tokens.tokenIds) {
    const size_t at = static_cast<size_t>(id) * d;
    if (id < 0 || id == ground->first || at + d > codebook.vectors.size()) continue;
    ++cells;
    for (size_t i = 0; i < d; ++i) {
      const double value = codebook.vectors[at + i];
      sum[i] += value;
      squares[i] += value * value;
    }
  }
  std::vector<float> out(2 * d + 1, 0);
  const auto n = static_cast<double>(std::max<size_t>(1, cells));
  for (size_t i = 0; i < d; ++i) {
    const double mean = sum[i] / n;
    out[i] = static_cast<float>(mean);
    out[d + i] = static_cast<float>(std::sqrt(std::max(0.0, squares[i] / n - mean * mean)));
  }
  out[2 * d] = 1 - static_cast<float>(cells) / static_cast<float>(tokens.tokenIds.size());
  return out;
}

StyleClassifier StyleClassifier::train(const std::vector<Sample>& samples, int styleCount) {
  assert(!samples.empty() && styleCount > 0);
  StyleClassifier c;
  c.m_styles = styleCount;
  const size_t d = samples.front().features.size(), n = samples.size();
  c.m_mean.assign(d, 0);
  c.m_scale.assign(d, 0);
  for (const Sample& s : samples)
    for (size_t i = 0; i < d; ++i) c.m_mean[i] += s.features[i] / static_cast<double>(n);
  for (const Sample& s : samples)
    for (size_t i = 0; i < d; ++i)
      c.m_scale[i] += std::pow(s.features[i] - c.m_mean[i], 2) / static_cast<double>(n);
  for (double& scale : c.m_scale) scale = 1 / std::sqrt(scale + 1e-9);

  const auto k = static_cast<size_t>(styleCount);
  c.m_weights.assign(k * (d + 1), 0);
  std::vector<double> gradient, x(d + 1), p(k);
  for (int round = 0; round < kRounds; ++round) {
    gradient.assign(c.m_weights.size(), 0);
    for (const Sample& s : samples) {
      for (size_t i = 0; i < d; ++i) x[i] = (s.features[i] - c.m_mean[i]) * c.m_scale[i];
      x[d] = 1;
      double most = -INFINITY, total = 0;
      for (size_t j = 0; j < k; ++j) {
        p[j] = 0;
        for (size_t i = 0; i <= d; ++i) p[j] += c.m_weights[j * (d + 1) + i] * x[i];
        most = std::max(most, p[j]);
      }
      for (double& value : p) total += value = std::exp(value - most);
      for (size_t j = 0; j < k; ++j) {
        const double error = p[j] / total - (static_cast<int>(j) == s.style ? 1 : 0);
        for (size_t i = 0; i <= d; ++i) gradient[j * (d + 1) + i] += error * x[i] / static_cast<double>(n);
      }
    }
    for (size_t i = 0; i < gradient.size(); ++i)
      c.m_weights[i] -= kRate * (gradient[i] + kDecay * c.m_weights[i]);
  }
  return c;
}

int StyleClassifier::styleOf(const std::vector<float>& features) const {
  const size_t d = m_mean.size();
  assert(features.size() == d);
  int best = 0;
  double most = -INFINITY;
  for (int j = 0; j < m_styles; ++j) {
    const double* w = m_weights.data() + static_cast<size_t>(j) * (d + 1);
    double score = w[d];
    for (size_t i = 0; i < d; ++i) score += w[i] * (features[i] - m_mean[i]) * m_scale[i];
    if (score > most) most = score, best = j;
  }
  return best;
}

double StyleClassifier::crossValidated(const std::vector<Sample>& samples, int styleCount, int onlyStyle) {
  size_t right = 0, asked = 0;
  for (int part = 0; part < kParts; ++part) {
    std::vector<Sample> seen, held;
    for (const Sample& s : samples) {
      if (s.group % kParts != part)
        seen.push_back(s);
      else if (onlyStyle < 0 || s.style == onlyStyle)
        held.push_back(s);
    }
    if (seen.empty() || held.empty()) continue;
    const StyleClassifier c = train(seen, styleCount);
    asked += held.size();
    right += static_cast<size_t>(
        std::ranges::count_if(held, [&](const Sample& s) { return c.styleOf(s.features) == s.style; }));
  }
  return asked > 0 ? static_cast<double>(right) / static_cast<double>(asked) : 0;
}

}  // namespace unmask
