#include "core/train/fine_tuning.h"

#include "core/hub/known_phrases.h"
#include "core/io/folder_copy.h"
#include "core/train/scene_tokens.h"

namespace unmask {
namespace fs = std::filesystem;

namespace {

bool isKept(const fs::path& below) {
  const fs::path part = *below.begin();
  if (part == "transformer" || part == "text_encoder") return below.filename() == "config.json";
  const std::string name = below.filename().string();
  const bool isSafe = name.ends_with(".safetensors") || name.find(".safetensors.index.") != std::string::npos;
  return below != kPhrasesFile && (isSafe || !holdsWeights(below));
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
  return copyFolder(from, to, isKept);
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
  if (hasScenes && vq.pixelsPerCell() != kScenePixelsPerCell)
    return Error{ErrorKind::Usage,
                 "scenes are put together from cells, which this VQ model has of another size",
                 "",
                 "scenes_on_colour and its like",
                 "0, or " + std::to_string(kScenePixelsPerCell) + " pixels a cell",
                 std::to_string(vq.pixelsPerCell()),
                 ""};
  const int64_t step = int64_t{vq.pixelsPerCell()} * (transformer.downsample ? 2 : 1);
  if (settings.pixels % step != 0) return wrong("a multiple of " + std::to_string(step));
  const int64_t own = int64_t{transformer.sampleSize} * vq.pixelsPerCell();
  if (settings.fineTune && transformer.extensions.positionalEmbedding && settings.pixels != own)
    return wrong(std::to_string(own) + ", which this model's positions are made for");
  return {};
}

}  // namespace unmask
