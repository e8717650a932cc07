#include "core/train/checkpoint.h"

#include <charconv>

#include "core/io/safetensors.h"
#include "core/model/weights.h"

namespace unmask {

namespace {

/// SplitMix64's finaliser: neighbouring steps get unrelated seeds.
uint64_t mixed(uint64_t z) {
  z += 0x9E3779B97F4A7C15ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

}  // namespace

bool copyState(const NamedTensors& targets, const std::map<std::string, torch::Tensor>& state) {
  const torch::NoGradGuard noGrad;
  std::vector<std::pair<torch::Tensor, torch::Tensor>> copies;
  for (const auto& [name, target] : targets) {
    const auto it = state.find(name);
    if (it == state.end() || it->second.sizes() != target.sizes()) return false;
    copies.emplace_back(target, it->second);
  }
  for (auto& [target, source] : copies) target.copy_(source);
  return true;
}

Result<void> saveCheckpoint(const std::filesystem::path& path, int64_t step, const std::string& settings,
                            const NamedTensors& tensors) {
  return saveTensors(path, tensors, {{"step", std::to_string(step)}, {"settings", settings}});
}

Result<TrainingCheckpoint> loadCheckpoint(const std::filesystem::path& path) {
  UNMASK_TRY(const SafetensorsFile file, SafetensorsFile::open(path));
  const auto text = [&file](const char* key) {
    const auto it = file.metadata().find(key);
    return it == file.metadata().end() ? std::string() : it->second;
  };
  TrainingCheckpoint checkpoint;
  checkpoint.settings = text("settings");
  const std::string step = text("step");
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), checkpoint.step);
  if (error != std::errc() || end != step.data() + step.size() || checkpoint.step < 0)
    return Error{ErrorKind::BadInput,
                 "not a training checkpoint",
                 path.string(),
                 "step",
                 "a count of steps",
                 step.empty() ? "nothing" : step.substr(0, 40),
                 ""};
  for (const TensorView& view : file.tensors())
    checkpoint.tensors.emplace(view.name, tensorFromView(view, file.storage()));
  return checkpoint;
}

at::Generator stepGenerator(uint64_t seed, int64_t step, uint64_t stream) {
  at::Generator generator = at::detail::createCPUGenerator();
  generator.set_current_seed(mixed(mixed(seed) ^ mixed(static_cast<uint64_t>(step) * 4 + stream)));
  return generator;
}

}  // namespace unmask
