// What was imported and how it was made to fit, with the other ways to choose from.
#pragma once

#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "ui/import/picture_importer.h"

namespace unmask {

/// Hidden when nothing was imported lately.
class ImportBar : public QFrame {
  Q_OBJECT

 public:
  ImportBar(PictureImporter* importer, DocumentModel* document, QWidget* parent = nullptr);

  QString text() const { return m_text->text(); }

 private:
  void refresh();

  PictureImporter* m_importer;
  DocumentModel* m_document;
  QLabel* m_text;
  QComboBox* m_mode;
  QPushButton* m_useSettings;
  QPushButton* m_usePicture;
  QToolButton* m_close;
};

}  // namespace unmask
