// Undo command: another picture becomes the document's.
#pragma once

#include <QCoreApplication>
#include <QUndoCommand>

#include "ui/picture.h"

namespace unmask {

class DocumentModel;

/// Undo and redo are the same swap. Never merges. `document` outlives the command (it owns the stack).
class ApplyPicture : public QUndoCommand {
  Q_DECLARE_TR_FUNCTIONS(ApplyPicture)

 public:
  ApplyPicture(DocumentModel* document, PicturePtr picture);

  void undo() override { swap(); }
  void redo() override { swap(); }

 private:
  void swap();

  DocumentModel* m_document;
  PicturePtr m_other;  ///< the one the document does not hold now
};

}  // namespace unmask
