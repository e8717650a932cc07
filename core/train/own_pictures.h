// The pictures that a model draws to learn a style from. Some are redrawn in the given picture's manner and
// learned with the words for the style; these as they were, and others that are only sketched, are there to
// keep the model as it is.
#pragma once

#include <torch/torch.h>

#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "core/engine/engine.h"
#include "core/train/adapter_trainer.h"
#include "core/train/redraw.h"
#include "core/train/style_task.h"

namespace unmask {

struct Pace {
  double seconds = 0;
  int64_t count = 0;
  void add(double more) { seconds += more, ++count; }
  double each() const { return count > 0 ? seconds / static_cast<double>(count) : 0; }
};

/// Where `text` stands among `texts`, which have it.
int64_t rowOf(const std::vector<std::string>& texts, const std::string& text);
/// What a style's pictures are asked for with: the model's own preset.
GenerationRequest styleRequest(const ModelInfo& model, const std::string& prompt, uint64_t seed);
/// int64 [h, w].
torch::Tensor codesOf(const TokenGrid& grid);
/// Float [3, H, W] in [0, 1].
torch::Tensor pixelsOf(const ImageBuffer& picture);

Result<ImageBuffer> drawnBy(Engine& engine, const GenerationRequest& request, std::stop_token stop);

/// Not thread-safe. The same task draws the same pictures, whether stopped in between or not.
class OwnPictures {
 public:
  explicit OwnPictures(const StyleTask& task);

  /// Every text that drawing or learning needs encoded, some of them several times.
  std::vector<std::string> texts() const;
  /// The manners that own pictures are redrawn in, one after the other. At least one before drawNext(),
  /// unless there is nothing to draw.
  void setManners(std::vector<PictureManner> manners) { m_manners = std::move(manners); }

  size_t total() const { return m_prompts.size() + m_keptPrompts.size(); }
  size_t done() const { return m_own.size() + m_kept.size(); }
  bool isDone() const { return done() == total(); }
  Result<void> drawNext(Engine& engine, std::stop_token stop);
  /// For what is not drawn yet, from what the others took; 0 before the first.
  double secondsLeft(int usualSteps) const;
  /// The first picture also sets things up: its time tells nothing about the others.
  void forgetPace() { m_drawingPace = {}; }
  bool hasPace() const { return m_drawingPace.count > 0; }

  /// What there is to learn from them, beside the pictures that the task gives; empty without own pictures.
  /// Captions are rows of `texts`.
  std::vector<AdapterDataset::Group> groups(const std::vector<std::string>& texts) const;

  std::vector<std::pair<std::string, torch::Tensor>> state() const;
  /// False when the state is not of such pictures; then nothing is taken.
  bool restore(const std::map<std::string, torch::Tensor>& state, at::IntArrayRef gridShape,
               int64_t codebookSize);

 private:
  Result<void> drawRedrawn(Engine& engine, std::stop_token stop);
  Result<void> drawKept(Engine& engine, std::stop_token stop);

  std::string m_trigger;
  uint64_t m_seed;
  double m_redrawnShare, m_priorShare;
  std::vector<StylePrompt> m_prompts, m_keptPrompts;
  std::vector<PictureManner> m_manners;
  std::vector<torch::Tensor> m_own, m_redrawn, m_kept;  ///< codes [h, w]; the first two of m_prompts
  Pace m_drawingPace, m_keptPace;
};

}  // namespace unmask
