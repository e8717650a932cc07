// What goes into a project and comes out of it: plain values, free of SQLite, Torch and Qt types.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/image_buffer.h"
#include "core/doc/generation_request.h"
#include "core/doc/token_grid.h"
#include "core/doc/trace.h"

namespace unmask {

/// Pictures are shared, not copied, on their way to another thread; null = none. Nobody changes the pixels.
using SharedPicture = std::shared_ptr<const ImageBuffer>;

/// All of a document that undo moves between.
struct DocumentState {
  int64_t step = 0;          ///< number in the undo journal; later steps have larger ones
  std::string name;          ///< of the command that led here, for the undo menu
  int64_t timeMs = 0;        ///< when, in milliseconds since 1970
  SharedPicture canvas;      ///< the picture as shown
  SharedPicture original;    ///< as it was imported, before it was fitted
  SharedPicture strokeMask;  ///< grey, 255 = painted: the strokes in pixels
  CellMask lockedCells;
  std::string extra;  ///< the window's own part, opaque here
};

/// Of one picture; a larger one is Unsupported.
constexpr int64_t kMaxKeptPixels = int64_t{1} << 26;

/// One command. What is absent stays as it was; null or empty means none.
struct DocumentEdit {
  int64_t step = 0;  ///< the new state's number, larger than that of the state shown; 0 = the next one
  std::string name{};
  std::optional<SharedPicture> canvas{};
  std::optional<SharedPicture> original{};
  std::optional<SharedPicture> strokeMask{};
  std::optional<CellMask> lockedCells{};
  std::optional<std::string> extra{};
  int64_t acceptedRun = 0;  ///< this run's verdict becomes Accepted with the same commit; 0 = none
};

struct UndoStep {
  int64_t step = 0;
  std::string name;
  int64_t timeMs = 0;
  bool operator==(const UndoStep&) const = default;
};

/// The document as the window shows it at start.
struct ProjectDocument {
  DocumentState state;
  GenerationRequest draft;  ///< the request as typed
  std::string window;       ///< the window's own settings of this document, opaque here
};

enum class RunVerdict { Candidate = 0, Accepted = 1, Discarded = 2 };

/// One picture's run.
struct ProjectRun {
  int64_t id = 0;      ///< larger than every earlier one; 0 when adding = the next one
  int64_t parent = 0;  ///< the run it branched from; 0 = none
  int branchStep = 0;  ///< … after that many of the parent's steps
  std::string job;     ///< what the pictures of one batch share, or the edits of one picture
  int64_t timeMs = 0;  ///< when it ended; 0 when adding = now
  RunVerdict verdict = RunVerdict::Candidate;
  GenerationRequest request;           ///< with this picture's own seed and batchCount 1
  SharedPicture result;                ///< null when the run was stopped before it had one
  std::shared_ptr<const Trace> trace;  ///< null when not recorded; its request is `request`
};

/// A run without what is large: `request` has no picture, `result` and `trace` are null.
struct RunSummary {
  ProjectRun run;
  bool hasResult = false;
  int stepCount = 0;  ///< recorded steps; 0 = no trace
};

/// A request that waits for its turn.
struct QueuedRequest {
  GenerationRequest request;
  std::string extra;  ///< the window's own part (tries, error text …), opaque here
  bool operator==(const QueuedRequest&) const = default;
};

}  // namespace unmask
