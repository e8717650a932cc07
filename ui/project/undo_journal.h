// What undo and redo can bring back of earlier sessions, out of a project's journal of states.
#pragma once

#include <QMetaType>
#include <memory>
#include <utility>
#include <vector>

#include "core/project/project_file.h"
#include "ui/commands/change_mask.h"
#include "ui/document_model.h"

namespace unmask {

/// The way from one state to the next, as the window's commands know it.
struct PastStep {
  int64_t step = 0;  ///< the state it leads to
  QString name;
  bool changesPicture = false;
  MaskDifference mask;  ///< when it does not
  // When it does: the side the document does not stand on.
  PicturePtr other;
  bool isOtherShown = false;  ///< `other` is the picture of the state shown, and null here
  MaskLayers otherMask;
};

/// Immutable once sent.
struct UndoJournal {
  int64_t shown = 0;  ///< the state the document is in
  int64_t base = 0;   ///< the state before all of `done`
  std::vector<PastStep> done;
  std::vector<PastStep> undone;
  QSize pictureSize;      ///< of the state shown
  int pixelsPerCell = 0;  ///< of all of them
  /// Where the pictures come from: of each its run (0 = none) and the import it was made of.
  struct Source {
    PicturePtr picture;
    int64_t run = 0;
    SharedPicture original;
  };
  std::vector<Source> sources;
};
using UndoJournalPtr = std::shared_ptr<const UndoJournal>;

/// In the file thread, blocking. Ends, on either side, before a state that does not fit its neighbours: a
/// file may say anything, and a model with other cells may have been used between.
Result<UndoJournalPtr> readUndoJournal(ProjectFile& project);

/// Gives the document's undo stack those steps. `canvas` is the document's picture of the state shown.
void adoptUndoJournal(const UndoJournal& journal, const PicturePtr& canvas, DocumentModel* document);

}  // namespace unmask

Q_DECLARE_METATYPE(unmask::UndoJournalPtr)
