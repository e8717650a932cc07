#include "ui/project/describe_project.h"

#include <algorithm>

#include "core/project/autosave.h"
#include "ui/project/notes.h"
#include "ui/project/run_records.h"

namespace unmask {
namespace {

constexpr size_t kMaxCandidates = 200;

}  // namespace

Result<OpenedProject> describeProject(ProjectFile& project) {
  OpenedProject out;
  out.path = QString::fromStdString(project.path().string());
  out.isUntitled = project.path().parent_path().filename() == untitledFolder().filename() &&
                   project.path().filename().string().starts_with("untitled-");
  out.readOnlyReason = QString::fromStdString(project.readOnlyReason());
  out.wasInterrupted = project.wasInterrupted();
  UNMASK_TRY(const ProjectDocument document, project.document());
  UNMASK_TRY(const std::vector<UndoStep> steps, project.undoSteps());
  UNMASK_TRY(const std::vector<RunSummary> runs, project.runs());
  UNMASK_TRY(out.queue, project.queue());
  const StateNotes notes = stateNotesFrom(document.state.extra);
  out.draft = document.draft;
  out.window = document.window;
  out.original = document.state.original;
  out.locks = document.state.lockedCells;
  out.pixelsPerCell = notes.pixelsPerCell;
  out.step = document.state.step;
  out.newestStep = steps.empty() ? out.step : steps.back().step;
  out.canvas = pictureOf(document.state.canvas);
  if (out.canvas)
    out.mask = maskOf(document.state.strokeMask, out.canvas->image.width(), out.canvas->image.height());
  for (const RunSummary& summary : runs) {
    const int64_t id = summary.run.id;
    out.lastRun = std::max(out.lastRun, id);
    if (!summary.hasResult) out.heldRuns.push_back(id);
    const bool isCanvas = id == notes.run && out.canvas;
    const bool isCandidate = summary.run.verdict == RunVerdict::Candidate && summary.hasResult;
    if (!isCanvas && !isCandidate) continue;
    UNMASK_TRY(const ProjectRun run, project.run(id));
    if (!run.result) continue;
    PicturePtr picture = pictureOf(run);
    if (isCanvas && picture->pixels == out.canvas->pixels) {
      out.canvas = picture;
      out.canvasRun = id;
    }
    if (isCandidate) out.candidates.emplace_back(id, std::move(picture));
    if (out.candidates.size() > kMaxCandidates) out.candidates.erase(out.candidates.begin());
  }
  if (!out.heldRuns.empty()) {
    UNMASK_TRY(const ProjectRun run, project.run(out.heldRuns.back()));
    out.held = heldRecordOf(run);
  }
  return out;
}

}  // namespace unmask
