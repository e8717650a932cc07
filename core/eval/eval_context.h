// What all parts of an evaluation share.
#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "core/eval/eval_plan.h"
#include "core/eval/evaluation.h"
#include "core/eval/gallery.h"

namespace unmask {

/// Makes pictures, each only once, and tells how far it is.
class PictureMaker {
 public:
  PictureMaker(Engine& engine, std::stop_token stop, const EvaluationObserver& observer)
      : m_engine(engine), m_stop(std::move(stop)), m_observer(observer) {}

  /// `total` things are to be done under this name; done() is to be called after each.
  void beginStage(const std::string& stage, int total);
  /// Cancelled when a stop was requested.
  Result<void> done();

  /// The picture of a prompt and a seed under a preset.
  Result<ImageBuffer> make(const std::string& prompt, uint64_t seed, const SamplingPreset& preset);
  /// Repaints the cells; the outcome has the engine's own count of pixels changed outside.
  Result<RunImage> repaint(const ImageBuffer& picture, const CellMask& cells, const std::string& prompt,
                           uint64_t seed, const SamplingPreset& preset);
  /// Picture → tokens → picture.
  Result<ImageBuffer> reconstruct(const ImageBuffer& picture);

  /// The same with its trace.
  Result<RunImage> record(const GenerationRequest& request);

  static GenerationRequest requestFor(const std::string& prompt, uint64_t seed, const SamplingPreset& preset);

  Engine& engine() { return m_engine; }
  std::stop_token stop() const { return m_stop; }

 private:
  using Key = std::tuple<std::string, uint64_t, int, float, float, float, int, int>;
  Result<RunImage> run(const GenerationRequest& request, const RunOptions& options = {});

  Engine& m_engine;
  std::stop_token m_stop;
  const EvaluationObserver& m_observer;
  EvaluationProgress m_progress;
  std::map<Key, ImageBuffer> m_made;
};

/// An output that was judged, kept for the sheets of best, worst and nearest.
struct JudgedOutput {
  std::string prompt;
  uint64_t seed = 0;
  ImageBuffer picture;
  Feature feature;
  int entry = -1;      ///< gallery entry of the true picture; −1 for outputs that have none
  int rank = 0;        ///< of the true picture; 1 = nearest
  float distance = 0;  ///< to the true picture
  size_t nearest = 0;  ///< gallery entry that is nearest
  bool heldOut = false;
};

struct EvalContext {
  const Dataset& dataset;
  const Gallery& gallery;
  const EvalPlan& plan;
  const EvaluationOptions& options;
  PictureMaker& maker;
  std::vector<JudgedOutput> outputs;  ///< grows from part to part

  /// A gallery entry's picture on white.
  ImageBuffer truePicture(size_t entry) const;
};

// The parts, each in a source of its own name. Every one returns whole sections; what cannot be measured is
// in their `missing`.
Result<ReportSection> validateMeasure(EvalContext& context);
Result<ReportSection> judgePairs(EvalContext& context, bool heldOut);
Result<ReportSection> judgeColours(EvalContext& context);
Result<ReportSection> judgeScenes(EvalContext& context);
Result<ReportSection> judgeWords(EvalContext& context);
Result<ReportSection> judgeInpainting(EvalContext& context);
Result<ReportSection> judgeDiversity(EvalContext& context);
Result<ReportSection> judgeSteps(EvalContext& context);
Result<ReportSection> judgeMemorising(EvalContext& context);
Result<ReportSection> judgeVqModel(EvalContext& context);
Result<ReportSection> sweepSampling(EvalContext& context);

}  // namespace unmask
