#include "ui/commands/apply_picture.h"

#include <utility>

#include "ui/document_model.h"

namespace unmask {

ApplyPicture::ApplyPicture(DocumentModel* document, PicturePtr picture)
    : QUndoCommand(tr("New Picture")), m_document(document), m_other(std::move(picture)) {}

void ApplyPicture::swap() {
  m_other = m_document->exchangePicture(std::move(m_other));
}

}  // namespace unmask
