#include "core/train/vq_figures.h"

#include <cmath>

#include "core/train/vq_trainer.h"

namespace unmask {
using torch::Tensor;

namespace {

Tensor blurred(const Tensor& x) {
  const Tensor offset = torch::arange(-5, 6, torch::kFloat32);
  Tensor kernel = (-(offset * offset) / (2 * 1.5 * 1.5)).exp();
  kernel = kernel / kernel.sum();
  const int64_t channels = x.size(1);
  const auto pass = [&](const Tensor& in, at::IntArrayRef shape) {
    const Tensor weight = kernel.view(shape).repeat({channels, 1, 1, 1});
    return torch::conv2d(in, weight, {}, 1, at::IntArrayRef{0}, 1, channels);
  };
  return pass(pass(x, {1, 1, 11, 1}), {1, 1, 1, 11});
}

/// Of the cells that both pictures show, how many keep their code when it moves right by one cell.
double keptAfterShift(VqModel& model, const Tensor& batch, const Tensor& tokens) {
  const int64_t p = model->config.pixelsPerCell(), w = tokens.size(2);
  const Tensor moved =
      torch::cat({batch.narrow(3, batch.size(3) - p, p), batch.narrow(3, 0, batch.size(3) - p)}, 3);
  const Tensor after = model->quantise(model->encode(moved));
  return (after.narrow(2, 1, w - 1) == tokens.narrow(2, 0, w - 1)).to(torch::kFloat64).mean().item<double>();
}

}  // namespace

Tensor structuralSimilarity(const Tensor& made, const Tensor& wanted) {
  constexpr double c1 = 0.01 * 0.01, c2 = 0.03 * 0.03;
  const Tensor a = made.clamp(0, 1), meanA = blurred(a), meanB = blurred(wanted);
  const Tensor varA = blurred(a * a) - meanA * meanA, varB = blurred(wanted * wanted) - meanB * meanB;
  const Tensor both = blurred(a * wanted) - meanA * meanB;
  const Tensor map = (2 * meanA * meanB + c1) * (2 * both + c2) /
                     ((meanA * meanA + meanB * meanB + c1) * (varA + varB + c2));
  return map.mean({1, 2, 3});
}

nlohmann::ordered_json vqFigures(VqModel& model, const Tensor& pictures) {
  torch::NoGradGuard noGrad;
  const int64_t codes = model->config.numVqEmbeddings, count = pictures.size(0);
  double psnr = 0, ssim = 0, kept = 0;
  Tensor usage = torch::zeros({codes}, torch::kInt64), whiteUsage = usage.clone();
  for (int64_t i = 0; i < count; i += 8) {
    const Tensor batch = pictures.slice(0, i, std::min(i + 8, count)).to(torch::kFloat32).div(255);
    const auto n = static_cast<double>(batch.size(0));
    const Tensor tokens = model->quantise(model->encode(batch)), made = model->decode(tokens);
    psnr += meanPsnr(made, batch) * n;
    ssim += structuralSimilarity(made, batch).sum().item<double>();
    kept += keptAfterShift(model, batch, tokens) * n;
    usage += torch::bincount(tokens.flatten(), {}, codes);
    const Tensor white = whiteCells(batch, model->config.pixelsPerCell());
    whiteUsage += torch::bincount(tokens.index({white}), {}, codes);
  }
  const Tensor share = usage.to(torch::kFloat64) / usage.sum().clamp_min(1);
  const double entropy = -(share * share.clamp_min(1e-12).log()).sum().item<double>();
  const auto n = static_cast<double>(std::max<int64_t>(1, count));
  return {{"pictures", count},
          {"psnr", psnr / n},
          {"ssim", ssim / n},
          {"codes", codes},
          {"codes_used", (usage > 0).sum().item<int64_t>()},
          {"code_perplexity", std::exp(entropy)},
          {"white_cells_on_one_code",
           whiteUsage.max().item<double>() / std::max<double>(1, whiteUsage.sum().item<double>())},
          {"codes_kept_after_a_shift_by_one_cell", kept / n}};
}

}  // namespace unmask
