// What is to be learned when a style is learned from a picture: plain values and the words around them. No
// Torch.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/image_buffer.h"
#include "core/base/result.h"
#include "core/doc/generation_request.h"
#include "core/train/adapter_settings.h"

namespace unmask {

/// A picture to learn from. RGB, square, of the model's own side (see squareCut()).
struct StylePicture {
  ImageBuffer picture;
  std::string caption;  ///< what it shows, with the words for the style: "a mushroom in [V] style"
};

/// Something the model can draw already.
struct StylePrompt {
  std::string caption;      ///< without a style: "a house"
  std::string drawnAs;      ///< the prompt it is drawn with: "a house, flat"
  bool isOnlyKept = false;  ///< not redrawn in the new style: it is there to be drawn as ever
  bool operator==(const StylePrompt&) const = default;
};

struct StyleTask {
  std::string modelDir;
  std::string variant;
  ComputeType computeType = ComputeType::Float32;  ///< of the frozen weights
  int threads = 0;                                 ///< 0 = physical cores
  std::vector<StylePicture> pictures;              ///< at least one
  std::string trigger;                             ///< words that ask for the style: "in [V] style"
  std::vector<StylePrompt> prompts;                ///< what own pictures may show
  AdapterTrainingSettings settings;
  std::filesystem::path output;  ///< the adapter; the unfinished run stands beside it as `.style-run`
  bool resume = false;           ///< go on from that file; otherwise it is replaced
};

/// "a mushroom in [V] style" → "in [V] style"; empty when the caption does not end so.
std::string styleWords(const std::string& caption);
/// The caption without the style's words: "a mushroom".
std::string withoutStyle(const std::string& caption, const std::string& trigger);

/// A square of `rgb` at (x, y) of `side` pixels, scaled to `pixels`; without one, the largest in the middle.
/// Usage when it does not lie inside.
struct SquareCut {
  int x = 0, y = 0, side = 0;
};
Result<ImageBuffer> squareCut(const ImageBuffer& rgb, const std::optional<SquareCut>& cut, int pixels);

/// Lines "caption" or "caption<TAB>drawn as"; # begins a comment. What follows a line of `---` is only kept.
/// At most 10,000 prompts.
Result<std::vector<StylePrompt>> loadStylePrompts(const std::filesystem::path& file);
/// What the model folder says it can draw (`unmask_prompts.txt`); empty when it does not say.
Result<std::vector<StylePrompt>> stylePromptsOf(const std::filesystem::path& modelDir);

/// `count` of the prompts in an order of the seed's, without that of `task.pictures`' own things.
std::vector<StylePrompt> chosenPrompts(const StyleTask& task);

/// Up to `keptPictures` prompts of what is only kept: first what the given pictures show (without the words
/// for the style it is to be drawn as ever), then what the list says, in an order of the seed's.
/// None where nothing is redrawn: then the picture is learned alone.
std::vector<StylePrompt> keptPrompts(const StyleTask& task);

/// What previews of the run are drawn from, each with the words for the style: the picture's own caption,
/// then things that no own picture shows, then others, `count` in all. Where the task names none, a few plain
/// ones.
std::vector<std::string> previewPrompts(const StyleTask& task, size_t count);

/// The unfinished run of an adapter file.
std::filesystem::path runFileOf(const std::filesystem::path& adapter);

}  // namespace unmask
