// Runs as the window keeps them: made in the engine's thread, shared as immutable values.
#pragma once

#include <QImage>
#include <functional>
#include <stop_token>
#include <vector>

#include "core/engine/engine.h"
#include "ui/picture.h"

namespace unmask {

/// Null when the trace is empty. `previews` holds one image a record, or none.
RecordingPtr makeRecording(const GenerationRequest& request, int32_t maskTokenId, Trace trace,
                           std::vector<QImage> previews);

/// Takes the pixels and tokens out of `image`; the request is reduced to this picture.
PicturePtr makePicture(const GenerationRequest& request, RunImage& image, RecordingPtr recording);

/// The request with the adapters of its prompt's tags, found in the styles folder. In the engine's thread,
/// where files are read.
Result<GenerationRequest> requestForEngine(const GenerationRequest& request);

/// Told of each step: its number (1 …), how many there will be, and what the model intends.
using StepWatcher = std::function<void(int step, int count, const QImage& intended)>;

/// Runs a request of one picture with the model the engine holds, recorded as every run of the window. In the
/// engine's thread; errors as Engine::run.
Result<PicturePtr> recordedRun(Engine& engine, GenerationRequest request, std::stop_token stop,
                               const StepWatcher& watcher = {});

/// The request that makes the picture's recorded run again from its first grid, also when it was held, edited
/// or branched on the way. The picture has a recording.
GenerationRequest requestOfWholeRun(const Picture& picture);

}  // namespace unmask
