// Steps, guidance and the finer settings of a run, bound to the document.
#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSpinBox>
#include <QWidget>

#include "ui/document_model.h"
#include "ui/panels/fold_section.h"

namespace unmask {

class SamplingPanel : public QWidget {
  Q_OBJECT

 public:
  explicit SamplingPanel(DocumentModel* document, QWidget* parent = nullptr);

  FoldSection* more() const { return m_more; }

 Q_SIGNALS:
  void resetWanted();  ///< "Model's Own Settings"

 private:
  QWidget* buildMore();
  void connectEdits();
  void showDraft();
  bool eventFilter(QObject* object, QEvent* event) override;

  DocumentModel* m_document;
  QSpinBox* m_steps;
  QDoubleSpinBox* m_guidance;
  QDoubleSpinBox* m_temperatureStart;
  QDoubleSpinBox* m_temperatureEnd;
  QComboBox* m_schedule;
  QComboBox* m_order;
  FoldSection* m_more;
};

}  // namespace unmask
