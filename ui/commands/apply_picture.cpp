#include "ui/commands/apply_picture.h"

#include <utility>

#include "ui/document_model.h"

namespace unmask {

ApplyPicture::ApplyPicture(DocumentModel* document, PicturePtr picture, const QString& text)
    : Command(text), m_document(document), m_other(std::move(picture)) {
  m_document->mask()->cancelStroke();  // or half a stroke would stay in the mask for good
  const QSize size = m_other ? m_other->image.size() : QSize();
  m_otherMask = m_document->mask()->layersFor(size);
  m_bytes = m_other ? m_other->bytes() : 0;
}

ApplyPicture::ApplyPicture(DocumentModel* document, PicturePtr other, MaskLayers otherMask,
                           const QString& text)
    : Command(text),
      m_document(document),
      m_other(std::move(other)),
      m_otherMask(std::move(otherMask)),
      m_bytes(m_other ? m_other->bytes() : 0) {}

void ApplyPicture::swap() {
  MaskLayers mask = m_document->mask()->layers();
  m_other = m_document->exchangePicture(std::move(m_other), m_otherMask);
  m_otherMask = std::move(mask);
}

}  // namespace unmask
