// One rank of a tiny training run, for ranks_test.cpp.
//   rank_worker token|micro|vq|cells WORK_FOLDER STEPS [SEED [STOP_AT [PATIENCE]]]
// Which rank it is comes from the environment. Says "step N" for each of the first hundred steps; STOP_AT is
// the step after which rank 1 asks to stop.
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "core/train/cell_vq_trainer.h"
#include "core/train/run_folder.h"
#include "core/train/vq_trainer.h"
#include "tests/support/small_training.h"

namespace unmask {
namespace {

struct Job {
  std::string kind, work;
  int64_t steps = 0, stopAt = -1;
  uint64_t seed = 1;
  int patience = 60;  // seconds; a busy machine is not a lost one
};

/// So small that rounding, which differs with the number of ranks, is not blown up by the optimizers'
/// division by the gradient's own size.
constexpr double kRate = 1e-4;

/// Noise beside a white stripe narrower than a crop, so that no two cells are alike: whose code is a matter
/// of the last bit would be anybody's.
torch::Tensor noisyPictures() {
  torch::manual_seed(8);
  const torch::Tensor pictures = torch::randint(256, {8, 3, 64, 64}, torch::kInt64).to(torch::kUInt8);
  pictures.narrow(3, 20, 12).fill_(255);
  return pictures;
}

template <typename Trainer>
Result<TrainingSummary> loop(Trainer& trainer, const Job& job, const std::string& settings,
                             RankGroup* ranks) {
  std::stop_source stop;
  RunParts parts;
  parts.steps = job.steps;
  parts.batchSize = 8;
  parts.settings = settings;
  parts.ranks = ranks;
  parts.columns = {"step", "loss", "gradient_norm"};
  parts.drawn = {"loss"};
  parts.step = [&] {
    const auto report = trainer.step();
    const int64_t done = trainer.stepsDone();
    if (done <= 100) std::printf("step %lld\n", static_cast<long long>(done)), std::fflush(stdout);
    if (done == job.stopAt && ranks && ranks->rank() == 1) stop.request_stop();
    return std::vector<double>{static_cast<double>(done), report.loss, report.gradientNorm};
  };
  parts.stepsDone = [&] { return trainer.stepsDone(); };
  parts.state = [&] { return trainer.state(); };
  parts.restore = [&](const auto& state, int64_t step) { return trainer.restore(state, step); };
  return loopRun(job.work, parts, stop.get_token(), {});
}

Result<TrainingSummary> run(const Job& job, RankGroup* ranks) {
  if (job.kind == "token" || job.kind == "micro") {
    TokenTrainingSettings settings = test::smallTokenSettings();
    settings.seed = job.seed;
    settings.learningRate = kRate;
    settings.muonLearningRate = kRate;
    settings.wrongTokens = 0.2;
    if (job.kind == "micro") settings.microBatch = 2;  // the ranks have different numbers of them
    TokenTrainer trainer = test::smallTokenTrainer(settings, ranks);
    return loop(trainer, job, toJson(settings), ranks);
  }
  if (job.kind == "vq") {
    VqTrainingSettings settings = test::smallVqSettings();
    settings.seed = job.seed;
    settings.learningRate = kRate;
    settings.quantiseFrom = 3;  // ten steps see the codebook made, moved and its unused codes replaced
    settings.resetEvery = 3;
    settings.cropPixels = 16;
    VqTrainer trainer(VqModel(test::smallVq()), noisyPictures(), settings, ranks);
    return loop(trainer, job, toJson(settings), ranks);
  }
  VqTrainingSettings settings = test::smallCellSettings();
  settings.seed = job.seed;
  settings.learningRate = kRate;
  settings.batchSize = 3;
  settings.cropPixels = 64;
  const bool fits = !ranks || ranks->isWriter();
  CellVqTrainer trainer(VqModel(test::smallCells()), test::sixPictures(), settings,
                        fits ? CellVqFit::Everything : CellVqFit::Nothing, ranks);
  return loop(trainer, job, toJson(settings), ranks);
}

int work(const Job& job) {
  TrainingMachine machine;
  machine.threads = 1;
  ClusterFlags flags;
  flags.patienceSeconds = job.patience;
  Result<ClusterPlace> place = clusterPlace([](const char* name) { return std::getenv(name); }, flags);
  if (place.ok()) {
    machine.place = *place;
    machine.place.joinSeconds = 60;
  }
  const Result<TrainingSummary> outcome =
      place.ok() ? runAmongRanks(machine, 3, [&job](RankGroup* ranks) { return run(job, ranks); })
                 : Result<TrainingSummary>(place.error());
  if (!outcome.ok()) std::fprintf(stderr, "%s\n", outcome.error().text().c_str());
  return outcome.ok() ? 0 : 1;
}

}  // namespace
}  // namespace unmask

int main(int argc, char** argv) {
  if (argc < 4) return 2;
  unmask::Job job{argv[1], argv[2], std::atoll(argv[3])};
  if (argc > 4) job.seed = std::strtoull(argv[4], nullptr, 10);
  if (argc > 5) job.stopAt = std::atoll(argv[5]);
  if (argc > 6) job.patience = std::atoi(argv[6]);
  return unmask::work(job);
}
