#include "ui/import/import_bar.h"

#include <QHBoxLayout>

#include "ui/icons.h"

namespace unmask {

ImportBar::ImportBar(PictureImporter* importer, DocumentModel* document, QWidget* parent)
    : QFrame(parent),
      m_importer(importer),
      m_document(document),
      m_text(new QLabel(this)),
      m_mode(new QComboBox(this)),
      m_useSettings(new QPushButton(tr("Use Its Settings"), this)),
      m_usePicture(new QPushButton(tr("Use as Picture"), this)),
      m_close(new QToolButton(this)) {
  setObjectName("importBar");
  setAccessibleName(tr("Imported picture"));
  m_text->setObjectName("importText");
  m_text->setTextFormat(Qt::PlainText);
  m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_mode->setObjectName("fitMode");
  m_mode->setAccessibleName(tr("How the picture is made to fit"));
  m_mode->addItem(tr("Cropped to fill"), static_cast<int>(FitMode::Crop));
  m_mode->addItem(tr("Whole, with white borders"), static_cast<int>(FitMode::Border));
  m_mode->setToolTip(tr("How a picture of another size is made to fit the model"));
  m_useSettings->setObjectName("useSettings");
  m_useSettings->setToolTip(tr("This picture says how it was made: take over its prompt, seed and settings"));
  m_usePicture->setObjectName("usePicture");
  m_usePicture->setToolTip(tr("Put this picture on the canvas"));
  m_close->setObjectName("importClose");
  m_close->setIcon(icon("close"));
  m_close->setAutoRaise(true);
  m_close->setToolTip(tr("Close this bar"));
  m_close->setAccessibleName(tr("Close this bar"));
  auto* line = new QHBoxLayout(this);
  line->setContentsMargins(12, 4, 8, 4);
  line->setSpacing(10);
  line->addWidget(m_text, 1);
  line->addWidget(m_mode);
  line->addWidget(m_useSettings);
  line->addWidget(m_usePicture);
  line->addWidget(m_close);
  connect(m_importer, &PictureImporter::changed, this, &ImportBar::refresh);
  connect(m_mode, &QComboBox::activated, this,
          [this] { m_importer->setMode(static_cast<FitMode>(m_mode->currentData().toInt())); });
  connect(m_useSettings, &QPushButton::clicked, m_importer, &PictureImporter::applySettings);
  connect(m_usePicture, &QPushButton::clicked, m_importer, &PictureImporter::useAsPicture);
  connect(m_close, &QToolButton::clicked, this,
          [this] { m_importer->asking() ? m_importer->cancel() : m_importer->dismiss(); });
  refresh();
}

void ImportBar::refresh() {
  const ImportedPicturePtr asking = m_importer->asking();
  const ImportedPicturePtr picture = m_importer->current();
  setVisible(asking || picture);
  m_useSettings->setVisible(asking != nullptr);
  m_usePicture->setVisible(asking != nullptr);
  if (asking) {
    const QString source = QString::fromUtf8(nameOf(asking->settings->source).data());
    const QString prompt = QString::fromStdString(asking->settings->prompt).simplified();
    m_text->setText(
        prompt.isEmpty()
            ? tr("%1 says how it was made (%2).").arg(asking->name, source)
            : tr("%1 says how it was made (%2): “%3”").arg(asking->name, source, prompt.left(80)));
    m_text->setToolTip(prompt.left(500));
    m_mode->hide();
    return;
  }
  m_text->setToolTip({});
  if (!picture) return;
  const QSize now = m_document->mask()->pictureSize();
  const ImageBuffer& original = picture->pixels;
  m_text->setText(now == QSize(original.width, original.height) ? tr("%1, %2 × %3 pixels, fits as it is")
                                                                      .arg(picture->name)
                                                                      .arg(original.width)
                                                                      .arg(original.height)
                                                                : tr("%1, %2 × %3 pixels, made %4 × %5:")
                                                                      .arg(picture->name)
                                                                      .arg(original.width)
                                                                      .arg(original.height)
                                                                      .arg(now.width())
                                                                      .arg(now.height()));
  if (!m_importer->canKeepShape())
    m_mode->removeItem(m_mode->findData(static_cast<int>(FitMode::KeepShape)));
  else if (m_mode->findData(static_cast<int>(FitMode::KeepShape)) < 0)
    m_mode->addItem(tr("Whole, in its own shape"), static_cast<int>(FitMode::KeepShape));
  m_mode->setCurrentIndex(m_mode->findData(static_cast<int>(m_importer->mode())));
  m_mode->setVisible(now != QSize(original.width, original.height) ||
                     m_importer->mode() == FitMode::KeepShape);
}

}  // namespace unmask
