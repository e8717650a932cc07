#include "core/train/adapter_trainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <tuple>

#include "core/model/adapter_fold.h"
#include "core/model/side_by_side.h"
#include "core/train/autocast.h"
#include "core/train/checkpoint.h"
#include "core/train/gradient_sum.h"

namespace unmask {
using torch::Tensor;

namespace {

constexpr uint64_t kInitialisation = 3;  // stream of the step generator

AdamWOptions adamOptions(const AdapterTrainingSettings& s) {
  AdamWOptions options;
  options.beta2 = s.beta2;
  options.weightDecay = s.weightDecay;
  options.clipNorm = s.clipNorm;
  options.emaDecay = s.emaDecay;
  return options;
}

bool endsWithOneOf(const std::string& path, const std::vector<std::string>& names) {
  for (const std::string& name : names)
    if (path == name || path.ends_with("." + name)) return true;
  return false;
}

}  // namespace

std::vector<AdapterTrainer::Batch> AdapterTrainer::Batch::inParts(int64_t wanted) const {
  std::vector<Batch> out;
  const int64_t samples = codes.size(0), count = std::min(samples, wanted);
  for (int64_t i = 0; i < count; ++i) {
    const auto [first, last] = partOf(samples, count, i);
    std::vector<int64_t> rows(static_cast<size_t>(last - first));
    std::iota(rows.begin(), rows.end(), first);
    out.push_back(rowsOf(rows));
  }
  return out;
}

AdapterTrainer::Batch AdapterTrainer::Batch::priorOnly() const {
  std::vector<int64_t> rows;
  for (size_t i = 0; i < isPrior.size(); ++i)
    if (isPrior[i]) rows.push_back(static_cast<int64_t>(i));
  return rowsOf(rows);
}

AdapterTrainer::Batch AdapterTrainer::Batch::rowsOf(const std::vector<int64_t>& rows) const {
  const Tensor which = torch::tensor(rows, torch::kInt64);
  Batch out{codes.index_select(0, which), masked.index_select(0, which), {}};
  for (const int64_t row : rows) {
    out.captions.push_back(captions[static_cast<size_t>(row)]);
    if (!isPrior.empty()) out.isPrior.push_back(isPrior[static_cast<size_t>(row)]);
  }
  return out;
}

/// On the network's own weights, whatever is folded into them meanwhile. A factor of 0 leaves the adapter
/// out.
class AdapterTrainer::Attached {
 public:
  Attached(std::vector<Site>& sites, double factor) : m_sites(sites) {
    for (Site& site : m_sites) {
      AdaptableLinearImpl& linear = *site.linear;
      m_before.push_back({linear.weight, linear.down, linear.up, linear.factor});
      linear.weight = site.base;
      linear.down = factor != 0 ? site.down : Tensor();
      linear.up = factor != 0 ? site.up : Tensor();
      linear.factor = factor;
    }
  }
  ~Attached() {
    for (size_t i = 0; i < m_sites.size(); ++i) {
      AdaptableLinearImpl& linear = *m_sites[i].linear;
      std::tie(linear.weight, linear.down, linear.up, linear.factor) = m_before[i];
    }
  }
  Attached(const Attached&) = delete;
  Attached& operator=(const Attached&) = delete;

 private:
  std::vector<Site>& m_sites;
  std::vector<std::tuple<Tensor, Tensor, Tensor, double>> m_before;
};

std::vector<AdapterTrainer::Site> AdapterTrainer::sites(Uvit& transformer,
                                                        const AdapterTrainingSettings& settings) {
  for (Tensor& parameter : transformer->parameters()) parameter.requires_grad_(false);
  const std::vector<std::string> names = targetNames(settings.targets());
  at::Generator generator = stepGenerator(settings.seed, 0, kInitialisation);
  std::vector<Site> out;
  for (const auto& [path, layer] : linearLayers(*transformer)) {
    if (!endsWithOneOf(path, names)) continue;
    const auto linear = std::dynamic_pointer_cast<AdaptableLinearImpl>(layer);
    TORCH_CHECK(linear, path, " cannot carry an adapter");
    const Tensor base = linear->weight.detach();
    const int64_t in = base.size(1);
    // Kaiming-uniform with a = √5 is U(−1/√in, 1/√in).
    const double bound = 1 / std::sqrt(static_cast<double>(in));
    const Tensor down = torch::empty({settings.rank, in}).uniform_(-bound, bound, generator);
    const Tensor up = torch::zeros({base.size(0), settings.rank});
    out.push_back({path, linear, base, down.requires_grad_(true), up.requires_grad_(true)});
  }
  return out;
}

AdapterTrainer::AdapterTrainer(Uvit transformer, AdapterDataset data, const AdapterTrainingSettings& settings)
    : m_transformer(std::move(transformer)),
      m_data(std::move(data)),
      m_settings(settings),
      m_sites(sites(m_transformer, settings)),
      m_adam(parameters(), adamOptions(settings), referenceNoDecay) {
  m_transformer->checkpointsActivations = settings.activationCheckpointing;
  m_isSmall = isSmallNetwork(*m_transformer);
}

AdamW::Named AdapterTrainer::parameters() const {
  AdamW::Named out;
  for (const Site& site : m_sites) {
    out.emplace_back(site.module + ".lora_A.weight", site.down);
    out.emplace_back(site.module + ".lora_B.weight", site.up);
  }
  return out;
}

int64_t AdapterTrainer::parameterCount() const {
  int64_t count = 0;
  for (const auto& [name, tensor] : parameters()) count += tensor.numel();
  return count;
}

AdapterTrainer::Batch AdapterTrainer::drawBatch(at::Generator& generator) const {
  const int64_t b = m_settings.batchSize;
  const Tensor numbers = torch::rand({b, 3}, generator, torch::TensorOptions().dtype(torch::kFloat32));
  double total = 0;
  for (const auto& group : m_data.groups) total += group.share;
  const bool hasPrior = std::ranges::any_of(
      m_data.groups, [](const AdapterDataset::Group& group) { return group.isPrior && group.share > 0; });
  Batch batch;
  std::vector<Tensor> codes;
  for (int64_t i = 0; i < b; ++i) {
    const auto at = [&](int64_t k) { return static_cast<double>(numbers[i][k].item<float>()); };
    size_t which = 0;
    for (double rest = at(0) * total; which + 1 < m_data.groups.size() && rest >= m_data.groups[which].share;
         ++which)
      rest -= m_data.groups[which].share;
    const AdapterDataset::Group& group = m_data.groups[which];
    const int64_t n = group.codes.size(0);
    const int64_t one = std::min(n - 1, static_cast<int64_t>(at(1) * static_cast<double>(n)));
    codes.push_back(group.codes[one]);
    // The right way round: dropped with probability textDropout (reference 11.2). With a prior, "no words"
    // keeps meaning what it does: learning it anew would turn guidance against every prompt that is not in
    // the style.
    const bool isDropped = (group.isPrior || !hasPrior) && at(2) < m_settings.textDropout;
    batch.isPrior.push_back(group.isPrior);
    batch.captions.push_back(isDropped ? m_data.emptyCaption : group.captions[static_cast<size_t>(one)]);
  }
  batch.codes = torch::stack(codes);
  batch.masked = drawMasks(b, batch.codes.size(1), batch.codes.size(2), m_settings.minMaskRatio,
                           m_settings.contiguousMasks, generator);
  return batch;
}

Tensor AdapterTrainer::logitsOf(const Batch& batch) {
  const Autocast autocast(m_settings.bfloat16);
  const Tensor rows = torch::tensor(batch.captions, torch::kInt64);
  const float side = m_data.pictureSide;
  const Tensor micro =
      torch::tensor({side, side, 0.0F, 0.0F, 6.0F}).unsqueeze(0).expand({batch.codes.size(0), 5});
  const UvitContext context = m_transformer->prepare(m_data.hiddenStates.index_select(0, rows),
                                                     m_data.pooled.index_select(0, rows), micro);
  const Tensor input = batch.codes.masked_fill(batch.masked, m_transformer->config.maskTokenId());
  const Tensor features = m_transformer->trunk(input, context);
  return m_transformer->head(features.flatten(0, 2).index({batch.masked.flatten().nonzero().flatten()}))
      .to(torch::kFloat32);
}

Tensor AdapterTrainer::maskedLogits(const Batch& batch) {
  const Attached attached(m_sites, productScale());
  return logitsOf(batch);
}

Tensor AdapterTrainer::ownLogits(const Batch& batch) {
  const torch::NoGradGuard noGrad;
  const Attached attached(m_sites, 0);
  const std::vector<Batch> parts = batch.inParts(m_isSmall ? partCount(batch.codes.size(0)) : 1);
  if (parts.empty()) return torch::empty({0, m_transformer->config.codebookSize});
  std::vector<Tensor> logits(parts.size());
  sideBySide(parts.size(), [&](size_t i) { logits[i] = logitsOf(parts[i]); });
  return torch::cat(logits);
}

double AdapterTrainer::productScale() const {
  return m_settings.alpha / static_cast<double>(m_settings.rank);
}

/// With the adapter attached. This part's share of the mean over all hidden cells of an update, `total`:
/// cross-entropy where there is something to learn, and the divergence from `own`, the log-probabilities of
/// the network alone, where there is something to keep.
AdapterTrainer::PartLoss AdapterTrainer::lossOf(const Batch& part, const Tensor& own, double total) {
  const Tensor logits = logitsOf(part);
  const Tensor labels = part.codes.index({part.masked});
  Tensor kept = torch::zeros({part.codes.size(0)}, torch::kBool);
  for (size_t i = 0; i < part.isPrior.size(); ++i)
    kept[static_cast<int64_t>(i)] = static_cast<bool>(part.isPrior[i]);
  const Tensor isKept = kept.view({-1, 1, 1}).expand_as(part.masked).index({part.masked});
  const Tensor learned = isKept.logical_not().nonzero().flatten();
  PartLoss out;
  out.learnedCells = static_cast<double>(learned.numel());
  out.loss = torch::zeros({});
  if (learned.numel() > 0) {
    const Tensor asked = logits.index_select(0, learned), right = labels.index_select(0, learned);
    out.loss = out.loss + maskedLoss(asked, right, m_settings.labelSmoothing) * (out.learnedCells / total);
    const torch::NoGradGuard noGrad;
    out.crossEntropySum = maskedLoss(asked, right, 0).item<double>() * out.learnedCells;
    out.rightCells = (asked.argmax(1) == right).sum().item<double>();
  }
  if (own.size(0) > 0) {
    const Tensor now = logits.index_select(0, isKept.nonzero().flatten()).log_softmax(1);
    out.loss = out.loss + torch::kl_div(now, own, at::Reduction::Sum, /*log_target=*/true) / total;
  }
  return out;
}

/// Adds a batch's gradients and figures, times `weight`. Every thread computes a part of the samples by
/// itself: the matrices of small networks are too small to be shared out among threads.
void AdapterTrainer::addGradients(const Batch& batch, double weight, TokenStepReport& report) {
  const std::vector<Batch> parts = batch.inParts(m_isSmall ? partCount(batch.codes.size(0)) : 1);
  const Tensor own = ownLogits(batch.priorOnly()).log_softmax(1);
  std::vector<Tensor> ownOfPart;
  int64_t next = 0;
  for (const Batch& part : parts) {
    const int64_t cells = part.priorOnly().masked.sum().item<int64_t>();
    ownOfPart.push_back(own.narrow(0, next, cells));
    next += cells;
  }
  std::vector<Tensor> matrices;
  for (const auto& [name, matrix] : parameters()) matrices.push_back(matrix);
  const auto total = static_cast<double>(batch.masked.sum().item<int64_t>());
  std::vector<PartLoss> losses(parts.size());
  std::vector<torch::autograd::variable_list> gradients(parts.size(),
                                                        torch::autograd::variable_list(matrices.size()));
  const Attached attached(m_sites, productScale());  // until the gradients are there
  sideBySide(parts.size(), [&](size_t i) {
    losses[i] = lossOf(parts[i], ownOfPart[i], total);
    if (!losses[i].loss.requires_grad()) return;  // nothing hidden
    gradients[i] = torch::autograd::grad({losses[i].loss * weight}, matrices, {}, /*retain_graph=*/{},
                                         /*create_graph=*/false, /*allow_unused=*/true);
  });

  PartLoss sum;
  for (size_t i = 0; i < parts.size(); ++i) {
    report.loss += losses[i].loss.item<double>() * weight;
    sum.learnedCells += losses[i].learnedCells;
    sum.crossEntropySum += losses[i].crossEntropySum;
    sum.rightCells += losses[i].rightCells;
  }
  addToGradients(matrices, gradients);
  if (sum.learnedCells == 0) return;
  report.crossEntropy += sum.crossEntropySum / sum.learnedCells * weight;
  report.accuracy += sum.rightCells / sum.learnedCells * weight;
}

TokenStepReport AdapterTrainer::step() {
  std::vector<Batch> batches;
  for (int64_t part = 0; part < m_settings.accumulation; ++part) {
    at::Generator generator = stepGenerator(m_settings.seed, stepsDone() * m_settings.accumulation + part);
    batches.push_back(drawBatch(generator));
  }
  return step(batches);
}

TokenStepReport AdapterTrainer::step(const std::vector<Batch>& batches) {
  TokenStepReport report;
  report.step = stepsDone();
  const double weight = 1 / static_cast<double>(batches.size());
  for (const Batch& batch : batches) addGradients(batch, weight, report);
  const double scale = trapezoid(report.step, m_settings.warmup, m_settings.cooldown, m_settings.steps);
  report.learningRate = m_settings.learningRate * scale;
  report.gradientNorm = m_adam.step(report.learningRate);
  return report;
}

std::vector<AdapterTrainer::Matrices> AdapterTrainer::matrices() const {
  std::map<std::string, Tensor> averages;
  for (auto& [name, tensor] : m_adam.averaged()) averages.emplace(name, tensor);
  std::vector<Matrices> out;
  for (const Site& site : m_sites)
    out.push_back({site.module, averages.at(site.module + ".lora_A.weight"),
                   averages.at(site.module + ".lora_B.weight")});
  return out;
}

std::vector<std::pair<std::string, Tensor>> AdapterTrainer::state() const {
  std::vector<std::pair<std::string, Tensor>> out = m_adam.state();
  for (const auto& [name, tensor] : parameters()) out.emplace_back(name, tensor.detach());
  return out;
}

bool AdapterTrainer::restore(const std::map<std::string, Tensor>& state, int64_t stepsDone) {
  return copyState(this->state(), state) && m_adam.restore(state, stepsDone);
}

}  // namespace unmask
