#include "core/train/fine_tuning.h"

#include "core/hub/known_phrases.h"

namespace unmask {
namespace fs = std::filesystem;

namespace {

bool isTrainedOrUnwanted(const fs::path& below) {
  for (const fs::path& name : below)
    if (name.string().starts_with('.')) return true;  // .git and the like
  const fs::path part = *below.begin(), extension = below.extension();
  if (part == "transformer" || part == "text_encoder")
    return extension != ".json" || below.stem() != "config";
  return below == kPhrasesFile || extension == ".bin" || extension == ".pt" || extension == ".ckpt" ||
         extension == ".part";
}

/// Whole or not at all, also when the program is killed meanwhile.
void copyWhole(const fs::path& from, const fs::path& to, std::error_code& failed) {
  fs::create_directories(to.parent_path(), failed);
  const fs::path part = to.string() + ".part";
  if (!failed) fs::copy_file(from, part, fs::copy_options::overwrite_existing, failed);
  if (!failed) fs::rename(part, to, failed);
  std::error_code ignored;
  if (failed) fs::remove(part, ignored);
}

}  // namespace

Result<void> copyAllButTrainedWeights(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  if (fs::equivalent(from, to, failed))
    return Error{ErrorKind::Usage,
                 "fine-tuning would overwrite the model it goes on with",
                 to.string(),
                 "--model-out",
                 "another folder",
                 "the same one",
                 ""};
  failed.clear();
  const auto failure = [&failed](const fs::path& where) {
    return Error{
        ErrorKind::Io, "copying the model failed: " + failed.message(), where.string(), "", "", "", ""};
  };
  fs::recursive_directory_iterator files(from, failed);
  for (; !failed && files != fs::recursive_directory_iterator(); files.increment(failed)) {
    const fs::path below = fs::relative(files->path(), from, failed);
    if (failed || !files->is_regular_file(failed) || isTrainedOrUnwanted(below)) continue;
    copyWhole(files->path(), to / below, failed);
    if (failed) return failure(to / below);
  }
  if (failed) return failure(from);
  return {};
}

Result<void> requirePixels(const TokenTrainingSettings& settings, const TransformerConfig& transformer,
                           const VqConfig& vq) {
  const auto wrong = [&settings](const std::string& wanted) {
    return Error{ErrorKind::Usage, "the pictures' side does not fit", "", "pixels",
                 wanted,           std::to_string(settings.pixels),   ""};
  };
  const bool hasScenes = settings.scenesOnColour + settings.scenesPlaced + settings.scenesCounted +
                             settings.scenesRelated + settings.scenesPainted >
                         0;
  if (hasScenes && settings.pixels != 256) return wrong("256, since scenes are made of such pictures");
  const int64_t step = int64_t{vq.pixelsPerCell()} * (transformer.downsample ? 2 : 1);
  if (settings.pixels % step != 0) return wrong("a multiple of " + std::to_string(step));
  const int64_t own = int64_t{transformer.sampleSize} * vq.pixelsPerCell();
  if (settings.fineTune && transformer.extensions.positionalEmbedding && settings.pixels != own)
    return wrong(std::to_string(own) + ", which this model's positions are made for");
  return {};
}

}  // namespace unmask
