#include "ui/jobs/recorded_run.h"

#include <algorithm>

#include "core/hub/adapter_choice.h"
#include "core/hub/adapter_search.h"

namespace unmask {

RecordingPtr makeRecording(const GenerationRequest& request, int32_t maskTokenId, Trace trace,
                           std::vector<QImage> previews) {
  if (trace.states.empty()) return nullptr;
  auto recording = std::make_shared<Recording>();
  recording->states = std::move(trace.states);
  recording->records = std::move(trace.records);
  recording->previews = std::move(previews);
  recording->previews.resize(recording->records.size());
  recording->maskTokenId = maskTokenId;
  recording->scheduleSteps = request.steps;
  recording->start = toQImage(request.picture);
  return recording;
}

PicturePtr makePicture(const GenerationRequest& request, RunImage& image, RecordingPtr recording) {
  auto picture = std::make_shared<Picture>();
  picture->image = toQImage(image.picture);
  picture->pixels = std::move(image.picture);
  picture->tokens = std::move(image.tokens);
  picture->request = request;
  picture->request.seed = image.seed;
  picture->request.batchCount = 1;
  if (request.kind == JobKind::Inpaint) picture->changedOutsideMask = image.pixelsChangedOutsideMask;
  picture->recording = std::move(recording);
  return picture;
}

Result<GenerationRequest> requestForEngine(const GenerationRequest& request) {
  return withPromptAdapters(request, [](const std::string& name) { return resolveAdapter(name, {}); });
}

Result<PicturePtr> recordedRun(Engine& engine, GenerationRequest request, std::stop_token stop,
                               const StepWatcher& watcher) {
  UNMASK_TRY(request, requestForEngine(request));
  request.model = engine.info().reference;
  request.batchCount = 1;
  std::vector<QImage> previews;
  RunOptions options;
  options.previews = true;
  options.keepTrace = true;
  options.recordLevel = RecordLevel::Full;
  options.onStep = [&](const StepFrame& frame) {
    previews.push_back(toQImage(frame.preview));
    if (watcher) watcher(frame.stepNumber, frame.stepCount, previews.back());
  };
  UNMASK_TRY(RunOutcome outcome, engine.run(request, options, stop));
  if (outcome.images.empty())
    return Error{ErrorKind::Internal, "the run made no picture", "", "", "one picture", "none", ""};
  RunImage& image = outcome.images.front();
  RecordingPtr recording =
      makeRecording(request, engine.info().maskTokenId, std::move(image.trace), std::move(previews));
  return makePicture(request, image, std::move(recording));
}

GenerationRequest requestOfWholeRun(const Picture& picture) {
  GenerationRequest request = picture.editedFrom ? picture.editedFrom->request : picture.request;
  if (request.startTokens.tokenIds.empty()) return request;
  const DecodeState& start = picture.recording->states.front();
  request.startTokens = start.tokens;
  request.startStep = std::clamp(start.nextStep, 0, std::max(0, request.steps - 1));
  return request;
}

}  // namespace unmask
