#include <nlohmann/json.hpp>

#include "core/data/dataset.h"
#include "core/io/atomic_file.h"
#include "core/model/compute_threads.h"
#include "core/model/tensor_image.h"
#include "core/model/weights.h"
#include "core/train/run_folder.h"
#include "core/train/vq_trainer.h"

namespace unmask {
namespace fs = std::filesystem;
using torch::Tensor;

namespace {

constexpr int kPixels = 256;

/// A fixed spread of pictures above their reconstructions.
ImageBuffer reconstructionSheet(VqModel& model, const Tensor& pictures) {
  torch::NoGradGuard noGrad;
  constexpr int64_t kColumns = 12;
  const Tensor which =
      torch::linspace(0, static_cast<double>(pictures.size(0) - 1), kColumns).to(torch::kInt64);
  const Tensor chosen = pictures.index({which}).to(torch::kFloat32).div(255);
  const Tensor made = model->decode(model->quantise(model->encode(chosen))).clamp(0, 1);
  return contactSheet(torch::cat({chosen, made}), kColumns);
}

/// Figures over whole pictures with the averaged weights.
nlohmann::ordered_json measure(VqModel& model, const Tensor& pictures) {
  torch::NoGradGuard noGrad;
  const int64_t codes = model->config.numVqEmbeddings;
  double psnr = 0;
  Tensor usage = torch::zeros({codes}, torch::kInt64), whiteUsage = usage.clone();
  for (int64_t i = 0; i < pictures.size(0); i += 8) {
    const Tensor batch = pictures.slice(0, i, std::min(i + 8, pictures.size(0))).to(torch::kFloat32).div(255);
    const Tensor tokens = model->quantise(model->encode(batch));
    psnr += meanPsnr(model->decode(tokens), batch) * static_cast<double>(batch.size(0));
    usage += torch::bincount(tokens.flatten(), {}, codes);
    const Tensor white = whiteCells(batch, model->config.pixelsPerCell());
    whiteUsage += torch::bincount(tokens.index({white}), {}, codes);
  }
  const Tensor share = usage.to(torch::kFloat64) / usage.sum();
  const double entropy = -(share * share.clamp_min(1e-12).log()).sum().item<double>();
  return {{"pictures", pictures.size(0)},
          {"psnr", psnr / static_cast<double>(pictures.size(0))},
          {"codes_used", (usage > 0).sum().item<int64_t>()},
          {"code_perplexity", std::exp(entropy)},
          {"white_cells_on_one_code",
           whiteUsage.max().item<double>() / std::max<double>(1, whiteUsage.sum().item<double>())}};
}

}  // namespace

Result<TrainingSummary> runVqTraining(const TrainingFolders& folders, const VqConfig& config,
                                      const VqTrainingSettings& settings, int threads, std::stop_token stop,
                                      const TrainingObserver& observer) {
  prepareComputation(threads);
  DatasetOptions options;
  options.pixels = kPixels;
  UNMASK_TRY(const Dataset dataset, loadDataset(folders.dataset, options));
  UNMASK_TRY(const Tensor pictures, trainingPictures(dataset, kPixels));
  VqModel model(config);
  VqTrainer trainer(model, pictures, settings);

  RunParts parts;
  parts.steps = settings.steps;
  parts.batchSize = settings.batchSize;
  parts.settings = toJson(settings);
  parts.columns = {"step",  "loss",          "l1",           "commit", "anchor", "psnr",
                   "codes", "gradient_norm", "learning_rate"};
  parts.drawn = {"loss", "psnr", "commit", "codes"};
  parts.step = [&trainer] {
    const VqStepReport r = trainer.step();
    return std::vector<double>{
        static_cast<double>(r.step),       r.loss,         r.l1,          r.commit, r.anchor, r.psnr,
        static_cast<double>(r.codesAlive), r.gradientNorm, r.learningRate};
  };
  parts.stepsDone = [&trainer] { return trainer.stepsDone(); };
  parts.state = [&trainer] { return trainer.state(); };
  parts.restore = [&trainer](const auto& state, int64_t step) { return trainer.restore(state, step); };
  parts.sheet = [&] { return reconstructionSheet(model, pictures); };
  UNMASK_TRY(TrainingSummary summary, loopRun(folders.work, parts, stop, observer));
  if (!summary.finished) return summary;

  trainer.finish();
  const auto figures = measure(model, pictures);
  summary.figures = figures.dump();
  UNMASK_CHECK(writeFileAtomically(folders.work / "figures.json", figures.dump(2) + "\n"));
  std::error_code ignored;
  fs::create_directories(folders.model / "vqvae", ignored);
  UNMASK_CHECK(writeFileAtomically(folders.model / "vqvae" / "config.json", toJson(config)));
  UNMASK_CHECK(
      saveTensors(folders.model / "vqvae" / "diffusion_pytorch_model.safetensors", namedTensors(*model)));
  return summary;
}

}  // namespace unmask
