// How far from the picture a run may go, and how many pictures it makes.
#pragma once

#include <QLabel>
#include <QSlider>
#include <QSpinBox>
#include <QWidget>

#include "ui/document_model.h"

namespace unmask {

class RunOptionsPanel : public QWidget {
  Q_OBJECT

 public:
  explicit RunOptionsPanel(DocumentModel* document, QWidget* parent = nullptr);

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void showDraft();

  DocumentModel* m_document;
  QSlider* m_strength;
  QLabel* m_percent;
  QSpinBox* m_batch;
};

}  // namespace unmask
