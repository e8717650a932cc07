// Undo command: another picture becomes the document's.
#pragma once

#include <QCoreApplication>

#include "ui/commands/undo_stack.h"
#include "ui/mask_model.h"
#include "ui/picture.h"

namespace unmask {

class DocumentModel;

/// Undo and redo are the same swap. A picture of another size brings the mask along, fitted to it.
/// `document` outlives the command (it owns the stack).
class ApplyPicture : public Command {
  Q_DECLARE_TR_FUNCTIONS(ApplyPicture)

 public:
  ApplyPicture(DocumentModel* document, PicturePtr picture, const QString& text);
  /// One of an earlier session: what the document does not hold now, with the mask that belongs to it.
  ApplyPicture(DocumentModel* document, PicturePtr other, MaskLayers otherMask, const QString& text);

  void undo() override { swap(); }
  void redo() override { swap(); }
  qint64 bytes() const override { return m_bytes; }

 private:
  void swap();

  DocumentModel* m_document;
  PicturePtr m_other;      ///< the one the document does not hold now
  MaskLayers m_otherMask;  ///< the mask that belongs to it
  qint64 m_bytes;
};

}  // namespace unmask
