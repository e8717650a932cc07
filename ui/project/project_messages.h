// The values that cross between the window's thread and the project's files. Immutable once sent.
#pragma once

#include <QMetaType>
#include <QString>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/doc/pixel_mask.h"
#include "core/project/project_file.h"
#include "ui/picture.h"

namespace unmask {

/// All of the document that undo moves between, as it is after a command. The whole of it every time; what
/// did not change is the same object, which costs nothing.
struct DocumentSnapshot {
  int64_t step = 0;  ///< UndoStack::serial()
  std::string name;  ///< of the command, for the file's undo journal
  SharedPicture canvas;
  SharedPicture original;
  std::shared_ptr<const PixelMask> mask;  ///< null when nothing is painted
  CellMask locks;
  std::string notes;        ///< StateNotes
  int64_t acceptedRun = 0;  ///< whose picture this command made the document's; 0 = none
};

/// A run between two steps.
struct HeldRecord {
  int64_t id = 0;
  int64_t parent = 0;  ///< whose picture it branched from; 0 = none
  int branchStep = 0;
  GenerationRequest request;  ///< as it was first started
  RecordingPtr recording;     ///< never null
};

/// A picture that was made, on its way to project and history.
struct NewRun {
  PicturePtr picture;
  int64_t id = 0;
  int64_t parent = 0;  ///< 0 = none
  int branchStep = 0;
  std::string job;
};

using RunVerdicts = std::vector<std::pair<int64_t, RunVerdict>>;

/// A project as the window takes it over.
struct OpenedProject {
  QString path;
  bool isUntitled = false;
  bool isNew = false;      ///< made just now, empty
  QString readOnlyReason;  ///< empty when it can be changed
  bool wasInterrupted = false;
  int otherInterrupted = 0;  ///< unnamed projects that a crash left besides this one

  GenerationRequest draft;
  std::string window;  ///< WindowNotes
  PicturePtr canvas;
  SharedPicture original;
  PixelMask mask;  ///< of the canvas's size
  CellMask locks;
  int pixelsPerCell = 0;
  int64_t canvasRun = 0;                                   ///< that made the canvas; 0 = none
  std::vector<std::pair<int64_t, PicturePtr>> candidates;  ///< not decided yet, oldest first
  int64_t step = 0;                                        ///< shown
  int64_t newestStep = 0;                                  ///< what redo could bring
  int64_t lastRun = 0;                                     ///< the largest number of a run
  std::vector<QueuedRequest> queue;
  std::shared_ptr<const HeldRecord> held;  ///< null when none was
  std::vector<int64_t> heldRuns;           ///< runs in the file without a result
};

/// A run as a list shows it.
struct RunItem {
  int64_t id = 0;
  int64_t parent = 0;  ///< 0 = none
  int branchStep = 0;
  int64_t timeMs = 0;
  RunVerdict verdict = RunVerdict::Candidate;
  std::string prompt;
  uint64_t seed = 0;
  QImage thumbnail;              ///< null when it has no picture
  std::optional<int> heldAfter;  ///< … but waits between two steps, after so many
  std::string edits;             ///< of an edit by hand: what all those share that are one branch
};

/// By token: how often.
using TokenCounts = std::map<int32_t, int64_t>;

using OpenedProjectPtr = std::shared_ptr<const OpenedProject>;

}  // namespace unmask

Q_DECLARE_METATYPE(unmask::OpenedProjectPtr)
Q_DECLARE_METATYPE(std::vector<unmask::RunItem>)
Q_DECLARE_METATYPE(unmask::TokenCounts)
