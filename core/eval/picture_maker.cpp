#include "core/engine/preset_request.h"
#include "core/eval/eval_context.h"
#include "core/io/image_codec.h"

namespace unmask {

GenerationRequest PictureMaker::requestFor(const std::string& prompt, uint64_t seed,
                                           const SamplingPreset& preset) {
  GenerationRequest request;
  request.prompt = prompt;
  request.seed = seed;
  applyPreset(request, preset);
  return request;
}

void PictureMaker::beginStage(const std::string& stage, int total) {
  m_progress.stage = stage;
  m_progress.done = 0;
  m_progress.total = total;
  if (m_observer) m_observer(m_progress);
}

Result<void> PictureMaker::done() {
  ++m_progress.done;
  if (m_observer) m_observer(m_progress);
  if (m_stop.stop_requested()) {
    return Error{.kind = ErrorKind::Cancelled, .message = "stopped while measuring: " + m_progress.stage};
  }
  return {};
}

Result<RunImage> PictureMaker::record(const GenerationRequest& request) {
  RunOptions options;
  options.keepTrace = true;
  return run(request, options);
}

Result<RunImage> PictureMaker::run(const GenerationRequest& request, const RunOptions& options) {
  UNMASK_TRY(RunOutcome outcome, m_engine.run(request, options, m_stop));
  if (outcome.images.size() != 1)
    return Error{.kind = ErrorKind::Internal, .message = "the engine made no picture"};
  ++m_progress.pictures;
  return std::move(outcome.images.front());
}

Result<ImageBuffer> PictureMaker::make(const std::string& prompt, uint64_t seed,
                                       const SamplingPreset& preset) {
  const Key key(prompt, seed, preset.steps, preset.guidanceScale, preset.temperatureStart,
                preset.temperatureEnd, static_cast<int>(preset.schedule), static_cast<int>(preset.order));
  if (const auto made = m_made.find(key); made != m_made.end()) return made->second;
  UNMASK_TRY(RunImage image, run(requestFor(prompt, seed, preset)));
  m_made[key] = image.picture;
  return std::move(image.picture);
}

Result<RunImage> PictureMaker::repaint(const ImageBuffer& picture, const CellMask& cells,
                                       const std::string& prompt, uint64_t seed,
                                       const SamplingPreset& preset) {
  GenerationRequest request = requestFor(prompt, seed, preset);
  request.kind = JobKind::Inpaint;
  request.schedule = MaskSchedule::Linear;  // what inpainting does where nobody says otherwise
  request.picture = picture;
  request.editableCells = cells;
  return run(request);
}

Result<ImageBuffer> PictureMaker::reconstruct(const ImageBuffer& picture) {
  UNMASK_TRY(const TokenGrid tokens, m_engine.encode(picture));
  return m_engine.decode(tokens);
}

ImageBuffer EvalContext::truePicture(size_t entry) const {
  return flattenToRgb(dataset.pictures[gallery[entry].picture].rgba);
}

}  // namespace unmask
