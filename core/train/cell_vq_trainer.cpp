#include "core/train/cell_vq_trainer.h"

#include <algorithm>
#include <cmath>

#include "core/data/scene.h"
#include "core/train/autocast.h"
#include "core/train/checkpoint.h"
#include "core/train/vq_trainer.h"

namespace unmask {
using torch::Tensor;

namespace {

constexpr int64_t kChunk = 8192;        // cells compared with all codes at once
constexpr int64_t kCellsPerScene = 80;  // at most, so that many scenes have a say

bool isFitted(const std::string& name) {
  return name == "quantize.embedding.weight" || name.starts_with("cell_projection.");
}

AdamW::Named decoderParameters(const VqModel& model) {
  AdamW::Named out;
  for (const auto& item : model->named_parameters())
    if (!isFitted(item.key())) out.emplace_back(item.key(), item.value());
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

double drawUnit(at::Generator& generator) {
  return torch::rand({1}, generator, torch::TensorOptions().dtype(torch::kFloat32)).item<double>();
}

int64_t drawBelow(int64_t count, at::Generator& generator) {
  return torch::randint(count, {1}, generator, torch::kInt64).item<int64_t>();
}

/// [3, H, W] → its cells [h·w, 3·p²] in the projection's order.
Tensor cellsOf(const Tensor& picture, int64_t p) {
  return torch::pixel_unshuffle(picture.unsqueeze(0), p).squeeze(0).flatten(1).t();
}

Tensor nearestRows(const Tensor& points, const Tensor& centres) {
  const Tensor lengths = centres.square().sum(1);
  std::vector<Tensor> out;
  for (const Tensor& chunk : points.split(kChunk))
    out.push_back(torch::addmm(lengths, chunk, centres.t(), 1, -2).argmin(1));
  return torch::cat(out);
}

}  // namespace

Tensor layOver(const Tensor& rgba, const Tensor& colour) {
  const Tensor alpha = rgba.narrow(1, 3, 1).to(torch::kFloat32).div(255);
  const Tensor rgb = rgba.narrow(1, 0, 3).to(torch::kFloat32).div(255);
  return rgb * alpha + colour.view({1, 3, 1, 1}) * (1 - alpha);
}

Tensor flatColours() {
  std::vector<Tensor> rows = {torch::ones({3})};
  for (const NamedColour& c : backgroundColours())
    rows.push_back(torch::tensor({c.rgb[0] / 255.0F, c.rgb[1] / 255.0F, c.rgb[2] / 255.0F}));
  return torch::stack(rows);
}

CellVqTrainer::CellVqTrainer(VqModel model, Tensor pictures, const VqTrainingSettings& settings,
                             CellVqFit fit, RankGroup* ranks)
    : m_model(std::move(model)),
      m_pictures(std::move(pictures)),
      m_settings(settings),
      m_optimizer(decoderParameters(m_model), optimizerOptions(settings), scratchNoDecay),
      m_ranks(ranks) {
  std::vector<Tensor> parameters;
  for (const auto& [name, parameter] : decoderParameters(m_model)) parameters.push_back(parameter);
  m_buckets = std::make_unique<GradientBuckets>(std::move(parameters), ranks);
  for (auto& item : m_model->named_parameters())
    if (isFitted(item.key())) item.value().requires_grad_(false);
  if (fit == CellVqFit::Nothing) return;
  torch::NoGradGuard noGrad;
  at::Generator generator = stepGenerator(settings.seed, 0, 3);
  const Tensor cells = sampleCells(generator);
  if (fit == CellVqFit::Everything) {
    fitProjection(cells);
    fitCodebook(cells, generator);
  }
  fitBlend(generator);
  initialiseDecoder(cells, generator);
  // Rebuilt, so that the averages start from the initialisation.
  m_optimizer = AdamW(decoderParameters(m_model), optimizerOptions(settings), scratchNoDecay);
}

/// One picture, at full or half size, over a background: float [3, side, side].
Tensor CellVqTrainer::drawScene(at::Generator& generator, bool& onWhite) const {
  const Tensor rgba = m_pictures.narrow(0, drawBelow(m_pictures.size(0), generator), 1);
  const double kind = drawUnit(generator);
  onWhite = kind >= m_settings.colourShare;
  const Tensor colours = flatColours();
  Tensor colour = colours[0];
  // One in five of the coloured ones has any colour, so that the decoder is not helpless off the list.
  if (kind < m_settings.colourShare / 5)
    colour = torch::rand({3}, generator, torch::TensorOptions().dtype(torch::kFloat32));
  else if (!onWhite)
    colour = colours[1 + drawBelow(colours.size(0) - 1, generator)];
  Tensor scene = layOver(rgba, colour);
  if (drawUnit(generator) < m_settings.halfSizeShare) scene = torch::avg_pool2d(scene, 2);
  if (drawUnit(generator) < 0.5) scene = scene.flip({3});
  return scene.squeeze(0);
}

/// Cells that are not flat throughout [n, 3·p²].
Tensor CellVqTrainer::sampleCells(at::Generator& generator) const {
  const int64_t p = m_model->config.pixelsPerCell();
  // In one piece from the start: thousands of small survivors between large passing tensors would leave the
  // heap full of holes, many times the size of what is kept.
  const Tensor out = torch::empty({m_settings.fitCells, 3 * p * p});
  int64_t count = 0;
  for (int64_t scene = 0; count < m_settings.fitCells && scene < m_settings.fitCells; ++scene) {
    bool onWhite = false;
    const Tensor cells = cellsOf(drawScene(generator, onWhite), p);
    const Tensor perChannel = cells.view({cells.size(0), 3, p * p});
    const Tensor range = (perChannel.amax(2) - perChannel.amin(2)).amax(1);
    Tensor rows = (range > 0.5 / 255).nonzero().flatten();
    const int64_t wanted = std::min(kCellsPerScene, m_settings.fitCells - count);
    if (rows.size(0) > wanted)
      rows = rows.index({torch::randperm(rows.size(0), generator, torch::kInt64).slice(0, 0, wanted)});
    out.narrow(0, count, rows.size(0)).copy_(cells.index({rows}));
    count += rows.size(0);
  }
  return out.narrow(0, 0, count);
}

void CellVqTrainer::fitProjection(const Tensor& cells) {
  const Tensor mean = cells.mean(0);
  const Tensor centred = cells.slice(0, 0, 60000) - mean;
  const auto [values, vectors] =
      torch::linalg_eigh(torch::matmul(centred.t(), centred).to(torch::kFloat64), "L");
  const int64_t d = m_model->config.vqEmbedDim;
  m_model->cells->weight.copy_(vectors.slice(1, vectors.size(1) - d).flip({1}).t());
  m_model->cells->mean.copy_(mean);
}

/// Lloyd's rounds from random members; the flat colours stand beside them and are not moved.
void CellVqTrainer::fitCodebook(const Tensor& cells, at::Generator& generator) {
  const int64_t values = cells.size(1), perChannel = values / 3;
  const Tensor mean = m_model->cells->mean, weight = m_model->cells->weight;
  const auto project = [&](const Tensor& rows) { return torch::matmul(rows - mean, weight.t()); };
  const Tensor flat =
      project(flatColours().unsqueeze(2).expand({-1, 3, perChannel}).reshape({-1, values}).contiguous());
  const Tensor points = project(cells);
  const int64_t k = m_model->config.numVqEmbeddings - flat.size(0);
  TORCH_CHECK(k > 0 && points.size(0) >= k, "too few cells for the codebook");
  Tensor centres =
      points.index({torch::randperm(points.size(0), generator, torch::kInt64).slice(0, 0, k)}).clone();
  for (int64_t round = 0; round < m_settings.fitRounds; ++round) {
    const Tensor nearest = nearestRows(points, torch::cat({flat, centres})) - flat.size(0);
    const Tensor own = nearest >= 0;
    const Tensor rows = nearest.index({own});
    const Tensor counts = torch::bincount(rows, {}, k);
    const Tensor sums = torch::zeros_like(centres).index_add_(0, rows, points.index({own}));
    centres = sums / counts.clamp_min(1).unsqueeze(1);
    const Tensor empty = (counts < 1).nonzero().flatten();
    if (empty.numel() > 0)
      centres.index_copy_(
          0, empty,
          points.index({torch::randint(points.size(0), {empty.numel()}, generator, torch::kInt64)}));
  }
  m_model->codebook->weight.copy_(torch::cat({flat, centres}));
}

/// The best linear picture of a cell from its own code and the eight around it: least squares over whole
/// scenes, a little towards what the cell's code alone gives. Smooths the seams that codes alone leave. Cells
/// of nothing but background take part: left out, what they look like is whatever the others' fit makes of
/// them, a weave over every flat area.
void CellVqTrainer::fitBlend(at::Generator& generator) {
  const int64_t p = m_model->config.pixelsPerCell(), d = m_model->config.vqEmbedDim;
  m_model->cells->blendNothing();
  Tensor blend = m_model->cells->blend;
  Tensor gram = torch::zeros({9 * d, 9 * d}, torch::kFloat64),
         right = torch::zeros({9 * d, blend.size(0)}, torch::kFloat64);
  for (int64_t i = 0; i < m_settings.fitScenes; ++i) {
    bool onWhite = false;
    const Tensor scene = drawScene(generator, onWhite).unsqueeze(0);
    const Tensor latents = m_model->lookup(m_model->quantise(m_model->encode(scene)));
    const Tensor missing = cellsOf((scene - m_model->cells->decode(latents))[0], p);
    const Tensor around =
        torch::im2col(torch::replication_pad2d(latents, {1, 1, 1, 1}), {3, 3}, {1, 1}, {0, 0}, {1, 1})[0].t();
    gram += torch::matmul(around.t(), around);
    right += torch::matmul(around.t(), missing);
  }
  const Tensor ridge = torch::eye(9 * d, torch::kFloat64) * (gram.diagonal().mean() * 1e-4);
  const Tensor solved = torch::linalg_solve(gram + ridge, right, /*left=*/true);
  blend.add_(solved.t().reshape({blend.size(0), d, 3, 3}).to(torch::kFloat32));
}

void CellVqTrainer::initialiseDecoder(const Tensor& cells, at::Generator& generator) {
  initialiseVqForTraining(m_model, generator);
  // The components enter with like sizes, the weak ones somewhat less; what is added to the codes' own
  // pictures starts at nothing.
  const Tensor z = torch::matmul(cells.slice(0, 0, 20000) - m_model->cells->mean, m_model->cells->weight.t());
  const Tensor spread = z.std(0, /*unbiased=*/false) + 0.1;
  auto& post = m_model->postQuantConv;
  post->weight.normal_(0, 1 / std::sqrt(static_cast<double>(spread.numel())), generator);
  post->weight.div_(spread.view({1, -1, 1, 1}));
  m_model->decoder->convOut->weight.mul_(0.2);
  m_model->decoder->convOut->bias.zero_();
}

/// Windows on whole cells, with something in them.
Tensor CellVqTrainer::drawBatch(at::Generator& generator) const {
  const int64_t p = m_model->config.pixelsPerCell(), side = m_settings.cropPixels;
  std::vector<Tensor> crops;
  while (static_cast<int64_t>(crops.size()) < m_settings.batchSize) {
    bool onWhite = false;
    const Tensor scene = drawScene(generator, onWhite);
    const int64_t room = std::max<int64_t>(0, scene.size(1) - side) / p + 1;
    Tensor crop;
    for (int attempt = 0; attempt < 4; ++attempt) {
      const int64_t y = drawBelow(room, generator) * p, x = drawBelow(room, generator) * p;
      crop = scene.narrow(1, y, std::min(side, scene.size(1))).narrow(2, x, std::min(side, scene.size(2)));
      const Tensor cells = cellsOf(crop, p);
      const double busy = ((cells.amax(1) - cells.amin(1)) > 0.02).to(torch::kFloat32).mean().item<double>();
      if (!onWhite || busy > 0.5) break;
    }
    crops.push_back(crop);
  }
  return torch::stack(crops);
}

CellVqStepReport CellVqTrainer::step() {
  const int64_t index = stepsDone();
  at::Generator generator = stepGenerator(m_settings.seed, index);
  const BatchShare own = shareOf(m_settings.batchSize, m_ranks);
  const Tensor pixels = drawBatch(generator).narrow(0, own.begin, own.count);
  Tensor latents, base;
  {
    torch::NoGradGuard noGrad;
    latents = m_model->lookup(m_model->quantise(m_model->encode(pixels)));
    base = m_model->cells->decode(latents);
  }
  Tensor made;
  {
    const Autocast autocast(m_settings.bfloat16);
    made = m_model->decodeLatents(latents).to(torch::kFloat32);
  }
  const Tensor loss =
      reconstructionLoss(made, pixels, m_settings.squareWeight, m_settings.edgeWeight) * own.weight();
  loss.backward();
  m_buckets->finish();
  torch::NoGradGuard noGrad;
  CellVqStepReport report;
  const std::vector<double> figures = sumOver(
      m_ranks, {loss.item<double>(), (made.detach() - pixels).abs().mean().item<double>() * own.weight(),
                meanPsnr(made.detach(), pixels) * own.weight(), meanPsnr(base, pixels) * own.weight()});
  report.loss = figures[0];
  report.l1 = figures[1];
  report.psnr = figures[2];
  report.basePsnr = figures[3];
  report.learningRate =
      m_settings.learningRate * trapezoid(index, m_settings.warmup, m_settings.cooldown, m_settings.steps);
  report.gradientNorm = m_optimizer.step(report.learningRate);
  return report;
}

std::vector<std::pair<std::string, Tensor>> CellVqTrainer::state() const {
  auto out = m_optimizer.state();
  for (const auto& item : m_model->named_parameters())
    out.emplace_back("model." + item.key(), item.value().detach());
  return out;
}

bool CellVqTrainer::restore(const std::map<std::string, Tensor>& state, int64_t stepsDone) {
  return copyState(this->state(), state) && m_optimizer.restore(state, stepsDone);
}

void CellVqTrainer::finish() {
  torch::NoGradGuard noGrad;
  auto parameters = m_model->named_parameters();
  for (const auto& [name, average] : m_optimizer.averaged()) parameters[name].copy_(average);
}

}  // namespace unmask
