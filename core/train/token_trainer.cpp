#include "core/train/token_trainer.h"

#include <algorithm>
#include <cmath>

#include "core/model/side_by_side.h"
#include "core/train/autocast.h"
#include "core/train/checkpoint.h"
#include "core/train/gradient_sum.h"

namespace unmask {
using torch::Tensor;

namespace {

/// Matrices inside the networks go to Muon; tables, norms, biases, the head and the zero-started modulations
/// to AdamW.
bool isMuonMatrix(const std::string& name, const Tensor& parameter) {
  if (parameter.dim() != 2) return false;
  for (const char* part : {"embed.", "embedding", "mlm_layer", "norm1.linear", "norm2.linear", "norm3.linear",
                           "cond_embeds_mapper", "pooled_text_head"})
    if (name.find(part) != std::string::npos) return false;
  return true;
}

/// At most, for the gradients that threads find side by side.
constexpr int64_t kGradientBytes = int64_t{1} << 30;

AdamW::Named chosen(const Uvit& transformer, const TextEncoder& text, const TokenTrainingSettings& s,
                    bool muon) {
  AdamW::Named out;
  const auto add = [&](const torch::nn::Module& module, const std::string& prefix) {
    for (const auto& item : module.named_parameters())
      if ((s.muonLearningRate > 0 && isMuonMatrix(item.key(), item.value())) == muon)
        out.emplace_back(prefix + item.key(), item.value());
  };
  add(*transformer, "transformer.");
  if (s.trainTextEncoder) add(*text, "text_encoder.");
  return out;
}

AdamWOptions adamOptions(const TokenTrainingSettings& s) {
  AdamWOptions options;
  options.beta2 = s.beta2;
  options.weightDecay = s.weightDecay;
  options.clipNorm = s.clipNorm;
  options.emaDecay = s.emaDecay;
  return options;
}

MuonOptions muonOptions(const TokenTrainingSettings& s) {
  MuonOptions options;
  options.weightDecay = s.weightDecay;
  options.emaDecay = s.emaDecay;
  return options;
}

Tensor microConditions(int64_t batch, float side) {
  return torch::tensor({side, side, 0.0F, 0.0F, 6.0F}).unsqueeze(0).expand({batch, 5});
}

}  // namespace

Tensor drawMasks(int64_t batch, int64_t height, int64_t width, double minRatio, double contiguous,
                 at::Generator& generator) {
  const int64_t cells = height * width;
  const auto options = torch::TensorOptions().dtype(torch::kFloat32);
  const Tensor u = torch::rand({batch}, generator, options);
  const Tensor ratio = (u * (M_PI / 2)).cos().clamp_min(minRatio);
  const Tensor count = (ratio * static_cast<double>(cells)).round().clamp_min(1);
  const Tensor permutation = torch::rand({batch, cells}, generator, options).argsort(int64_t{1}, false);
  Tensor masks = (permutation < count.unsqueeze(1)).view({batch, height, width});
  // Drawn whether used or not, so that the numbers of one sample do not depend on the others.
  const Tensor isRectangle = torch::rand({batch}, generator, options) < contiguous;
  const Tensor shape = torch::rand({batch, 3}, generator, options);
  for (int64_t i = 0; i < batch; ++i) {
    if (!isRectangle[i].item<bool>()) continue;
    const auto n = count[i].item<double>();
    const auto at = [&](int64_t k) { return shape[i][k].item<double>(); };
    const double lowest = std::ceil(n / static_cast<double>(width));
    const double highest = std::min<double>(static_cast<double>(height), n);
    const auto h = static_cast<int64_t>(lowest + std::floor(at(0) * (highest - lowest + 1) * 0.999999));
    const int64_t w = std::min<int64_t>(width, static_cast<int64_t>(std::ceil(n / static_cast<double>(h))));
    const auto top = static_cast<int64_t>(at(1) * static_cast<double>(height - h + 1) * 0.999999);
    const auto left = static_cast<int64_t>(at(2) * static_cast<double>(width - w + 1) * 0.999999);
    masks[i].fill_(false);
    masks[i].narrow(0, top, h).narrow(1, left, w).fill_(true);
  }
  return masks;
}

Tensor withWrongTokens(const Tensor& codes, const Tensor& others, double atMost, at::Generator& generator) {
  const auto options = torch::TensorOptions().dtype(torch::kFloat32);
  const Tensor share = torch::rand({codes.size(0), 1, 1}, generator, options) * atMost;
  const Tensor isWrong = torch::rand(codes.sizes(), generator, options) < share;
  const Tensor picture = torch::randint(others.size(0), codes.sizes(), generator, torch::kInt64);
  return torch::where(isWrong, others.gather(0, picture), codes);
}

Tensor maskedLoss(const Tensor& logits, const Tensor& labels, double labelSmoothing) {
  return torch::cross_entropy_loss(logits.to(torch::kFloat32), labels, {}, at::Reduction::Mean, -100,
                                   labelSmoothing);
}

void initialiseForTraining(Uvit transformer, TextEncoder text, bool reference) {
  torch::NoGradGuard noGrad;
  const TransformerConfig& c = transformer->config;
  const double outputScale = 1 / std::sqrt(2.0 * c.numHiddenLayers);
  for (auto& item : transformer->named_parameters()) {
    Tensor& p = item.value();
    const std::string& name = item.key();
    const auto has = [&name](const char* part) { return name.find(part) != std::string::npos; };
    const bool modulation =
        has("norm1.linear") || has("norm2.linear") || has("norm3.linear") || has("cond_embeds_mapper");
    if (modulation || name.ends_with("bias")) {
      p.zero_();
    } else if (has("position_")) {
      p.normal_(0, 0.02);
    } else if (reference) {
      if (name == "embed.embeddings.weight")
        p.normal_(0, std::sqrt(1.0 / c.vocabSize));
      else if (name == "embed.conv.weight")
        torch::nn::init::xavier_uniform_(p, 0.02);
      else if (p.dim() >= 2 && !has("upsample") && !has("channelwise_norm"))
        p.normal_(0, 0.02);
    } else if (name == "embed.embeddings.weight") {
      p.normal_(0, 0.3);
    } else if (has("to_out.0.weight") || has("ff.net.2.weight")) {
      p.mul_(outputScale);  // PyTorch's own initialisation, smaller where the residual stream grows
    } else if (has("channelwise_linear_2.weight")) {
      p.mul_(0.5);
    }
  }
  if (reference) {
    transformer->headConv1->weight.zero_();
    transformer->headConv2->weight.copy_(
        transformer->embedding->weight.slice(0, 0, c.codebookSize).unsqueeze(-1).unsqueeze(-1));
  }
  text->tokenEmbedding->weight.normal_(0, reference ? 0.02 : 0.3);
  text->positionEmbedding->weight.normal_(0, reference ? 0.01 : 0.05);
  for (auto& layer : text->layers)
    for (auto* linear :
         {&layer->qProj, &layer->kProj, &layer->vProj, &layer->outProj, &layer->fc1, &layer->fc2})
      (*linear)->bias.zero_();
}

TokenTrainer::TokenTrainer(Uvit transformer, TextEncoder text, TokenDataset data,
                           const TokenTrainingSettings& settings, RankGroup* ranks)
    : m_transformer(std::move(transformer)),
      m_text(std::move(text)),
      m_data(std::move(data)),
      m_settings(settings),
      m_adam(chosen(m_transformer, m_text, settings, false), adamOptions(settings),
             settings.muonLearningRate > 0 ? scratchNoDecay : referenceNoDecay),
      m_muon(chosen(m_transformer, m_text, settings, true), muonOptions(settings)),
      m_ranks(ranks) {
  m_transformer->checkpointsActivations = settings.activationCheckpointing;
  for (const bool muon : {false, true})
    for (const auto& [name, parameter] : chosen(m_transformer, m_text, m_settings, muon))
      if (parameter.requires_grad()) m_parameters.push_back(parameter);
  m_buckets = std::make_unique<GradientBuckets>(m_parameters, ranks);
}

/// Without replacement over an epoch: position k of the run is entry k mod n of that epoch's own permutation.
std::vector<TokenSample> TokenTrainer::drawPictures(const Tensor& pick, const BatchShare& share) const {
  const int64_t n = m_data.codes.size(0);
  std::vector<TokenSample> samples;
  for (int64_t i = share.begin; i < share.begin + share.count; ++i) {
    const int64_t position = stepsDone() * share.total + i, epoch = position / n;
    at::Generator order = stepGenerator(m_settings.seed, epoch, 1);
    const auto which = torch::randperm(n, order, torch::kInt64)[position % n].item<int64_t>();
    const auto& own = m_data.captions[static_cast<size_t>(which)];
    const auto k =
        std::min(own.size() - 1, static_cast<size_t>(pick[i].item<float>() * static_cast<float>(own.size())));
    samples.push_back({m_data.codes[which], m_data.captionIds[own[k]]});
  }
  return samples;
}

TokenTrainer::Batch TokenTrainer::drawBatch(at::Generator& generator) const {
  const int64_t b = m_settings.batchSize;
  const auto options = torch::TensorOptions().dtype(torch::kFloat32);
  const Tensor pick = torch::rand({b}, generator, options), drop = torch::rand({b}, generator, options);
  const BatchShare own = shareOf(b, m_ranks);
  std::vector<TokenSample> samples;
  if (m_data.draw) {
    for (int64_t i = 0; i < own.count; ++i)
      samples.push_back(m_data.draw(static_cast<uint64_t>(stepsDone() * b + own.begin + i)));
  } else {
    samples = drawPictures(pick, own);
  }
  std::vector<Tensor> codes, captions;
  for (int64_t i = 0; i < own.count; ++i) {
    const TokenSample& sample = samples[static_cast<size_t>(i)];
    codes.push_back(sample.codes);
    // The right way round: dropped with probability textDropout, all of the prompt at once (reference 11.2).
    const bool isDropped = drop[own.begin + i].item<float>() < m_settings.textDropout;
    captions.push_back(isDropped ? m_data.emptyIds : sample.captionIds);
  }
  Batch batch;
  batch.codes = torch::stack(codes);
  batch.captionIds = torch::stack(captions);
  const Tensor masks = drawMasks(b, batch.codes.size(1), batch.codes.size(2), m_settings.minMaskRatio,
                                 m_settings.contiguousMasks, generator);
  batch.masked = masks.narrow(0, own.begin, own.count);
  // Nothing is drawn where nobody asks, so that runs from before the setting go on as they were.
  batch.shown = batch.codes;
  if (m_settings.wrongTokens > 0) {
    // Of all ranks' rows, so that a row's numbers are the same wherever it is computed.
    Tensor all = torch::zeros({b, batch.codes.size(1), batch.codes.size(2)}, torch::kInt64);
    all.narrow(0, own.begin, own.count).copy_(batch.codes);
    batch.shown =
        withWrongTokens(all, m_data.codes, m_settings.wrongTokens, generator).narrow(0, own.begin, own.count);
  }
  // The mean is over the masked cells of all ranks, and a rank's share of those is not its share of the rows.
  batch.weight = batch.masked.sum().item<double>() / masks.sum().item<double>();
  return batch;
}

TokenTrainer::Batch TokenTrainer::Batch::rows(int64_t begin, int64_t count) const {
  Batch out;
  out.codes = codes.narrow(0, begin, count);
  out.shown = shown.narrow(0, begin, count);
  out.masked = masked.narrow(0, begin, count);
  out.captionIds = captionIds.narrow(0, begin, count);
  out.weight = weight * (out.masked.sum().item<double>() / masked.sum().item<double>());
  return out;
}

std::vector<TokenTrainer::Batch> TokenTrainer::microBatches(const Batch& batch) const {
  const int64_t all = batch.codes.size(0), size = m_settings.microBatch;
  if (size == 0 || size >= all) return {batch};
  std::vector<Batch> out;
  for (int64_t begin = 0; begin < all; begin += size)
    out.push_back(batch.rows(begin, std::min(size, all - begin)));
  return out;
}

TextEncoding TokenTrainer::encodedText(const Tensor& captionIds) {
  if (m_settings.trainTextEncoder) return m_text->forward(captionIds);
  const torch::NoGradGuard isFrozen;
  return m_text->forward(captionIds);
}

/// Logits of the masked cells [n, K]: the head runs on them alone, in training as in decoding.
Tensor TokenTrainer::maskedLogits(const Batch& batch) {
  const Autocast autocast(m_settings.bfloat16);
  const TextEncoding text = encodedText(batch.captionIds);
  const UvitContext context = m_transformer->prepare(
      text.hiddenStates, text.pooled, microConditions(batch.codes.size(0), m_data.pictureSide));
  const Tensor input = batch.shown.masked_fill(batch.masked, m_transformer->config.maskTokenId());
  const Tensor features = m_transformer->trunk(input, context);
  return m_transformer->head(features.flatten(0, 2).index({batch.masked.flatten().nonzero().flatten()}));
}

/// This batch's part of the mean over all masked cells.
Tensor TokenTrainer::lossOf(const Batch& batch, Figures& figures) {
  const Tensor logits = maskedLogits(batch).to(torch::kFloat32);
  const Tensor labels = batch.codes.index({batch.masked});
  Tensor loss = maskedLoss(logits, labels, m_settings.labelSmoothing) * batch.weight;
  const torch::NoGradGuard noGrad;
  figures = {loss.item<double>(), batch.weight * maskedLoss(logits, labels, 0).item<double>(),
             batch.weight * (logits.argmax(1) == labels).to(torch::kFloat32).mean().item<double>()};
  return loss;
}

/// One: gradients go to the parameters as autograd finds them, so that ranks hand them over meanwhile.
int64_t TokenTrainer::partsOf(const Batch& batch) const {
  if (m_ranks || !isSmallNetwork(*m_transformer)) return 1;
  int64_t bytes = 0;
  for (const Tensor& parameter : m_parameters) bytes += parameter.numel() * 4;
  const int64_t count = partCount(batch.codes.size(0));
  return count * bytes <= kGradientBytes ? count : 1;
}

TokenTrainer::Figures TokenTrainer::addGradients(const Batch& batch) {
  const int64_t count = partsOf(batch);
  if (count == 1) {
    Figures figures;
    lossOf(batch, figures).backward();
    return figures;
  }
  std::vector<Batch> parts;
  for (int64_t i = 0; i < count; ++i) {
    const auto [first, last] = partOf(batch.codes.size(0), count, i);
    parts.push_back(batch.rows(first, last - first));
  }
  std::vector<Figures> figures(parts.size());
  std::vector<torch::autograd::variable_list> gradients(parts.size());
  sideBySide(parts.size(), [&](size_t i) {
    gradients[i] =
        torch::autograd::grad({lossOf(parts[i], figures[i])}, m_parameters, {}, /*retain_graph=*/{},
                              /*create_graph=*/false, /*allow_unused=*/true);
  });
  addToGradients(m_parameters, gradients);
  Figures sum = {};
  for (const Figures& part : figures)
    for (size_t k = 0; k < sum.size(); ++k) sum[k] += part[k];
  return sum;
}

TokenStepReport TokenTrainer::step() {
  TokenStepReport report;
  report.step = stepsDone();
  at::Generator generator = stepGenerator(m_settings.seed, report.step);
  const std::vector<Batch> parts = microBatches(drawBatch(generator));
  std::vector<double> figures(3, 0.0);
  for (size_t i = 0; i < parts.size(); ++i) {
    m_buckets->hold(i + 1 < parts.size());
    const Figures part = addGradients(parts[i]);
    for (size_t k = 0; k < figures.size(); ++k) figures[k] += part[k];
  }
  m_buckets->finish();
  figures = sumOver(m_ranks, figures);
  report.loss = figures[0];
  report.crossEntropy = figures[1];
  report.accuracy = figures[2];

  const double scale = trapezoid(report.step, m_settings.warmup, m_settings.cooldown, m_settings.steps);
  report.learningRate = m_settings.learningRate * scale;
  report.gradientNorm = m_muon.gradientsAreFinite() ? m_adam.step(report.learningRate) : INFINITY;
  if (std::isfinite(report.gradientNorm)) {
    m_muon.step(m_settings.muonLearningRate * scale);
  } else {
    m_adam.dropGradients();
    m_muon.dropGradients();
  }
  return report;
}

double TokenTrainer::crossEntropyAt(double maskRatio, bool shuffledCaptions, int64_t count) {
  torch::NoGradGuard noGrad;
  at::Generator generator = stepGenerator(m_settings.seed, 0, 2);
  const int64_t n = std::min(count, m_data.codes.size(0)), cells = m_data.codes[0].numel();
  const auto hidden =
      std::max<int64_t>(1, static_cast<int64_t>(std::llround(maskRatio * static_cast<double>(cells))));
  const int64_t rows = m_settings.microBatch > 0 ? m_settings.microBatch : 32;
  const int64_t distinct = m_data.distinctPictures > 0 ? m_data.distinctPictures : m_data.codes.size(0);
  double total = 0;
  for (int64_t begin = 0; begin < n; begin += rows) {
    Batch batch;
    batch.codes = m_data.codes.slice(0, begin, std::min(n, begin + rows));
    batch.shown = batch.codes;
    const int64_t b = batch.codes.size(0);
    std::vector<Tensor> captions;
    for (int64_t i = 0; i < b; ++i) {
      // Half the set away: another concept, since a concept's styles lie side by side. Mirror images do not
      // count: they have the captions of what they mirror.
      const int64_t picture = shuffledCaptions ? (begin + i + distinct / 2) % distinct : begin + i;
      captions.push_back(m_data.captionIds[m_data.captions[static_cast<size_t>(picture)].front()]);
    }
    batch.captionIds = torch::stack(captions);
    batch.masked = (torch::rand({b, cells}, generator, torch::TensorOptions().dtype(torch::kFloat32))
                        .argsort(int64_t{1}, false) < hidden)
                       .view_as(batch.codes);
    total += maskedLoss(maskedLogits(batch), batch.codes.index({batch.masked}), 0).item<double>() *
             static_cast<double>(b);
  }
  return total / static_cast<double>(n);
}

std::vector<std::pair<std::string, Tensor>> TokenTrainer::state() const {
  auto out = m_adam.state();
  for (auto& item : m_muon.state()) out.push_back(std::move(item));
  for (const bool muon : {false, true})
    for (const auto& [name, parameter] : chosen(m_transformer, m_text, m_settings, muon))
      out.emplace_back("model." + name, parameter.detach());
  if (!m_settings.trainTextEncoder)  // a run that goes on has it from nowhere else
    for (const auto& item : m_text->named_parameters())
      out.emplace_back("model.text_encoder." + item.key(), item.value().detach());
  return out;
}

bool TokenTrainer::restore(const std::map<std::string, Tensor>& state, int64_t stepsDone) {
  return copyState(this->state(), state) && m_adam.restore(state, stepsDone) &&
         m_muon.restore(state, stepsDone);
}

TokenTrainer::Averaged::Averaged(TokenTrainer& trainer) {
  torch::NoGradGuard noGrad;
  std::map<std::string, Tensor> averages;
  for (auto& [name, tensor] : trainer.m_adam.averaged()) averages.emplace(name, tensor);
  for (auto& [name, tensor] : trainer.m_muon.averaged()) averages.emplace(name, tensor);
  std::vector<std::pair<Tensor, Tensor>> copies;
  for (const bool muon : {false, true})
    for (auto& [name, parameter] : chosen(trainer.m_transformer, trainer.m_text, trainer.m_settings, muon)) {
      const Tensor& average = averages.at(name);
      if (average.is_alias_of(parameter))
        continue;  // nothing is averaged; big models have no room for a copy
      m_saved.emplace_back(parameter, parameter.detach().clone());
      copies.emplace_back(parameter, average);
    }
  // Not before all are saved: where memory ends in between, there is no destructor to put them back.
  for (auto& [parameter, average] : copies) parameter.copy_(average);
}

TokenTrainer::Averaged::~Averaged() {
  torch::NoGradGuard noGrad;
  for (auto& [parameter, saved] : m_saved) parameter.copy_(saved);
}

}  // namespace unmask
