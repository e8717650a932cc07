// The settings a model offers under names.
#pragma once

#include <QComboBox>
#include <vector>

#include "ui/document_model.h"

namespace unmask {

/// Hidden when the model offers no choice. Shows the preset the draft agrees with, else "Own settings".
class PresetChooser : public QComboBox {
  Q_OBJECT

 public:
  explicit PresetChooser(DocumentModel* document, QWidget* parent = nullptr);

  void setPresets(const std::vector<SamplingPreset>& presets);

 private:
  void showDraft();

  DocumentModel* m_document;
  std::vector<SamplingPreset> m_presets;
};

}  // namespace unmask
