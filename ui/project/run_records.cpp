#include "ui/project/run_records.h"

#include <algorithm>

#include "core/doc/mask_cells.h"
#include "core/io/image_codec.h"

namespace unmask {
namespace {

constexpr char kEditMark[] = "-edit";

/// A trace does not name the mask token; its hidden cells hold it.
int32_t maskTokenOf(const Trace& trace) {
  for (const DecodeState& state : trace.states) {
    for (size_t i = 0; i < state.fixedAtStep.size() && i < state.tokens.cellCount(); ++i) {
      if (state.fixedAtStep[i] == DecodeState::kMasked) return state.tokens.tokenIds[i];
    }
  }
  return -1;  // nothing was ever hidden
}

std::shared_ptr<const Trace> traceOf(const Recording& recording, const GenerationRequest& request) {
  auto trace = std::make_shared<Trace>();
  trace->request = request;
  trace->states = recording.states;
  trace->records = recording.records;
  return trace;
}

RecordingPtr recordingOf(const ProjectRun& run) {
  if (!run.trace || run.trace->states.size() != run.trace->records.size() + 1) return nullptr;
  // The window looks these up for every cell; a file may lack them.
  for (const DecodeState& state : run.trace->states) {
    const size_t cells = state.tokens.cellCount();
    if (state.fixedAtStep.size() != cells || state.fixedProbability.size() != cells) return nullptr;
  }
  auto recording = std::make_shared<Recording>();
  recording->states = run.trace->states;
  recording->records = run.trace->records;
  recording->previews.resize(recording->records.size());
  recording->maskTokenId = maskTokenOf(*run.trace);
  recording->scheduleSteps = run.request.steps;
  recording->start = toQImage(run.request.picture);
  return recording;
}

/// Measured anew: pixels of cells that had to stay and did not.
std::optional<int64_t> changedOutside(const GenerationRequest& request, const ImageBuffer& result) {
  const bool isOneGrid =
      request.lockedCells.empty() || request.lockedCells.cells.size() == request.editableCells.cells.size();
  if (!isOneGrid) return std::nullopt;  // a file may say anything
  const CellMask open = without(request.editableCells, request.lockedCells);
  const ImageBuffer& before = request.picture;
  const bool isComparable = before.width == result.width && before.height == result.height &&
                            before.channels == 3 && result.channels == 3 && !open.empty();
  if (request.kind != JobKind::Inpaint || !isComparable) return std::nullopt;
  PixelMask inside(result.width, result.height);
  paintCells(inside, open);
  int64_t changed = 0;
  for (int y = 0; y < result.height; ++y) {
    for (int x = 0; x < result.width; ++x)
      changed += !inside.contains(x, y) && !std::equal(result.at(x, y), result.at(x, y) + 3, before.at(x, y));
  }
  return changed;
}

}  // namespace

SharedPicture pixelsOf(const PicturePtr& picture) {
  return picture ? SharedPicture(picture, &picture->pixels) : nullptr;
}

std::shared_ptr<const Trace> traceOf(const Picture& picture) {
  return picture.recording ? traceOf(*picture.recording, picture.request) : nullptr;
}

std::string editJob(const std::string& job) {
  return job + kEditMark;
}

bool isEditJob(const std::string& job) {
  return job.ends_with(kEditMark);
}

ProjectRun recordOf(const HeldRecord& held) {
  ProjectRun run;
  run.id = held.id;
  run.parent = held.parent;
  run.branchStep = held.branchStep;
  run.request = held.request;
  run.trace = traceOf(*held.recording, held.request);
  return run;
}

std::shared_ptr<const HeldRecord> heldRecordOf(const ProjectRun& run) {
  RecordingPtr recording = recordingOf(run);
  const bool isWhole = recording && recording->maskTokenId >= 0;  // one that hides nothing goes nowhere
  if (!isWhole) return nullptr;
  return std::make_shared<HeldRecord>(
      HeldRecord{run.id, run.parent, run.branchStep, run.request, std::move(recording)});
}

PicturePtr pictureOf(const ProjectRun& run) {
  auto picture = std::make_shared<Picture>();
  picture->pixels = flattenToRgb(*run.result);
  picture->image = toQImage(picture->pixels);
  picture->request = run.request;
  picture->recording = recordingOf(run);
  if (picture->recording) picture->tokens = picture->recording->states.back().tokens;
  picture->changedOutsideMask = changedOutside(run.request, picture->pixels);
  return picture;
}

PicturePtr pictureOf(const SharedPicture& pixels) {
  if (!pixels) return nullptr;
  auto picture = std::make_shared<Picture>();
  picture->pixels = flattenToRgb(*pixels);
  picture->image = toQImage(picture->pixels);
  return picture;
}

SharedPicture greyOf(const PixelMask& mask) {
  if (std::find(mask.pixels.begin(), mask.pixels.end(), uint8_t{1}) == mask.pixels.end()) return nullptr;
  auto grey = std::make_shared<ImageBuffer>(mask.width, mask.height, 1);
  std::transform(mask.pixels.begin(), mask.pixels.end(), grey->pixels.begin(),
                 [](uint8_t isPainted) { return static_cast<uint8_t>(isPainted != 0 ? 255 : 0); });
  return grey;
}

PixelMask maskOf(const SharedPicture& grey, int width, int height) {
  if (!grey || grey->channels != 1) return PixelMask(width, height);
  PixelMask mask(grey->width, grey->height);
  std::transform(grey->pixels.begin(), grey->pixels.end(), mask.pixels.begin(),
                 [](uint8_t value) { return static_cast<uint8_t>(value >= 128); });
  if (mask.width == width && mask.height == height) return mask;
  return scaledMask(mask, width, height);
}

}  // namespace unmask
