// Learning a style from one picture, in steps small enough to do between other things. Torch stays hidden.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/train/style_task.h"

namespace unmask {

enum class StyleStage {
  Drawing,   ///< the model draws pictures of its own, which are redrawn in the picture's manner
  Learning,  ///< updates of the adapter
  Done,
};

struct StyleProgress {
  StyleStage stage = StyleStage::Drawing;
  int64_t done = 0;        ///< own pictures, or updates
  int64_t total = 0;       ///< … of so many
  double loss = 0;         ///< of the last update
  double secondsLeft = 0;  ///< of both stages together, from what they took so far
};

/// What a run needs, measured on this machine by doing a little of it.
struct StyleEstimate {
  double seconds = 0;
  int64_t bytes = 0;       ///< of memory, at the highest point, beside what the process held before
  int64_t parameters = 0;  ///< that are learned
  int64_t moduleCount = 0;
};

/// One run. Not thread-safe. The same task gives the same adapter on the same build, whether stopped in
/// between or not.
class StyleLearner {
 public:
  virtual ~StyleLearner() = default;

  /// Loads the model and, with `task.resume`, what an earlier run left; NotFound when there is nothing, Usage
  /// when it is another task's. Blocking, some seconds.
  static Result<std::unique_ptr<StyleLearner>> open(const StyleTask& task);

  /// By doing a little of it. Cancelled within an update, or a step of a picture.
  virtual Result<StyleEstimate> estimate(std::stop_token stop) = 0;
  /// One own picture, or one update: a second or less with the built-in model. Cancelled within a step.
  virtual Result<StyleProgress> advance(std::stop_token stop) = 0;
  virtual const std::vector<float>& losses() const = 0;  ///< one for each update so far
  /// Writes the adapter as it is, usable at once, and beside it what resume needs (removed when done, the
  /// task file too).
  virtual Result<void> save() = 0;
  /// Pictures with the adapter as last saved, one a prompt, all with one seed.
  virtual Result<std::vector<ImageBuffer>> preview(const std::vector<std::string>& prompts, uint64_t seed,
                                                   std::stop_token stop) = 0;
};

struct StyleSummary {
  int64_t steps = 0;
  bool finished = false;  ///< false when stopped; everything is saved in both cases
  double loss = 0;        ///< mean of the last tenth of the updates
  double seconds = 0;
};

struct StyleObserver {
  std::function<void(const StyleEstimate&)> onEstimate;  ///< before anything else is done
  std::function<void(const StyleProgress&)> onProgress;
};

/// Runs a task to its end or until stopped; saves every minute and at the end.
Result<StyleSummary> learnStyle(const StyleTask& task, std::stop_token stop, const StyleObserver& observer);

}  // namespace unmask
