#include "core/train/vq_trainer.h"

#include <ATen/autocast_mode.h>

#include <cmath>

#include "core/train/autocast.h"
#include "core/train/checkpoint.h"

namespace unmask {
using torch::Tensor;

namespace {

/// Everything but the codebook, which has its own rule.
AdamW::Named gradientParameters(const VqModel& model) {
  AdamW::Named out;
  for (const auto& item : model->named_parameters())
    if (item.key() != "quantize.embedding.weight") out.emplace_back(item.key(), item.value());
  return out;
}

AdamWOptions optimizerOptions(const VqTrainingSettings& s) {
  AdamWOptions options;
  options.beta2 = 0.99;
  options.weightDecay = 1e-4;
  options.clipNorm = s.clipNorm;
  options.emaDecay = s.emaDecay;
  return options;
}

Tensor unit(const Tensor& rows) {
  return rows / rows.norm(2, -1, /*keepdim=*/true).clamp_min(1e-6);
}

}  // namespace

VqTrainer::VqTrainer(VqModel model, Tensor pictures, const VqTrainingSettings& settings, RankGroup* ranks)
    : m_model(std::move(model)),
      m_pictures(std::move(pictures)),
      m_settings(settings),
      m_optimizer(
          [&] {
            at::Generator generator = stepGenerator(settings.seed, 0, 3);
            initialiseVqForTraining(m_model, generator);
            return gradientParameters(m_model);
          }(),
          optimizerOptions(settings), scratchNoDecay),
      m_ranks(ranks) {
  m_model->codebook->weight.requires_grad_(false);
  m_codes = {torch::ones({m_model->config.numVqEmbeddings}), m_model->codebook->weight.detach().clone()};
  std::vector<Tensor> parameters;
  for (const auto& [name, parameter] : gradientParameters(m_model)) parameters.push_back(parameter);
  m_buckets = std::make_unique<GradientBuckets>(std::move(parameters), ranks);
}

Tensor VqTrainer::drawBatch(at::Generator& generator) const {
  const int64_t n = m_settings.batchSize, side = std::min(m_settings.cropPixels, m_pictures.size(2));
  const Tensor which = torch::randint(m_pictures.size(0), {n}, generator, torch::kInt64);
  const int64_t room = m_pictures.size(2) - side + 1;
  const Tensor corner = torch::randint(room, {n, 2}, generator, torch::kInt64);
  const Tensor flip = torch::randint(2, {n}, generator, torch::kInt64);
  const BatchShare own = shareOf(n, m_ranks);
  std::vector<Tensor> crops;
  for (int64_t i = own.begin; i < own.begin + own.count; ++i) {
    Tensor crop = m_pictures[which[i].item<int64_t>()]
                      .narrow(1, corner[i][0].item<int64_t>(), side)
                      .narrow(2, corner[i][1].item<int64_t>(), side);
    crops.push_back(flip[i].item<int64_t>() ? crop.flip({2}) : crop);
  }
  return torch::stack(crops).to(torch::kFloat32).div_(255);
}

VqStepReport VqTrainer::step() {
  const int64_t index = stepsDone();
  at::Generator generator = stepGenerator(m_settings.seed, index);
  const bool quantised = index >= m_settings.quantiseFrom;
  if (index == m_settings.quantiseFrom) startCodebook(generator);

  const Tensor pixels = drawBatch(generator);
  const double weight = shareOf(m_settings.batchSize, m_ranks).weight();
  const double rate =
      m_settings.learningRate * trapezoid(index, m_settings.warmup, m_settings.cooldown, m_settings.steps);
  Tensor made, latents, codes, commit = torch::zeros({}), anchor = torch::zeros({});
  {
    const Autocast autocast(m_settings.bfloat16);
    // Codes are unit vectors, so the reference's nearest code to z is also the nearest to z / ‖z‖.
    latents = unit(m_model->encode(pixels).to(torch::kFloat32).permute({0, 2, 3, 1}));  // [B, h, w, D]
    Tensor input = latents;
    if (quantised) {
      const Tensor white = whiteCells(pixels, m_model->config.pixelsPerCell());
      codes = m_model->quantise(latents.detach().permute({0, 3, 1, 2})).masked_fill(white, 0);
      const Tensor nearest = m_model->codebook->weight.index({codes});
      const Tensor distance = (latents - nearest).square().sum(-1);
      commit = distance.mean();
      const Tensor whiteCount = white.sum();
      sumOver(m_ranks, whiteCount);
      anchor = (distance * white).sum() / whiteCount.clamp_min(1);
      input = latents + (nearest - latents).detach();
    }
    made = m_model->decodeLatents(input.permute({0, 3, 1, 2})).to(torch::kFloat32);
  }
  const Tensor reconstruction =
      reconstructionLoss(made, pixels, m_settings.squareWeight, m_settings.edgeWeight);
  const Tensor loss =
      (reconstruction + m_settings.commitment * commit) * weight + m_settings.anchorWeight * anchor;
  loss.backward();
  m_buckets->finish();

  torch::NoGradGuard noGrad;
  VqStepReport report;
  report.step = index;
  report.learningRate = rate;
  const std::vector<double> figures =
      sumOver(m_ranks, {loss.item<double>(), commit.item<double>() * weight, anchor.item<double>(),
                        (made.detach() - pixels).abs().mean().item<double>() * weight,
                        meanPsnr(made.detach(), pixels) * weight});
  report.loss = figures[0];
  report.commit = figures[1];
  report.anchor = figures[2];
  report.l1 = figures[3];
  report.psnr = figures[4];
  if (!quantised) {
    report.gradientNorm = m_optimizer.step(rate);
    return report;
  }
  // What needs the other ranks comes first: from the optimizer's step on nothing may fail.
  const Tensor flat = latents.detach().flatten(0, 2);
  const CodeAverages averages = averagesAfter(flat, codes.flatten());
  Tensor dead = torch::empty({0}, torch::kInt64), rows;
  if ((index - m_settings.quantiseFrom) % m_settings.resetEvery == m_settings.resetEvery - 1 &&
      index < m_settings.steps - m_settings.cooldown)
    dead = (averages.counts < 0.02).nonzero().flatten();
  if (dead.numel() > 0) rows = randomRows(flat, dead.numel(), generator);
  report.gradientNorm = m_optimizer.step(rate);
  if (!std::isfinite(report.gradientNorm)) return report;
  updateCodebook(averages);
  if (dead.numel() > 0) replaceCodes(dead, rows);
  report.codesAlive = (m_codes.counts > 0.02).sum().item<int64_t>();
  return report;
}

/// k-means on a sample of latents: a few Lloyd rounds on the sphere from random members.
void VqTrainer::startCodebook(at::Generator& generator) {
  torch::NoGradGuard noGrad;
  std::vector<Tensor> samples;
  for (int i = 0; i < 24; ++i) {
    const Tensor latents =
        unit(m_model->encode(drawBatch(generator)).to(torch::kFloat32).permute({0, 2, 3, 1}));
    samples.push_back(
        gatherRows(latents.flatten(0, 2), m_settings.batchSize, latents.size(1) * latents.size(2), m_ranks));
  }
  const Tensor points = torch::cat(samples);
  const int64_t k = m_model->config.numVqEmbeddings;
  Tensor centres = points.index({torch::randint(points.size(0), {k}, generator, torch::kInt64)}).clone();
  for (int round = 0; round < 12; ++round) {
    const Tensor nearest = torch::matmul(points, centres.t()).argmax(1);
    const Tensor counts = torch::bincount(nearest, {}, k).to(torch::kFloat32);
    const Tensor sums = torch::zeros_like(centres).index_add_(0, nearest, points);
    const Tensor empty = counts == 0;
    centres = unit(sums / counts.clamp_min(1).unsqueeze(1));
    const int64_t missing = empty.sum().item<int64_t>();
    if (missing > 0)
      centres.index_put_({empty},
                         points.index({torch::randint(points.size(0), {missing}, generator, torch::kInt64)}));
  }
  m_model->codebook->weight.copy_(centres);
  m_codes.sums.copy_(centres);
  m_codes.counts.fill_(1);
}

VqTrainer::CodeAverages VqTrainer::averagesAfter(const Tensor& unitLatents, const Tensor& codes) const {
  const int64_t k = m_model->config.numVqEmbeddings;
  const double decay = m_settings.codebookDecay;
  const Tensor counts = torch::bincount(codes, {}, k).to(torch::kFloat32);
  const Tensor sums = torch::zeros_like(m_codes.sums).index_add_(0, codes, unitLatents);
  sumOver(m_ranks, counts);
  sumOver(m_ranks, sums);
  return {m_codes.counts.mul(decay).add_(counts, 1 - decay), m_codes.sums.mul(decay).add_(sums, 1 - decay)};
}

void VqTrainer::updateCodebook(const CodeAverages& averages) {
  m_codes.counts.copy_(averages.counts);
  m_codes.sums.copy_(averages.sums);
  // A code nobody used keeps its place until it is replaced.
  const Tensor used = m_codes.counts > 1e-3;
  const Tensor moved = torch::where(used.unsqueeze(1), unit(m_codes.sums), m_model->codebook->weight);
  m_model->codebook->weight.copy_(moved);
}

/// Of the latents of all ranks: each finds its own of those that were picked.
Tensor VqTrainer::randomRows(const Tensor& unitLatents, int64_t count, at::Generator& generator) const {
  const BatchShare share = shareOf(m_settings.batchSize, m_ranks);
  const int64_t cells = unitLatents.size(0) / share.count;
  const Tensor pick =
      torch::randint(cells * share.total, {count}, generator, torch::kInt64) - cells * share.begin;
  const Tensor isOwn = (pick >= 0).logical_and(pick < unitLatents.size(0));
  const Tensor rows = torch::zeros({count, unitLatents.size(1)});
  rows.index_put_({isOwn}, unitLatents.index({pick.index({isOwn})}));
  sumOver(m_ranks, rows);
  return rows;
}

void VqTrainer::replaceCodes(const Tensor& which, const Tensor& rows) {
  m_model->codebook->weight.index_put_({which}, rows);
  m_codes.sums.index_put_({which}, rows);
  m_codes.counts.index_put_({which}, torch::ones({which.numel()}));
}

std::vector<std::pair<std::string, Tensor>> VqTrainer::state() const {
  auto out = m_optimizer.state();
  for (const auto& item : m_model->named_parameters())
    out.emplace_back("model." + item.key(), item.value().detach());
  out.emplace_back("codebook.counts", m_codes.counts);
  out.emplace_back("codebook.sums", m_codes.sums);
  return out;
}

bool VqTrainer::restore(const std::map<std::string, Tensor>& state, int64_t stepsDone) {
  return copyState(this->state(), state) && m_optimizer.restore(state, stepsDone);
}

void VqTrainer::finish() {
  torch::NoGradGuard noGrad;
  auto parameters = m_model->named_parameters();
  for (const auto& [name, average] : m_optimizer.averaged()) parameters[name].copy_(average);
}

void initialiseVqForTraining(VqModel model, at::Generator& generator) {
  torch::NoGradGuard noGrad;
  const auto gain = [](const std::string& name) {
    // SiLU halves the variance or so; the second convolution of a residual block starts small.
    if (name.find("conv2.") != std::string::npos) return 0.7;
    if (name.find("conv1.") != std::string::npos || name.find("conv_out") != std::string::npos) return 1.6;
    return 1.0;
  };
  for (auto& item : model->named_parameters()) {
    Tensor& p = item.value();
    if (model->cells &&
        (item.key() == "quantize.embedding.weight" || item.key().starts_with("cell_projection.")))
      continue;  // fitted to the data
    if (item.key() == "quantize.embedding.weight") {
      p.normal_(0, 1, generator);
      p.copy_(unit(p));
    } else if (p.dim() == 4) {
      const double fanIn = static_cast<double>(p.size(1) * p.size(2) * p.size(3));
      p.normal_(0, gain(item.key()) / std::sqrt(fanIn), generator);
    } else if (item.key().ends_with("bias")) {
      p.zero_();
    }
  }
  if (model->cells) {
    auto& base = model->decoder->baseIn;
    base->weight.mul_(4);
    base->bias.copy_(base->weight.sum({1, 2, 3}) * -0.75);
    return;
  }
  // Pixels are mostly white: centre what enters, start the output there. A unit vector of 16 values has rms
  // 1/4.
  auto& in = model->encoder->convIn;
  in->weight.mul_(4);
  in->bias.copy_(in->weight.sum({1, 2, 3}) * -0.75);
  model->postQuantConv->weight.mul_(std::sqrt(static_cast<double>(model->config.vqEmbedDim)));
  auto& out = model->decoder->convOut;
  out->weight.mul_(0.2);
  out->bias.fill_(0.75);
}

Tensor reconstructionLoss(const Tensor& made, const Tensor& wanted, double squareWeight, double edgeWeight) {
  const Tensor difference = made - wanted;
  Tensor loss = difference.abs().mean() + squareWeight * difference.square().mean();
  Tensor a = made, b = wanted;
  for (int scale = 0; scale < 2 && edgeWeight > 0; ++scale) {
    const auto edges = [](const Tensor& x, int64_t dim) { return x.diff(1, dim); };
    loss = loss +
           edgeWeight * ((edges(a, 2) - edges(b, 2)).abs().mean() + (edges(a, 3) - edges(b, 3)).abs().mean());
    a = torch::avg_pool2d(a, 2);
    b = torch::avg_pool2d(b, 2);
  }
  return loss;
}

Tensor whiteCells(const Tensor& pixels, int64_t pixelsPerCell) {
  const Tensor darkness = 1 - pixels.amin(1, /*keepdim=*/true);
  return torch::max_pool2d(darkness, pixelsPerCell).squeeze(1) < 0.5 / 255;
}

double meanPsnr(const Tensor& made, const Tensor& wanted) {
  const Tensor error = (made.clamp(0, 1) - wanted).square().mean({1, 2, 3}).clamp_min(1e-10);
  return (-10 * error.log10()).mean().item<double>();
}

}  // namespace unmask
