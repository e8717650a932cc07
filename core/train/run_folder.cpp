#include "core/train/run_folder.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "core/base/processor.h"
#include "core/engine/guarded.h"
#include "core/io/atomic_file.h"
#include "core/io/file_lock.h"
#include "core/io/image_codec.h"
#include "core/model/compute_threads.h"
#include "core/train/checkpoint.h"
#include "core/train/rank_watch.h"

namespace unmask {
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kReportEvery = std::chrono::seconds(10);
constexpr auto kCheckpointEvery = std::chrono::minutes(3);
constexpr char kSources[] = "sources";  // of a checkpoint's settings

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

double numberOf(const std::string& settings, const char* key) {
  const nlohmann::json json = nlohmann::json::parse(settings, nullptr, false);
  if (!json.is_object()) return 0;
  const auto it = json.find(key);
  return it != json.end() && it->is_number() ? it->get<double>() : 0;
}

/// The settings without those that may change on resume: a run may be lengthened and cooled down when time is
/// up. Which matrices are Muon's may not.
std::string fixedSettings(const std::string& settings) {
  nlohmann::json json = nlohmann::json::parse(settings, nullptr, false);
  if (!json.is_object()) return settings;
  for (const char* key : {"steps", "cooldown", "learning_rate", "ema_decay", "label_smoothing", kSources})
    json.erase(key);
  if (json.contains("muon_learning_rate"))
    json["muon_learning_rate"] = numberOf(settings, "muon_learning_rate") > 0;
  return json.dump();
}

/// As a checkpoint has them: with the fingerprints of what the run is made from.
std::string settingsOfCheckpoint(const RunParts& parts) {
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(parts.settings, nullptr, false);
  if (!json.is_object()) return parts.settings;
  for (const auto& [what, print] : parts.sources) json[kSources][what] = print;
  return json.dump();
}

/// What the checkpoint does not name was not looked at when it was made.
Result<void> requireSameSources(const fs::path& path, const std::string& settings, const RunParts& parts) {
  const nlohmann::json json = nlohmann::json::parse(settings, nullptr, false);
  const nlohmann::json prints = json.is_object() ? json.value(kSources, nlohmann::json()) : nlohmann::json();
  if (!prints.is_object()) return {};
  for (const auto& [what, print] : parts.sources)
    if (const auto was = prints.find(what); was != prints.end() && *was != print)
      return Error{ErrorKind::Usage,
                   "the checkpoint belongs to a run with another " + what,
                   path.string(),
                   "",
                   "",
                   "",
                   "Use another work folder or the same " + what + "."};
  return {};
}

Result<void> resumeRun(const fs::path& work, const RunParts& parts, LossCurve& curve) {
  const fs::path path = work / "checkpoint.safetensors";
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return {};
  UNMASK_TRY(const TrainingCheckpoint checkpoint, loadCheckpoint(path));
  if (fixedSettings(checkpoint.settings) != fixedSettings(parts.settings))
    return Error{ErrorKind::Usage,
                 "the checkpoint belongs to a run with other settings",
                 path.string(),
                 "settings",
                 parts.settings,
                 checkpoint.settings,
                 "Use another work folder or the same settings."};
  UNMASK_CHECK(requireSameSources(path, checkpoint.settings, parts));
  if (numberOf(parts.settings, "ema_decay") > 0 && numberOf(checkpoint.settings, "ema_decay") == 0)
    return Error{ErrorKind::Usage,
                 "the checkpoint has no averaged weights to go on from",
                 path.string(),
                 "ema_decay",
                 "0",
                 "",
                 "Leave it at 0, or use another work folder."};
  if (!parts.restore(checkpoint.tensors, checkpoint.step))
    return Error{ErrorKind::BadInput, "the checkpoint does not fit the model", path.string(), "", "", "", ""};
  return curve.resume(work / "loss.csv", static_cast<double>(checkpoint.step + 1));
}

Result<void> saveRun(const fs::path& work, const RunParts& parts, const LossCurve& curve) {
  UNMASK_CHECK(saveCheckpoint(work / "checkpoint.safetensors", parts.stepsDone(), settingsOfCheckpoint(parts),
                              parts.state()));
  UNMASK_CHECK(curve.writeCsv(work / "loss.csv"));
  return curve.writePng(work / "loss.png", parts.drawn);
}

std::string describe(const std::vector<std::string>& columns, const std::vector<double>& row) {
  std::string out;
  char number[32];
  for (size_t i = 2; i < columns.size(); ++i) {
    std::snprintf(number, sizeof number, "%.4g", row[i]);
    out += (out.empty() ? "" : ", ") + columns[i] + " " + number;
  }
  return out;
}

/// Whatever all ranks have to agree on, summed up: is one of them to stop, is it time to save, has it all
/// come to nothing?
struct Agreement {
  bool stops = false, saves = false, hasDiverged = false;
};
Agreement agree(RankGroup* ranks, const Agreement& own) {
  const std::vector<double> votes =
      sumOver(ranks, {own.stops ? 1.0 : 0.0, own.saves ? 1.0 : 0.0, own.hasDiverged ? 1.0 : 0.0});
  return {votes[0] > 0, votes[1] > 0, votes[2] > 0};
}

bool isFinite(const std::vector<std::string>& columns, const std::vector<double>& row) {
  const auto norm = std::ranges::find(columns, "gradient_norm");
  return std::isfinite(row[1]) &&
         (norm == columns.end() || std::isfinite(row[static_cast<size_t>(norm - columns.begin())]));
}

Error divergedError(const fs::path& work, int64_t step) {
  return {ErrorKind::Internal,
          "the loss is not finite after step " + std::to_string(step),
          work.string(),
          "learning_rate",
          "a smaller one",
          "",
          "Lower it (and muon_learning_rate) and start again; the checkpoint is from before."};
}

bool isSheetDue(const RunParts& parts) {
  const int64_t done = parts.stepsDone();
  return parts.sheet && (done % parts.sheetEvery == 0 || done >= parts.steps);
}

Result<void> requireSameRun(const RunParts& parts) {
  const auto print = [](const std::string& text, uint64_t before) {
    return fingerprint(text.data(), text.size(), before);
  };
  uint64_t layout = 0;
  for (const auto& [name, tensor] : parts.state()) {
    layout = print(name, layout);
    layout = fingerprint(tensor.sizes().data(), tensor.sizes().size() * sizeof(int64_t), layout);
  }
  UNMASK_CHECK(parts.ranks->requireEqual("settings", print(parts.settings, 0)));
  return parts.ranks->requireEqual("the model's shape", layout);
}

/// Rank 0's state for all: at the start, and at each checkpoint, because processors of different kinds round
/// differently and would drift apart unseen.
Result<void> shareState(const RunParts& parts) {
  if (!parts.ranks) return {};
  const torch::Tensor step = torch::tensor({parts.stepsDone()}, torch::kInt64);
  parts.ranks->broadcast(step);
  std::map<std::string, torch::Tensor> state;
  for (const auto& [name, tensor] : parts.state()) {
    parts.ranks->broadcast(tensor);
    state.emplace(name, tensor);
  }
  if (!parts.ranks->isWriter() && !parts.restore(state, step.item<int64_t>()))
    return Error{.kind = ErrorKind::Internal, .message = "rank 0's state does not fit this rank"};
  return {};
}

/// What the loop has measured since the last row of the curve.
class RowMean {
 public:
  explicit RowMean(size_t columns) : m_sums(columns, 0) {}
  void add(const std::vector<double>& row) {
    for (size_t i = 0; i < row.size(); ++i) m_sums[i] += row[i];
    ++m_count;
  }
  std::vector<double> now(int64_t step) const {
    std::vector<double> mean = m_sums;
    for (double& value : mean) value /= static_cast<double>(m_count);
    mean[0] = static_cast<double>(step);
    return mean;
  }
  std::vector<double> take(int64_t step) {
    std::vector<double> mean = now(step);
    m_sums.assign(m_sums.size(), 0);
    m_count = 0;
    return mean;
  }

 private:
  std::vector<double> m_sums;
  int64_t m_count = 0;
};

/// Curve, reports and sheets of the steps that this process makes.
class RunLog {
 public:
  RunLog(const fs::path& work, const RunParts& parts, const TrainingObserver& observer)
      : m_work(work),
        m_parts(parts),
        m_observer(observer),
        m_curve(parts.columns),
        m_mean(parts.columns.size()) {}

  LossCurve& curve() { return m_curve; }
  /// Of the last row, also when an earlier run made it.
  double loss() const { return m_curve.rows().empty() ? 0 : m_curve.rows().back()[1]; }

  void add(const std::vector<double>& row) {
    ++m_steps;
    m_mean.add(row);
    const int64_t done = m_parts.stepsDone();
    const bool last = done >= m_parts.steps;
    const bool isDue = Clock::now() - m_lastReport > kReportEvery;
    if (done % 25 != 0 && !last) {
      // Where 25 updates take an hour, somebody waits for a sign.
      if (isDue) report(m_mean.now(done));
      return;
    }
    const std::vector<double> mean = m_mean.take(done);
    m_curve.add(mean);
    if (isDue || last) report(mean);
  }

  /// A sheet that fails is told, and no more: the run is worth more than a look at it.
  void drawSheet(std::stop_token stop) {
    char name[32];
    std::snprintf(name, sizeof name, "sheet-%06lld.png", static_cast<long long>(m_parts.stepsDone()));
    const fs::path file = m_work / name;
    const auto drawn = guardedCall("drawing a sheet", file.string(), [&]() -> Result<void> {
      UNMASK_TRY(const ImageBuffer sheet, m_parts.sheet(stop));
      return savePng(file, sheet);
    });
    if (drawn || drawn.error().kind == ErrorKind::Cancelled || !m_observer) return;
    TrainingReport report;
    report.step = m_parts.stepsDone();
    report.steps = m_parts.steps;
    report.warning = drawn.error().text();
    m_observer(report);
  }

 private:
  void report(const std::vector<double>& mean) {
    const double seconds = secondsSince(m_start);
    if (m_observer)
      m_observer({m_parts.stepsDone(), m_parts.steps, mean[1],
                  static_cast<double>(m_steps * m_parts.batchSize) / seconds, seconds,
                  describe(m_parts.columns, mean), ""});
    m_lastReport = Clock::now();
  }

  const fs::path& m_work;
  const RunParts& m_parts;
  const TrainingObserver& m_observer;
  LossCurve m_curve;
  RowMean m_mean;
  const Clock::time_point m_start = Clock::now();
  Clock::time_point m_lastReport = m_start;
  int64_t m_steps = 0;
};

/// Threads for this process where nobody said how many: its part of the machine, unless its launcher has
/// bound it to that part already.
int threadsOf(const ClusterPlace& place) {
  const bool isBound =
      static_cast<long>(std::thread::hardware_concurrency()) < ::sysconf(_SC_NPROCESSORS_ONLN);
  return std::max(1, isBound ? physicalCores() : physicalCores() / place.localSize);
}

}  // namespace

Result<TrainingSummary> runAmongRanks(const TrainingMachine& machine, int64_t batchSize,
                                      const std::function<Result<TrainingSummary>(RankGroup*)>& run) {
  const ClusterPlace& place = machine.place;
  prepareComputation(machine.threads > 0 ? machine.threads : threadsOf(place));
  if (place.isAlone()) return run(nullptr);
  if (batchSize < place.worldSize)
    return Error{ErrorKind::Usage,
                 "a batch has too few samples for so many ranks",
                 "",
                 "batch_size",
                 "at least " + std::to_string(place.worldSize),
                 std::to_string(batchSize),
                 ""};
  UNMASK_TRY(const std::unique_ptr<RankGroup> ranks, RankGroup::join(place, machine.stuck));
  try {
    Result<TrainingSummary> outcome = run(ranks.get());
    if (outcome.ok())
      ranks->leave();
    else
      ranks->giveUp(outcome.error().text());
    return outcome;
  } catch (const RankLost& lost) {
    return lostRankError(lost.what());
  } catch (const std::exception& problem) {
    ranks->giveUp(problem.what());
    throw;
  }
}

Result<TrainingSummary> loopRun(const fs::path& work, const RunParts& parts, std::stop_token stop,
                                const TrainingObserver& observer) {
  const bool isWriter = !parts.ranks || parts.ranks->isWriter();
  RunLog log(work, parts, observer);
  std::optional<FileLock> lock;
  if (isWriter) {
    std::error_code failed;
    fs::create_directories(work, failed);
    if (failed)
      return Error{ErrorKind::Io, "cannot make the work folder", work.string(), "", "", failed.message(), ""};
    UNMASK_TRY(lock, FileLock::tryLock(work / "checkpoint.safetensors"));
    if (!lock)
      return Error{ErrorKind::Io,
                   "this run is under way already",
                   work.string(),
                   "",
                   "",
                   FileLock::holderOf(work / "checkpoint.safetensors"),
                   "Wait for it, or take another work folder."};
    removeAbandonedTemporaries(work);
    UNMASK_CHECK(resumeRun(work, parts, log.curve()));
  }
  if (parts.ranks) UNMASK_CHECK(requireSameRun(parts));
  UNMASK_CHECK(shareState(parts));

  auto lastSave = Clock::now();
  int64_t savedStep = -1;
  const auto save = [&]() -> Result<void> {
    UNMASK_CHECK(shareState(parts));
    if (isWriter) UNMASK_CHECK(saveRun(work, parts, log.curve()));
    lastSave = Clock::now();
    savedStep = parts.stepsDone();
    return {};
  };
  try {
    bool hasDiverged = false;
    while (true) {
      const Agreement now =
          agree(parts.ranks,
                {stop.stop_requested(), isWriter && Clock::now() - lastSave > kCheckpointEvery, hasDiverged});
      if (now.hasDiverged) return divergedError(work, parts.stepsDone());
      if (now.stops || parts.stepsDone() >= parts.steps) break;
      if (now.saves) UNMASK_CHECK(save());
      const std::vector<double> row = parts.step();
      hasDiverged = !isFinite(parts.columns, row);
      if (hasDiverged) continue;
      if (isWriter) log.add(row);
      if (!isSheetDue(parts)) continue;
      UNMASK_CHECK(save());
      if (isWriter) log.drawSheet(stop);
    }
    if (savedStep != parts.stepsDone()) UNMASK_CHECK(save());
  } catch (const RankLost&) {
    // No step leaves half of itself behind, so nothing of what was learned is lost.
    if (isWriter) UNMASK_CHECK(saveRun(work, parts, log.curve()));
    throw;
  }
  TrainingSummary summary;
  summary.loss = log.loss();
  summary.stepsDone = parts.stepsDone();
  summary.finished = summary.stepsDone >= parts.steps;
  return summary;
}

Result<torch::Tensor> layeredPictures(const Dataset& dataset, int side, PictureChoice choice) {
  std::vector<torch::Tensor> pictures;
  for (const DatasetPicture& picture : dataset.pictures) {
    if (choice != PictureChoice::All && picture.heldOut != (choice == PictureChoice::HeldOut)) continue;
    const ImageBuffer& rgba = picture.rgba;
    if (rgba.width != side || rgba.height != side)
      return Error{ErrorKind::BadInput,
                   "picture has another size than the model",
                   picture.file,
                   "",
                   std::to_string(side),
                   std::to_string(rgba.width) + "x" + std::to_string(rgba.height),
                   ""};
    torch::Tensor rows = torch::empty({side, side, 4}, torch::kUInt8);
    std::memcpy(rows.data_ptr(), rgba.pixels.data(), rgba.pixels.size());
    pictures.push_back(rows.permute({2, 0, 1}).contiguous());
  }
  if (pictures.empty() && choice != PictureChoice::HeldOut)
    return Error{ErrorKind::BadInput, "the dataset holds no picture to learn from", "", "", "", "", ""};
  if (pictures.empty()) return torch::empty({0, 4, side, side}, torch::kUInt8);
  return torch::stack(pictures);
}

Result<torch::Tensor> trainingPictures(const Dataset& dataset, int side) {
  UNMASK_TRY(const torch::Tensor rgba, layeredPictures(dataset, side, PictureChoice::Training));
  return onWhite(rgba);
}

torch::Tensor onWhite(const torch::Tensor& rgba) {
  // A few at a time: 32 bits a channel for thousands of pictures at once is more than a laptop has.
  constexpr int64_t kAtOnce = 64;
  const int64_t count = rgba.size(0);
  const torch::Tensor out = torch::empty({count, 3, rgba.size(2), rgba.size(3)}, torch::kUInt8);
  for (int64_t i = 0; i < count; i += kAtOnce) {
    const torch::Tensor part = rgba.narrow(0, i, std::min(kAtOnce, count - i));
    const torch::Tensor alpha = part.narrow(1, 3, 1).to(torch::kInt32);
    const torch::Tensor sum = part.narrow(1, 0, 3).to(torch::kInt32) * alpha + (255 - alpha) * 255 + 127;
    out.narrow(0, i, part.size(0)).copy_(sum.div(255, "floor"));
  }
  return out;
}

}  // namespace unmask
