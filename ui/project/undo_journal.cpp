#include "ui/project/undo_journal.h"

#include <algorithm>
#include <map>
#include <utility>

#include "ui/commands/apply_picture.h"
#include "ui/project/notes.h"
#include "ui/project/run_records.h"

namespace unmask {
namespace {

constexpr size_t kMaxSteps = 200;
constexpr int64_t kMaxBytes = int64_t{64} << 20;  ///< of pixels

MaskLayers layersOf(const DocumentState& state) {
  if (!state.canvas) return {};
  return {maskOf(state.strokeMask, state.canvas->width, state.canvas->height), state.lockedCells};
}

bool fits(const DocumentState& state, int pixelsPerCell) {
  if (!state.canvas) return true;
  const StateNotes notes = stateNotesFrom(state.extra);
  return notes.pixelsPerCell == pixelsPerCell &&
         state.lockedCells.height == std::max(1, state.canvas->height / pixelsPerCell) &&
         state.lockedCells.width == std::max(1, state.canvas->width / pixelsPerCell);
}

class Reader {
 public:
  Reader(ProjectFile& project, const DocumentState& shown) : m_project(project), m_canvas(shown.canvas) {
    m_journal->shown = m_journal->base = shown.step;
    m_journal->pixelsPerCell = stateNotesFrom(shown.extra).pixelsPerCell;
    if (shown.canvas) m_journal->pictureSize = {shown.canvas->width, shown.canvas->height};
  }

  std::shared_ptr<UndoJournal> journal() const { return m_journal; }

  /// From `before` to `after`, of which the document stands on one side. Steps that change nothing the window
  /// shows, such as those of a run that was held, are passed over.
  PastStep between(const DocumentState& before, const DocumentState& after, bool isDone) {
    PastStep step;
    step.step = after.step;
    step.name = QString::fromStdString(after.name);
    step.changesPicture = before.canvas != after.canvas;
    if (step.changesPicture) {
      const DocumentState& other = isDone ? before : after;
      step.isOtherShown = other.canvas && other.canvas == m_canvas;
      if (!step.isOtherShown) step.other = pictureFor(other);
      step.otherMask = layersOf(other);
    } else if (before.canvas) {
      step.mask = differenceOf(layersOf(before), layersOf(after));
    }
    return step;
  }

 private:
  /// The run's own, with everything that is known of it, when it is the run's.
  PicturePtr pictureFor(const DocumentState& state) {
    if (!state.canvas) return nullptr;
    PicturePtr& picture = m_pictures[state.canvas];
    if (picture) return picture;
    const StateNotes notes = stateNotesFrom(state.extra);
    int64_t run = 0;
    if (notes.run != 0) {
      const Result<ProjectRun> made = m_project.run(notes.run);
      if (made && made->result && *made->result == *state.canvas) {
        picture = pictureOf(*made);
        run = notes.run;
      }
    }
    if (!picture) picture = pictureOf(state.canvas);
    m_journal->sources.push_back({picture, run, state.original});
    return picture;
  }

  ProjectFile& m_project;
  SharedPicture m_canvas;
  std::shared_ptr<UndoJournal> m_journal = std::make_shared<UndoJournal>();
  std::map<SharedPicture, PicturePtr> m_pictures;
};

bool changesNothing(const PastStep& step) {
  return !step.changesPicture && step.mask.isNone();
}

std::unique_ptr<Command> commandFor(const PastStep& step, const PicturePtr& canvas, DocumentModel* document) {
  if (!step.changesPicture) return std::make_unique<ChangeMask>(document->mask(), step.mask, step.name);
  return std::make_unique<ApplyPicture>(document, step.isOtherShown ? canvas : step.other, step.otherMask,
                                        step.name);
}

}  // namespace

Result<UndoJournalPtr> readUndoJournal(ProjectFile& project) {
  UNMASK_TRY(const ProjectDocument document, project.document());
  UNMASK_TRY(const std::vector<DocumentState> states, project.statesAround(kMaxSteps, kMaxBytes));
  const auto shown = std::find_if(states.begin(), states.end(), [&](const DocumentState& state) {
    return state.step == document.state.step;
  });
  if (shown == states.end()) return UndoJournalPtr();
  Reader reader(project, *shown);
  UndoJournal& journal = *reader.journal();
  // Without a picture there is nothing that tells the size of a cell; its neighbours do.
  if (!shown->canvas) {
    for (const auto* near : {shown == states.begin() ? nullptr : &*std::prev(shown),
                             std::next(shown) == states.end() ? nullptr : &*std::next(shown)}) {
      if (near != nullptr && near->canvas) journal.pixelsPerCell = stateNotesFrom(near->extra).pixelsPerCell;
    }
  }
  if (journal.pixelsPerCell < 1 || !fits(*shown, journal.pixelsPerCell)) return UndoJournalPtr();
  for (auto after = shown; after != states.begin() && fits(*std::prev(after), journal.pixelsPerCell);
       --after) {
    PastStep step = reader.between(*std::prev(after), *after, true);
    if (changesNothing(step)) continue;  // the state before goes by the number of the one after
    step.step = std::exchange(journal.base, std::prev(after)->step);
    journal.done.insert(journal.done.begin(), std::move(step));
  }
  for (auto before = shown;
       std::next(before) != states.end() && fits(*std::next(before), journal.pixelsPerCell); ++before) {
    PastStep step = reader.between(*before, *std::next(before), false);
    if (!changesNothing(step)) journal.undone.push_back(std::move(step));
  }
  return UndoJournalPtr(reader.journal());
}

void adoptUndoJournal(const UndoJournal& journal, const PicturePtr& canvas, DocumentModel* document) {
  const auto earlier = [&](const std::vector<PastStep>& steps) {
    std::vector<UndoStack::Earlier> out;
    for (const PastStep& step : steps) out.push_back({commandFor(step, canvas, document), step.step});
    return out;
  };
  document->undoStack()->adopt(earlier(journal.done), journal.base, earlier(journal.undone));
}

}  // namespace unmask
