#include "ui/panels/preset_chooser.h"

#include <QSignalBlocker>

namespace unmask {
namespace {

bool agrees(const GenerationRequest& draft, const SamplingPreset& preset) {
  return draft.steps == preset.steps && draft.guidanceScale == preset.guidanceScale &&
         draft.temperatureStart == preset.temperatureStart && draft.temperatureEnd == preset.temperatureEnd &&
         draft.schedule == preset.schedule && draft.order == preset.order;
}

}  // namespace

PresetChooser::PresetChooser(DocumentModel* document, QWidget* parent)
    : QComboBox(parent), m_document(document) {
  setObjectName("preset");
  setAccessibleName(tr("Preset"));
  setToolTip(tr("Steps, guidance and order as the model suggests them"));
  setFocusPolicy(Qt::StrongFocus);
  setPlaceholderText(tr("Own settings"));
  connect(this, &QComboBox::activated, this, [this](int index) {
    if (index >= 0 && index < static_cast<int>(m_presets.size()))
      m_document->resetToPreset(m_presets[static_cast<size_t>(index)]);
  });
  connect(m_document, &DocumentModel::draftChanged, this, &PresetChooser::showDraft);
  hide();
}

void PresetChooser::setPresets(const std::vector<SamplingPreset>& presets) {
  m_presets = presets;
  const QSignalBlocker blocker(this);
  clear();
  for (const SamplingPreset& preset : m_presets) {
    const QString name = QString::fromStdString(preset.name);
    addItem(name == "default" ? tr("Default") : name.left(1).toUpper() + name.mid(1));
  }
  setVisible(m_presets.size() > 1);
  showDraft();
}

void PresetChooser::showDraft() {
  const QSignalBlocker blocker(this);
  int index = -1;
  for (size_t i = 0; i < m_presets.size() && index < 0; ++i) {
    if (agrees(m_document->draft(), m_presets[i])) index = static_cast<int>(i);
  }
  setCurrentIndex(index);
}

}  // namespace unmask
