#include "core/train/run_folder.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/io/atomic_file.h"
#include "core/io/image_codec.h"
#include "core/train/checkpoint.h"

namespace unmask {
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kReportEvery = std::chrono::seconds(10);
constexpr auto kCheckpointEvery = std::chrono::minutes(3);

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// The settings without those that may change on resume: a run may be lengthened and cooled down when time is
/// up.
std::string fixedSettings(const std::string& settings) {
  nlohmann::json json = nlohmann::json::parse(settings, nullptr, false);
  if (!json.is_object()) return settings;
  for (const char* key : {"steps", "cooldown", "learning_rate", "ema_decay", "label_smoothing"})
    json.erase(key);
  return json.dump();
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
  if (!parts.restore(checkpoint.tensors, checkpoint.step))
    return Error{ErrorKind::BadInput, "the checkpoint does not fit the model", path.string(), "", "", "", ""};
  return curve.resume(work / "loss.csv", static_cast<double>(checkpoint.step));
}

Result<void> saveRun(const fs::path& work, const RunParts& parts, const LossCurve& curve) {
  UNMASK_CHECK(
      saveCheckpoint(work / "checkpoint.safetensors", parts.stepsDone(), parts.settings, parts.state()));
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

}  // namespace

Result<TrainingSummary> loopRun(const fs::path& work, const RunParts& parts, std::stop_token stop,
                                const TrainingObserver& observer) {
  std::error_code failed;
  fs::create_directories(work, failed);
  if (failed)
    return Error{ErrorKind::Io, "cannot make the work folder", work.string(), "", "", failed.message(), ""};
  LossCurve curve(parts.columns);
  UNMASK_CHECK(resumeRun(work, parts, curve));

  const auto start = Clock::now();
  auto lastReport = start, lastSave = start;
  int64_t stepsHere = 0;
  std::vector<double> sums(parts.columns.size(), 0);
  int64_t summed = 0;
  TrainingSummary summary;
  while (parts.stepsDone() < parts.steps && !stop.stop_requested()) {
    const std::vector<double> row = parts.step();
    ++stepsHere, ++summed;
    for (size_t i = 0; i < row.size(); ++i) sums[i] += row[i];
    const bool last = parts.stepsDone() >= parts.steps;
    if (parts.stepsDone() % 25 == 0 || last) {
      std::vector<double> mean = sums;
      for (double& value : mean) value /= static_cast<double>(summed);
      mean[0] = static_cast<double>(parts.stepsDone());
      summary.loss = mean[1];
      curve.add(mean);
      if (Clock::now() - lastReport > kReportEvery || last) {
        const double seconds = secondsSince(start);
        if (observer)
          observer({parts.stepsDone(), parts.steps, mean[1],
                    static_cast<double>(stepsHere * parts.batchSize) / seconds, seconds,
                    describe(parts.columns, mean)});
        lastReport = Clock::now();
      }
      sums.assign(sums.size(), 0);
      summed = 0;
    }
    if (parts.sheet && (parts.stepsDone() % parts.sheetEvery == 0 || last)) {
      char name[32];
      std::snprintf(name, sizeof name, "sheet-%06lld.png", static_cast<long long>(parts.stepsDone()));
      UNMASK_CHECK(savePng(work / name, parts.sheet()));
    }
    if (Clock::now() - lastSave > kCheckpointEvery) {
      UNMASK_CHECK(saveRun(work, parts, curve));
      lastSave = Clock::now();
    }
  }
  UNMASK_CHECK(saveRun(work, parts, curve));
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
