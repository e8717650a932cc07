#include <memory>
#include <nlohmann/json.hpp>

#include "core/data/dataset.h"
#include "core/io/atomic_file.h"
#include "core/model/tensor_image.h"
#include "core/model/weights.h"
#include "core/train/cell_vq_trainer.h"
#include "core/train/open_part.h"
#include "core/train/run_folder.h"
#include "core/train/vq_figures.h"
#include "core/train/vq_trainer.h"

namespace unmask {
namespace fs = std::filesystem;
using torch::Tensor;

namespace {

constexpr int kPixels = 256;
constexpr char kData[] = "dataset";
constexpr int64_t kMeasured = 240;  // training pictures that are measured at the end

/// At most `count` pictures, evenly spread over all.
Tensor spread(const Tensor& pictures, int64_t count) {
  if (pictures.size(0) <= count) return pictures;
  return pictures.index(
      {torch::linspace(0, static_cast<double>(pictures.size(0) - 1), count).to(torch::kInt64)});
}

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

void addNetworkParts(RunParts& parts, VqTrainer& trainer) {
  parts.columns = {"step",  "loss",          "l1",           "commit", "anchor", "psnr",
                   "codes", "gradient_norm", "learning_rate"};
  parts.drawn = {"loss", "psnr", "commit", "codes"};
  parts.step = [&trainer] {
    const VqStepReport r = trainer.step();
    return std::vector<double>{
        static_cast<double>(r.step),       r.loss,         r.l1,          r.commit, r.anchor, r.psnr,
        static_cast<double>(r.codesAlive), r.gradientNorm, r.learningRate};
  };
}

void addCellParts(RunParts& parts, CellVqTrainer& trainer) {
  parts.columns = {"step", "loss", "l1", "psnr", "psnr_of_codes_alone", "gradient_norm", "learning_rate"};
  parts.drawn = {"loss", "psnr", "psnr_of_codes_alone"};
  parts.step = [&trainer] {
    const auto step = static_cast<double>(trainer.stepsDone());
    const CellVqStepReport r = trainer.step();
    return std::vector<double>{step, r.loss, r.l1, r.psnr, r.basePsnr, r.gradientNorm, r.learningRate};
  };
}

template <typename Trainer>
void addCommonParts(RunParts& parts, Trainer& trainer) {
  parts.stepsDone = [&trainer] { return trainer.stepsDone(); };
  parts.state = [&trainer] { return trainer.state(); };
  parts.restore = [&trainer](const auto& state, int64_t step) { return trainer.restore(state, step); };
}

/// The codes of another model, with what turns cells into them; its way of drawing them is left behind.
Result<void> takeCodes(const fs::path& from, VqModel& model) {
  const fs::path dir = from / "vqvae";
  UNMASK_TRY(VqModel older, (openPart<VqModel, VqConfig>(dir, "diffusion_pytorch_model", parseVqConfig)));
  const VqConfig& config = older->config;
  const auto wrong = [&](const char* key, const std::string& expected, const std::string& found) {
    return Error{ErrorKind::BadInput,
                 "the model to start from has other codes",
                 dir.string(),
                 key,
                 expected,
                 found,
                 ""};
  };
  if (!config.extensions.cellProjection || !model->config.extensions.cellProjection)
    return wrong("cell_projection", "true in both models", "false");
  if (config.numVqEmbeddings != model->config.numVqEmbeddings ||
      config.vqEmbedDim != model->config.vqEmbedDim ||
      config.pixelsPerCell() != model->config.pixelsPerCell())
    return wrong("num_vq_embeddings, vq_embed_dim, pixels per cell",
                 c10::str(model->config.numVqEmbeddings, ", ", model->config.vqEmbedDim, ", ",
                          model->config.pixelsPerCell()),
                 c10::str(config.numVqEmbeddings, ", ", config.vqEmbedDim, ", ", config.pixelsPerCell()));
  torch::NoGradGuard noGrad;
  model->codebook->weight.copy_(older->codebook->weight);
  model->cells->weight.copy_(older->cells->weight);
  model->cells->mean.copy_(older->cells->mean);
  return {};
}

Result<void> writeVqModel(VqModel& model, const fs::path& dir) {
  std::error_code ignored;
  fs::create_directories(dir / "vqvae", ignored);
  UNMASK_CHECK(writeFileAtomically(dir / "vqvae" / "config.json", toJson(model->config)));
  return saveTensors(dir / "vqvae" / "diffusion_pytorch_model.safetensors", namedTensors(*model));
}

/// Crops are whole cells, and so many pixels that every picture they are cut from has them; and codes come
/// into play before the end.
Result<void> requireUsable(const VqConfig& config, const VqTrainingSettings& settings) {
  const auto bad = [](const char* key, const std::string& expected, int64_t found) {
    return Error{
        ErrorKind::BadInput, "training setting is not usable", "", key, expected, std::to_string(found), ""};
  };
  const bool isCells = config.extensions.cellProjection;
  const int64_t cell = config.pixelsPerCell();
  const int64_t most = isCells && settings.halfSizeShare > 0 ? kPixels / 2 : kPixels;
  if (settings.cropPixels % cell != 0 || settings.cropPixels > most)
    return bad("crop_pixels", c10::str("a multiple of ", cell, ", at most ", most), settings.cropPixels);
  if (isCells && settings.fitCells < config.numVqEmbeddings)
    return bad("fit_cells", c10::str("one a code, ", config.numVqEmbeddings, " or more"), settings.fitCells);
  if (!isCells && settings.quantiseFrom >= settings.steps)
    return bad("quantise_from", c10::str("less than steps, ", settings.steps), settings.quantiseFrom);
  return {};
}

Result<TrainingSummary> vqRun(const TrainingFolders& folders, const VqConfig& config,
                              const VqTrainingSettings& settings, RankGroup* ranks, std::stop_token stop,
                              const TrainingObserver& observer) {
  const bool isWriter = !ranks || ranks->isWriter();
  UNMASK_CHECK(requireUsable(config, settings));
  DatasetOptions options;
  options.pixels = kPixels;
  UNMASK_TRY(const Dataset dataset, loadDataset(folders.dataset, options));
  UNMASK_TRY(const Tensor layered, layeredPictures(dataset, kPixels, PictureChoice::Training));
  UNMASK_TRY(const Tensor heldOutLayered, layeredPictures(dataset, kPixels, PictureChoice::HeldOut));
  const uint64_t dataPrint = fingerprint(layered.data_ptr(), layered.nbytes());
  if (ranks) UNMASK_CHECK(ranks->requireEqual(kData, dataPrint));
  const Tensor pictures = onWhite(layered);
  torch::manual_seed(settings.seed);  // what the trainer does not initialise itself, as attention
  VqModel model(config);
  RunParts parts;
  parts.steps = settings.steps;
  parts.batchSize = settings.batchSize;
  parts.settings = toJson(settings);
  parts.sources = {{kData, dataPrint}};
  parts.ranks = ranks;
  parts.sheet = [&](std::stop_token) { return reconstructionSheet(model, pictures); };

  std::error_code ignored;
  const bool resumes = fs::exists(folders.work / "checkpoint.safetensors", ignored);
  std::unique_ptr<CellVqTrainer> ofCells;
  std::unique_ptr<VqTrainer> ofNetworks;
  if (!folders.startFrom.empty() && !config.extensions.cellProjection)
    return Error{ErrorKind::Usage,
                 "only codes of single cells can be taken from another model",
                 "",
                 "cell_projection",
                 "true",
                 "false",
                 "leave out --start-from, or set cell_projection in the VQ model's config"};
  if (config.extensions.cellProjection) {
    CellVqFit fit = CellVqFit::Everything;
    if (resumes || !isWriter) {
      fit = CellVqFit::Nothing;  // it comes from the checkpoint, or from rank 0
    } else if (!folders.startFrom.empty()) {
      UNMASK_CHECK(takeCodes(folders.startFrom, model));
      fit = CellVqFit::Blend;
    }
    ofCells = std::make_unique<CellVqTrainer>(model, layered, settings, fit, ranks);
    addCellParts(parts, *ofCells);
    addCommonParts(parts, *ofCells);
  } else {
    ofNetworks = std::make_unique<VqTrainer>(model, pictures, settings, ranks);
    addNetworkParts(parts, *ofNetworks);
    addCommonParts(parts, *ofNetworks);
  }
  UNMASK_TRY(TrainingSummary summary, loopRun(folders.work, parts, stop, observer));
  if (!summary.finished || !isWriter) return summary;

  if (ofCells)
    ofCells->finish();
  else
    ofNetworks->finish();
  UNMASK_CHECK(writeVqModel(model, folders.model));
  nlohmann::ordered_json figures = {{"training_pictures", vqFigures(model, spread(pictures, kMeasured))}};
  if (heldOutLayered.size(0) > 0) figures["held_out_pictures"] = vqFigures(model, onWhite(heldOutLayered));
  summary.figures = figures.dump();
  UNMASK_CHECK(writeFileAtomically(folders.work / "figures.json", figures.dump(2) + "\n"));
  return summary;
}

}  // namespace

Result<TrainingSummary> runVqTraining(const TrainingFolders& folders, const VqConfig& config,
                                      const VqTrainingSettings& settings, const TrainingMachine& machine,
                                      std::stop_token stop, const TrainingObserver& observer) {
  return runAmongRanks(machine, settings.batchSize, [&](RankGroup* ranks) {
    return vqRun(folders, config, settings, ranks, stop, observer);
  });
}

}  // namespace unmask
